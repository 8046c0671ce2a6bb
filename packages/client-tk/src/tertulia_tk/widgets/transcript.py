"""Which lines of the timeline's text belong to which item: bookkeeping without Tk.

Text lines are numbered from a moving zero, so that neither trimming old
lines nor putting older ones before them renumbers what stays: only an item
that changes its height moves those after it.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from tertulia_core.ids import LineId
from tertulia_core.session.presentation import Body, Item

__all__ = ["Drawn", "Entry", "Transcript"]


class Drawn(NamedTuple):
    """An item to be shown: the line that began it, and how many text lines it takes."""

    item: Item
    line: LineId
    height: int


class Entry:
    """One item on screen.

    Attributes:
        item: what is shown.
        line: the room's line that began it.
        start: its first text line, counted from the transcript's moving zero.
        height: how many text lines it takes.
    """

    __slots__ = ("height", "item", "line", "start")

    def __init__(self, drawn: Drawn, start: int) -> None:
        self.item, self.line, self.height = drawn
        self.start = start


class Transcript:
    """The items on screen, oldest first; owner: the UI thread."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._bodies: dict[LineId, Entry] = {}
        self._first = 0

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def entries(self) -> Sequence[Entry]:
        """All items, oldest first."""
        return self._entries

    @property
    def height(self) -> int:
        """How many text lines there are."""
        return self._next - self._first

    def line_of(self, entry: Entry) -> int:
        """Return the number of an entry's first text line, from 1 as Tk counts."""
        return entry.start - self._first + 1

    def body(self, line: LineId) -> Entry | None:
        """Return the entry that shows a line, if it is on screen."""
        return self._bodies.get(line)

    def at(self, text_line: int) -> Entry | None:
        """Return the entry that a text line (from 1) belongs to."""
        wanted = self._first + text_line - 1
        index = bisect_right(self._entries, wanted, key=lambda entry: entry.start) - 1
        if index < 0 or wanted >= self._next:
            return None
        return self._entries[index]

    def append(self, drawn: Drawn) -> Entry:
        """Put an item at the end."""
        entry = Entry(drawn, self._next)
        self._entries.append(entry)
        self._index(entry)
        return entry

    def prepend(self, older: Sequence[Drawn]) -> None:
        """Put items, oldest first, before all others."""
        start = self._first = self._first - sum(drawn.height for drawn in older)
        entries = []
        for drawn in older:
            entries.append(Entry(drawn, start))
            start += drawn.height
        self._entries[:0] = entries
        for entry in entries:
            self._index(entry)

    def replace(self, entry: Entry, item: Item, height: int) -> None:
        """Let an entry show another item."""
        grown = height - entry.height
        entry.item, entry.height = item, height
        self._index(entry)
        if grown:
            self._shift_after(entry, grown)

    def remove(self, entry: Entry) -> None:
        """Take an entry out."""
        if isinstance(entry.item, Body):
            del self._bodies[entry.item.line.id]
        self._shift_after(entry, -entry.height)
        self._entries.remove(entry)

    def trim(self, limit: int) -> int:
        """Forget the oldest items above ``limit``; return how many text lines they had."""
        surplus = len(self._entries) - limit
        if surplus <= 0:
            return 0
        return self._drop(surplus)

    def drop_before(self, entry: Entry) -> int:
        """Forget the items before ``entry``; return how many text lines they had."""
        return self._drop(self._entries.index(entry))

    def drop_after(self, entry: Entry) -> int:
        """Forget the items after ``entry``; return how many text lines they had."""
        place = self._entries.index(entry) + 1
        gone = self._entries[place:]
        del self._entries[place:]
        for each in gone:
            if isinstance(each.item, Body):
                self._bodies.pop(each.item.line.id, None)
        return sum(each.height for each in gone)

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
        self._bodies.clear()
        self._first = 0

    @property
    def _next(self) -> int:
        if not self._entries:
            return self._first
        last = self._entries[-1]
        return last.start + last.height

    def _index(self, entry: Entry) -> None:
        if isinstance(entry.item, Body):
            self._bodies[entry.item.line.id] = entry

    def _drop(self, count: int) -> int:
        old = self._entries[:count]
        del self._entries[:count]
        for entry in old:
            if isinstance(entry.item, Body):
                self._bodies.pop(entry.item.line.id, None)
        lines = sum(entry.height for entry in old)
        self._first += lines
        return lines

    def _shift_after(self, entry: Entry, by: int) -> None:
        for later in reversed(self._entries):
            if later is entry:
                return
            later.start += by
