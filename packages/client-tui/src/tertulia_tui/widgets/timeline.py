"""The history of one room: read-only, selectable, on Textual's line API.

Blocks are wrapped when they arrive and drawn when they come on screen, so a
hundred thousand lines cost no more per frame than forty.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from tertulia_core.ids import LineId
from tertulia_core.session.presentation import Activity, Item
from tertulia_tui.theme import Styles
from tertulia_tui.widgets.blocks import GUTTER, Block, block_of
from tertulia_tui.wrap import wrap

__all__ = ["Timeline"]


class Timeline(ScrollView, can_focus=True):
    """Items of one room as rows; follows the end only while it is there. Owner: the UI thread."""

    ALLOW_SELECT = True

    class Scrolled(Message):
        """Another part of the history is on screen."""

    def __init__(self, styles: Styles, *, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self._styles = styles
        self._items: list[Item] = []
        self._blocks: list[Block] = []
        self._ends: list[int] = []  # rows up to and including each block
        self._where: dict[LineId, int] = {}
        self._hidden_news = 0

    @property
    def text(self) -> str:
        """Everything it holds, one row of text per item, as copying gives it."""
        return "\n".join(block.text for block in self._blocks)

    @property
    def visible_text(self) -> str:
        """What is on screen now."""
        return "\n".join(self.render_line(y).text.rstrip() for y in range(self.size.height))

    @property
    def unseen(self) -> int:
        """How many lines arrived below while the reader was further up."""
        return self._hidden_news

    @property
    def is_at_end(self) -> bool:
        """Whether the newest row is on screen."""
        return self.scroll_offset.y >= self.max_scroll_y

    def show_items(self, items: Sequence[Item]) -> None:
        """Show another room from its end."""
        self._items, self._blocks, self._ends = [], [], []
        self._where = {}
        self._append(items)
        self.go_to_end()

    def add_items(self, items: Sequence[Item]) -> None:
        """Add what arrived together; the view stays where the reader is unless it is the end."""
        follows = self.is_at_end
        self._append(items)
        if follows:
            self.go_to_end()
        else:
            self._hidden_news += sum(1 for item in items if not isinstance(item, Activity))
            self.refresh()

    def change_item(self, line: LineId, item: Item) -> None:
        """Draw another item in the place of the one that shows ``line``."""
        if (index := self._where.get(line)) is None:
            return
        follows = self.is_at_end
        self._items[index] = item
        self._blocks[index] = self._wrapped(item)
        self._recount(index)
        if follows:
            self.go_to_end()
        self.refresh()

    def restyle(self, styles: Styles) -> None:
        """Draw everything in another theme."""
        self._styles = styles
        self._rebuild()

    def go_to_end(self) -> None:
        """Show the newest row and follow it from now on."""
        self._hidden_news = 0
        self.scroll_to(y=self.max_scroll_y, animate=False, force=True)
        self.refresh()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Forget the count of unseen lines once they are seen."""
        super().watch_scroll_y(old_value, new_value)
        if self._hidden_news and self.is_at_end:
            self._hidden_news = 0
            self.post_message(self.Scrolled())

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap anew where the width is another one."""
        follows = self.is_at_end
        self._rebuild()
        if follows:
            self.go_to_end()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected text; rows of one message are copied as rows."""
        rows = [
            " " * GUTTER + block.text[start:end]
            for block in self._blocks
            for start, end in block.rows
        ]
        lines = selection.extract("\n".join(rows)).split("\n")
        return "\n".join(line.removeprefix(" " * GUTTER) for line in lines), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw the selection."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one row of the screen."""
        width = self.size.width
        row = y + self.scroll_offset.y
        if not self._ends or row >= self._ends[-1]:
            return Strip.blank(width, self.rich_style)
        index = bisect_right(self._ends, row)
        block = self._blocks[index]
        first = self._ends[index] - len(block.rows)
        strip = self._draw(block, row - first, width)
        return self._selected(strip, row).apply_offsets(0, row)

    def _append(self, items: Iterable[Item]) -> None:
        first = len(self._blocks)
        for item in items:
            if isinstance(item, Activity) and item.replaces_previous and self._items:
                self._items[-1] = item
                self._blocks[-1] = self._wrapped(item)
                first = min(first, len(self._blocks) - 1)
                continue
            block = self._wrapped(item)
            if block.line is not None:
                self._where[block.line] = len(self._blocks)
            self._items.append(item)
            self._blocks.append(block)
        self._recount(first)

    def _wrapped(self, item: Item) -> Block:
        block = block_of(item, self._styles)
        block.rows = wrap(block.text, self.size.width - GUTTER - 1)
        return block

    def _rebuild(self) -> None:
        self._blocks = [self._wrapped(item) for item in self._items]
        self._recount(0)
        self.refresh()

    def _recount(self, first: int) -> None:
        """Count rows anew from the block at ``first``."""
        del self._ends[first:]
        total = self._ends[-1] if self._ends else 0
        for block in self._blocks[first:]:
            total += len(block.rows)
            self._ends.append(total)
        self.virtual_size = Size(self.size.width, total)

    def _draw(self, block: Block, row: int, width: int) -> Strip:
        base = self.rich_style + block.background
        start, end = block.rows[row]
        segments = [Segment(self._gutter(block, row), base)]
        if block.gutter and row == 0:
            segments = [Segment(f" {block.gutter} ", base + block.gutter_style), Segment(" ", base)]
        segments += _cut(block, start, end, base)
        strip = Strip(segments)
        if block.rule:
            return self._ruled(strip, width, base)
        return strip.adjust_cell_length(width, base)

    def _gutter(self, block: Block, row: int) -> str:
        return "" if block.rule else " " * GUTTER

    def _ruled(self, strip: Strip, width: int, base: Style) -> Strip:
        """Centre a title on a hairline."""
        line = base + Style(color=self._styles.theme.line)
        side = max((width - strip.cell_length - 4) // 2, 0)
        hairline = "─" * min(side, 12)
        pad = " " * (side - len(hairline))
        parts = [Segment(pad + hairline + " ", line), *strip, Segment(" " + hairline, line)]
        return Strip(parts).adjust_cell_length(width, base)

    def _selected(self, strip: Strip, row: int) -> Strip:
        selection = self.text_selection
        span = selection.get_span(row) if selection is not None else None
        if span is None:
            return strip
        start, end = span
        end = strip.cell_length if end == -1 else end
        style = self.screen.get_component_rich_style("screen--selection")
        before, inside, after = strip.crop(0, start), strip.crop(start, end), strip.crop(end)
        return Strip.join([before, inside.apply_style(style), after])


def _cut(block: Block, start: int, end: int, base: Style) -> list[Segment]:
    """Return the part of a block's text from ``start`` to ``end`` in its styles."""
    segments = []
    run_start = 0
    for run in block.runs:
        left, right = max(run_start, start), min(run.end, end)
        if left < right:
            segments.append(Segment(block.text[left:right], base + run.style))
        run_start = run.end
    return segments
