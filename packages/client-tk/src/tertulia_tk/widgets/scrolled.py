"""A page of widgets that may be longer than the window: scrolled by bar, wheel and Tab."""

import tkinter as tk
from tkinter import ttk

from tertulia_tk.theme import Look

__all__ = ["Scrolled"]


class Scrolled(ttk.Frame):
    """A frame to scroll; owner: the UI thread.

    Args:
        master: the parent.
        look: colours and sizes.

    Attributes:
        inside: where the page's widgets go.
    """

    def __init__(self, master: tk.Misc, look: Look) -> None:
        super().__init__(master, style="Surface.TFrame", padding=look.scale(8))
        self._look = look
        self._canvas = tk.Canvas(
            self, highlightthickness=0, borderwidth=0, height=look.scale(380), width=look.scale(560)
        )
        self.inside = ttk.Frame(self._canvas, style="Surface.TFrame")
        self.inside.columnconfigure(1, weight=1)
        self._window = self._canvas.create_window(0, 0, anchor="nw", window=self.inside)
        bar = ttk.Scrollbar(
            self, style="Surface.Vertical.TScrollbar", command=self._canvas.yview, takefocus=False
        )
        self._canvas.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self._canvas.pack(fill="both", expand=True)
        self.inside.bind("<Configure>", lambda _event: self._measure())
        self._canvas.bind("<Configure>", lambda event: self._widen(event.width))
        look.follow(self, self._restyle)
        self._restyle()
        self.bind("<Map>", lambda _event: self._watch())

    def _restyle(self) -> None:
        self._canvas.configure(background=self._look.colours.surface)

    def _measure(self) -> None:
        self._canvas.configure(scrollregion=self._canvas.bbox("all"))

    def _widen(self, width: int) -> None:
        self._canvas.itemconfigure(self._window, width=width)

    def _watch(self) -> None:
        """Let the wheel scroll over every widget, and bring what gets the focus into view.

        Tab stops at whatever has a binding for the focus, so labels have none.
        """
        for child in (self._canvas, self.inside, *self.inside.winfo_children()):
            child.bind("<Button-4>", lambda _event: self._scroll(-1))
            child.bind("<Button-5>", lambda _event: self._scroll(1))
            child.bind("<MouseWheel>", lambda event: self._scroll(-1 if event.delta > 0 else 1))
            if not isinstance(child, tk.Canvas | ttk.Frame | ttk.Label):
                child.bind("<FocusIn>", lambda event: self._see(event.widget), add=True)

    def _scroll(self, by: int) -> str:
        if self._canvas.yview() != (0.0, 1.0):
            self._canvas.yview_scroll(3 * by, "units")
        return "break"

    def _see(self, widget: tk.Misc) -> None:
        top, height = widget.winfo_y(), max(self.inside.winfo_height(), 1)
        first, last = self._canvas.yview()
        if top < first * height:
            self._canvas.yview_moveto(top / height)
        elif top + widget.winfo_height() > last * height:
            bottom = top + widget.winfo_height() - self._canvas.winfo_height()
            self._canvas.yview_moveto(bottom / height)
