"""Names that match in any case: how a network folds them, and a mapping that does.

Only the ASCII letters are folded (and four signs in the older ``rfc1459``
rule), so ``"ß"`` or ``"İ"`` never grow or change into another name. Where names of any script
are told apart, that is the rule of ``precis``.

Source: https://modern.ircdocs.horse/#casemapping-parameter
"""

from collections.abc import Callable, ItemsView, Iterator, MutableMapping, ValuesView
from typing import Final, Generic, TypeVar, overload

from tertulia_core.wire.precis import fold_precis

__all__ = ["FOLDS", "CasefoldDict", "Fold", "fold_ascii", "fold_rfc1459"]

T = TypeVar("T")
D = TypeVar("D")

Fold = Callable[[str], str]
"""Turns a spelling into the key all its spellings share."""

_UPPER: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ASCII: Final = str.maketrans(_UPPER, _UPPER.lower())
_RFC1459: Final = str.maketrans(_UPPER + "[]\\~", _UPPER.lower() + "{}|^")


def fold_ascii(text: str) -> str:
    """Fold A–Z and nothing else."""
    return text.lower() if text.isascii() else text.translate(_ASCII)


def fold_rfc1459(text: str) -> str:
    r"""Fold A–Z and ``[]\~``, which that rule takes for capitals of ``{}|^``."""
    return text.translate(_RFC1459)


FOLDS: Final[dict[str, Fold]] = {
    "ascii": fold_ascii,
    "rfc1459": fold_rfc1459,
    "rfc7613": fold_precis,
}
"""The rules by the name that ISUPPORT's CASEMAPPING gives them."""


class CasefoldDict(MutableMapping[str, T], Generic[T]):
    """A dict of nicks or channels: looked up in any case, iterated as spelled.

    The spelling is that of the latest assignment; the order is that of the
    first. Owner: whoever owns the thing it is part of.
    """

    __slots__ = ("_fold", "_spellings", "_values")

    def __init__(self, fold: Fold = fold_ascii) -> None:
        self._fold = fold
        self._values: dict[str, T] = {}
        self._spellings: dict[str, str] = {}

    def __getitem__(self, key: str) -> T:
        return self._values[self._fold(key)]

    @overload
    def get(self, key: str, default: None = None, /) -> T | None: ...

    @overload
    def get(self, key: str, default: T | D, /) -> T | D: ...

    def get(self, key: str, default: object = None, /) -> object:
        """Return the value of ``key``, or ``default``; asked for every message."""
        return self._values.get(self._fold(key), default)

    def __setitem__(self, key: str, value: T) -> None:
        folded = self._fold(key)
        self._values[folded] = value
        self._spellings[folded] = key

    def __delitem__(self, key: str) -> None:
        folded = self._fold(key)
        del self._values[folded]
        del self._spellings[folded]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._fold(key) in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._spellings.values())

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({dict(self.items())!r})"

    def values(self) -> ValuesView[T]:
        """Return a live view of the values, without folding any key again."""
        return self._values.values()

    def items(self) -> ItemsView[str, T]:
        """Return a live view of (spelling, value) pairs."""
        return _Items(self)

    def pairs(self) -> Iterator[tuple[str, T]]:
        """Iterate over (spelling, value) without folding any key again."""
        return zip(self._spellings.values(), self._values.values(), strict=True)

    def spelling(self, key: str) -> str:
        """Return how ``key`` was last spelled here.

        Raises:
            KeyError: no spelling of it is here.
        """
        return self._spellings[self._fold(key)]

    def refold(self, fold: Fold) -> None:
        """Change the rule; where two keys become one, the later one stays."""
        pairs = list(self.pairs())
        self._fold = fold
        self._values.clear()
        self._spellings.clear()
        for key, value in pairs:
            self[key] = value


class _Items(ItemsView[str, T]):
    """The view behind ``CasefoldDict.items``."""

    _mapping: CasefoldDict[T]

    def __iter__(self) -> Iterator[tuple[str, T]]:
        return self._mapping.pairs()
