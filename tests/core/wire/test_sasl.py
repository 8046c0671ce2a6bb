"""How AUTHENTICATE carries an exchange, PLAIN, and passwords as they are compared.

https://ircv3.net/specs/extensions/sasl-3.1
https://www.rfc-editor.org/rfc/rfc4616
https://www.rfc-editor.org/rfc/rfc4013
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.wire.sasl import CHUNK, MOST_BYTES, Incoming, Plain, SaslError, TooLong
from tertulia_core.wire.sasl import to_parameters as parameters
from tertulia_core.wire.saslprep import prepare


@given(st.binary(max_size=2000))
def test_what_was_taken_apart_is_put_together(data: bytes) -> None:
    """In pieces of at most 400, the last of which is shorter."""
    pieces = parameters(data)
    incoming = Incoming()

    answers = [incoming.feed(piece) for piece in pieces]

    assert answers == [None] * (len(pieces) - 1) + [data]
    assert all(len(piece) == CHUNK for piece in pieces[:-1])


@pytest.mark.parametrize(
    ("size", "sizes"), [(0, [1]), (299, [400, 1]), (300, [400, 1]), (301, [400, 4])]
)
def test_a_full_piece_is_followed_by_another(size: int, sizes: list[int]) -> None:
    """A lone plus where nothing is left."""
    assert [len(piece) for piece in parameters(b"x" * size)] == sizes


def test_a_parameter_over_400_is_too_long() -> None:
    """And what came before it is forgotten."""
    incoming = Incoming()
    assert incoming.feed("A" * CHUNK) is None

    with pytest.raises(TooLong):
        incoming.feed("A" * (CHUNK + 1))

    assert incoming.feed("Zm9v") == b"foo"


def test_an_answer_without_end_is_too_long() -> None:
    """No memory is filled with it."""
    incoming = Incoming()
    for _piece in range(MOST_BYTES // CHUNK):
        assert incoming.feed("A" * CHUNK) is None

    with pytest.raises(TooLong):
        incoming.feed("A" * CHUNK)


@pytest.mark.parametrize("text", ["!!!", "Zm9", "Zm 9v", "é"])
def test_what_is_not_base64_is_an_error(text: str) -> None:
    """Not a shorter answer."""
    with pytest.raises(SaslError):
        Incoming().feed(text)


@pytest.mark.parametrize(
    "plain", [Plain("ana", "secreto"), Plain("ana", "é" * 100, "ana"), Plain("ñu", "a b")]
)
def test_plain_is_read_as_it_was_written(plain: Plain) -> None:
    """With the identity to act as first."""
    assert Plain.decode(plain.encode()) == plain


@pytest.mark.parametrize(
    "data",
    [b"", b"a\0b", b"\0\0x", b"\0ana\0", b"\0ana\0se\0creto", b"\0ana\0\xff", b"\0ana\0x\0"],
)
def test_a_plain_that_makes_no_sense(data: bytes) -> None:
    """Parts are missing, empty, too many, or not UTF-8."""
    with pytest.raises(SaslError):
        Plain.decode(data)


@pytest.mark.parametrize(
    ("text", "prepared"),
    [
        ("I\u00adX", "IX"),
        ("user", "user"),
        ("USER", "USER"),
        ("\u00aa", "a"),
        ("\u2168", "IX"),
        ("a\u3000b", "a b"),
    ],
)
def test_passwords_are_prepared(text: str, prepared: str) -> None:
    """The examples of the specification, and a wide space."""
    assert prepare(text) == prepared


@pytest.mark.parametrize("text", ["\u0007", "\u06271", "a\0b", "\ue000"])
def test_some_characters_are_in_no_password(text: str) -> None:
    """Controls, mixed directions, private use."""
    with pytest.raises(ValueError):
        prepare(text)
