"""Messages of several lines: https://ircv3.net/specs/extensions/multiline"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.wire.multiline import (
    Assembly,
    Limits,
    MultilineError,
    Piece,
    Problem,
    cut_message,
    group_pieces,
    join_pieces,
)

ROOMY = Limits(40_000, 500)

LINES = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=60)
TEXTS = st.lists(LINES, min_size=1, max_size=12).map("\n".join)


def assemble(*pieces: Piece, limits: Limits = ROOMY) -> str:
    """Take in lines one by one and return the text they make."""
    assembly = Assembly(limits)
    for piece in pieces:
        assembly.add(piece.text, is_concat=piece.is_concat)
    return join_pieces(assembly.finish())


def test_lines_are_joined_by_line_feeds_unless_they_go_on() -> None:
    """The example of the specification."""
    pieces = [
        Piece("hello"),
        Piece(""),
        Piece("how is "),
        Piece("everyone?", is_concat=True),
    ]

    assert assemble(*pieces) == "hello\n\nhow is everyone?"


def test_the_first_line_goes_on_with_nothing() -> None:
    """The tag on it means nothing."""
    assert assemble(Piece("a", is_concat=True), Piece("b")) == "a\nb"


class TestProblems:
    """What is refused, and as what."""

    def problem_of(self, *pieces: Piece, limits: Limits = ROOMY) -> Problem:
        with pytest.raises(MultilineError) as caught:
            assemble(*pieces, limits=limits)
        return caught.value.problem

    def test_a_blank_line_that_goes_on(self) -> None:
        blank = Piece("", is_concat=True)

        assert self.problem_of(Piece("a"), blank) is Problem.BLANK_CONCAT
        assert self.problem_of(blank) is Problem.BLANK_CONCAT

    def test_nothing_but_blank_lines(self) -> None:
        assert self.problem_of() is Problem.BLANK
        assert self.problem_of(Piece(""), Piece("")) is Problem.BLANK

    def test_one_byte_too_many(self) -> None:
        """Line feeds count, characters count as their bytes, a line that goes on has no feed."""
        limits = Limits(max_bytes=7)

        assert assemble(Piece("ñ"), Piece("日"), Piece("x", is_concat=True), limits=limits)
        too_long = (Piece("ñ"), Piece("日"), Piece("x"))
        assert self.problem_of(*too_long, limits=limits) is Problem.TOO_LONG

    def test_one_line_too_many(self) -> None:
        """Lines that go on count too."""
        limits = Limits(100, max_lines=2)
        two = (Piece("a"), Piece("b", is_concat=True))

        assert assemble(*two, limits=limits) == "ab"
        assert self.problem_of(*two, Piece(""), limits=limits) is Problem.TOO_MANY_LINES

    def test_a_refused_line_leaves_the_rest_as_it_was(self) -> None:
        assembly = Assembly(Limits(3))
        assembly.add("abc")

        with pytest.raises(MultilineError):
            assembly.add("d")

        assert (assembly.finish(), assembly.size) == ((Piece("abc"),), 3)


@pytest.mark.parametrize(
    ("value", "limits"),
    [
        ("max-bytes=40000,max-lines=500", Limits(40_000, 500)),
        ("max-lines=24,unknown,max-bytes=4096,x=y", Limits(4096, 24)),
        ("max-bytes=4096", Limits(4096, 0)),
        ("max-lines=24", None),
        ("max-bytes=0", None),
        ("max-bytes=many", None),
        ("max-bytes=٣", None),
        ("", None),
    ],
)
def test_the_value_of_the_capability_is_read(value: str, limits: Limits | None) -> None:
    """Unknown keys are ignored; without a number of bytes there is nothing to rely on."""
    assert Limits.from_value(value) == limits


def test_a_number_of_any_length_is_read_at_once() -> None:
    """An enormous number is only a large one."""
    limits = Limits.from_value(f"max-bytes={'9' * 10_000}")

    assert limits is not None
    assert limits.max_bytes == 999_999_999


@pytest.mark.parametrize("limits", [Limits(40_000, 500), Limits(4096)])
def test_the_value_reads_back(limits: Limits) -> None:
    """What one side writes is what the other reads."""
    assert Limits.from_value(limits.to_value()) == limits


@given(text=TEXTS, limit=st.integers(4, 40))
def test_a_text_survives_cutting_and_joining(text: str, limit: int) -> None:
    """Each piece fits its line, and together they are the text."""
    pieces = cut_message(text, limit)

    assert join_pieces(pieces) == text
    assert all(len(piece.text.encode()) <= limit for piece in pieces)
    assert not any(piece.is_concat and not piece.text for piece in pieces)


def test_cuts_leave_the_space_at_the_end() -> None:
    """So that words stay apart in the text and no line begins with a space."""
    assert cut_message("one two\nthree", 5) == [
        Piece("one "),
        Piece("two", is_concat=True),
        Piece("three"),
    ]


@given(text=TEXTS, limit=st.integers(4, 40), max_lines=st.integers(0, 4), factor=st.integers(1, 4))
def test_groups_are_within_the_limits_and_lose_no_word(
    text: str, limit: int, max_lines: int, factor: int
) -> None:
    """However small the server's limits are, only blank lines get lost between groups."""
    limits = Limits(limit * factor, max_lines)
    groups = group_pieces(cut_message(text, limit), limits)

    texts = [assemble(*group, limits=limits) for group in groups]
    assert all(text.split("\n")[0].strip() and text.split("\n")[-1].strip() for text in texts)
    assert "".join("".join(texts).split()) == "".join(text.split())


def test_groups_break_between_lines_where_they_can() -> None:
    """A line that goes on is not torn from its beginning, if it fits a group of its own."""
    pieces = cut_message("aaaa\nbbbb bbbb\ncccc\n\n", 5)

    groups = group_pieces(pieces, Limits(10))

    assert list(map(join_pieces, groups)) == ["aaaa", "bbbb bbbb", "cccc"]


def test_a_line_longer_than_a_message_is_torn() -> None:
    """There is no other way."""
    groups = group_pieces(cut_message("x" * 25, 5), Limits(10))

    assert list(map(join_pieces, groups)) == ["x" * 10, "x" * 10, "x" * 5]


def test_blank_lines_make_no_message() -> None:
    """They would be refused."""
    assert group_pieces(cut_message("\n \n\n", 100), ROOMY) == []
