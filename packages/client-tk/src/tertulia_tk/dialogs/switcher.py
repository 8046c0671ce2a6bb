"""Ctrl+K: type a few letters of a room, a person or an action, and be there."""

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.session.choices import Choice, matching
from tertulia_tk.dialogs.base import Dialog
from tertulia_tk.theme import Look

__all__ = ["Choice", "Switcher"]

_ = Catalogue("tertulia_tk").gettext

MOST_SHOWN: Final = 12


class Switcher(Dialog):
    """A field and what it finds; owner: the UI thread.

    Args:
        parent: the main window.
        look: colours, fonts and sizes.
        choices: all there is, in the order in which it is offered.
    """

    def __init__(self, parent: tk.Tk, look: Look, choices: Sequence[Choice]) -> None:
        super().__init__(parent, look, _("Go to…"))
        self._choices = choices
        self._found: list[Choice] = []
        self._place = 0
        self.field = ttk.Entry(self.body, width=40, font=look.font("text"))
        self.field.pack(fill="x", pady=(0, look.scale(8)))
        colours = look.colours
        self.list = tk.Listbox(
            self.body, height=MOST_SHOWN, activestyle="none", borderwidth=0, takefocus=False,
            highlightthickness=0, exportselection=False, font=look.font("text"),
            background=colours.surface, foreground=colours.text,
            selectbackground=colours.accent, selectforeground=colours.on_accent,
        )  # fmt: skip
        self.list.pack(fill="both", expand=True)
        self.field.bind("<KeyRelease>", lambda _event: self._filter())
        self.field.bind("<Up>", lambda _event: self._move(-1))
        self.field.bind("<Down>", lambda _event: self._move(1))
        self.field.bind("<Return>", lambda _event: self.accept())
        self.list.bind("<ButtonRelease-1>", self._clicked)
        self._shown = ""
        self._show(list(choices))
        self.open(self.field)

    def accept(self) -> None:
        """Go to what is chosen."""
        if self._found:
            choice = self._found[self._place]
            self.close()
            choice.run()

    def _filter(self) -> None:
        if self.field.get() != self._shown:
            self._shown = self.field.get()
            self._show(matching(self._choices, self._shown))

    def _show(self, found: list[Choice]) -> None:
        self._found = found
        self.list.delete(0, "end")
        for choice in found:
            hint = f"   {choice.hint}" if choice.hint else ""
            self.list.insert("end", self.look.fit(f" {choice.label}{hint}"))
        self._choose(0)

    def _move(self, by: int) -> str:
        if self._found:
            self._choose(min(max(self._place + by, 0), len(self._found) - 1))
        return "break"

    def _choose(self, place: int) -> None:
        self._place = place
        self.list.selection_clear(0, "end")
        self.list.selection_set(place)
        self.list.see(place)

    def _clicked(self, event: "tk.Event[tk.Misc]") -> None:
        if self._found:
            self._choose(int(self.tk.call(str(self.list), "nearest", event.y)))
            self.accept()
