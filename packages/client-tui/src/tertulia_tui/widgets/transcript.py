"""What a timeline holds: items, each as a block cut into rows, found by row or by line.

Nothing here touches Textual. Rows are counted once per change, so that finding
the block of a row costs the same however many there are.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from tertulia_core.ids import LineId
from tertulia_core.session.presentation import Activity, Item
from tertulia_tui.widgets.blocks import GUTTER, Block
from tertulia_tui.wrap import wrap

__all__ = ["Anchor", "Transcript"]

MARGIN = 1
"""Cells that stay free on the right."""


class Anchor(NamedTuple):
    """A line by which a place is found again: it stands ``below`` rows under it."""

    line: LineId
    below: int


class Transcript:
    """Items in the order they came, wrapped for one width; owner: the UI thread."""

    def __init__(self) -> None:
        self.width = 0
        self._items: list[Item] = []
        self._blocks: list[Block] = []
        self._ends: list[int] = []  # rows up to and including each block
        self._where: dict[LineId, int] = {}

    def __len__(self) -> int:
        return len(self._items)

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks of all items, in order."""
        return self._blocks

    @property
    def height(self) -> int:
        """How many rows there are."""
        return self._ends[-1] if self._ends else 0

    @property
    def has_lines(self) -> bool:
        """Whether somebody said something, or anything else that is a line."""
        return bool(self._where)

    def index_at(self, row: int) -> int:
        """Return the index of the block that a row belongs to; past the last one for none."""
        return bisect_right(self._ends, row)

    def top_of(self, index: int) -> int:
        """Return the first row of a block."""
        return self._ends[index - 1] if index else 0

    def anchor_at(self, row: int) -> Anchor | None:
        """Return the first line that begins at a row or below, ``None`` if none does."""
        for index in range(self.index_at(row), len(self._blocks)):
            line, top = self._blocks[index].line, self.top_of(index)
            if line is not None and top >= row:
                return Anchor(line, top - row)
        return None

    def row_of(self, line: LineId) -> int | None:
        """Return the first row of a line, ``None`` if it is not here."""
        index = self._where.get(line)
        return None if index is None else self.top_of(index)

    def neighbour(self, line: LineId | None, step: int) -> LineId | None:
        """Return the line ``step`` places on: from the end where none is given; at an end, it."""
        lines = [*self._where]
        if not lines:
            return None
        if line not in self._where:
            return lines[-1]
        return lines[min(max(lines.index(line) + step, 0), len(lines) - 1)]

    def rows_of(self, line: LineId) -> range:
        """Return the rows of a line, none if it is not here."""
        index = self._where.get(line)
        if index is None:
            return range(0)
        return range(self.top_of(index), self._ends[index])

    def append(self, items: Iterable[Item], draw: Callable[[Item], Block]) -> None:
        """Add items at the end; one that replaces its predecessor takes its place."""
        first = len(self._items)
        for item in items:
            block = self._wrapped(draw(item))
            if isinstance(item, Activity) and item.replaces_previous and self._items:
                self._items[-1], self._blocks[-1] = item, block
                first = min(first, len(self._items) - 1)
                continue
            if block.line is not None:
                self._where[block.line] = len(self._items)
            self._items.append(item)
            self._blocks.append(block)
        self._count_rows(first)

    def change(self, line: LineId, item: Item, block: Block, top: int) -> int:
        """Put another item in the place of the one that shows ``line``.

        Args:
            line: need not be there.
            item: what it shows now.
            block: how that is drawn.
            top: the row that the reader sees first.

        Returns:
            How many rows came in above ``top``; fewer than none where some went.
        """
        index = self._where.get(line)
        if index is None:
            return 0
        height, is_above = self.height, self.top_of(index) < top
        self._items[index] = item
        self._blocks[index] = self._wrapped(block)
        self._count_rows(index)
        return self.height - height if is_above else 0

    def keep(self, stays: Callable[[int, Item], bool], top: int) -> int:
        """Take items away.

        Args:
            stays: says of an index and an item whether it is kept.
            top: the row that the reader sees first.

        Returns:
            How many rows went above ``top``.
        """
        kept = [index for index, item in enumerate(self._items) if stays(index, item)]
        gone = {*range(self.index_at(top))} - {*kept}
        rows = sum(len(self._blocks[index].rows) for index in gone)
        self._items = [self._items[index] for index in kept]
        self._blocks = [self._blocks[index] for index in kept]
        self._where = {
            block.line: index for index, block in enumerate(self._blocks) if block.line is not None
        }
        self._count_rows(0)
        return rows

    def redraw(self, draw: Callable[[Item], Block]) -> None:
        """Draw every item anew, for another theme."""
        self._blocks = [self._wrapped(draw(item)) for item in self._items]
        self._count_rows(0)

    def wrap(self, width: int) -> None:
        """Cut everything into rows for a width in cells."""
        self.width = width
        for block in self._blocks:
            self._wrapped(block)
        self._count_rows(0)

    def _wrapped(self, block: Block) -> Block:
        block.rows = wrap(block.text, self.width - GUTTER - MARGIN)
        return block

    def _count_rows(self, first: int) -> None:
        """Count rows anew from the block at ``first``."""
        del self._ends[first:]
        heights = (len(block.rows) for block in self._blocks[first:])
        self._ends += [*accumulate(heights, initial=self.height)][1:]
