"""A strip is exactly as wide as the screen, whatever stands in it."""

import pytest

from tertulia_core.session.presentation import Body, Header, UnreadMark, line_spans
from tertulia_core.session.state import Delivery
from tertulia_tui.theme import NO_STYLE
from tertulia_tui.widgets.blocks import GUTTER, Block
from tertulia_tui.widgets.strips import centred, strip_of
from tertulia_tui.wrap import wrap
from tests.support.tui_lines import NOON, STYLES, painter, said


def wrapped(block: Block, width: int) -> Block:
    """Cut a block into rows as a timeline of that width does."""
    block.rows = wrap(block.text, width - GUTTER - 1)
    return block


def rows(block: Block, width: int) -> list[str]:
    """Return the text of each row."""
    block = wrapped(block, width)
    count = range(len(block.rows))
    return [strip_of(block, row, width, NO_STYLE, STYLES.line).text for row in count]


def test_the_initial_stands_beside_the_first_row() -> None:
    """The text starts where all texts start."""
    block = painter().draw(Header("rosa", NOON, own=False))

    assert rows(block, 30)[0].startswith(" R  rosa  ")


def test_a_wide_initial_keeps_the_left_edge() -> None:
    """A nick in Chinese takes two cells for its letter."""
    block = painter().draw(Header("日本", NOON, own=False))

    assert rows(block, 30)[0].startswith(" 日 日本  ")


def test_texts_start_at_one_left_edge() -> None:
    """Every row of a long text does."""
    line = said(1, "uno dos tres cuatro cinco seis")

    drawn = rows(painter().draw(Body(line, line_spans(line))), 18)

    assert [row[:GUTTER].strip() for row in drawn] == [""] * len(drawn)
    assert " ".join(row.strip() for row in drawn) == line.text


def test_a_mark_stays_with_the_word_before_it() -> None:
    """The sign of delivery is not left alone on a row; drawn, it is an ordinary space."""
    line = said(1, "hola mundo", own=True, delivery=Delivery.SENT)
    block = painter().draw(Body(line, line_spans(line)))

    assert [row.rstrip() for row in rows(block, GUTTER + 12)] == ["    hola", "    mundo ✓"]


@pytest.mark.parametrize("width", [1, 5, 12, 40, 120])
def test_a_title_is_centred_on_a_line_that_gives_way(width: int) -> None:
    """However narrow it is, no row is wider than the screen."""
    for row in rows(painter().draw(UnreadMark()), width):
        assert len(row) == width


def test_a_title_has_as_much_on_both_sides() -> None:
    """Centred to the cell."""
    drawn = rows(painter().draw(UnreadMark()), 40)[0]

    left, title, right = drawn.partition("New messages")
    assert title
    assert abs(len(left) - len(right)) <= 1


def test_a_sentence_can_be_centred() -> None:
    """Empty screens say what to do next in their middle."""
    assert centred("日本", 10, NO_STYLE).text == "   日本   "
