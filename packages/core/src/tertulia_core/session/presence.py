"""Comings, goings and renames in a row, reduced to who is there or gone afterwards."""

from collections.abc import Collection
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.session.state import Line, LineKind
from tertulia_core.session.wording import describe, join_names

__all__ = ["Presence"]

_catalogue = Catalogue("tertulia_core")
_, ngettext = _catalogue.gettext, _catalogue.ngettext

RENAMES_SHOWN: Final = 3
"""How many renames a sentence tells; the member list shows the rest."""


class Presence:
    """One run of such lines; each ``add`` costs the same however long the run is."""

    def __init__(self) -> None:
        self._first: Line | None = None
        self._last: Line | None = None
        # Dictionaries as ordered sets: nicks in the order in which it happened.
        self._came: dict[str, None] = {}
        self._left: dict[str, None] = {}
        self._passed: dict[str, None] = {}
        self._returned: dict[str, None] = {}
        self._old_names: dict[str, str] = {}

    def add(self, line: Line) -> None:
        """Take the next line of the run: JOINED, LEFT or RENAMED."""
        self._first, self._last = (line, line) if self._last is None else (None, line)
        for nick in line.members or (line.nick,):
            if line.kind is LineKind.RENAMED:
                self._rename(nick, line.text)
            elif line.kind is LineKind.JOINED:
                self._come(nick)
            else:
                self._leave(nick)

    def sentence(self) -> str:
        """Return what happened; a run of one line keeps its reason."""
        if self._first is not None:
            return describe(self._first)
        parts = [*self._groups(), *self._renames()]
        if not parts and self._last is not None:
            return describe(self._last)
        return " · ".join(parts)

    def _come(self, nick: str) -> None:
        if nick in self._left:
            del self._left[nick]
            self._returned[nick] = None
        else:
            self._passed.pop(nick, None)
            self._came[nick] = None

    def _leave(self, nick: str) -> None:
        self._old_names.pop(nick, None)
        self._returned.pop(nick, None)
        if nick in self._came:
            del self._came[nick]
            self._passed[nick] = None
        else:
            self._left[nick] = None

    def _rename(self, old: str, new: str) -> None:
        if old in self._came:
            del self._came[old]
            self._came[new] = None
            return
        original = self._old_names.pop(old, old)
        if original != new:
            self._old_names[new] = original

    def _groups(self) -> list[str]:
        came, passed = len(self._came), len(self._passed)
        left, back = len(self._left), len(self._returned)
        worded = (
            (self._came, ngettext("{names} came in", "{names} came in", came)),
            (
                self._passed,
                ngettext("{names} came in and left", "{names} came in and left", passed),
            ),
            (self._left, ngettext("{names} left", "{names} left", left)),
            (
                self._returned,
                ngettext("{names} left and came back", "{names} left and came back", back),
            ),
        )
        return [_filled(sentence, people) for people, sentence in worded if people]

    def _renames(self) -> list[str]:
        sentence = _("{old} is now {new}")
        return [
            sentence.format(old=join_names([old]), new=join_names([new]))
            for new, old in list(self._old_names.items())[:RENAMES_SHOWN]
        ]


def _filled(sentence: str, people: Collection[str]) -> str:
    return sentence.format(names=join_names(people))
