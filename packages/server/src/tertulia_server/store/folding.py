"""Text as search compares it, and the pieces of it that an index can hold.

Latin, Greek, Cyrillic and all other scripts with spaces are found by *trigrams*,
three characters in a row. Chinese, Japanese and Korean words are often shorter
than that: for them there is an index of single characters and of pairs.
Whatever an index offers is compared once more with the folded text, so both
stores find the same.
"""

import re
import unicodedata
from typing import Final

__all__ = ["TRIGRAM", "fold", "is_short_cjk", "pairs", "pairs_of", "trigrams"]

TRIGRAM: Final = 3
_MOST_TRIGRAMS: Final = 8
"""More of a long word would only cost time: what is found is compared anyway."""

_CJK: Final = (
    "\u3005-\u3007\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003fffd"
)
_RUN: Final = re.compile(f"[{_CJK}]+")
_MARKS: Final = re.compile("[\u0300-\u036f]+")


def fold(text: str) -> str:
    """Return ``text`` without the difference of case, and of accents in Latin, Greek, Cyrillic."""
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", bare).casefold()


def trigrams(word: str) -> list[str]:
    """Return runs of three characters that a text with the folded ``word`` has, without repeats."""
    runs = dict.fromkeys(word[i : i + TRIGRAM] for i in range(len(word) - TRIGRAM + 1))
    step = -(-len(runs) // _MOST_TRIGRAMS) or 1
    return list(runs)[::step]


def is_short_cjk(word: str) -> bool:
    """Tell whether the index of pairs knows a folded word."""
    return len(word) < TRIGRAM and _RUN.fullmatch(word) is not None


def pairs(text: str) -> str:
    """Return the tokens of a folded text for the index of pairs, spaces between them."""
    tokens: dict[str, None] = {}
    for run in _RUN.findall(text):
        tokens.update(dict.fromkeys(map(pairs_of, run)))
        tokens.update(dict.fromkeys(pairs_of(run[i : i + 2]) for i in range(len(run) - 1)))
    return " ".join(tokens)


def pairs_of(word: str) -> str:
    """Return the token of one or two characters: in ASCII, which every tokenizer takes whole."""
    return "x".join(f"{ord(character):x}" for character in word)
