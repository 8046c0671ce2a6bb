"""The history of one room: read-only, selectable, on Textual's line API.

Rows are counted when lines arrive and drawn when they come on screen, so a
hundred thousand lines cost no more per frame than forty.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from tertulia_core.ids import LineId
from tertulia_core.session.keys import MESSAGE_KEYS
from tertulia_core.session.presentation import Body, Item, UnreadMark
from tertulia_tui.messages import MessageKeyPressed, RetryAsked
from tertulia_tui.theme import NO_STYLE, Styles
from tertulia_tui.widgets.blocks import GUTTER, Painter
from tertulia_tui.widgets.strips import centred, strip_of
from tertulia_tui.widgets.transcript import Transcript

__all__ = ["LIMIT", "Timeline"]

LIMIT: Final = 100_000
"""Items that are kept; a tenth more may gather before the oldest are forgotten at once."""

_LETTERS: Final = {row.letter: row.id for row in MESSAGE_KEYS}


class Timeline(ScrollView, can_focus=True):
    """Items of one room as rows; follows the end only while it is there. Owner: the UI thread.

    Args:
        painter: says how items are drawn.
        limit: how many items are kept.

    Attributes:
        is_following: whether the newest row stays on screen.
        unseen: how many lines of others arrived below while the reader was further up.
        focused: the message that a letter acts on, ``None`` for none.
    """

    ALLOW_SELECT = True

    class Scrolled(Message):
        """Another part of the history is on screen."""

    class TopReached(Message):
        """The oldest row is on screen, and somebody went there to see it."""

    def __init__(self, painter: Painter, *, widget_id: str, limit: int = LIMIT) -> None:
        super().__init__(id=widget_id)
        self._painter = painter
        self._limit = limit
        self._transcript = Transcript(painter)
        self._invitation = ""
        self.is_following = True
        self.unseen = 0
        self.focused: LineId | None = None
        self._base = NO_STYLE

    @property
    def text(self) -> str:
        """Everything it holds, one row of text per item, as copying gives it."""
        return "\n".join(block.text for block in self._transcript.blocks())

    @property
    def visible_text(self) -> str:
        """What is on screen now."""
        return "\n".join(self.render_line(y).text.rstrip() for y in range(self.size.height))

    def show_items(self, items: Sequence[Item], invitation: str = "") -> None:
        """Show another room from its end.

        Args:
            items: what there is in it.
            invitation: what to say while nobody has said anything.
        """
        self._transcript = Transcript(self._painter, self.size.width)
        self._transcript.append(items)
        self._invitation = invitation
        self.is_following = True
        self.focused = None
        self._moved()

    def add_items(self, items: Sequence[Item]) -> None:
        """Add what arrived together; the view stays where the reader is unless it is the end."""
        self._transcript.append(items)
        if not self.is_following:
            self.unseen += sum(isinstance(item, Body) and not item.line.own for item in items)
        self._moved(-self._trim())

    def rearrange(self, items: Sequence[Item]) -> None:
        """Show other items of the same room; the line that stands on top stays there."""
        top = self.scroll_offset.y
        anchor = self._transcript.anchor_at(top)
        self._transcript = Transcript(self._painter, self.size.width)
        self._transcript.append(items)
        rows = self._transcript.rows_of(anchor.line) if anchor is not None else range(0)
        self._moved(rows[0] - anchor.below - top if anchor is not None and rows else 0)

    def change_item(self, line: LineId, item: Item) -> None:
        """Draw another item in the place of the one that shows ``line``."""
        self._moved(self._transcript.change(line, item, self.scroll_offset.y))

    def remove_marks(self) -> None:
        """Take away the marks of where reading stopped."""
        gone = self._transcript.keep(
            lambda _index, item: not isinstance(item, UnreadMark), self.scroll_offset.y
        )
        self._moved(-gone)

    def restyle(self, styles: Styles) -> None:
        """Draw everything in another theme."""
        self._painter = replace(self._painter, styles=styles)
        self._transcript.redraw(self._painter)
        self.refresh()

    def step_focus(self, step: int) -> None:
        """Put another message in focus: the one before or after, the newest one at first."""
        self.show_line(self._transcript.neighbour(self.focused, step))

    def show_line(self, line: LineId | None) -> None:
        """Put a message in focus and bring it into sight; ``None`` takes the focus from all."""
        self.focused = line
        rows = self._transcript.rows_of(line) if line is not None else range(0)
        top, height = self.scroll_offset.y, self.size.height
        if rows and not top <= rows[0] <= rows[-1] < top + height:
            middle = max(rows[0] - max(height - len(rows), 0) // 2, 0)
            self.scroll_to(y=middle, animate=False, force=True)
        self.refresh()

    def go_to_end(self) -> None:
        """Show the newest row and follow it from now on."""
        self.is_following, self.unseen = True, 0
        self.scroll_to(y=self.max_scroll_y, animate=False, force=True)
        self.refresh()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Follow the end where it has been reached; what is there counts as seen."""
        super().watch_scroll_y(old_value, new_value)
        self.is_following = new_value >= self.max_scroll_y
        if new_value <= 0 < old_value and not self.is_following:
            self.post_message(self.TopReached())
        if self.unseen and self.is_following:
            self.unseen = 0
            self.post_message(self.Scrolled())

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap anew where the width is another one; the block on top stays there."""
        transcript, by = self._transcript, 0
        if transcript.width != self.size.width:
            top = transcript.index_at(self.scroll_offset.y)
            transcript.wrap(self.size.width)
            by = transcript.top_of(top) - self.scroll_offset.y
        self._moved(by)

    def on_key(self, event: events.Key) -> None:
        """Act on the message in focus where the letter means something."""
        action = _LETTERS.get(event.key) if self.focused is not None else None
        if action is not None:
            event.stop()
            self.post_message(MessageKeyPressed(action))

    def on_click(self, event: events.Click) -> None:
        """Ask to send a line again that was not sent."""
        index = self._transcript.index_at(event.y + self.scroll_offset.y)
        for clicked in self._transcript.blocks(index, index + 1):
            if clicked.is_failed and clicked.line is not None:
                self.post_message(RetryAsked(clicked.line))

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected text; rows of one message are copied as rows."""
        margin, transcript = " " * GUTTER, self._transcript
        first = transcript.index_at(selection.start.y) if selection.start else 0
        end = transcript.index_at(selection.end.y) + 1 if selection.end else len(transcript)
        rows = ["-"] * transcript.top_of(first)  # what stands above is counted, never copied
        rows += [
            margin + block.text[start:stop]
            for block in transcript.blocks(first, end)
            for start, stop in block.rows
        ]
        lines = selection.extract("\n".join(rows)).split("\n")
        return "\n".join(line.removeprefix(margin) for line in lines), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw the selection."""
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw rows of the screen; what style the widget has is asked once for all of them."""
        self._base = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw one row of the screen."""
        transcript, row = self._transcript, y + self.scroll_offset.y
        index = transcript.index_at(row)
        if index == len(transcript):
            return self._blank(y)
        block, styles = transcript.block(index), self._painter.styles
        is_focused = self.focused is not None and block.line == self.focused
        strip = strip_of(
            block, row - transcript.top_of(index), self.size.width, self._base, styles.line,
            styles.accent if is_focused else None,
        )  # fmt: skip
        return self._selected(strip, row).apply_offsets(0, row)

    def _blank(self, y: int) -> Strip:
        """Return a row below the last one; where nobody has spoken they invite to."""
        lines = [] if self._transcript.has_lines else self._invitation.split("\n")
        place = y - (self.size.height - len(lines)) // 2
        if not 0 <= place < len(lines):
            return Strip.blank(self.size.width, self._base)
        return centred(lines[place], self.size.width, self._base + self._painter.styles.muted)

    def _trim(self) -> int:
        """Forget the oldest items, many at once; return how many rows went above the view."""
        count, limit = len(self._transcript), self._limit
        if count <= limit + limit // 10:
            return 0
        return self._transcript.keep(
            lambda index, _item: index >= count - limit, self.scroll_offset.y
        )

    def _moved(self, by: int = 0) -> None:
        """Show rows that are others now: the end, or what was seen before, ``by`` rows on."""
        is_following = self.is_following
        self.virtual_size = Size(self.size.width, self._transcript.height)
        if is_following:
            self.go_to_end()
        elif by:
            self.scroll_to(y=self.scroll_offset.y + by, animate=False, force=True)
        self.refresh()

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
