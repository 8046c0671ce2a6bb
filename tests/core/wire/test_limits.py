"""Byte limits, cutting and splitting."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.errors import LineTooLong
from tertulia_core.wire.clusters import is_boundary
from tertulia_core.wire.limits import LINE_BYTES, TAGS_CLIENT, check_line, cut_bytes, split_text
from tests.core.wire.growth import assert_linear

FAMILY = "👩\u200d👩\u200d👧\u200d👦"

text_pieces = st.sampled_from(
    ["a", "palabra", " ", "  ", "é", "e\u0301", "ñandú", "漢字", FAMILY, "🇪🇸", "क्ष", "❤️", "\u0301"]
)
any_texts = st.lists(text_pieces, max_size=40).map("".join) | st.text(max_size=200)
limits = st.integers(4, 90)


def size_of(text: str) -> int:
    """Return how many bytes a text takes on the wire."""
    return len(text.encode("utf-8", "surrogatepass"))


@given(any_texts | st.text(st.characters()), limits)
def test_pieces_joined_are_the_text(text: str, limit: int) -> None:
    """Nothing is lost or added, every piece fits, and none is empty."""
    pieces = split_text(text, limit)

    assert "".join(pieces) == text
    assert all(0 < size_of(piece) <= limit for piece in pieces)


@given(any_texts, limits)
def test_no_character_is_cut_that_fits(text: str, limit: int) -> None:
    """A cut inside what a reader takes for one character comes only where that one is too long."""
    cut = 0
    for piece in split_text(text, limit)[:-1]:
        cut += len(piece)
        if not is_boundary(text, cut):
            assert _size_of_character_around(text, cut) > limit


@given(st.lists(st.text("abcñ", min_size=1, max_size=10), min_size=1), st.integers(21, 60))
def test_words_stay_whole(words: list[str], limit: int) -> None:
    """Where every word fits, cuts come after spaces, and pieces are as long as they can be."""
    pieces = split_text(" ".join(words), limit)

    assert " ".join(piece.strip() for piece in pieces).split() == words
    for piece, following in itertools.pairwise(pieces):
        assert size_of(piece) + size_of(following.partition(" ")[0]) + 1 > limit


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("", 10, []),
        ("hola", 10, ["hola"]),
        ("hola a todos", 7, ["hola a ", "todos"]),
        ("a" * 10, 4, ["aaaa", "aaaa", "aa"]),
        ("ñññ", 4, ["ññ", "ñ"]),
        (FAMILY * 2, 30, [FAMILY, FAMILY]),
        (f"x {FAMILY}", 26, ["x ", FAMILY]),
        ("🇪🇸🇫🇷", 13, ["🇪🇸", "🇫🇷"]),
        ("a \u0301bcd", 5, ["a \u0301b", "cd"]),
    ],
)
def test_a_text_is_split(text: str, limit: int, pieces: list[str]) -> None:
    """At spaces where there are some, else between characters."""
    assert split_text(text, limit) == pieces


def test_a_limit_that_no_character_fits_is_refused() -> None:
    """Four bytes is the least that makes progress certain."""
    with pytest.raises(ValueError, match="at least 4"):
        split_text("x", 3)


@given(any_texts, st.integers(0, 90))
def test_a_cut_text_is_the_beginning_that_fits(text: str, limit: int) -> None:
    """It is within the limit, ends at a character, and one more would not have fitted."""
    cut = cut_bytes(text, limit)

    assert text.startswith(cut)
    assert size_of(cut) <= limit
    if cut != text:
        following = next(
            (at for at in range(len(cut) + 1, len(text)) if is_boundary(text, at)), len(text)
        )
        assert size_of(text[:following]) > limit


@pytest.mark.parametrize(
    "line",
    [
        b"x" * (LINE_BYTES - 2),
        b"@a " + b"x" * (LINE_BYTES - 2),
        b"@" + b"a" * (TAGS_CLIENT - 2) + b" " + b"x" * (LINE_BYTES - 2),
        b"@a",
        b"",
    ],
)
def test_a_line_within_its_limits_passes(line: bytes) -> None:
    """512 bytes with CR LF and 4096 of tags with their signs, each by itself."""
    check_line(line)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (b"x" * (LINE_BYTES - 1), "line"),
        (b"@a " + b"x" * (LINE_BYTES - 1), "line"),
        (b"@" + b"a" * (TAGS_CLIENT - 1) + b" x", "tags"),
        (b"@" + b"a" * TAGS_CLIENT, "tags"),
    ],
)
def test_a_line_over_a_limit_is_refused(line: bytes, what: str) -> None:
    """One byte more is too many, and the error carries the line."""
    with pytest.raises(LineTooLong, match=what) as caught:
        check_line(line)
    assert caught.value.line == line


@pytest.mark.parametrize("unit", ["a", " ", "é", "\u0301", FAMILY, "🇪", "a ", "क्"])
def test_splitting_takes_linear_time(unit: str) -> None:
    """A pasted book costs what its length says, whatever it repeats."""
    assert_linear(lambda size: unit * (size // len(unit)), lambda text: split_text(text, 400))


def _size_of_character_around(text: str, index: int) -> int:
    """Return the bytes of the one character that ``index`` lies in."""
    first = next((at for at in range(index - 1, 0, -1) if is_boundary(text, at)), 0)
    last = next((at for at in range(index + 1, len(text)) if is_boundary(text, at)), len(text))
    return size_of(text[first:last])
