"""A list of rows on one canvas: what the room list and the member list are made of.

Only the rows in sight are drawn, so a room of ten thousand people costs as
much as one of thirty. All rows are equally high; a heading is a row that
cannot be chosen.
"""

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from tertulia_tk.theme import Look
from tertulia_tk.widgets import fitting

__all__ = ["Row", "RowList"]

ROW_HEIGHT: Final = 32
GAP: Final = 2
"""Pixels between two rows' backgrounds, at 100 %."""

INSET: Final = 8
"""From the list's edge to a row's background."""

PADDING: Final = 12
"""From a row's background to its text."""

RADIUS: Final = 6
BADGE: Final = 20
"""Height of a badge, and its width for one digit."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        id: what is handed on when it is chosen, ``""`` for a heading.
        label: its text, sanitized.
        sign: a short mark before the label; where any row of a list has one, all labels move.
        note: a muted word after the label.
        badge: a count at its right end.
        strong: whether it waits to be read: bold.
        urgent: whether the badge is filled.
        dim: whether it is muted.
    """

    id: str
    label: str
    sign: str = ""
    note: str = ""
    badge: str = ""
    strong: bool = False
    urgent: bool = False
    dim: bool = False


class RowList(tk.Canvas):
    """Rows to look at and choose from, by mouse and keyboard; owner: the UI thread.

    Args:
        master: the parent.
        look: colours, fonts and sizes.
        choose: called with a row's id.
    """

    def __init__(self, master: tk.Misc, look: Look, choose: Callable[[str], None]) -> None:
        super().__init__(master, highlightthickness=0, borderwidth=0, takefocus=True, width=1)
        self._look, self._choose = look, choose
        self.rows: tuple[Row, ...] = ()
        self.selected = ""
        self._top = 0
        self._cursor = 0
        self._hovered = -1
        self._has_focus = False
        self._is_stale = False
        self._bind_events()
        self._restyle()

    def show(self, rows: Sequence[Row], selected: str = "") -> None:
        """Show these rows, one of them selected."""
        new = tuple(rows)
        if new == self.rows and selected == self.selected:
            return
        self.rows, self.selected = new, selected
        self._cursor = min(self._cursor, max(len(new) - 1, 0))
        self._clamp()
        self.redraw()

    def redraw(self) -> None:
        """Draw again when Tk has nothing else to do, once however often this is called."""
        if not self._is_stale:
            self._is_stale = True
            self.after_idle(self._draw)

    def row_at(self, y: int) -> int | None:
        """Return the index of the row at a vertical place on the canvas."""
        index = (y + self._top) // self._step
        return index if 0 <= index < len(self.rows) else None

    def y_of(self, index: int) -> int:
        """Return where on the canvas a row begins."""
        return index * self._step - self._top

    @property
    def _step(self) -> int:
        return self._look.scale(ROW_HEIGHT + GAP)

    def _bind_events(self) -> None:
        self.bind("<Configure>", lambda _event: self._resized())
        self._look.follow(self, self._restyle)
        self.bind("<Button-1>", self._clicked)
        self.bind("<Motion>", lambda event: self._hover(self.row_at(event.y)))
        self.bind("<Leave>", lambda _event: self._hover(None))
        self.bind("<MouseWheel>", lambda event: self._scroll(-1 if event.delta > 0 else 1))
        self.bind("<Button-4>", lambda _event: self._scroll(-1))
        self.bind("<Button-5>", lambda _event: self._scroll(1))
        for sequence, move in (("<Up>", -1), ("<Down>", 1), ("<Home>", -(10**9)), ("<End>", 10**9)):
            self.bind(sequence, lambda _event, move=move: self._move(move))  # type: ignore[misc]
        for sequence in ("<Return>", "<KP_Enter>", "<space>"):
            self.bind(sequence, lambda _event: self._choose_index(self._cursor))
        self.bind("<FocusIn>", lambda _event: self._focus_changed(has_focus=True))
        self.bind("<FocusOut>", lambda _event: self._focus_changed(has_focus=False))

    def _restyle(self) -> None:
        self.configure(background=self._look.colours.side)
        self.redraw()

    def _focus_changed(self, *, has_focus: bool) -> None:
        self._has_focus = has_focus
        self.redraw()

    def _resized(self) -> None:
        self._clamp()
        self.redraw()

    def _clicked(self, event: "tk.Event[tk.Misc]") -> None:
        index = self.row_at(event.y)
        if index is not None:
            self._cursor = index
            self._choose_index(index)

    def _choose_index(self, index: int) -> None:
        if index < len(self.rows) and self.rows[index].id:
            self._choose(self.rows[index].id)

    def _hover(self, index: int | None) -> None:
        hovered = -1 if index is None else index
        if hovered != self._hovered:
            self._hovered = hovered
            self.redraw()

    def _scroll(self, rows: int) -> None:
        self._top += rows * 2 * self._step
        self._clamp()
        self.redraw()

    def _move(self, by: int) -> str:
        """Move the keyboard's place to the next row that can be chosen, and into sight."""
        target = min(max(self._cursor + by, 0), len(self.rows) - 1)
        while 0 <= target < len(self.rows) and not self.rows[target].id:
            target += 1 if by > 0 or target == 0 else -1
        if 0 <= target < len(self.rows):
            self._cursor = target
        self._top = min(self._top, self._cursor * self._step)
        self._top = max(self._top, (self._cursor + 1) * self._step - self.winfo_height())
        self._clamp()
        self.redraw()
        return "break"

    def _clamp(self) -> None:
        lowest = max(len(self.rows) * self._step - self.winfo_height(), 0)
        self._top = min(max(self._top, 0), lowest)

    def _draw(self) -> None:
        self._is_stale = False
        self.delete("all")
        first = self._top // self._step
        count = self.winfo_height() // self._step + 2
        gutter = 0
        if any(row.sign for row in self.rows):
            gutter = self._look.font("text").measure("@") + self._look.scale(4)
        for index in range(first, min(first + count, len(self.rows))):
            self._draw_row(index, self.y_of(index), gutter)

    def _draw_row(self, index: int, y: int, gutter: int) -> None:
        row, look = self.rows[index], self._look
        is_selected = bool(row.id) and row.id == self.selected
        middle = y + look.scale(ROW_HEIGHT) // 2
        left, right = look.scale(INSET + PADDING), self.winfo_width() - look.scale(INSET + PADDING)
        behind = self._draw_background(index, y, is_selected=is_selected)
        ink = "on_accent" if is_selected else "muted" if row.dim or not row.id else "text"
        font = "small" if not row.id else "bold" if row.strong or is_selected else "text"
        if row.badge:
            right = self._draw_badge(row, right, middle, is_selected=is_selected, behind=behind)
        if row.sign:
            self.create_text(
                left, middle, text=row.sign, anchor="w", font=look.font("text"),
                fill=look.token(ink if is_selected else "muted"),
            )  # fmt: skip
        label = fitting.cut(row.label, look.font(font), right - left - gutter)
        place = left + gutter
        self.create_text(
            place, middle, text=label, anchor="w", font=look.font(font), fill=look.token(ink)
        )
        if row.note:
            place += look.font(font).measure(label) + look.scale(8)
            note = fitting.cut(row.note, look.font("small"), right - place)
            self.create_text(
                place, middle, text=note, anchor="w", font=look.font("small"),
                fill=look.token("on_accent" if is_selected else "muted"),
            )  # fmt: skip

    def _draw_background(self, index: int, y: int, *, is_selected: bool) -> str:
        """Draw what lies behind a row; return the token of its colour."""
        row, look = self.rows[index], self._look
        has_focus = self._has_focus and index == self._cursor
        if is_selected:
            token = "accent"
        elif row.id and index == self._hovered:
            token = "line"
        else:
            token = "side"
        left, right = look.scale(INSET), self.winfo_width() - look.scale(INSET)
        if token != "side":
            self._draw_box((left, y, right, y + look.scale(ROW_HEIGHT)), RADIUS, token, "side")
        if has_focus and row.id:
            edge = look.scale(2)
            self.create_rectangle(
                left + edge, y + edge, right - edge, y + look.scale(ROW_HEIGHT) - edge,
                outline=look.token("on_accent" if is_selected else "accent"),
            )  # fmt: skip
        return token

    def _draw_badge(
        self, row: Row, right: int, middle: int, *, is_selected: bool, behind: str
    ) -> int:
        """Draw a row's count; return where what is left of it has to end."""
        look, font = self._look, self._look.font("small_bold" if row.urgent else "small")
        width = max(font.measure(row.badge) + look.scale(12), look.scale(BADGE))
        ink = "on_accent" if is_selected else "muted"
        if row.urgent and not is_selected:
            height = look.scale(BADGE)
            top = middle - height // 2
            self._draw_box((right - width, top, right, top + height), BADGE / 2, "accent", behind)
            ink = "on_accent"
        self.create_text(
            right - width // 2, middle, text=row.badge, font=font, fill=look.token(ink)
        )
        return right - width - look.scale(4)

    def _draw_box(
        self, place: tuple[int, int, int, int], radius: float, token: str, behind: str
    ) -> None:
        """Draw a filled box with round corners: an image at each end, a rectangle between."""
        left, top, right, bottom = place
        corner = self._look.scale(radius)
        image = self._look.cap((2 * corner, bottom - top), corner, token, behind)
        self.create_image(left, top, image=image, anchor="nw")
        self.create_image(right, top, image=image, anchor="ne")
        self.create_rectangle(
            left + corner, top, right - corner, bottom, fill=self._look.token(token), width=0
        )
