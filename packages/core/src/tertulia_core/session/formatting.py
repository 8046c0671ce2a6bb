"""mIRC formatting codes → runs of text with their looks.

A run is cut where a code stands. Combining marks never begin a run: a code
between a letter and its accent would otherwise let anybody pile up marks past
the limit that ``sanitize`` sets per character.

Source: https://modern.ircdocs.horse/formatting
"""

import re
import unicodedata
from typing import Any, Final, NamedTuple

from tertulia_core.session.theme import MIRC_COLOURS
from tertulia_core.text import sanitize

__all__ = ["PLAIN", "Span", "strip_formatting", "styled_runs"]


class Span(NamedTuple):
    """A piece of text that looks the same throughout; ready to be shown.

    Attributes:
        text: sanitized.
        fg: the colour its author chose, ``#RRGGBB``; ``theme.readable`` adapts it.
        bg: the same for behind the text.
        href: where it leads, http or https and re-serialised, ``""`` for no link.
    """

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    mono: bool = False
    reverse: bool = False
    fg: str | None = None
    bg: str | None = None
    href: str = ""


PLAIN: Final = Span("")
"""How text looks before any code."""

TOGGLES: Final = {
    "\x02": "bold",
    "\x1d": "italic",
    "\x1f": "underline",
    "\x1e": "strike",
    "\x11": "mono",
    "\x16": "reverse",
}
_CODE: Final = re.compile(
    r"[\x02\x0f\x11\x16\x1d\x1e\x1f]"
    r"|\x03(?:\d{1,2}(?:,\d{1,2})?)?"
    r"|\x04(?:[0-9A-Fa-f]{6}(?:,[0-9A-Fa-f]{6})?)?"
)


def styled_runs(text: str) -> list[Span]:
    """Return ``text`` cut at its formatting codes, each piece sanitized and styled.

    Line feeds stay: a message may have several lines.
    """
    if not _CODE.search(text):
        return [Span(sanitize(text, keep_newlines=True))] if text else []
    return [
        style._replace(text=sanitize(piece, keep_newlines=True))
        for style, piece in _rejoined(_pieces(text))
    ]


def strip_formatting(text: str) -> str:
    """Return ``text`` without formatting codes (not sanitized)."""
    return _CODE.sub("", text)


def _pieces(text: str) -> list[tuple[Span, str]]:
    style, start = PLAIN, 0
    found = []
    for match in _CODE.finditer(text):
        if match.start() > start:
            found.append((style, text[start : match.start()]))
        style, start = _restyled(style, match.group()), match.end()
    if start < len(text):
        found.append((style, text[start:]))
    return found


def _restyled(style: Span, code: str) -> Span:
    """Return the look after ``code``: a toggle, a colour or the reset."""
    kind = code[0]
    if kind == "\x0f":
        return PLAIN
    if name := TOGGLES.get(kind):
        toggled: dict[str, Any] = {name: not getattr(style, name)}
        return style._replace(**toggled)
    if len(code) == 1:
        return style._replace(fg=None, bg=None)
    fg, _, bg = code[1:].partition(",")
    colour = _palette if kind == "\x03" else "#{}".format
    return style._replace(fg=colour(fg), bg=colour(bg) if bg else style.bg)


def _palette(digits: str) -> str | None:
    """Return a numbered colour; 99 means the default one."""
    number = int(digits)
    return MIRC_COLOURS[number] if number < len(MIRC_COLOURS) else None


def _rejoined(pieces: list[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """Give marks at the start of a piece to the piece whose last character they belong to."""
    joined: list[tuple[Span, str]] = []
    for style, piece in pieces:
        marks = 0
        while marks < len(piece) and _is_mark(piece[marks]):
            marks += 1
        if marks and joined:
            last_style, last = joined[-1]
            joined[-1] = (last_style, last + piece[:marks])
            piece = piece[marks:]
        if piece:
            joined.append((style, piece))
    return joined


def _is_mark(character: str) -> bool:
    """Tell whether a character belongs to the one before it: marks, joiners."""
    category = unicodedata.category(character)
    return category[0] == "M" or category == "Cf"
