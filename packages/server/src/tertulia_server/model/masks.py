"""Masks as people write them: ``*`` and ``?``, matched in bounded time, kept in lists.

No regular expressions: a mask comes from anybody, and a hundred of them are
tried against everybody who wants to speak.

Source: https://modern.ircdocs.horse/#wildcard-expressions
"""

from collections.abc import Iterator
from typing import NamedTuple

from tertulia_core.wire.casemap import CasefoldDict, fold_ascii

__all__ = ["MaskEntry", "MaskList", "matches", "to_full_mask"]


def matches(mask: str, text: str) -> bool:
    """Tell whether ``text`` fits ``mask``, without regard to ASCII case.

    Goes back to the latest ``*`` only, so the time is at most the product of
    both lengths, for any mask.
    """
    mask, text = fold_ascii(mask), fold_ascii(text)
    at = place = 0
    star = retry = -1
    while place < len(text):
        if at < len(mask) and mask[at] == "*":
            star, retry = at, place
            at += 1
        elif at < len(mask) and mask[at] in ("?", text[place]):
            at += 1
            place += 1
        elif star >= 0:
            retry += 1
            at, place = star + 1, retry
        else:
            return False
    return all(char == "*" for char in mask[at:])


def to_full_mask(text: str) -> str:
    """Return ``text`` as ``nick!user@host``, with ``*`` for the parts it leaves out."""
    nick, bang, rest = text.partition("!")
    if not bang:
        nick, rest = ("*", text) if "@" in text else (text, "*")
    user, at, host = rest.partition("@")
    return f"{nick or '*'}!{user or '*'}@{(host if at else '') or '*'}"


class MaskEntry(NamedTuple):
    """One mask of a list: who set it (nick or full source) and when (Unix seconds)."""

    mask: str
    setter: str
    time: float


class MaskList:
    """The masks of one list mode of a channel; each once, whatever its case."""

    __slots__ = ("_entries",)

    def __init__(self) -> None:
        self._entries: CasefoldDict[MaskEntry] = CasefoldDict()

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[MaskEntry]:
        return iter(self._entries.values())

    def add(self, entry: MaskEntry) -> bool:
        """Add ``entry``; return whether its mask is new."""
        if entry.mask in self._entries:
            return False
        self._entries[entry.mask] = entry
        return True

    def discard(self, mask: str) -> str | None:
        """Remove ``mask`` and return it as it was set, ``None`` where it was not."""
        entry = self._entries.pop(mask, None)
        return entry.mask if entry is not None else None

    def covers(self, source: str) -> bool:
        """Tell whether any mask fits ``source``, a ``nick!user@host``."""
        return any(matches(entry.mask, source) for entry in self._entries.values())
