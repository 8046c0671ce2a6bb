"""What a timeline holds: items, found by row or by line, each cut into rows when it is looked at.

Nothing here touches Textual. Of an item stays what it is made from and where its
rows end; its block, which takes several times as much, is drawn when it comes on screen
and forgotten again. So a hundred thousand lines fit into some tens of megabytes, and
finding the block of a row costs the same however many there are.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from tertulia_core.ids import LineId
from tertulia_core.session.presentation import Activity, Body, Item, line_spans
from tertulia_core.session.state import Line
from tertulia_tui.widgets.blocks import GUTTER, Block, Painter
from tertulia_tui.wrap import wrap

__all__ = ["Anchor", "Transcript"]

MARGIN = 1
"""Cells that stay free on the right."""

DRAWN: Final = 500
"""Blocks that stay drawn: some screens of them."""

BEFORE_ALL: Final = -(2**63)
"""Stands for the line before the first one."""


class Anchor(NamedTuple):
    """A line by which a place is found again: it stands ``below`` rows under it."""

    line: LineId
    below: int


class Transcript:
    """Items in the order they came, for one width; owner: the UI thread.

    The ids of lines grow from item to item, as they do in a room.

    Args:
        painter: says how items are drawn.
        width: cells of a row.
    """

    def __init__(self, painter: Painter, width: int = 0) -> None:
        self.width = width
        self._painter = painter
        self._items: list[Line | Item] = []  # a line stands for a body without a quote
        self._lines = array("q")  # the id of each item's line, else of the line before it
        self._ends = array("q")  # rows up to and including each item
        self._drawn: dict[int, Block] = {}

    def __len__(self) -> int:
        return len(self._items)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return self._ends[-1] if self._ends else 0

    @property
    def has_lines(self) -> bool:
        """Whether somebody said something, or anything else that is a line."""
        return any(isinstance(item, Line | Body) for item in reversed(self._items))

    def block(self, index: int) -> Block:
        """Return an item as it is drawn, cut into rows."""
        block = self._drawn.get(index)
        if block is None:
            if len(self._drawn) >= DRAWN:
                self._drawn.clear()
            block = self._drawn[index] = self._draw(index)
        return block

    def blocks(self, first: int = 0, end: int | None = None) -> Iterator[Block]:
        """Yield the blocks of some items, by default of all; none of them stays drawn."""
        return map(self._draw, range(len(self._items))[first:end])

    def index_at(self, row: int) -> int:
        """Return the index of the item that a row belongs to; past the last one for none."""
        return bisect_right(self._ends, row)

    def top_of(self, index: int) -> int:
        """Return the first row of an item."""
        return self._ends[index - 1] if index else 0

    def anchor_at(self, row: int) -> Anchor | None:
        """Return the first line that begins at a row or below, ``None`` if none does."""
        for index in range(self.index_at(row), len(self._items)):
            line, top = self.line_at(index), self.top_of(index)
            if line is not None and top >= row:
                return Anchor(line, top - row)
        return None

    def line_at(self, index: int) -> LineId | None:
        """Return the line that an item shows, ``None`` for what is not one."""
        is_line = isinstance(self._items[index], Line | Body)
        return LineId(self._lines[index]) if is_line else None

    def neighbour(self, line: LineId | None, step: int) -> LineId | None:
        """Return the line ``step`` places on: from the end where none is given; at an end, it."""
        index = self._index_of(line) if line is not None else None
        if index is None:
            index, step = len(self._items), -1
        found, way = line, 1 if step > 0 else -1
        while step and 0 <= (index := index + way) < len(self._items):
            if (there := self.line_at(index)) is not None:
                found, step = there, step - way
        return found

    def rows_of(self, line: LineId) -> range:
        """Return the rows of a line, none if it is not here."""
        index = self._index_of(line)
        return range(0) if index is None else range(self.top_of(index), self._ends[index])

    def append(self, items: Iterable[Item]) -> None:
        """Add items at the end; one that replaces its predecessor takes its place."""
        for item in items:
            if isinstance(item, Activity) and item.replaces_previous and self._items:
                self._forget_last()
            last = self._lines[-1] if self._lines else BEFORE_ALL
            self._lines.append(item.line.id if isinstance(item, Body) else last)
            self._items.append(_kept(item))
            self._ends.append(self.height + self._count(len(self._items) - 1))

    def change(self, line: LineId, item: Item, top: int) -> int:
        """Put another item in the place of the one that shows ``line``.

        Args:
            line: need not be there.
            item: what it shows now.
            top: the row that the reader sees first.

        Returns:
            How many rows came in above ``top``; fewer than none where some went.
        """
        index = self._index_of(line)
        if index is None:
            return 0
        self._items[index] = _kept(item)
        self._drawn.pop(index, None)
        above = self.top_of(index)
        more = above + self._count(index) - self._ends[index]
        if more:
            self._ends[index:] = array("q", [end + more for end in self._ends[index:]])
        return more if above < top else 0

    def keep(self, stays: Callable[[int, Line | Item], bool], top: int) -> int:
        """Take items away.

        Args:
            stays: says of an index and an item whether it is kept.
            top: the row that the reader sees first.

        Returns:
            How many rows went above ``top``.
        """
        kept = [index for index, item in enumerate(self._items) if stays(index, item)]
        rows = [self._ends[index] - self.top_of(index) for index in kept]
        first = self.index_at(top)
        gone = self.top_of(first) - sum(
            count for index, count in zip(kept, rows, strict=True) if index < first
        )
        self._items = [self._items[index] for index in kept]
        self._lines = array("q", [self._lines[index] for index in kept])
        self._end_after(rows)
        return gone

    def redraw(self, painter: Painter) -> None:
        """Draw every item anew, for another theme."""
        self._painter = painter
        self._drawn.clear()

    def wrap(self, width: int) -> None:
        """Cut everything into rows for a width in cells."""
        self.width = width
        self._end_after(map(self._count, range(len(self._items))))

    def _index_of(self, line: LineId) -> int | None:
        index = bisect_left(self._lines, line)
        return index if self._lines[index : index + 1] == array("q", [line]) else None

    def _forget_last(self) -> None:
        for column in (self._items, self._lines, self._ends):
            column.pop()
        self._drawn.pop(len(self._items), None)

    def _end_after(self, rows: Iterable[int]) -> None:
        """Let each item end after so many rows."""
        end, ends = 0, array("q")
        for count in rows:
            end += count
            ends.append(end)
        self._ends = ends
        self._drawn.clear()

    def _count(self, index: int) -> int:
        """Return how many rows an item takes; most need not be drawn to know."""
        kept = self._items[index]
        text = self._painter.plain_text(kept) if isinstance(kept, Line) else None
        if text is None:
            text = self._painter.draw(_whole(kept)).text
        return len(self._cut(text))

    def _draw(self, index: int) -> Block:
        """Return an item's block in as many rows as were counted, even if names changed since."""
        block = self._painter.draw(_whole(self._items[index]))
        count, end = self._ends[index] - self.top_of(index), len(block.text)
        block.rows = [*self._cut(block.text), *([(end, end)] * count)][:count]
        return block

    def _cut(self, text: str) -> list[tuple[int, int]]:
        return wrap(text, self.width - GUTTER - MARGIN)


def _kept(item: Item) -> Line | Item:
    """Return what an item is made from: its spans take more than its text."""
    if not isinstance(item, Body):
        return item
    return item.line if item.quote is None else replace(item, spans=())


def _whole(kept: Line | Item) -> Item:
    match kept:
        case Line():
            return Body(kept, line_spans(kept))
        case Body(line, _spans, quote):
            return Body(line, line_spans(line), quote)
        case _:
            return kept
