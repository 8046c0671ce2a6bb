"""The looks of the timeline's text, one row per tag."""

import contextlib
import re
import tkinter as tk
from typing import Final, NamedTuple

from tertulia_core.session.theme import readable
from tertulia_tk.theme import DISC, DISC_GAP, Look

__all__ = ["TEXT_EDGE", "configure", "configure_colour"]

TEXT_EDGE: Final = DISC + DISC_GAP
"""Where text starts, in pixels at 100 %: beside the round initial."""


class _LineLook(NamedTuple):
    """A whole line: font, colour, left edge, space above and below in pixels at 100 %."""

    font: str
    ink: str
    edge: int
    above: int
    below: int


_LINES: Final = {
    "head": _LineLook("bold", "text", 0, 12, 0),
    "body": _LineLook("text", "text", TEXT_EDGE, 1, 1),
    "action": _LineLook("text", "text", TEXT_EDGE, 8, 1),
    "quote": _LineLook("small", "muted", TEXT_EDGE + 12, 4, 0),
    "below": _LineLook("small", "muted", TEXT_EDGE, 1, 3),
    "info": _LineLook("small", "muted", TEXT_EDGE, 2, 2),
    "error": _LineLook("small", "danger", TEXT_EDGE, 4, 4),
    "activity": _LineLook("small", "muted", TEXT_EDGE, 8, 4),
    "day": _LineLook("small", "muted", 0, 16, 8),
    "unread": _LineLook("small", "accent", 0, 12, 4),
}
"""Tag of a whole line → its look."""

_CENTRED: Final = ("day", "unread")

_INKS: Final = {"time": ("small", "muted"), "sent": ("small", "muted"),
                "failed": ("small", "danger"), "retry": ("small_bold", "danger")}  # fmt: skip
"""Tag of some words → font and colour."""

_FONTS: Final = ("text", "bold", "italic", "bold_italic", "mono", "mono_bold")
_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")


def configure(text: tk.Text, look: Look) -> None:
    """Set every tag of ``text`` to ``look``; a later tag wins over an earlier one."""
    text.tag_configure("own", background=look.colours.own)
    text.tag_configure("mention", background=look.colours.mention)
    for name in ("own", "mention"):
        with contextlib.suppress(tk.TclError):  # since Tk 8.6.6; before, the margin stays pale
            text.tag_configure(name, lmargincolor=look.token(name), rmargincolor=look.token(name))
    for name, row in _LINES.items():
        _configure_line(text, look, name, row)
    for font in _FONTS:
        text.tag_configure(f"f-{font}", font=look.font(font))
    for name, (font, ink) in _INKS.items():
        text.tag_configure(name, font=look.font(font), foreground=look.token(ink))
    for index, colour in enumerate(look.colours.nicks):
        text.tag_configure(f"nick-{index}", foreground=colour, font=look.font("bold"))
    text.tag_configure("nick-own", foreground=look.colours.accent, font=look.font("bold"))
    text.tag_configure("reactions", foreground=look.colours.accent)
    text.tag_configure("sending", foreground=look.colours.muted)
    text.tag_configure("underline", underline=True)
    text.tag_configure("strike", overstrike=True)
    text.tag_configure("reverse", foreground=look.colours.background, background=look.colours.text)
    text.tag_configure("link", foreground=look.colours.accent, underline=True)
    for name in text.tag_names():
        if name.startswith(("fg#", "bg#")):
            configure_colour(text, look, name)
    for name in ("found", "focused"):
        text.tag_configure(name, foreground=look.colours.on_accent, background=look.colours.accent)
    text.tag_raise("focused")
    text.tag_raise("sel")


def configure_colour(text: tk.Text, look: Look, name: str) -> None:
    """Set a tag whose name is a colour that somebody chose: ``bg#RRGGBB``, ``fg#RRGGBB[#RRGGBB]``.

    The second colour of ``fg`` is what lies behind; without one it is the
    timeline's own, and the text is made readable on it.
    """
    colours = _COLOUR.findall(name)
    if name.startswith("bg"):
        text.tag_configure(name, background=colours[0])
    else:
        behind = colours[1] if len(colours) > 1 else look.colours.background
        text.tag_configure(name, foreground=readable(colours[0], behind))
    for above in ("found", "focused", "sel"):
        text.tag_raise(above)


def _configure_line(text: tk.Text, look: Look, name: str, row: _LineLook) -> None:
    edge, leading = look.scale(row.edge), look.leading(row.font)
    text.tag_configure(
        name,
        font=look.font(row.font),
        foreground=look.token(row.ink),
        lmargin1=edge,
        lmargin2=edge,
        spacing1=look.scale(row.above),
        spacing2=leading,
        spacing3=look.scale(row.below) + leading,
        justify="center" if name in _CENTRED else "left",
    )
