"""A line above the composer that says what the next message is: an answer, a correction."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from tertulia_core.i18n import Catalogue
from tertulia_tk.theme import Look
from tertulia_tk.widgets import fitting

__all__ = ["HintBar"]

_ = Catalogue("tertulia_tk").gettext


class HintBar(ttk.Frame):
    """A sentence and a way out of it; takes no room while it says nothing; owner: the UI thread.

    Args:
        master: the parent.
        look: colours, fonts and sizes.
        cancel: called by the button.
    """

    def __init__(self, master: tk.Misc, look: Look, *, cancel: Callable[[], object]) -> None:
        super().__init__(master)
        self._look = look
        self._sentence = ""
        self._label = ttk.Label(self, style="Muted.TLabel")
        self._button = ttk.Button(self, style="Quiet.TButton", command=cancel)
        self.columnconfigure(0, weight=1)
        self.bind("<Configure>", lambda _event: self._fit())

    @property
    def text(self) -> str:
        """What it says, ``""`` while it is hidden."""
        return self._sentence

    def show(self, sentence: str) -> None:
        """Say something, sanitized, or nothing."""
        self._sentence = sentence
        if not sentence:
            self._label.grid_remove()
            self._button.grid_remove()
            self.configure(height=1)
            return
        self._button.configure(text=_("Cancel (Esc)"))
        self._label.grid(row=0, column=0, sticky="ew", pady=self._look.scale(4))
        self._button.grid(row=0, column=1)
        self._fit()

    def _fit(self) -> None:
        room = self.winfo_width() - self._button.winfo_reqwidth() - self._look.scale(8)
        text = self._look.fit(self._sentence)
        font = self._look.font("small")
        self._label.configure(text=fitting.cut(text, font, max(room, self._look.scale(80))))
