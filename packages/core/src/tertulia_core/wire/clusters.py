"""Where a text may be cut: between the characters a person sees, never inside one.

What a reader takes for one character is often several code points: a letter
and its accents, a flag, a family joined by ZWJ, a Hangul syllable in pieces.
This follows the Unicode rules (https://www.unicode.org/reports/tr29/) with the
tables that Python carries; where it differs, it keeps more together.
"""

import unicodedata
from typing import Final

__all__ = ["is_boundary", "last_boundary"]

_JOINER: Final = "\u200d"
_EXTENDERS: Final = frozenset("\u200c\u200d\uff9e\uff9f")
_VIRAMA_CLASS: Final = 9
_FIRST_EXTENDER: Final = "\u0300"


def is_boundary(text: str, index: int, start: int = 0) -> bool:
    """Tell whether ``text`` may be cut before ``index``.

    Args:
        text: any text.
        index: a place inside the text, ``start < index < len(text)``.
        start: a place known to be a boundary; nothing before it is looked at.
    """
    before, after = text[index - 1], text[index]
    if after < _FIRST_EXTENDER:
        return before != _JOINER and not (before == "\r" and after == "\n")
    if _extends(after) or before == _JOINER:
        return False
    if _is_flag_letter(after) and _is_flag_letter(before):
        return _flag_letters_before(text, index, start) % 2 == 0
    if unicodedata.combining(before) == _VIRAMA_CLASS:
        return not after.isalpha()
    return not _is_one_syllable(before, after)


def last_boundary(text: str, start: int, end: int) -> int:
    """Return the last place to cut in ``text[start:end]`` that is not after ``end``.

    Where all of it is one character the answer is ``end``: better a cut
    character than none.
    """
    index = end
    while index > start and index < len(text) and not is_boundary(text, index, start):
        index -= 1
    return index if index > start else end


def _extends(character: str) -> bool:
    """Tell whether it belongs to what stands before it: a mark, a skin tone, a tag of a flag."""
    return (
        unicodedata.category(character).startswith("M")
        or character in _EXTENDERS
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _is_flag_letter(character: str) -> bool:
    """Tell whether it is one of the letters that make a flag in pairs."""
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_letters_before(text: str, index: int, start: int) -> int:
    """Count the flag letters that end at ``index``."""
    first = index
    while first > start and _is_flag_letter(text[first - 1]):
        first -= 1
    return index - first


def _is_one_syllable(before: str, after: str) -> bool:
    """Tell whether two pieces of Korean writing make one syllable."""
    kind = _hangul_kind(after)
    return kind != "" and kind in _HANGUL_FOLLOWS.get(_hangul_kind(before), "")


_HANGUL_FOLLOWS: Final = {"L": "LVSs", "V": "VT", "S": "VT", "T": "T", "s": "T"}
"""Which kinds may follow one: leading, vowel, trailing, Syllable without and with a trailing."""

_HANGUL_RANGES: Final = (
    ("\u1100", "\u115f", "L"),
    ("\u1160", "\u11a7", "V"),
    ("\u11a8", "\u11ff", "T"),
    ("\ua960", "\ua97c", "L"),
    ("\ud7b0", "\ud7c6", "V"),
    ("\ud7cb", "\ud7fb", "T"),
)
_FIRST_SYLLABLE, _LAST_SYLLABLE, _TRAILINGS = 0xAC00, 0xD7A3, 28


def _hangul_kind(character: str) -> str:
    """Return the kind of a piece of Korean writing, ``""`` for anything else."""
    if _FIRST_SYLLABLE <= ord(character) <= _LAST_SYLLABLE:
        return "s" if (ord(character) - _FIRST_SYLLABLE) % _TRAILINGS else "S"
    for first, last, kind in _HANGUL_RANGES:
        if first <= character <= last:
            return kind
    return ""
