"""The transcript finds rows and lines, and knows what a change moves."""

import tracemalloc
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.session.presentation import Grouper, Item, UnreadMark
from tertulia_core.session.state import LineKind
from tertulia_tui.widgets.blocks import GUTTER
from tertulia_tui.widgets.transcript import MARGIN, Transcript
from tests.support.tui_lines import painter, said

WIDTH = GUTTER + MARGIN + 10


def transcript(*texts: str) -> Transcript:
    """Return what rosa said, ten cells wide: a day, a header, then her texts."""
    found = Transcript(painter(), WIDTH)
    lines = [said(number, text, "rosa") for number, text in enumerate(texts, 1)]
    found.append(Grouper().add_all(lines))
    return found


def texts(found: Transcript) -> list[str]:
    """Return the texts of its blocks without day and header."""
    return [block.text for block in found.blocks(2)]


def test_rows_are_counted_and_found() -> None:
    """A text of two rows is found from either."""
    found = transcript("uno", "dos y algo más", "tres")
    first = found.top_of(3)

    assert [found.index_at(row) for row in range(first - 1, first + 3)] == [2, 3, 3, 4]
    assert found.height == found.top_of(4) + 1
    assert found.index_at(found.height) == len(found)


def test_an_empty_one_has_no_rows() -> None:
    """Row 0 is past its end."""
    found = Transcript(painter())

    assert (found.height, found.index_at(0), len(found), found.has_lines) == (0, 0, 0, False)


def test_arrivals_replace_one_another() -> None:
    """What grows takes the place of what it was, and counts its rows anew."""
    found, grouper = transcript(), Grouper()
    for number, nick in enumerate(("eva", "rosa", "paco"), 1):
        found.append(grouper.add(said(number, "", nick, kind=LineKind.JOINED)))

    assert [block.text for block in found.blocks()][1:] == ["eva, rosa and paco came in"]
    assert found.height == found.top_of(1) + 3
    assert not found.has_lines


@pytest.mark.parametrize(("top", "moved"), [(0, 0), (10, 1)])
def test_a_change_tells_what_it_moves(top: int, moved: int) -> None:
    """A text that grows above the view moves it down; one below does not."""
    found = transcript("uno", "dos")
    line = said(1, "uno y algo más", "rosa")
    item = Grouper().change(line)

    assert found.change(line.id, item, top) == moved
    assert texts(found) == ["uno y algo más", "dos"]


def test_a_change_of_an_unknown_line_is_none() -> None:
    """Lines of other rooms, or forgotten ones."""
    found = transcript("uno")
    line = said(9, "otra", "rosa")
    item = Grouper().change(line)

    assert found.change(line.id, item, 0) == 0
    assert texts(found) == ["uno"]


def test_what_is_taken_away_is_told_in_rows_above_the_view() -> None:
    """So that the view can stay; lines are found in their new places."""
    found = transcript("uno", "dos y algo más", "tres")
    top = found.top_of(4)

    assert found.keep(lambda index, _item: index != 3, top) == 2
    assert texts(found) == ["uno", "tres"]
    line = said(3, "otro", "rosa")
    item = Grouper().change(line)
    found.change(line.id, item, 0)
    assert texts(found) == ["uno", "otro"]


def test_marks_are_told_by_what_they_are() -> None:
    """``keep`` hands the items over."""
    found = transcript("uno")
    mark: Item = UnreadMark()
    found.append([mark])

    found.keep(lambda _index, item: item is not mark, 0)

    assert texts(found) == ["uno"]


def test_another_width_cuts_everything_anew() -> None:
    """Nothing is lost, the rows are others."""
    found = transcript("uno dos tres cuatro")
    narrow = len(found.block(len(found) - 1).rows)

    found.wrap(WIDTH * 3)

    assert (narrow, found.height) == (3, len(found))
    assert texts(found) == ["uno dos tres cuatro"]


def test_names_that_grew_later_take_no_more_rows_than_were_counted() -> None:
    """Rows are counted when a line comes; whose display name is known may change."""
    names = {"rosa": "rosa"}
    found = Transcript(replace(painter(), display_name=names.__getitem__), WIDTH)
    found.append(Grouper().add_all([said(1, "uno", "rosa")]))
    names["rosa"] = "Rosa María de los Ángeles"

    assert [len(block.rows) for block in found.blocks()] == [
        found.top_of(index + 1) - found.top_of(index) for index in range(len(found))
    ]


@given(st.lists(st.sampled_from(["uno", "dos y algo más", "日本語 y más"]), max_size=8))
def test_neighbours_are_the_lines_in_between(said_so: list[str]) -> None:
    """From the end where none is given, one by one, and no further than the first."""
    found, line, seen = transcript(*said_so), None, []
    for _text in [*said_so, ""]:
        line = found.neighbour(line, -1)
        seen.append(line)

    assert seen == [*range(len(said_so), 0, -1), *([1] if said_so else [None])]


def test_a_hundred_thousand_lines_are_held_in_little_memory() -> None:
    """What is drawn is forgotten: a line costs what it is made from, and some numbers."""
    lines = [said(number, f"mensaje número {number}") for number in range(10_000)]
    items = Grouper().add_all(lines)
    found = Transcript(painter(), 80)

    tracemalloc.start()
    found.append(items)
    for index in range(len(found)):
        found.block(index)
    held, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert held < 10_000 * 150
