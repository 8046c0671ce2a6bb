"""Whether a text names somebody."""

import unicodedata
from typing import Final

from tertulia_core.wire.casemap import Fold

__all__ = ["is_mentioned"]

_IN_NICKS: Final = frozenset("\\`_^|-")


def is_mentioned(nick: str, text: str, fold: Fold) -> bool:
    """Tell whether ``text`` holds ``nick`` as a word of its own, in any case."""
    wanted, folded = fold(nick), fold(text)
    start = folded.find(wanted) if wanted else -1
    while start >= 0:
        end = start + len(wanted)
        before = folded[start - 1] if start else " "
        after = folded[end] if end < len(folded) else " "
        if not _joins(before) and not _joins(after):
            return True
        start = folded.find(wanted, start + 1)
    return False


def _joins(character: str) -> bool:
    """Tell whether a character next to a nick makes it part of a longer word.

    Scripts written without spaces (category Lo) follow a nick directly.
    """
    if character.isalnum():
        return unicodedata.category(character) != "Lo"
    return character in _IN_NICKS
