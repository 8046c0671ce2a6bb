"""A list of one-line rows on the line API: draws only what is on screen, however many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

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

REVERSE: Final = Style(reverse=True)
BOLD: Final = Style(bold=True)


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
    """Rows with a cursor; subclasses say what choosing a row means. Owner: the UI thread.

    The cursor is seen while the list has the keyboard, or always where ``SHOWS_CURSOR`` says so.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor(-1)", show=False),
        Binding("down", "cursor(1)", show=False),
        Binding("enter", "choose", show=False),
    ]
    SHOWS_CURSOR: ClassVar[bool] = False

    def __init__(self, *, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self._rows: tuple[Row, ...] = ()
        self._cursor = 0
        self._cursor_style = REVERSE
        self._letters: Mapping[int, str] = {}

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is listed now."""
        return self._rows

    @property
    def cursor(self) -> int:
        """The index of the row that Enter chooses."""
        return self._cursor

    def show_rows(self, rows: Sequence[Row], cursor: Style = REVERSE) -> None:
        """List ``rows`` instead of what was listed; draws nothing where they are the same.

        Args:
            rows: what to list.
            cursor: the colours of the row under the cursor.
        """
        self._cursor_style = cursor
        fresh = tuple(rows)
        if fresh == self._rows:
            return
        key = self._rows[self._cursor].key if self._cursor < len(self._rows) else ""
        self._rows = fresh
        self._cursor = self._find(key)
        self.virtual_size = Size(0, len(fresh))
        self.refresh()

    def point_at(self, key: str) -> None:
        """Put the cursor on the row with ``key``, and bring it into sight."""
        self._move_to(self._find(key))

    @property
    def choosable(self) -> list[int]:
        """The indices of the rows on screen that can be chosen."""
        top = self.scroll_offset.y
        shown = range(top, min(top + self.size.height, len(self._rows)))
        return [index for index in shown if self._rows[index].key]

    def show_letters(self, letters: Mapping[int, str]) -> None:
        """Show a letter before some rows, by their indices; none for an empty mapping."""
        self._letters = letters
        self.refresh()

    def choose(self, index: int) -> None:
        """Choose a row by its index."""
        self._choose(index)

    def chosen(self, key: str) -> None:
        """React to the choice of the row with ``key``."""
        raise NotImplementedError

    def action_cursor(self, step: int) -> None:
        """Move the cursor to the next row that can be chosen."""
        position = self._cursor + step
        while 0 <= position < len(self._rows):
            if self._rows[position].key:
                self._move_to(position)
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
        width, base = self.size.width, self.rich_style
        if index >= len(self._rows):
            return Strip.blank(width, base)
        row = self._rows[index]
        style, badge_style = base + row.style, base + row.badge_style
        is_marked = index == self._cursor and (self.has_focus or self.SHOWS_CURSOR)
        if is_marked and row.key:
            style = badge_style = style + self._cursor_style
        badge = Segment(f" {row.badge} " if row.badge else "", badge_style)
        letter = self._letters.get(index, "")
        edge = Segment(letter or " ", style + REVERSE + BOLD if letter else style)
        text = Segment(fit(row.text, max(width - 2 - badge.cell_length, 1)), style)
        space = Segment(" " * max(width - 1 - text.cell_length - badge.cell_length, 0), style)
        return Strip([edge, text, space, badge]).adjust_cell_length(width, style)

    def _find(self, key: str) -> int:
        """Return the index of the row with ``key``, else of the first that can be chosen."""
        keys = [row.key for row in self._rows]
        if key and key in keys:
            return keys.index(key)
        return next((index for index, each in enumerate(keys) if each), 0)

    def _move_to(self, index: int) -> None:
        self._cursor = index
        top, height = self.scroll_offset.y, self.size.height
        if not top <= index < top + height:
            self.scroll_to(y=max(0, index - height // 2), animate=False, force=True)
        self.refresh()

    def _choose(self, index: int) -> None:
        if 0 <= index < len(self._rows) and (key := self._rows[index].key):
            self._cursor = index
            self.chosen(key)
