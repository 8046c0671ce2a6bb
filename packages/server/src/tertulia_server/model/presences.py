"""People who stay in their rooms without a connection, and after a restart.

Each is a JSON document of kind ``presence`` under the folded name of the
account: what others see, the modes, and the rooms with the rank in each.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from tertulia_core.wire.casemap import Fold
from tertulia_server.model.accounts import Put
from tertulia_server.model.modes import LENT_MODES
from tertulia_server.model.user import User

__all__ = ["KIND", "Presences"]

KIND: Final = "presence"


class Presences:
    """Who stays; owner: the network thread.

    Args:
        fold: what makes two spellings one name.
        put: keeps a document.
    """

    def __init__(self, fold: Fold, put: Put) -> None:
        self._fold = fold
        self._put = put
        self._documents: dict[str, Mapping[str, Any]] = {}

    def load(self, documents: Iterable[tuple[str, str]]) -> None:
        """Know who stayed when the server ended: key and JSON text of each."""
        for key, text in documents:
            self._documents[key] = json.loads(text)

    def all(self) -> list[Mapping[str, Any]]:
        """Return what is kept of everybody who stays."""
        return list(self._documents.values())

    def keep(self, user: User) -> None:
        """Keep where somebody is now, if that changed."""
        key, document = self._fold(user.account), _to_document(user)
        if self._documents.get(key) != document:
            self._documents[key] = document
            self._put(KIND, key, document)

    def drop(self, account: str) -> None:
        """Forget somebody who does not stay any more."""
        key = self._fold(account)
        if self._documents.pop(key, None) is not None:
            self._put(KIND, key, None)


def _to_document(user: User) -> dict[str, Any]:
    return {
        "account": user.account,
        "identity": [user.nick, user.username, user.host, user.realname],
        "modes": "".join(sorted(user.modes.difference(LENT_MODES))),
        "channels": {channel.name: member.rank for channel, member in user.memberships.items()},
    }
