"""Since when an account has known each channel: from there on it may read what was said.

Only channels that are not open to everybody ask for it. One may become so at
any time, so the first entering counts in all of them.

Each is a JSON document of kind ``first_join`` under account and room.
"""

import json
from collections.abc import Iterable
from typing import Final

from tertulia_core.wire.casemap import Fold
from tertulia_server.model.channel import Membership
from tertulia_server.model.keeping import Put

__all__ = ["KIND", "FirstJoins"]

KIND: Final = "first_join"


class FirstJoins:
    """The number of the first message after an account first entered; owner: the network thread.

    Args:
        fold: what makes two spellings one account.
        put: keeps a document.
    """

    def __init__(self, fold: Fold, put: Put) -> None:
        self._fold = fold
        self._put = put
        self._numbers: dict[str, dict[int, int]] = {}

    def load(self, documents: Iterable[tuple[str, str]]) -> None:
        """Know what was kept: key and JSON text of each."""
        for key, text in documents:
            account, _, room = key.rpartition("/")
            self._numbers.setdefault(account, {})[int(room)] = json.loads(text)["number"]

    def note(self, member: Membership) -> None:
        """Remember that the account behind a member is in the channel, if there is one."""
        if not member.user.account or not member.channel.ids.is_kept:
            return
        account, room = self._fold(member.user.account), member.channel.ids.room
        numbers = self._numbers.setdefault(account, {})
        if room not in numbers:
            numbers[room] = member.since
            self._put(KIND, f"{account}/{room}", {"number": member.since})

    def since(self, member: Membership) -> int:
        """Return the number from which on a member may read a channel that is not open."""
        numbers = self._numbers.get(self._fold(member.user.account), {})
        return min(member.since, numbers.get(member.channel.ids.room, member.since))

    def forget(self, account: str) -> None:
        """Forget an account, whose name is folded."""
        for room in self._numbers.pop(account, {}):
            self._put(KIND, f"{account}/{room}", None)
