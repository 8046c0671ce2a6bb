"""Masks as people write them: ``*`` and ``?``, matched in bounded time, kept in lists.

No regular expressions: a mask comes from anybody, and a hundred of them are
tried against everybody who wants to speak. Two letters before a colon make a
mask mean something else: ``a:NAME`` is an account, ``m:MASK`` a mute, which
lets people in and keeps them silent; ``m:a:NAME`` is both.

Sources: https://modern.ircdocs.horse/#wildcard-expressions and
https://ircv3.net/specs/extensions/account-extban
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from tertulia_core.wire.casemap import CasefoldDict, Fold, fold_ascii

__all__ = [
    "ACCOUNT_EXTBANS",
    "EXTBANS",
    "MaskEntry",
    "MaskList",
    "Sort",
    "matches",
    "to_full_mask",
    "to_sort",
]

EXTBANS: Final = "am"
ACCOUNT_EXTBANS: Final = ("a", "account")
"""Names of the account ban: a letter, and the word for it."""

_MUTE: Final = "m:"


def matches(mask: str, text: str, fold: Fold = fold_ascii) -> bool:
    """Tell whether ``text`` fits ``mask``, in any case, as ``fold`` understands it.

    Goes back to the latest ``*`` only, so the time is at most the product of
    both lengths, for any mask.
    """
    mask, text = fold(mask), fold(text)
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


class Sort(NamedTuple):
    """What a mask of a list is about.

    Attributes:
        is_mute: it forbids speaking only.
        is_account: ``pattern`` is for the account, not for ``nick!user@host``.
        pattern: what has to fit.
    """

    is_mute: bool
    is_account: bool
    pattern: str

    def fits(self, source: str, account: str, fold: Fold) -> bool:
        """Tell whether somebody fits; who has no account fits no account."""
        if self.is_account:
            return account != "" and matches(self.pattern, account, fold)
        return matches(self.pattern, source, fold)


def to_sort(mask: str) -> Sort:
    """Read a mask of a list."""
    is_mute = mask[: len(_MUTE)].lower() == _MUTE
    rest = mask[len(_MUTE) :] if is_mute else mask
    name, colon, account = rest.partition(":")
    if colon and name.lower() in ACCOUNT_EXTBANS:
        return Sort(is_mute, True, account)
    return Sort(is_mute, False, rest)


def to_full_mask(text: str) -> str:
    """Return ``text`` as ``nick!user@host``, with ``*`` for the parts it leaves out.

    Letters with a colon in front stay; an account has no parts.
    """
    sort = to_sort(text)
    if sort.is_account:
        return text
    prefix = _MUTE if sort.is_mute else ""
    nick, bang, rest = sort.pattern.partition("!")
    if not bang:
        nick, rest = ("*", sort.pattern) if "@" in sort.pattern else (sort.pattern, "*")
    user, at, host = rest.partition("@")
    return f"{prefix}{nick or '*'}!{user or '*'}@{(host if at else '') or '*'}"


class MaskEntry(NamedTuple):
    """One mask of a list: who set it (nick or full source) and when (Unix seconds)."""

    mask: str
    setter: str
    time: float


class MaskList:
    """The masks of one list mode of a channel; each once, whatever its case."""

    __slots__ = ("_entries", "_fold", "_sorts")

    def __init__(self, fold: Fold = fold_ascii) -> None:
        self._fold = fold
        self._entries: CasefoldDict[MaskEntry] = CasefoldDict(fold)
        self._sorts: dict[str, Sort] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[MaskEntry]:
        return iter(self._entries.values())

    def add(self, entry: MaskEntry) -> bool:
        """Add ``entry``; return whether its mask is new."""
        if entry.mask in self._entries:
            return False
        self._entries[entry.mask] = entry
        self._sorts[entry.mask] = to_sort(entry.mask)
        return True

    def discard(self, mask: str) -> str | None:
        """Remove ``mask`` and return it as it was set, ``None`` where it was not."""
        entry = self._entries.pop(mask, None)
        if entry is None:
            return None
        del self._sorts[entry.mask]
        return entry.mask

    def covers(self, source: str, account: str, *, is_about_speech: bool = False) -> bool:
        """Tell whether a mask of the list fits somebody.

        Args:
            source: ``nick!user@host``.
            account: ``""`` for none.
            is_about_speech: whether mutes count too.
        """
        return any(
            (is_about_speech or not sort.is_mute) and sort.fits(source, account, self._fold)
            for sort in self._sorts.values()
        )
