"""People who stay in their rooms without a connection, and after a restart.

Each is a JSON document of kind ``presence`` under the folded name of the
account: what others see, the modes, and the rooms with the rank in each.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from tertulia_core.wire.casemap import Fold
from tertulia_server.model.accounts import Accounts
from tertulia_server.model.keeping import Put
from tertulia_server.model.modes import LENT_MODES
from tertulia_server.model.people import People
from tertulia_server.model.user import User

__all__ = ["KIND", "Presences"]

KIND: Final = "presence"


class Presences:
    """Who stays; owner: the network thread.

    Attributes:
        changed: people to look at again at the end of the command.

    Args:
        fold: what makes two spellings one name.
        put: keeps a document.
        accounts: who may stay.
        people: who is here.
        is_usual: whether those stay who never said whether they want to.
    """

    def __init__(
        self,
        fold: Fold,
        put: Put,
        accounts: Accounts,
        people: People,
        is_usual: Callable[[], bool],
    ) -> None:
        self.changed: set[User] = set()
        self._fold = fold
        self._put = put
        self._accounts = accounts
        self._people = people
        self._is_usual = is_usual
        self._documents: dict[str, Mapping[str, Any]] = {}

    def load(self, documents: Iterable[tuple[str, str]]) -> None:
        """Know who stayed when the server ended: key and JSON text of each."""
        for key, text in documents:
            self._documents[key] = json.loads(text)

    def all(self) -> list[Mapping[str, Any]]:
        """Return what is kept of everybody who stays."""
        return list(self._documents.values())

    def stays(self, user: User) -> bool:
        """Tell whether somebody is to stay without a connection.

        Of those who are logged in to one account it is the first.
        """
        account = self._accounts.get(user.account) if user.account else None
        if account is None or account.suspended or not self._is_first(user):
            return False
        return self._is_usual() if account.always_on is None else account.always_on

    def note(self, user: User) -> None:
        """Have somebody kept at the end of the command, if an account stands behind it."""
        if user.account:
            self.changed.add(user)

    def discard(self, user: User) -> None:
        """Look no more at somebody who has left."""
        self.changed.discard(user)

    def keep_changes(self) -> None:
        """Keep those who stay as they are now, and none of the others."""
        changed, self.changed = self.changed, set()
        for user in changed:
            if self.stays(user):
                self._keep(user)
            elif user.account and self._is_first(user):
                self.drop(user.account)

    def _is_first(self, user: User) -> bool:
        return self._people.of(user.account)[0] is user

    def _keep(self, user: User) -> None:
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
