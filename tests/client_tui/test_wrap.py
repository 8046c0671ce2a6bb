"""Rows are as wide as the terminal allows and lose nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes

from tertulia_tui.wrap import fit, wrap

GRAPHEMES = ("a", "b", " ", "ñ", "日", "e\u0301", "👩\u200d👩\u200d👧", "\u2764\ufe0f", "\n")
TEXT = st.lists(st.sampled_from(GRAPHEMES), max_size=40).map("".join)
"""Sanitized text: joiners and marks always have something to stand on."""


def rows(text: str, width: int) -> list[str]:
    """Return the rows themselves."""
    return [text[start:end] for start, end in wrap(text, width)]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 10, [""]),
        ("hola", 10, ["hola"]),
        ("hola mundo", 10, ["hola mundo"]),
        ("hola mundo", 9, ["hola", "mundo"]),
        ("hola mundo feliz", 10, ["hola mundo", "feliz"]),
        ("aaaaaaaa", 3, ["aaa", "aaa", "aa"]),
        ("a bbbbbbbb", 4, ["a", "bbbb", "bbbb"]),
        ("日本語", 4, ["日本", "語"]),
        ("una\ndos", 10, ["una", "dos"]),
        ("una\n\ndos", 10, ["una", "", "dos"]),
    ],
)
def test_rows_break_at_spaces_else_at_characters(
    text: str, width: int, expected: list[str]
) -> None:
    """A row ends at a space where there is one, inside a word only where it must."""
    assert rows(text, width) == expected


@given(TEXT, st.integers(2, 12))
def test_no_row_is_wider_than_the_screen_and_nothing_is_lost(text: str, width: int) -> None:
    """Each row fits; together they hold every character but the breaks."""
    broken = rows(text, width)

    widest_grapheme = max((cells for *_, cells in split_graphemes(text)[0]), default=0)
    assert all(cell_len(row) <= max(width, widest_grapheme) for row in broken)
    assert "".join(broken).replace(" ", "") == text.replace("\n", "").replace(" ", "")


@given(TEXT, st.integers(2, 12))
def test_a_row_never_breaks_inside_a_grapheme(text: str, width: int) -> None:
    """Accents and joined emoji stay with what they belong to."""
    paragraph = text.replace("\n", "")
    starts = {start for start, *_ in split_graphemes(paragraph)[0]} | {0, len(paragraph)}

    assert {start for start, _ in wrap(paragraph, width)} <= starts


@given(TEXT.map(lambda text: text.replace("\n", "")), st.integers(1, 12))
def test_fitting_never_takes_more_cells_than_there_are(text: str, width: int) -> None:
    """What does not fit ends in an ellipsis."""
    cut = fit(text, width)

    assert cell_len(cut) <= width
    assert cut == text or cut.endswith("…")


@given(st.text("ab ", max_size=60), st.integers(2, 12))
def test_plain_letters_break_where_any_others_do(text: str, width: int) -> None:
    """They take a shorter way to the same rows."""
    assert wrap(f"a{text}", width) == wrap(f"ñ{text}", width)
