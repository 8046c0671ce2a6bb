"""Nicks from people's names, and names shown again where a nick stands for one."""

import unicodedata
from typing import Final

__all__ = ["FALLBACK_NICK", "display_name", "fold_nick", "numbered"]

FALLBACK_NICK: Final = "persona"
"""The nick of somebody whose name has no letter that a nick may hold."""

NICK_LENGTH: Final = 30
"""Where a folded name is cut before the server has said its own limit."""

_SIGNS: Final = frozenset("[]\\`_^{|}-")
_LETTERS: Final = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l",
        "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i",
    }
)  # fmt: skip
"""Latin letters that have no decomposition in Unicode."""


def fold_nick(name: str) -> str:
    """Return a nick for ``name``: ``Iñaki`` → ``Inaki``, ``José Mª`` → ``JoseMa``.

    A nick starts with a letter or a special sign and holds neither spaces nor
    what other programs give a meaning to (https://modern.ircdocs.horse/#nickname).
    """
    kept = _latin(name)
    return kept.lstrip("-0123456789")[:NICK_LENGTH] or FALLBACK_NICK


def numbered(nick: str, attempt: int, limit: int = NICK_LENGTH) -> str:
    """Return the nick for another attempt: ``ana``, ``ana2``, ``ana3``…, within ``limit``."""
    if attempt <= 1:
        return nick[:limit]
    number = str(attempt)
    return nick[: max(1, limit - len(number))] + number


def display_name(nick: str, realname: str) -> str:
    """Return the name whose folding ``nick`` is (``Inaki2`` → ``Iñaki2``), else the nick.

    Only such a name is shown in a nick's place: any other could pretend to be
    somebody else, and so could one with letters that the folding drops.
    """
    if not realname or realname.isascii() or not _is_kept_whole(realname):
        return nick
    base = nick.rstrip("0123456789")
    for cut in dict.fromkeys((len(nick), len(base))):
        if nick[:cut] == fold_nick(realname):
            return realname + nick[cut:]
    return nick


def _latin(text: str) -> str:
    """Return ``text`` without accents and without what a nick cannot hold."""
    return "".join(
        character
        for character in unicodedata.normalize("NFKD", text.translate(_LETTERS))
        if character.isascii() and (character.isalnum() or character in _SIGNS)
    )


def _is_kept_whole(name: str) -> bool:
    return all(_latin(character) or character.isspace() for character in name)
