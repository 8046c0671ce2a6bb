"""What stands above the timeline: the room's name, its topic, and the menu."""

import tkinter as tk
from tkinter import ttk
from typing import Final

from tertulia_core.session.formatting import strip_formatting
from tertulia_core.text import sanitize
from tertulia_tk.theme import Look
from tertulia_tk.widgets import fitting

__all__ = ["Header"]

HEIGHT: Final = 54
MARGIN: Final = 24


class Header(ttk.Frame):
    """Which room this is; owner: the UI thread.

    Args:
        master: the parent.
        look: colours, fonts and sizes.
    """

    def __init__(self, master: tk.Misc, look: Look) -> None:
        super().__init__(master)
        self._look = look
        self._room, self._topic = "", ""
        self._name = ttk.Label(self, style="Title.TLabel")
        self._about = ttk.Label(self, style="Topic.TLabel")
        self.menu_button = ttk.Button(self, style="Quiet.TButton", cursor="hand2")
        self.pack_propagate(False)
        self.bind("<Configure>", lambda _event: self._fit())
        look.follow(self, self._restyle)
        self._restyle()

    @property
    def text(self) -> str:
        """The name and the topic as they are shown."""
        return f"{self._name.cget('text')}  {self._about.cget('text')}".strip()

    def show(self, room: str, topic: str) -> None:
        """Show a room's label (sanitized) and its topic (as received)."""
        self._room = self._look.fit(room)
        self._topic = self._look.fit(sanitize(strip_formatting(topic)))
        self._fit()

    def _restyle(self) -> None:
        scale = self._look.scale
        self.configure(height=scale(HEIGHT))
        self._name.pack(side="left", padx=(scale(MARGIN), scale(16)))
        self.menu_button.pack(side="right", padx=(scale(8), scale(MARGIN - 6)))
        self._about.pack(side="left", fill="x", expand=True)
        self._fit()

    def _fit(self) -> None:
        """Cut both to the width there is; the name comes first."""
        look = self._look
        room = self.winfo_width() - look.scale(2 * MARGIN + 24) - self.menu_button.winfo_reqwidth()
        name = fitting.cut(self._room, look.font("title"), max(room, 0))
        rest = room - look.font("title").measure(name)
        self._name.configure(text=name)
        self._about.configure(text=fitting.cut(self._topic, look.font("text"), max(rest, 0)))
