"""Mode strings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.wire.modes import ModeChange, format_changes, parse_changes

CHANMODES = ("beI", "k", "l", "imnpst")
PREFIXES = "ov"
WITH_PARAM = {True: "beIklov", False: "beIkov"}

letters = st.sampled_from("beIklimnpstovXñ")


@st.composite
def changes(draw: st.DrawFn) -> ModeChange:
    """Draw a change that has its parameter."""
    add, letter = draw(st.booleans()), draw(letters)
    takes_one = letter in WITH_PARAM[add]
    return ModeChange(add, letter, draw(st.text(min_size=1)) if takes_one else None)


@given(st.lists(changes()))
def test_changes_come_back_as_they_were(wanted: list[ModeChange]) -> None:
    """Any list of complete changes survives being written."""
    modes, params = format_changes(wanted)

    assert parse_changes(modes, params, CHANMODES, PREFIXES) == wanted


@pytest.mark.parametrize(
    ("modes", "params", "expected"),
    [
        ("+o-v", ["ana", "luis"], [(True, "o", "ana"), (False, "v", "luis")]),
        ("nt", [], [(True, "n", None), (True, "t", None)]),
        ("+l-l", ["5"], [(True, "l", "5"), (False, "l", None)]),
        ("-k", ["*"], [(False, "k", "*")]),
        ("b", [], [(True, "b", None)]),
        ("+ob", ["ana"], [(True, "o", "ana"), (True, "b", None)]),
        ("+X", ["left over"], [(True, "X", None)]),
        ("+-+", [], []),
        ("", [], []),
        ("--++o", ["ana"], [(True, "o", "ana")]),
    ],
)
def test_a_mode_string_is_read(
    modes: str, params: list[str], expected: list[tuple[bool, str, str | None]]
) -> None:
    """Parameters go to the letters that take one; a list without one is a question."""
    assert parse_changes(modes, params, CHANMODES, PREFIXES) == expected


@pytest.mark.parametrize(
    ("wanted", "modes", "params"),
    [
        ([], "", ()),
        ([ModeChange(True, "o", "ana"), ModeChange(True, "v", "luis")], "+ov", ("ana", "luis")),
        ([ModeChange(True, "n"), ModeChange(False, "t"), ModeChange(False, "i")], "+n-ti", ()),
    ],
)
def test_a_sign_stands_only_where_it_changes(
    wanted: list[ModeChange], modes: str, params: tuple[str, ...]
) -> None:
    """The shortest form is written."""
    assert format_changes(wanted) == (modes, params)
