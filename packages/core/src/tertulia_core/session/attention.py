"""Whom and what the person wants to hear about: people ignored, rooms muted, what notifies.

Someone ignored is not shown at all. A muted room fills quietly: nothing in it is
counted or notified. ``Level`` says which messages of a room ask for the person.
"""

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from tertulia_core.wire.casemap import CasefoldDict, Fold, fold_ascii

__all__ = ["Attention", "Choices", "Level"]

MANY: Final = 500
"""Entries that a list keeps; the oldest make room."""


class Level(enum.Enum):
    """Which messages of others notify."""

    ALL = "all"
    MENTIONS = "mentions"
    """Those that name us, and private ones."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Choices:
    """What ``Attention`` holds, as it is kept between two runs; see there."""

    ignored: tuple[str, ...] = ()
    muted: tuple[str, ...] = ()
    levels: Mapping[str, Level] = field(default_factory=dict)
    default: Level = Level.MENTIONS


@dataclass(slots=True)
class Attention:
    """The person's lists for one server; looked up by the network's rule for names.

    Attributes:
        ignored: nicks, or masks with ``*`` and ``?``; those with ``!`` fit the whole source.
        muted: rooms.
        levels: rooms whose level is not ``default``.
        default: the level of every other room.
        fold: the rule for names.
    """

    ignored: CasefoldDict[None] = field(default_factory=CasefoldDict)
    muted: CasefoldDict[None] = field(default_factory=CasefoldDict)
    levels: CasefoldDict[Level] = field(default_factory=CasefoldDict)
    default: Level = Level.MENTIONS
    fold: Fold = fold_ascii

    def take(self, choices: Choices) -> None:
        """Take over what was chosen in an earlier run."""
        self.ignored.update(dict.fromkeys(choices.ignored))
        self.muted.update(dict.fromkeys(choices.muted))
        self.levels.update(choices.levels)
        self.default = choices.default

    def to_choices(self) -> Choices:
        """Return what to keep for the next run."""
        return Choices(tuple(self.ignored), tuple(self.muted), dict(self.levels), self.default)

    def refold(self, fold: Fold) -> None:
        """Take over another rule for names."""
        self.fold = fold
        for names in (self.ignored, self.muted, self.levels):
            names.refold(fold)

    def is_ignored(self, nick: str, source: str = "") -> bool:
        """Tell whether somebody is not to be heard, by nick or by ``nick!user@host``."""
        if not self.ignored:
            return False
        if nick in self.ignored:
            return True
        short, whole = self.fold(nick), self.fold(source or nick)
        return any(
            _pattern(self.fold(mask)).fullmatch(whole if "!" in mask else short)
            for mask in self.ignored
            if "*" in mask or "?" in mask
        )

    def is_muted(self, room: str) -> bool:
        """Tell whether a room fills quietly."""
        return room in self.muted

    def level(self, room: str) -> Level:
        """Return which messages of a room notify."""
        return Level.NOTHING if self.is_muted(room) else self.levels.get(room, self.default)

    def toggle_ignored(self, nick: str) -> bool:
        """Ignore somebody or hear them again; return whether they are ignored now."""
        return _toggle(self.ignored, nick)

    def toggle_muted(self, room: str) -> bool:
        """Mute a room or let it be heard again; return whether it is muted now."""
        return _toggle(self.muted, room)

    def set_level(self, room: str, level: Level) -> None:
        """Choose what notifies in a room."""
        if level is self.default:
            self.levels.pop(room, None)
        else:
            self.levels[room] = level


@lru_cache(maxsize=MANY)
def _pattern(mask: str) -> re.Pattern[str]:
    return re.compile(re.escape(mask).replace(r"\*", ".*").replace(r"\?", "."))


def _toggle(names: CasefoldDict[None], name: str) -> bool:
    if name in names:
        del names[name]
        return False
    names[name] = None
    if len(names) > MANY:
        del names[next(iter(names))]
    return True
