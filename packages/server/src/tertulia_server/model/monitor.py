"""Who wants to know when whom comes and goes.

Source: https://ircv3.net/specs/extensions/monitor
"""

from collections.abc import Collection

from tertulia_core.wire.casemap import CasefoldDict, Fold
from tertulia_server.model.session import Session

__all__ = ["Monitor"]


class Monitor:
    """Watched nicks and who watches them; owner: the network thread.

    The list belongs to a connection, and ends with it.

    Attributes:
        fold: what makes two spellings one nick.
    """

    def __init__(self, fold: Fold) -> None:
        self.fold = fold
        self._lists: dict[Session, CasefoldDict[None]] = {}
        self._watchers: CasefoldDict[dict[Session, None]] = CasefoldDict(fold)

    def watched_by(self, session: Session) -> list[str]:
        """Return the nicks a connection watches, as it spelled them."""
        return list(self._lists.get(session, ()))

    def count(self, session: Session) -> int:
        """Return how many nicks a connection watches."""
        return len(self._lists.get(session, ()))

    def watchers(self, nick: str) -> Collection[Session]:
        """Return the connections that watch a nick, in any case."""
        return self._watchers.get(nick, {})

    def watch(self, session: Session, nick: str) -> None:
        """Let a connection watch a nick; twice is once."""
        self._lists.setdefault(session, CasefoldDict(self.fold))[nick] = None
        self._watchers.setdefault(nick, {})[session] = None

    def unwatch(self, session: Session, nick: str) -> None:
        """Let a connection watch a nick no more."""
        nicks = self._lists.get(session)
        if nicks is None or nick not in nicks:
            return
        del nicks[nick]
        if not nicks:
            del self._lists[session]
        watchers = self._watchers[nick]
        del watchers[session]
        if not watchers:
            del self._watchers[nick]

    def clear(self, session: Session) -> None:
        """Let a connection watch nobody."""
        for nick in self.watched_by(session):
            self.unwatch(session, nick)
