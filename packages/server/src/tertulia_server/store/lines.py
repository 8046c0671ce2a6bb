"""What a line of history says: its verb, who said it, its words.

A line is kept as it went over the wire, without ``time`` and ``msgid``; a
message of several lines is one batch of ``draft/multiline``, whole.
"""

import re
from typing import Final

from tertulia_core.wire.multiline import CONCAT_TAG
from tertulia_core.wire.tags import parse_tags

__all__ = ["account_of", "has_link", "sender_of", "source_of", "text_of", "verb_of"]

_SPOKEN: Final = frozenset({b"PRIVMSG", b"NOTICE"})
_LINK: Final = re.compile(r"https?://[^\s<>\"]", re.IGNORECASE)


def verb_of(line: bytes) -> str:
    """Return the verb in upper case; of a message of several lines the one of its lines."""
    verb = _words(line)[1]
    if verb == b"BATCH":
        verb = _words(_inside(line)[0])[1]
    return verb.decode()


def source_of(line: bytes) -> str:
    """Return ``nick!user@host`` of who caused it."""
    return _words(line)[0].decode()


def sender_of(line: bytes) -> str:
    """Return the nick of who caused it."""
    return _words(line)[0].partition(b"!")[0].decode()


def account_of(line: bytes) -> str:
    """Return the account of who caused it, ``""`` without one."""
    tags = _tags(line)
    return parse_tags(tags.decode()).get("account", "") if b"account=" in tags else ""


def text_of(line: bytes) -> str:
    """Return what a PRIVMSG or NOTICE says, ``""`` for everything else.

    The lines of a longer message are put together again; of an action its words are left.
    """
    _source, verb, rest = _words(line)
    if verb == b"BATCH":
        return _joined(_inside(line))
    return _spoken(rest) if verb in _SPOKEN else ""


def has_link(text: str) -> bool:
    """Tell whether there is an http or https address in a text."""
    return _LINK.search(text) is not None


def _words(line: bytes) -> tuple[bytes, bytes, bytes]:
    """Return source, verb and the rest of a line's parameters, without its tags."""
    if line[:1] == b"@":
        line = line.partition(b" ")[2]
    source, _, rest = line.removesuffix(b"\r\n").partition(b" ")
    verb, _, parameters = rest.partition(b" ")
    return source[1:], verb, parameters


def _tags(line: bytes) -> bytes:
    return line[1:].partition(b" ")[0] if line[:1] == b"@" else b""


def _inside(batch: bytes) -> list[bytes]:
    """Return the lines between the first and the last of a batch."""
    return batch.split(b"\r\n")[1:-2]


def _joined(lines: list[bytes]) -> str:
    pieces: list[str] = []
    concat = CONCAT_TAG.encode()
    for line in lines:
        is_concat = concat in _tags(line).split(b";")
        pieces.append(f"{'' if is_concat or not pieces else chr(10)}{_spoken(_words(line)[2])}")
    return "".join(pieces)


def _spoken(parameters: bytes) -> str:
    """Return the text behind a target."""
    text = parameters.partition(b" ")[2].decode().removeprefix(":")
    if text[:1] != "\x01":
        return text
    return text.strip("\x01").partition(" ")[2] if text.startswith("\x01ACTION ") else ""
