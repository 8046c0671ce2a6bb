"""One's own nick, which a click turns into a field to change it in place."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from tertulia_core.text import sanitize
from tertulia_tk.theme import Look

__all__ = ["NickField"]

LONGEST: Final = 64
"""Characters that a nick may be typed long; servers say the rest."""


class NickField(ttk.Frame):
    """Shows the nick, or edits it; owner: the UI thread.

    Args:
        master: the parent.
        look: colours, fonts and sizes.
        rename: called with the nick that is wished for.
        leave: called when editing ends, to give the keyboard back.
    """

    def __init__(
        self,
        master: tk.Misc,
        look: Look,
        *,
        rename: Callable[[str], None],
        leave: Callable[[], None],
    ) -> None:
        super().__init__(master, style="Surface.TFrame")
        self._look, self._rename, self._leave = look, rename, leave
        self.nick = ""
        self.button = ttk.Button(self, style="Nick.TButton", command=self.edit)
        self.button.configure(cursor="hand2")
        self._entry = ttk.Entry(self, width=12)
        self._entry.bind("<Return>", lambda _event: self._accept())
        self._entry.bind("<KP_Enter>", lambda _event: self._accept())
        self._entry.bind("<Escape>", lambda _event: self._cancel())
        self._entry.bind("<FocusOut>", lambda _event: self._show_button())
        self._show_button()

    @property
    def is_editing(self) -> bool:
        """Whether the field is open."""
        return bool(self._entry.winfo_manager())

    def show(self, nick: str) -> None:
        """Show another nick."""
        self.nick = nick
        self.button.configure(text=self._look.fit(sanitize(nick, name=True)))

    def edit(self) -> None:
        """Open the field with the nick selected in it."""
        self.button.pack_forget()
        self._entry.delete(0, "end")
        self._entry.insert(0, self.nick)
        self._entry.configure(width=max(len(self.nick) + 4, 12), font=self._look.font("text"))
        self._entry.selection_range(0, "end")
        self._entry.pack(padx=self._look.scale(8), pady=self._look.scale(8))
        self._entry.focus_set()

    def _accept(self) -> str:
        wished = self._entry.get().strip()[:LONGEST]
        self._cancel()
        if wished and wished != self.nick:
            self._rename(wished)
        return "break"

    def _cancel(self) -> str:
        self._show_button()
        self._leave()
        return "break"

    def _show_button(self) -> None:
        self._entry.pack_forget()
        self.button.pack(padx=(self._look.scale(6), self._look.scale(4)), pady=self._look.scale(8))
