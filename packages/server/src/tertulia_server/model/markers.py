"""Up to when somebody has read each conversation.

An account's markers are kept, each as a JSON document of kind ``marker`` under
account and target; those of somebody without one last as long as the visit.

Source: https://ircv3.net/specs/extensions/read-marker
"""

import json
from collections.abc import Iterable
from typing import Final

from tertulia_core.wire.casemap import Fold
from tertulia_server.model.keeping import Put
from tertulia_server.model.user import User

__all__ = ["KIND", "Markers"]

KIND: Final = "marker"

MOST: Final = 1000
"""How many one reader has; the oldest makes room."""


class Markers:
    """All read markers; owner: the network thread.

    Args:
        fold: what makes two spellings one account or target.
        put: keeps a document.
    """

    def __init__(self, fold: Fold, put: Put) -> None:
        self._fold = fold
        self._put = put
        self._kept: dict[str, dict[str, float]] = {}
        self._visits: dict[User, dict[str, float]] = {}

    def load(self, documents: Iterable[tuple[str, str]]) -> None:
        """Know what was kept: key and JSON text of each."""
        for key, text in documents:
            account, _, target = key.partition("/")
            self._kept.setdefault(account, {})[target] = json.loads(text)["time"]

    def get(self, user: User, target: str) -> float | None:
        """Return up to when ``user`` has read ``target``, in Unix seconds; ``None`` for never."""
        return self._of(user).get(self._fold(target))

    def advance(self, user: User, target: str, time: float) -> bool:
        """Note that ``user`` has read up to ``time``; return whether that is news."""
        markers, name = self._of(user), self._fold(target)
        if markers.get(name, float("-inf")) >= time:
            return False
        markers.pop(name, None)
        while len(markers) >= MOST:
            self._drop(user, next(iter(markers)))
        markers[name] = time
        if user.account:
            self._put(KIND, f"{self._fold(user.account)}/{name}", {"time": time})
        return True

    def leave(self, user: User) -> None:
        """Forget the markers of a visit, at its end."""
        self._visits.pop(user, None)

    def forget(self, account: str) -> None:
        """Forget an account, whose name is folded."""
        for target in self._kept.pop(account, {}):
            self._put(KIND, f"{account}/{target}", None)

    def _of(self, user: User) -> dict[str, float]:
        if user.account:
            return self._kept.setdefault(self._fold(user.account), {})
        return self._visits.setdefault(user, {})

    def _drop(self, user: User, target: str) -> None:
        del self._of(user)[target]
        if user.account:
            self._put(KIND, f"{self._fold(user.account)}/{target}", None)
