"""A list of one-line rows on the line API: draws only what is on screen, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tertulia_tui.theme import NO_STYLE
from tertulia_tui.wrap import fit

__all__ = ["Row", "RowList"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        text: sanitized, cut to fit.
        key: what choosing it means; ``""`` for a heading, which cannot be chosen.
        style: its colours.
        badge: shown at the right edge.
        badge_style: the badge's colours.
    """

    text: str
    key: str = ""
    style: Style = NO_STYLE
    badge: str = ""
    badge_style: Style = NO_STYLE


class RowList(ScrollView, can_focus=True):
    """Rows with a cursor; subclasses say what choosing a row means. Owner: the UI thread."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor(-1)", show=False),
        Binding("down", "cursor(1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    def __init__(self, *, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self._rows: tuple[Row, ...] = ()
        self._cursor = 0

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is listed now."""
        return self._rows

    def show_rows(self, rows: Sequence[Row]) -> None:
        """List ``rows`` instead of what was listed; draws nothing where they are the same."""
        fresh = tuple(rows)
        if fresh == self._rows:
            return
        self._rows = fresh
        self._cursor = min(self._cursor, max(len(fresh) - 1, 0))
        self.virtual_size = Size(0, len(fresh))
        self.refresh()

    def chosen(self, key: str) -> None:
        """React to the choice of the row with ``key``."""
        raise NotImplementedError

    def action_cursor(self, step: int) -> None:
        """Move the cursor to the next row that can be chosen."""
        position = self._cursor + step
        while 0 <= position < len(self._rows):
            if self._rows[position].key:
                self._cursor = position
                self.scroll_to(y=max(0, position - self.size.height // 2), animate=False)
                self.refresh()
                return
            position += step

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        self._choose(self._cursor)

    def on_click(self, event: events.Click) -> None:
        """Choose the row that was clicked."""
        self._choose(event.y + self.scroll_offset.y)

    def render_line(self, y: int) -> Strip:
        """Draw one row of the screen."""
        index = y + self.scroll_offset.y
        width = self.size.width
        base = self.rich_style
        if index >= len(self._rows):
            return Strip.blank(width, base)
        row = self._rows[index]
        style = base + row.style
        if self.has_focus and index == self._cursor:
            style += Style(reverse=True)
        badge = f" {row.badge} " if row.badge else ""
        text = fit(row.text, max(width - 2 - len(badge), 1))
        segments = [Segment(f" {text}", style)]
        used = Strip(segments).cell_length
        segments.append(Segment(" " * max(width - used - len(badge), 0), style))
        if badge:
            segments.append(Segment(badge, base + row.badge_style))
        return Strip(segments).adjust_cell_length(width, style)

    def _choose(self, index: int) -> None:
        if 0 <= index < len(self._rows) and (key := self._rows[index].key):
            self._cursor = index
            self.chosen(key)
