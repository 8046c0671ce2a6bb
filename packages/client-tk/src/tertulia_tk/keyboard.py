"""Where the keyboard writes: it always comes back to the composer.

Nothing here catches letters on their way to a text, so that input methods go
on working; the focus is moved before anybody types.
"""

import contextlib
import tkinter as tk
from tkinter import ttk
from typing import Final

from tertulia_tk.widgets.composer import Composer

__all__ = ["KeyboardHome"]

_COMMANDING: Final = 0x4 | 0x8 | 0x40
"""The bits of Ctrl, Alt and Super in the state of a key event."""


class KeyboardHome:
    """Brings the keyboard to the composer when it is nowhere; owner: the UI thread.

    It is nowhere while the window itself has it, when what had it has vanished,
    and after a click on a button. Letters typed on a button that somebody went
    to by Tab go to the composer; the space bar and Enter are the button's.

    Args:
        root: the window; its buttons exist already.
        composer: where one writes.
    """

    def __init__(self, root: tk.Tk, composer: Composer) -> None:
        self._root, self._composer = root, composer
        self._planned: str | None = None
        self._was_clicked = False
        for sequence in ("<FocusIn>", "<FocusOut>", "<Unmap>"):
            root.bind(sequence, lambda _event: self._plan(), add=True)
        root.bind("<Destroy>", self._forget, add=True)
        self._watch_buttons(root)

    def _watch_buttons(self, parent: tk.Misc) -> None:
        for child in parent.winfo_children():
            if isinstance(child, ttk.Button):
                child.bind("<ButtonRelease-1>", self._released, add=True)
                child.bind("<Key>", self._typed, add=True)
            self._watch_buttons(child)

    def _released(self, _event: object) -> None:
        self._was_clicked = True
        self._plan()

    def _plan(self) -> None:
        """Look as soon as what is happening now is over."""
        if self._planned is None:
            self._planned = self._root.after_idle(self._look)

    def _forget(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self._root and self._planned is not None:
            self._root.after_cancel(self._planned)

    def _typed(self, event: "tk.Event[tk.Misc]") -> None:
        letter = event.char
        if letter and letter != " " and letter.isprintable() and not _is_command(event):
            self._composer.insert(letter)

    def _look(self) -> None:
        """Take the keyboard home if it is of no use where it is now."""
        was_clicked, self._was_clicked, self._planned = self._was_clicked, False, None
        if self._composer.nick.is_editing:
            return  # Tk gives the field the keyboard once it is on the screen
        with contextlib.suppress(tk.TclError, KeyError):  # closed meanwhile; a popup of ttk's own
            focused = self._root.focus_get()
            if focused is None or focused.winfo_toplevel() is not self._root:
                return
            is_done = was_clicked and isinstance(focused, ttk.Button)
            if is_done or focused is self._root or self._has_vanished(focused):
                self._composer.take_keyboard()

    def _has_vanished(self, widget: tk.Misc) -> bool:
        """Tell whether a widget has no place; what has one may be on its way to the screen."""
        place: tk.Misc | None = widget
        while place is not None and place is not self._root:
            if not place.winfo_manager():
                return True
            place = place.master
        return False


def _is_command(event: "tk.Event[tk.Misc]") -> bool:
    return bool(int(event.state) & _COMMANDING)
