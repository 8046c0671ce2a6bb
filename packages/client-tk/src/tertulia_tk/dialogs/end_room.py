"""Asked before a room that was opened here ends for others too."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from tertulia_core.i18n import Catalogue
from tertulia_tk.dialogs.base import Dialog
from tertulia_tk.theme import Look

__all__ = ["EndRoomDialog"]

_ = Catalogue("tertulia_tk").gettext


class EndRoomDialog(Dialog):
    """Stay, which Enter and Esc do, or end the room; owner: the UI thread.

    Args:
        parent: the main window.
        look: colours, fonts and sizes.
        end: called when the room is to end.
    """

    def __init__(self, parent: tk.Tk, look: Look, end: Callable[[], None]) -> None:
        super().__init__(parent, look, _("End the room?"))
        self._end = end
        ttk.Label(
            self.body,
            text=_("You opened this room, and others are in it. It ends for them when you leave."),
            style="Surface.TLabel",
            wraplength=look.scale(360),
        ).pack(anchor="w")
        row = ttk.Frame(self.body, style="Surface.TFrame")
        self.stay_button = ttk.Button(
            row, text=_("Stay"), style="Accent.TButton", command=self.close
        )
        self.end_button = ttk.Button(row, text=_("End it and leave"), command=self._leave)
        self.stay_button.pack(side="right")
        self.end_button.pack(side="right", padx=look.scale(8))
        row.pack(fill="x", pady=(look.scale(16), 0))
        for button in (self.stay_button, self.end_button):
            for key in ("<Return>", "<KP_Enter>"):
                button.bind(key, lambda _event, button=button: button.invoke())
        self.open(self.stay_button)

    def _leave(self) -> None:
        self.close()
        self._end()
