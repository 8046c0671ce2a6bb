"""What every small window has in common: its looks, its place, and Esc."""

import contextlib
import tkinter as tk
from tkinter import ttk

from tertulia_tk.theme import Look

__all__ = ["Dialog"]


class Dialog(tk.Toplevel):
    """A window above the main one; Esc closes it; owner: the UI thread.

    Args:
        parent: the main window.
        look: colours, fonts and sizes.
        title: in its title bar and at its top.
    """

    def __init__(self, parent: tk.Tk, look: Look, title: str) -> None:
        super().__init__(parent, class_="Tertulia")
        self.withdraw()  # until it knows its place
        self.look, self._parent = look, parent
        self.title(title)
        self.transient(parent)
        self.body = ttk.Frame(self, style="Surface.TFrame", padding=look.scale(24))
        self.body.pack(fill="both", expand=True)
        ttk.Label(self.body, text=title, style="SurfaceTitle.TLabel").pack(
            anchor="w", pady=(0, look.scale(16))
        )
        self.bind("<Escape>", lambda _event: self.close())
        look.follow(self, self._restyle)
        self._restyle()

    def open(self, focus: tk.Misc) -> None:
        """Show it over the main window and give the keyboard to one of its widgets."""
        self.update_idletasks()
        parent = self._parent
        x = parent.winfo_rootx() + (parent.winfo_width() - self.winfo_reqwidth()) // 2
        y = parent.winfo_rooty() + (parent.winfo_height() - self.winfo_reqheight()) // 3
        self.geometry(f"+{max(x, 0)}+{max(y, 0)}")
        self.deiconify()
        focus.focus_set()

    def close(self) -> None:
        """Take it away; the keyboard goes back to where it was in the main window."""
        with contextlib.suppress(tk.TclError):
            self.destroy()
        (self._parent.focus_lastfor() or self._parent).focus_force()

    def _restyle(self) -> None:
        self.configure(background=self.look.colours.surface)
