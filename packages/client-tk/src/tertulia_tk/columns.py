"""The window's three columns, and which of them there is room for."""

import tkinter as tk
from tkinter import ttk
from typing import Final

from tertulia_tk.theme import Look

__all__ = ["Columns"]

ROOMS_WIDTH: Final = 220
PEOPLE_WIDTH: Final = 180
"""Widths of the side columns, in pixels at 100 %."""

PEOPLE_FROM: Final = 900
"""Width of the window, at 100 %, from which the people are shown."""

ROOMS_FROM: Final = 620
"""Width from which the rooms are shown."""

STATUS_ROW: Final = 9
"""The row of a column's grid that is kept for the status."""

LEAST: Final = (360, 320)
"""The smallest window, in pixels at 100 %."""


class Columns:
    """Places the parts of the window; owner: the UI thread.

    The person may hide a side column; a narrow window hides it by itself. The
    status stands below the rooms, or at the foot of the middle without them.

    Args:
        root: the window.
        look: colours and sizes.
    """

    def __init__(self, root: tk.Tk, look: Look) -> None:
        self._root, self._look = root, look
        self.rooms = ttk.Frame(root, style="Side.TFrame")
        self.middle = ttk.Frame(root)
        self.people = ttk.Frame(root, style="Side.TFrame")
        self.wants_rooms = self.wants_people = True
        self.has_people = True
        self._shown: tuple[bool, bool] | None = None
        self._status: tk.Widget | None = None
        self.rooms.grid(row=0, column=0, sticky="nsew")
        self.middle.grid(row=0, column=1, sticky="nsew")
        root.columnconfigure(1, weight=1)
        for frame in (self.rooms, self.middle, self.people):
            frame.columnconfigure(0, weight=1)
        for frame in (self.rooms, self.people):
            frame.grid_propagate(False)  # a long word does not move the columns
        root.rowconfigure(0, weight=1)
        root.bind("<Configure>", self._configured, add=True)
        look.follow(root, self._restyle)
        self._restyle()

    @property
    def shown(self) -> tuple[bool, bool]:
        """Whether the rooms and the people are on screen."""
        return self._shown or (False, False)

    def set_status(self, status: tk.Widget) -> None:
        """Say which widget, a child of the window, is the status."""
        self._status = status
        self._place_status()

    def arrange(self) -> None:
        """Show the columns that are wanted and have room."""
        width = self._root.winfo_width() / self._look.factor
        shown = (
            self.wants_rooms and width >= ROOMS_FROM,
            self.wants_people and self.has_people and width >= PEOPLE_FROM,
        )
        if shown == self._shown:
            return
        self._shown = shown
        for frame, column, is_shown in ((self.rooms, 0, shown[0]), (self.people, 2, shown[1])):
            if is_shown:
                frame.grid(row=0, column=column, sticky="nsew")
            else:
                frame.grid_remove()
        self._place_status()

    def _configured(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self._root:
            self.arrange()

    def _restyle(self) -> None:
        self._root.configure(background=self._look.colours.background)
        self._root.minsize(*map(self._look.scale, LEAST))
        self.rooms.configure(width=self._look.scale(ROOMS_WIDTH))
        self.people.configure(width=self._look.scale(PEOPLE_WIDTH))
        self.arrange()

    def _place_status(self) -> None:
        if self._status is None or self._shown is None:
            return
        home = self.rooms if self._shown[0] else self.middle
        self._status.grid(in_=home, row=STATUS_ROW, column=0, sticky="ew")
        self._root.tk.call("raise", str(self._status))
