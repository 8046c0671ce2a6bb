"""Names in any script: how nicks are compared and which characters they may have.

The UsernameCaseMapped profile of PRECIS, as near as the standard library comes
to it. A name becomes its key in four steps, each of which may undo what the
others want, so they are repeated until nothing changes, three times at most:

1. width: full-width and half-width characters become the ordinary ones;
2. case: lower case by Unicode's full mapping, ``str.lower``;
3. Unicode's normalization form C.

What may be in a name: printable ASCII as the caller says, and letters, marks
and decimal digits that NFKC leaves as they are (after the width step), which
keeps out ligatures, letters in circles, and everything invisible. Left out of
the profile: what is allowed only in some context (the joiners, the middle dot
of Catalan, the Greek keraia), Hangul's old jamo, and right-to-left names that
mix directions. What looks like something else is not its concern: Cyrillic
``а`` is a letter and not ``a``.

Sources: https://www.rfc-editor.org/rfc/rfc8265#section-3.3 and
https://www.rfc-editor.org/rfc/rfc8264#section-9
"""

import unicodedata
from typing import Final

__all__ = ["fold_precis", "is_precis_name", "to_ordinary_width"]

_ROUNDS: Final = 3
_MOST_MARKS: Final = 4
"""Marks in a row; no language writes more, and more climb over their neighbours."""

_CATEGORIES: Final = frozenset({"Ll", "Lu", "Lo", "Lm", "Mn", "Mc", "Nd"})
_MARKS: Final = frozenset({"Mn", "Mc"})
_NOT_FIRST: Final = _MARKS | {"Nd"}
_WIDTHS: Final = ("<wide>", "<narrow>")
_OLD_JAMO: Final = range(0x1100, 0x1200), range(0xA960, 0xA980), range(0xD7B0, 0xD800)
_INVISIBLE: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
"""Letters and marks that nobody sees (Default_Ignorable_Code_Point); FE00–FE0F see below."""

_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
_IN_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN", "EN", "NSM", "ES", "CS", "ET", "ON", "BN"})
_ENDS_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN", "EN"})


def fold_precis(text: str) -> str:
    """Return the key that all spellings of a name share; never fails, on any text."""
    if text.isascii():
        return text.lower()
    for _round in range(_ROUNDS):
        before, text = text, unicodedata.normalize("NFC", to_ordinary_width(text).lower())
        if before == text:
            break
    return text


def is_precis_name(text: str) -> bool:
    """Tell whether what of ``text`` is not ASCII may be in a name; see the module."""
    folded = fold_precis(text)
    if fold_precis(folded) != folded or unicodedata.category(text[0]) in _NOT_FIRST:
        return False
    marks = 0
    for char in to_ordinary_width(text):
        if not char.isascii() and not _may_be_in_name(char):
            return False
        marks = marks + 1 if unicodedata.category(char) in _MARKS else 0
        if marks > _MOST_MARKS:
            return False
    return _has_one_direction(folded)


def to_ordinary_width(text: str) -> str:
    """Replace full-width and half-width characters by those they are variants of."""
    return "".join(
        unicodedata.normalize("NFKC", char)
        if unicodedata.decomposition(char).startswith(_WIDTHS)
        else char
        for char in text
    )


def _may_be_in_name(char: str) -> bool:
    number = ord(char)
    return (
        unicodedata.category(char) in _CATEGORIES
        and unicodedata.normalize("NFKC", char) == unicodedata.normalize("NFC", char)
        and char not in _INVISIBLE
        and not unicodedata.name(char, "").startswith("VARIATION SELECTOR")
        and not any(number in jamo for jamo in _OLD_JAMO)
    )


def _has_one_direction(text: str) -> bool:
    """Tell whether a name with right-to-left letters keeps to them (RFC 5893, section 2)."""
    directions = [unicodedata.bidirectional(char) for char in text]
    if not _RIGHT_TO_LEFT.intersection(directions) and "AN" not in directions:
        return True
    last = next(direction for direction in reversed(directions) if direction != "NSM")
    return (
        directions[0] in _RIGHT_TO_LEFT
        and _IN_RIGHT_TO_LEFT.issuperset(directions)
        and last in _ENDS_RIGHT_TO_LEFT
        and not {"AN", "EN"} <= set(directions)
    )
