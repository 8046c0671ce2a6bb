"""How a menu is asked for, by mouse and by keyboard."""

import contextlib
import tkinter as tk
from collections.abc import Callable
from typing import Any, Final

__all__ = ["MENU_EVENTS", "MENU_KEYS", "bind_if_known"]

MENU_EVENTS: Final = ("<Button-3>", "<Control-Button-1>")
"""By mouse; the second one is the Mac's."""

MENU_KEYS: Final = ("<Shift-F10>", "<Menu>", "<App>")
"""By keyboard; the menu key has a name of its own on each platform."""


def bind_if_known(
    widget: tk.Misc, sequence: str, call: Callable[["tk.Event[Any]"], object]
) -> None:
    """Bind a key, unless Tk knows none of that name on this platform."""
    with contextlib.suppress(tk.TclError):
        widget.bind(sequence, call)
