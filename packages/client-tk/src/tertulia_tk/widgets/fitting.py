"""Text cut to a width, with an ellipsis where something is missing."""

from tkinter import font as tkfont
from typing import Final

__all__ = ["cut"]

ELLIPSIS: Final = "…"

LONGEST: Final = 300
"""Characters that are measured at all: no line of a list or a header is longer."""


def cut(text: str, font: tkfont.Font, width: int) -> str:
    """Return as much of ``text`` as fits into ``width`` pixels; ``""`` where not even "…" does."""
    text = text[:LONGEST]
    if font.measure(text) <= width:
        return text
    if font.measure(ELLIPSIS) > width:
        return ""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if font.measure(text[:middle].rstrip() + ELLIPSIS) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + ELLIPSIS
