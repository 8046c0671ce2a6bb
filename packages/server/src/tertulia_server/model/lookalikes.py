"""Names that look alike: nobody passes for somebody else by a letter that only looks the same.

Two names whose *skeletons* are equal can be mistaken for each other. A skeleton takes
apart what is composed (NFD), leaves out what nobody sees, and puts in place of each
character the one it looks like, as Unicode's own list says (``confusables.dat``, made by
``scripts/confusables.py``). It is for comparing only and never shown. Beyond UTS #39:

- Names are compared in any case, therefore so are looks: what a character looks like
  becomes small and is looked up again. Capitals are looked at before, because *В* looks
  like *B* and *в* like nothing else.
- What no list knows is looked at as the plain character it is a variant of (NFKD): a
  full-width digit, a small one.
- Two ``v`` are a ``w``, and some small Greek letters are Latin ones, which Unicode is too
  careful to say.

Marks stay: *jose* and *josé* are two people. Which spellings are one name is not told here
(``casemap``): *PAUI* is the nick *paui* and looks like *paul*.

The list, sixty kilobytes, is read when the first character beyond ASCII is looked at.

Source: https://www.unicode.org/reports/tr39/#Confusable_Detection
"""

import functools
import pkgutil  # importlib.resources does the same and costs a program 10 ms at its start
import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["skeleton"]

_ASCII: Final[Mapping[str, str]] = MappingProxyType(
    {'"': "''", "%": "º/₀", "0": "O", "1": "l", "I": "l", "`": "'", "m": "rn", "|": "l"}
)
"""The rows of Unicode's list for ASCII, without which it would be read for every name."""

_OURS: Final[Mapping[str, str]] = MappingProxyType(
    {"w": "vv", **dict(zip("κτχ", "ktx", strict=True))}
)

_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
"""Default_Ignorable_Code_Point, which UTS #39 leaves out."""

_ROUNDS: Final = 8
"""How often what a character looks like is looked at again; five are the most it takes."""


class _Looks(dict[int, str]):
    """What each character looks like at last, found out when it is first asked for.

    It has a row for each character that was ever in a name, which are as many as Unicode has
    at the very most: it is for the network thread and never emptied.
    """

    def __missing__(self, number: int) -> str:
        text = unicodedata.normalize("NFD", chr(number))
        for _round in range(_ROUNDS):
            before, text = text, unicodedata.normalize("NFD", "".join(map(_look, text)))
            if before == text:
                break
        self[number] = text
        return text


_LOOKS: Final = _Looks()


def skeleton(name: str) -> str:
    """Return what all names share that look like ``name``."""
    if name.isascii():
        return name.translate(_LOOKS)
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).translate(_LOOKS))


def _look(char: str) -> str:
    """Go one step from a character to what it looks like."""
    if _INVISIBLE.match(char):
        return ""
    rows = _ASCII if char.isascii() else _rows()
    look = _OURS.get(char) or rows.get(char) or unicodedata.normalize("NFKD", char)
    return look.lower()


@functools.cache
def _rows() -> Mapping[str, str]:
    """Read Unicode's list: a character and what it looks like."""
    data = pkgutil.get_data(__package__, "confusables.dat")
    assert data is not None, "the file is part of the package"
    rows = {}
    for line in data.decode().splitlines():
        if line[0] != "#":
            look, _colon, sources = line.partition(":")
            text = "".join(chr(int(number, 16)) for number in look.split())
            rows.update(dict.fromkeys([chr(int(number, 16)) for number in sources.split()], text))
    return rows
