"""What may be shown of a text that somebody else wrote.

Nothing here obeys a text: control characters, escape sequences and signs that
change the direction of what follows become visible symbols, one for one. What
people need to write their languages stays.

Source of the classes: https://www.unicode.org/reports/tr9/ (direction) and
https://www.unicode.org/reports/tr36/ (invisible and confusable signs).
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

__all__ = ["MARKS_PER_CHARACTER", "sanitize"]

MARKS_PER_CHARACTER: Final = 8
"""Combining marks that one character keeps; more would paint over the lines around it."""

_UNSEEN: Final = "\N{SYMBOL FOR SUBSTITUTE FORM TWO}"
_BROKEN: Final = "\N{REPLACEMENT CHARACTER}"
_TAB: Final = "    "

_JOINERS: Final = "\u200b\u200c\u200d\u2060"
_JOINABLE: Final = frozenset({"So", "Sm", "Sk", "Cn"})
"""Categories of emoji and their skin tones, beside letters and marks (Cn: newer than Python)."""


def _symbols(ranges: Iterable[tuple[int, int]], symbol: str) -> dict[int, str]:
    """Return a table that shows every code point of some ranges as ``symbol``."""
    return {code: symbol for first, last in ranges for code in range(first, last + 1)}


_ALWAYS: Final[dict[int, str]] = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x09: _TAB,
    0x7F: "\N{SYMBOL FOR DELETE}",
    0x2028: "\N{SYMBOL FOR NEWLINE}",
    0x2029: "\N{SYMBOL FOR NEWLINE}",
    **_symbols(
        [
            (0x80, 0x9F),  # C1: some terminals take U+009B for the start of an escape
            (0xAD, 0xAD),
            (0x180E, 0x180E),
            (0x202A, 0x202E),  # embeddings and overrides of direction
            (0x2061, 0x206F),  # invisible operators, isolates, deprecated formatting
            (0xFEFF, 0xFEFF),
            (0xFFF0, 0xFFFB),
            (0x1BCA0, 0x1BCA3),
            (0x1D173, 0x1D17A),
            (0xE0000, 0xE001F),
            (0xE0080, 0xE00FF),
            (0xE01F0, 0xE0FFF),
        ],
        _UNSEEN,
    ),
    **_symbols([(0xD800, 0xDFFF), (0xFDD0, 0xFDEF), (0xFFFE, 0xFFFF)], _BROKEN),
    **_symbols(
        ((plane + 0xFFFE, plane + 0xFFFF) for plane in range(0x10000, 0x110000, 0x10000)), _BROKEN
    ),
}
"""What is never shown as it is."""

_IN_NAMES: Final[dict[int, str]] = {
    **_ALWAYS,
    0x09: "\N{SYMBOL FOR HORIZONTAL TABULATION}",
    **_symbols(
        [
            (0x034F, 0x034F),
            (0x0600, 0x0605),
            (0x061C, 0x061C),
            (0x06DD, 0x06DD),
            (0x070F, 0x070F),
            (0x0890, 0x0891),
            (0x08E2, 0x08E2),
            (0x115F, 0x1160),  # fillers: letters without a shape
            (0x17B4, 0x17B5),
            (0x180B, 0x180F),
            (0x200B, 0x200F),
            (0x2060, 0x2060),
            (0x2800, 0x2800),
            (0x3164, 0x3164),
            (0xFE00, 0xFE0F),
            (0xFFA0, 0xFFA0),
            (0x110BD, 0x110BD),
            (0x110CD, 0x110CD),
            (0x13430, 0x1343F),
            (0xE0020, 0xE007F),
            (0xE0100, 0xE01EF),
        ],
        _UNSEEN,
    ),
    **_symbols(
        [
            (0xA0, 0xA0),
            (0x1680, 0x1680),
            (0x2000, 0x200A),
            (0x202F, 0x202F),
            (0x205F, 0x205F),
            (0x3000, 0x3000),
        ],
        "\N{OPEN BOX}",
    ),
}
"""The same for names, where two that look alike must not differ by something unseen."""

_HARMLESS: Final = re.compile(r"[ -~\xa1-\xac\xae-\u02ff]*")
"""Scripts without marks, joiners or controls: most chat in the West."""

_JOINER_RUN: Final = re.compile(f"[{_JOINERS}]+")
_TAG_RUN: Final = re.compile(
    "(\U0001f3f4[\U000e0030-\U000e007a]{1,6}\U000e007f)|[\U000e0020-\U000e007f]"
)
"""The flag of a region (black flag, letters as tags, end), or a tag that is part of none."""


def sanitize(text: str, *, name: bool = False, keep_newlines: bool = False) -> str:
    """Return ``text`` as it may be shown in a window, a terminal or a log.

    C0, C1, DEL, overrides, embeddings and isolates of direction and other
    unseen signs become symbols; a tab becomes spaces. Joiners stay between
    letters or emoji, variation selectors and direction marks stay everywhere,
    a character keeps eight combining marks.

    Args:
        text: anything, lone surrogates included.
        name: for nicks, rooms and link hosts: joiners, variation selectors,
            direction marks, tabs and odd spaces become visible too.
        keep_newlines: LF stays, and CR LF becomes LF.
    """
    if _HARMLESS.fullmatch(text):
        return text
    if keep_newlines:
        lines = text.replace("\r\n", "\n").split("\n")
        return "\n".join(_sanitize_line(line, name=name) for line in lines)
    return _sanitize_line(text, name=name)


def _sanitize_line(text: str, *, name: bool) -> str:
    """Sanitize a text whose line ends are not wanted either."""
    text = text.translate(_IN_NAMES if name else _ALWAYS)
    if text.isascii():
        return text
    text = _JOINER_RUN.sub(_judge_joiners, text)
    text = _TAG_RUN.sub(lambda match: match[1] or _UNSEEN, text)
    return _cap_marks(text)


def _judge_joiners(match: re.Match[str]) -> str:
    """Keep one joiner between two characters that it may join; show any other."""
    run, text = match[0], match.string
    between = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return run if len(run) == 1 and all(map(_is_joinable, between)) else _UNSEEN * len(run)


def _is_joinable(character: str) -> bool:
    """Tell whether it is a letter, a mark or an emoji."""
    if not character:
        return False
    category = unicodedata.category(character)
    return category[0] in "LM" or category in _JOINABLE


def _cap_marks(text: str) -> str:
    """Drop the marks of a character from the ninth on."""
    kept = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character)[0] == "M" else 0
        if marks <= MARKS_PER_CHARACTER:
            kept.append(character)
    return "".join(kept)
