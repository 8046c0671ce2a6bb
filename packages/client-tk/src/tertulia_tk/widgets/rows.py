"""A list of rows on one canvas: what the room list and the member list are made of.

Only the rows in sight are asked for and drawn, so a room of ten thousand
people costs as much as one of thirty. All rows are equally high; a heading is
a row that cannot be chosen.
"""

import tkinter as tk
from collections.abc import Callable, Sequence

from tertulia_tk.theme import Look
from tertulia_tk.widgets.menu_events import MENU_EVENTS, MENU_KEYS, bind_if_known
from tertulia_tk.widgets.row_painter import GAP, ROW_HEIGHT, Row, RowPainter

__all__ = ["Row", "RowList"]


class RowList(tk.Canvas):
    """Rows to look at and choose from, by mouse and keyboard; owner: the UI thread.

    Args:
        master: the parent.
        look: colours, fonts and sizes.
        choose: called with a row's id.
        open_menu: called with a row's id and where on the screen its menu is to open.
    """

    def __init__(
        self,
        master: tk.Misc,
        look: Look,
        choose: Callable[[str], None],
        open_menu: Callable[[str, int, int], None],
    ) -> None:
        super().__init__(master, highlightthickness=0, borderwidth=0, takefocus=True, width=1)
        self._look, self._choose, self._open_menu = look, choose, open_menu
        self._painter = RowPainter(self, look)
        self.rows: Sequence[Row] = ()
        self.selected = ""
        self._top = 0
        self._cursor = 0
        self._hovered = -1
        self._has_focus = False
        self._has_signs = False
        self._is_stale = False
        self._bind_events()
        self._restyle()

    def show(self, rows: Sequence[Row], selected: str = "", *, has_signs: bool = False) -> None:
        """Show rows, one of them selected.

        Args:
            rows: may be made when they are asked for.
            selected: the id of the row that is.
            has_signs: whether any row has a sign, so that all labels make room for it.
        """
        self.rows, self.selected, self._has_signs = rows, selected, has_signs
        self._cursor = min(self._cursor, max(len(rows) - 1, 0))
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
        for sequence in MENU_EVENTS:
            self.bind(sequence, self._menu_clicked)
        for sequence in MENU_KEYS:
            bind_if_known(self, sequence, lambda _event: self._menu_key())
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

    def _menu_clicked(self, event: "tk.Event[tk.Misc]") -> str:
        index = self.row_at(event.y)
        if index is not None and self.rows[index].id:
            self._cursor = index
            self._open_menu(self.rows[index].id, event.x_root, event.y_root)
            self.redraw()
        return "break"

    def _menu_key(self) -> str:
        if self._cursor < len(self.rows) and self.rows[self._cursor].id:
            x, y = self.winfo_rootx() + self._step, self.winfo_rooty() + self.y_of(self._cursor)
            self._open_menu(self.rows[self._cursor].id, x, y + self._step)
        return "break"

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
        for index in range(first, min(first + count, len(self.rows))):
            row = self.rows[index]
            self._painter.draw(
                row,
                self.y_of(index),
                is_selected=bool(row.id) and row.id == self.selected,
                is_hovered=index == self._hovered,
                has_focus=self._has_focus and index == self._cursor,
                has_gutter=self._has_signs,
            )
