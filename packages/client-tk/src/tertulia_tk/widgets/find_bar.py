"""Ctrl+F: a field above the timeline, what it found, and the way from one to the next."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from tertulia_core.i18n import Catalogue
from tertulia_tk.theme import Look

__all__ = ["FindBar"]

_ = Catalogue("tertulia_tk").gettext


class FindBar(ttk.Frame):
    """Takes no room while it is closed; owner: the UI thread.

    Args:
        master: the parent.
        look: colours, fonts and sizes.
        search: called with what is looked for whenever it changes.
        step: called with 1 for an older one, -1 for a newer one.
        close: called by Esc and by the button.
    """

    def __init__(
        self,
        master: tk.Misc,
        look: Look,
        *,
        search: Callable[[str], None],
        step: Callable[[int], None],
        close: Callable[[], None],
    ) -> None:
        super().__init__(master)
        self._look, self._search, self._step = look, search, step
        self._shown = ""
        self.field = ttk.Entry(self, width=24, font=look.font("text"))
        self._count = ttk.Label(self, style="Muted.TLabel")
        self._buttons = [
            ttk.Button(self, command=lambda: step(1)),
            ttk.Button(self, command=lambda: step(-1)),
            ttk.Button(self, command=close),
        ]
        self.field.bind("<KeyRelease>", lambda _event: self._changed())
        self.field.bind("<Return>", lambda _event: step(1))
        self.field.bind("<Shift-Return>", lambda _event: step(-1))
        for key, by in (("<Up>", 1), ("<Down>", -1)):
            self.field.bind(key, lambda _event, by=by: step(by))  # type: ignore[misc]
        self.field.bind("<Escape>", lambda _event: _stopping(close))

    @property
    def is_open(self) -> bool:
        """Whether it is on screen."""
        return bool(self.field.winfo_manager())

    @property
    def text(self) -> str:
        """How much was found, in words."""
        return str(self._count.cget("text"))

    def open(self) -> None:
        """Show it, with what was looked for before selected."""
        space = self._look.scale(8)
        for button, label in zip(self._buttons, (_("Older"), _("Newer"), _("Close")), strict=True):
            button.configure(text=label)
        self.field.pack(side="left", pady=space)
        self._count.pack(side="left", padx=space, fill="x", expand=True)
        for button in self._buttons:
            button.pack(side="left", padx=(0, space))
        self.field.selection_range(0, "end")
        self.field.focus_set()

    def close(self) -> None:
        """Take it off the screen."""
        for child in (self.field, self._count, *self._buttons):
            child.pack_forget()
        self.configure(height=1)

    def tell(self, number: int, count: int) -> None:
        """Say which of how many is shown."""
        if count:
            words = _("{number} of {count}").format(number=number, count=count)
        else:
            words = _("Nothing found") if self.field.get().strip() else ""
        self._count.configure(text=words)

    def _changed(self) -> None:
        if self.field.get() != self._shown:
            self._shown = self.field.get()
            self._search(self._shown)


def _stopping(deed: Callable[[], None]) -> str:
    deed()
    return "break"
