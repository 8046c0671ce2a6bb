"""Who was here: the latest holders of each nick, for as long as there is room.

Source: https://modern.ircdocs.horse/#whowas-message
"""

from collections import deque
from collections.abc import Iterator
from typing import Final, NamedTuple

from tertulia_core.wire.casemap import Fold

__all__ = ["Whowas", "WhowasEntry"]

_MOST: Final = 1000


class WhowasEntry(NamedTuple):
    """Somebody who gave up a nick; ``time`` is when, in Unix seconds."""

    nick: str
    username: str
    host: str
    realname: str
    time: float


class Whowas:
    """The latest entries of all nicks together; owner: the network thread."""

    def __init__(self, fold: Fold) -> None:
        self._fold = fold
        self._entries: deque[WhowasEntry] = deque(maxlen=_MOST)

    def add(self, entry: WhowasEntry) -> None:
        """Remember somebody; the oldest entry makes room."""
        self._entries.appendleft(entry)

    def find(self, nick: str) -> Iterator[WhowasEntry]:
        """Give those who had ``nick``, in any case, the latest first."""
        fold, wanted = self._fold, self._fold(nick)
        return (entry for entry in self._entries if fold(entry.nick) == wanted)
