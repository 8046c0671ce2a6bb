"""The program's icon: a *t* in the accent colour, drawn like the initials."""

import tkinter as tk
from typing import Final

from tertulia_core.session.theme import LIGHT
from tertulia_tk import shapes

__all__ = ["set_icon"]

SIZES: Final = (64, 32)


def set_icon(root: tk.Tk) -> None:
    """Give the window and its dialogs the icon."""
    images = [
        tk.PhotoImage(
            master=root,
            format="ppm",
            data=shapes.initial(
                "T", size, 0, ink=LIGHT.on_accent, fill=LIGHT.accent, behind=LIGHT.accent
            ),
        )
        for size in SIZES
    ]
    root.iconphoto(True, *images)
