"""A sign for somebody's message: a few that people use most, or any other by name."""

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from tkinter import ttk
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.session.emoji_names import name_of, named
from tertulia_tk.dialogs.base import Dialog
from tertulia_tk.theme import Look

__all__ = ["COMMON", "ReactDialog"]

_ = Catalogue("tertulia_tk").gettext

COMMON: Final = ("👍", "❤️", "😂", "😮", "😢", "🎉", "🙏", "👀")
"""What stands there to be clicked."""

MOST_SHOWN: Final = 8


class ReactDialog(Dialog):
    """Asks for a sign; owner: the UI thread.

    Args:
        parent: the main window.
        look: colours, fonts and sizes.
        react: called with the sign.
    """

    def __init__(self, parent: tk.Tk, look: Look, react: Callable[[str], None]) -> None:
        super().__init__(parent, look, _("React with…"))
        self._react = react
        self._found: Sequence[str] = ()
        row = ttk.Frame(self.body, style="Surface.TFrame")
        self.buttons = [
            ttk.Button(row, text=look.fit(sign), width=3, command=partial(self._choose, sign))
            for sign in COMMON
        ]
        for button in self.buttons:
            button.pack(side="left", padx=(0, look.scale(4)))
            for key in ("<Return>", "<KP_Enter>"):
                button.bind(key, lambda _event, button=button: button.invoke())
        row.pack(anchor="w")
        ttk.Label(self.body, text=_("or its name"), style="SurfaceMuted.TLabel").pack(
            anchor="w", pady=(look.scale(12), look.scale(4))
        )
        self.field = ttk.Entry(self.body, width=32, font=look.font("text"))
        self.field.pack(fill="x")
        colours = look.colours
        self.list = tk.Listbox(
            self.body, height=MOST_SHOWN, activestyle="none", borderwidth=0, takefocus=False,
            highlightthickness=0, exportselection=False, font=look.font("text"),
            background=colours.surface, foreground=colours.text,
            selectbackground=colours.accent, selectforeground=colours.on_accent,
        )  # fmt: skip
        self.list.pack(fill="x", pady=(look.scale(8), 0))
        self.field.bind("<KeyRelease>", lambda _event: self._search())
        self.field.bind("<Return>", lambda _event: self.accept())
        self.list.bind("<ButtonRelease-1>", self._clicked)
        self._show([(sign, name_of(sign)) for sign in COMMON])
        self.open(self.field)

    def accept(self) -> None:
        """Take the first sign that was found, or what is written."""
        written = self.field.get().strip()
        if self._found or written:
            self._choose(self._found[0] if self._found else written)

    def _search(self) -> None:
        name = self.field.get().strip().strip(":")
        self._show(named(name) if name else [(sign, name_of(sign)) for sign in COMMON])

    def _show(self, found: Sequence[tuple[str, str]]) -> None:
        """List signs with their names; the first one is what Enter takes."""
        self._found = [sign for sign, _name in found]
        self.list.delete(0, "end")
        for sign, name in found:
            self.list.insert("end", self.look.fit(f" {sign}  {name}"))
        if found:
            self.list.selection_set(0)

    def _clicked(self, event: "tk.Event[tk.Misc]") -> None:
        if self._found:
            self._choose(self._found[int(self.tk.call(str(self.list), "nearest", event.y))])

    def _choose(self, sign: str) -> None:
        self.close()
        self._react(sign)
