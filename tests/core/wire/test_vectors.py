"""The vectors that IRC implementations share (the PyPI package ``irc-parser-tests``).

Used: ``msg-split``, ``msg-join`` and ``userhost-split``. Not used:
``mask-match`` (masks are the server's, which matches them with its own linear
glob) and ``validate-hostname`` (no host name is validated here: a client shows
what the server says, and our server never takes a name from DNS).
"""

from typing import Any

import pytest
from parser_tests import data

from tertulia_core.wire.codec import decode_line, encode
from tertulia_core.wire.message import Message
from tertulia_core.wire.source import Source, parse_source

Vector = dict[str, Any]


def message_of(atoms: Vector) -> Message:
    """Return the message a vector describes; our commands are in upper case."""
    params = tuple(atoms.get("params") or ())
    return Message(atoms["verb"].upper(), params, atoms.get("source"), atoms.get("tags") or {})


@pytest.mark.parametrize("vector", data.msg_split["tests"], ids=lambda vector: vector["input"])
def test_a_line_is_split(vector: Vector) -> None:
    """Each line is read into the vector's parts."""
    message = decode_line(vector["input"].encode())

    assert message == message_of(vector["atoms"])


@pytest.mark.parametrize("vector", data.msg_join["tests"], ids=lambda vector: vector["desc"])
def test_a_message_is_joined(vector: Vector) -> None:
    """Each message is written as one of the forms the vector allows."""
    atoms = vector["atoms"]

    line = encode(message_of(atoms)._replace(command=atoms["verb"]))

    assert line.endswith(b"\r\n")
    assert line[:-2].decode() in vector["matches"]


@pytest.mark.parametrize(
    "vector", data.userhost_split["tests"], ids=lambda vector: vector["source"]
)
def test_a_source_is_split(vector: Vector) -> None:
    """Each source is read into nick, user and host."""
    source = parse_source(vector["source"])

    assert source == Source(**{"nick": "", **vector["atoms"]})
