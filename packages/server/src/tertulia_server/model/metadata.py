"""What people tell of themselves and of their channels: values under keys.

An account's values are kept, and those of a registered channel, each as one
JSON document of kind ``metadata``. Those of others last as long as the visit
or the channel.

Source: https://ircv3.net/specs/extensions/metadata
"""

import json
from collections.abc import Iterable, Mapping
from typing import Final

from tertulia_core.wire.casemap import Fold
from tertulia_server.model.channel import Channel
from tertulia_server.model.keeping import Put
from tertulia_server.model.session import Session
from tertulia_server.model.user import User

__all__ = ["KEYS_MAX", "KIND", "SUBSCRIPTIONS_MAX", "VALUE_BYTES", "Holder", "Metadata", "is_key"]

KIND: Final = "metadata"

KEYS_MAX: Final = 20
SUBSCRIPTIONS_MAX: Final = 50
VALUE_BYTES: Final = 300
"""A value fits a line together with the longest names."""

_KEY_LENGTH: Final = 60
_KEY: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_./-")

Holder = User | Channel | Session
"""Whose values: somebody's, a channel's, or those of a connection before its welcome."""


def is_key(text: str) -> bool:
    """Tell whether a value may stand under ``text``."""
    return 0 < len(text) <= _KEY_LENGTH and _KEY.issuperset(text)


class Metadata:
    """All values, and who wants to know of them; owner: the network thread.

    Args:
        fold: what makes two spellings one account or channel.
        put: keeps a document.
    """

    def __init__(self, fold: Fold, put: Put) -> None:
        self._fold = fold
        self._put = put
        self._kept: dict[str, dict[str, str]] = {}
        self._passing: dict[Holder, dict[str, str]] = {}
        self._subscriptions: dict[Session, dict[str, None]] = {}
        self._subscribers: dict[str, dict[Session, None]] = {}

    def load(self, documents: Iterable[tuple[str, str]]) -> None:
        """Know what was kept: key and JSON text of each."""
        for key, text in documents:
            self._kept[key] = json.loads(text)

    # -- values -----------------------------------------------------------

    def of(self, holder: Holder) -> Mapping[str, str]:
        """Return all values somebody or something has."""
        key = self._kept_under(holder)
        values = self._kept.get(key) if key else self._passing.get(holder)
        return {} if values is None else values

    def set(self, holder: Holder, key: str, value: str | None) -> None:
        """Put a value under a key, ``None`` to take it away."""
        values = dict(self.of(holder))
        if value is None:
            values.pop(key, None)
        else:
            values[key] = value
        self._store(holder, values)

    def clear(self, holder: Holder) -> list[str]:
        """Take all values away; return the keys."""
        keys = list(self.of(holder))
        self._store(holder, {})
        return keys

    def move(self, holder: Holder, heir: Holder) -> None:
        """Give what ``holder`` has to ``heir``, who keeps what is there already."""
        values = self._passing.pop(holder, None)
        if values:
            self._store(heir, values | dict(self.of(heir)))

    def log_in(self, user: User) -> None:
        """Give a visit's values to the account that somebody is logged in to now."""
        if user.account:
            self.move(user, user)

    def release(self, name: str, channel: Channel | None) -> None:
        """Keep the values of a channel no more; it has them while there is one."""
        key = self._fold(name)
        values = self._kept.get(key)
        self.forget(key)
        if values and channel is not None:
            self._passing[channel] = values

    def leave(self, holder: Holder) -> None:
        """Forget the values of what is gone."""
        self._passing.pop(holder, None)

    def forget(self, key: str) -> None:
        """Forget what is kept of an account or a channel, whose name is folded."""
        if self._kept.pop(key, None) is not None:
            self._put(KIND, key, None)

    def _store(self, holder: Holder, values: dict[str, str]) -> None:
        key = self._kept_under(holder)
        if not key:
            self._passing[holder] = values
            return
        self._kept[key] = values
        self._put(KIND, key, values or None)

    def _kept_under(self, holder: Holder) -> str:
        """Return the key of what is kept, ``""`` for what is not."""
        match holder:
            case User():
                return self._fold(holder.account)
            case Channel():
                return self._fold(holder.name) if holder.founder else ""
            case _:
                return ""

    # -- subscriptions ----------------------------------------------------

    def subscriptions(self, session: Session) -> Iterable[str]:
        """Return the keys that a connection wants to know of."""
        return self._subscriptions.get(session, {})

    def subscribe(self, session: Session, key: str) -> bool:
        """Tell a connection of changes under ``key``; return whether there is room for one more."""
        keys = self._subscriptions.setdefault(session, {})
        if key not in keys and len(keys) >= SUBSCRIPTIONS_MAX:
            return False
        keys[key] = None
        self._subscribers.setdefault(key, {})[session] = None
        return True

    def unsubscribe(self, session: Session, key: str) -> None:
        """Tell a connection nothing of ``key`` any more."""
        self._subscriptions.get(session, {}).pop(key, None)
        sessions = self._subscribers.get(key, {})
        sessions.pop(session, None)
        if not sessions:
            self._subscribers.pop(key, None)

    def subscribers(self, key: str) -> list[Session]:
        """Return the connections that want to know of a key."""
        return list(self._subscribers.get(key, ()))

    def close(self, session: Session) -> None:
        """Forget a connection that is gone."""
        for key in list(self.subscriptions(session)):
            self.unsubscribe(session, key)
        self._subscriptions.pop(session, None)
        self.leave(session)
