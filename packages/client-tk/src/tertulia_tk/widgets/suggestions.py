"""The list that Tab opens above the composer."""

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import Final

from tertulia_core.text import sanitize
from tertulia_tk.theme import Look

__all__ = ["Suggestions"]

MOST_SHOWN: Final = 8


class Suggestions(tk.Listbox):
    """What a word may be completed to; the keyboard stays in the composer.

    Args:
        master: the window, above whose widgets it lies.
        look: colours, fonts and sizes.
        pick: called with the number of the candidate that was clicked.
    """

    def __init__(self, master: tk.Misc, look: Look, pick: Callable[[int], None]) -> None:
        super().__init__(
            master, activestyle="none", borderwidth=0, exportselection=False, takefocus=False,
            relief="flat", highlightthickness=1,
        )  # fmt: skip
        self._look, self._pick = look, pick
        self.bind("<ButtonRelease-1>", self._clicked)

    @property
    def is_open(self) -> bool:
        """Whether it is on screen."""
        return bool(self.winfo_manager())

    def open(self, candidates: Sequence[str], chosen: int, above: tk.Misc) -> None:
        """Show candidates right above a widget, one of them chosen."""
        look, colours = self._look, self._look.colours
        shown = [look.fit(f" {sanitize(candidate, name=True)} ") for candidate in candidates]
        self.delete(0, "end")
        self.insert("end", *shown)
        self.configure(
            height=min(len(shown), MOST_SHOWN), width=max(map(len, shown), default=8) + 2,
            font=look.font("text"), background=colours.surface, foreground=colours.text,
            selectbackground=colours.accent, selectforeground=colours.on_accent,
            highlightbackground=colours.line, highlightcolor=colours.line,
        )  # fmt: skip
        self.choose(chosen)
        self.place(in_=above, x=0, y=-look.scale(4), anchor="sw")
        self.tk.call("raise", str(self))

    def choose(self, index: int) -> None:
        """Mark a candidate and bring it into sight."""
        self.selection_clear(0, "end")
        self.selection_set(index)
        self.see(index)

    def close(self) -> None:
        """Take it off the screen."""
        self.place_forget()

    def _clicked(self, event: "tk.Event[tk.Misc]") -> None:
        self._pick(int(self.tk.call(str(self), "nearest", event.y)))
