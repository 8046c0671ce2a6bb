"""From a room's lines to what a timeline draws of them, page by page."""

from collections.abc import Iterable
from itertools import takewhile
from typing import Final

from tertulia_core.ids import LineId
from tertulia_core.session.presentation import Activity, Body, Grouper, Item
from tertulia_core.session.state import Line, Room

__all__ = ["PAGE", "Grouped", "grouped", "is_drawn_line", "lines_after", "page_before"]

PAGE: Final = 300
"""Lines drawn when a room is opened, and per step when scrolling back."""

Grouped = tuple[Item, LineId]
"""An item and the line that began it."""


def grouped(grouper: Grouper, lines: Iterable[Line]) -> list[Grouped]:
    """Return the items of lines; activities that grow are merged."""
    items: list[Grouped] = []
    for line in lines:
        for item in grouper.add(line):
            last = items[-1][0] if items else None
            if isinstance(item, Activity) and item.replaces_previous and isinstance(last, Activity):
                merged = Activity(item.text, item.time, last.replaces_previous)
                items[-1] = (merged, items[-1][1])
            else:
                items.append((item, line.id))
    return items


def page_before(room: Room, first: LineId, read_line: LineId | None) -> list[Grouped]:
    """Return what to draw above the oldest line that is drawn, ``[]`` if it is the room's oldest.

    Whether a day or a header stands before that line depends on what is above
    it now; so what stood there has to go, and the page ends with it anew.

    Args:
        room: the room.
        first: the oldest line drawn.
        read_line: the last line read, for the unread mark.
    """
    known = list(takewhile(lambda line: line.id <= first, room.lines))
    if len(known) < 2 or known[-1].id != first:
        return []
    grouper = Grouper(read_line, room)
    page = grouped(grouper, known[:-1][-PAGE:])
    return page + [(item, first) for item in grouper.add(known[-1])[:-1]]


def lines_after(room: Room, last: LineId | None) -> list[Line]:
    """Return the lines of a room that come after one, oldest first; all without one."""
    if last is None:
        return list(room.lines)
    newer = list(takewhile(lambda line: line.id > last, reversed(room.lines)))
    return newer[::-1]


def is_drawn_line(item: Item) -> bool:
    """Say whether an item is a line itself, not what stands before one."""
    return isinstance(item, Body | Activity)
