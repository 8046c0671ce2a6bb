"""The transcript finds rows and lines, and knows what a change moves."""

import pytest

from tertulia_core.session.presentation import Grouper, Item, UnreadMark
from tertulia_core.session.state import LineKind
from tertulia_tui.widgets.blocks import GUTTER
from tertulia_tui.widgets.transcript import MARGIN, Transcript
from tests.support.tui_lines import painter, said

WIDTH = GUTTER + MARGIN + 10


def transcript(*texts: str) -> Transcript:
    """Return what rosa said, ten cells wide: a day, a header, then her texts."""
    found = Transcript()
    found.wrap(WIDTH)
    lines = [said(number, text, "rosa") for number, text in enumerate(texts, 1)]
    found.append(Grouper().add_all(lines), painter().draw)
    return found


def texts(found: Transcript) -> list[str]:
    """Return the texts of its blocks without day and header."""
    return [block.text for block in found.blocks[2:]]


def test_rows_are_counted_and_found() -> None:
    """A text of two rows is found from either."""
    found = transcript("uno", "dos y algo más", "tres")
    first = found.top_of(3)

    assert [found.index_at(row) for row in range(first - 1, first + 3)] == [2, 3, 3, 4]
    assert found.height == found.top_of(4) + 1
    assert found.index_at(found.height) == len(found)


def test_an_empty_one_has_no_rows() -> None:
    """Row 0 is past its end."""
    found = Transcript()

    assert (found.height, found.index_at(0), len(found), found.has_lines) == (0, 0, 0, False)


def test_arrivals_replace_one_another() -> None:
    """What grows takes the place of what it was, and counts its rows anew."""
    found, grouper = transcript(), Grouper()
    for number, nick in enumerate(("eva", "rosa", "paco"), 1):
        found.append(grouper.add(said(number, "", nick, kind=LineKind.JOINED)), painter().draw)

    assert [block.text for block in found.blocks][1:] == ["eva, rosa and paco came in"]
    assert found.height == found.top_of(1) + 3
    assert not found.has_lines


@pytest.mark.parametrize(("top", "moved"), [(0, 0), (10, 1)])
def test_a_change_tells_what_it_moves(top: int, moved: int) -> None:
    """A text that grows above the view moves it down; one below does not."""
    found = transcript("uno", "dos")
    line = said(1, "uno y algo más", "rosa")
    item = Grouper().change(line)

    assert found.change(line.id, item, painter().draw(item), top) == moved
    assert texts(found) == ["uno y algo más", "dos"]


def test_a_change_of_an_unknown_line_is_none() -> None:
    """Lines of other rooms, or forgotten ones."""
    found = transcript("uno")
    line = said(9, "otra", "rosa")
    item = Grouper().change(line)

    assert found.change(line.id, item, painter().draw(item), 0) == 0
    assert texts(found) == ["uno"]


def test_what_is_taken_away_is_told_in_rows_above_the_view() -> None:
    """So that the view can stay; lines are found in their new places."""
    found = transcript("uno", "dos y algo más", "tres")
    top = found.top_of(4)

    assert found.keep(lambda index, _item: index != 3, top) == 2
    assert texts(found) == ["uno", "tres"]
    line = said(3, "otro", "rosa")
    item = Grouper().change(line)
    found.change(line.id, item, painter().draw(item), 0)
    assert texts(found) == ["uno", "otro"]


def test_marks_are_told_by_what_they_are() -> None:
    """``keep`` hands the items over."""
    found = transcript("uno")
    mark: Item = UnreadMark()
    found.append([mark], painter().draw)

    found.keep(lambda _index, item: item is not mark, 0)

    assert texts(found) == ["uno"]


def test_another_width_cuts_everything_anew() -> None:
    """Nothing is lost, the rows are others."""
    found = transcript("uno dos tres cuatro")
    narrow = len(found.blocks[-1].rows)

    found.wrap(WIDTH * 3)

    assert (narrow, found.height) == (3, len(found))
    assert texts(found) == ["uno dos tres cuatro"]
