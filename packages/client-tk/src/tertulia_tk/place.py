"""Where the window was and how large, kept for the next start."""

import contextlib
import json
import re
import tkinter as tk
from pathlib import Path
from typing import Final

__all__ = ["WindowPlace"]

NAME: Final = "window.json"

_GEOMETRY: Final = re.compile(r"(\d{2,5})x(\d{2,5})\+(-?\d{1,5})\+(-?\d{1,5})")


class WindowPlace:
    """The file behind a window's place; owner: the UI thread.

    Args:
        folder: the instance's, ``None`` to keep nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / NAME if folder is not None else None

    def restore(self, root: tk.Tk) -> bool:
        """Put the window where it was, if that is still on a screen; say whether it was known."""
        kept = self._read()
        match = _GEOMETRY.fullmatch(str(kept.get("geometry", "")))
        if match is None:
            return False
        width, height, x, y = map(int, match.groups())
        is_seen = x < root.winfo_vrootwidth() - 40 and y < root.winfo_vrootheight() - 40
        size = f"{width}x{height}"
        root.geometry(f"{size}+{x}+{y}" if is_seen and x + width > 40 and y >= 0 else size)
        if kept.get("zoomed") is True:
            _set_zoomed(root)
        return True

    def keep(self, root: tk.Tk) -> None:
        """Write down where the window is; called before it closes."""
        if self._path is None:
            return
        with contextlib.suppress(OSError, tk.TclError):
            kept = {"geometry": root.geometry(), "zoomed": _is_zoomed(root)}
            temporary = self._path.with_suffix(".new")
            temporary.write_text(json.dumps(kept), encoding="utf-8")
            temporary.replace(self._path)

    def _read(self) -> dict[str, object]:
        if self._path is None:
            return {}
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}


def _is_zoomed(root: tk.Tk) -> bool:
    if root.tk.call("tk", "windowingsystem") == "x11":
        return bool(int(root.tk.call("wm", "attributes", ".", "-zoomed")))
    return root.state() == "zoomed"


def _set_zoomed(root: tk.Tk) -> None:
    with contextlib.suppress(tk.TclError):  # a window manager may know nothing of it
        if root.tk.call("tk", "windowingsystem") == "x11":
            root.tk.call("wm", "attributes", ".", "-zoomed", True)
        else:
            root.state("zoomed")
