"""Which history belongs to which room: a name, or two people, and an integer for good.

The integer stands in message ids and in the store. It outlives the channel: a
channel that is made again goes on where it stopped, also after a restart of
the server. It keeps the integer through a RENAME. What was said in a channel
that was not open to everybody (``+i``, ``+k``, ``+s``) is no business of
strangers who take the name later: then the name gets another integer.

Each is a JSON document of kind ``room`` under its integer.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from tertulia_core.wire.casemap import Fold
from tertulia_server.model.keeping import Put
from tertulia_server.model.sequences import Sequence
from tertulia_server.model.user import User

__all__ = ["KIND", "Archives"]

KIND: Final = "room"

CLOSED_BY: Final = frozenset("iks")
"""The channel modes that keep strangers from what was said."""

_NOT_KEPT: Final = 0
"""The number that stands for everything that no room keeps."""

_Pair = tuple[str, str]


class Archives:
    """The sequences of all rooms that have a history; owner: the network thread.

    Attributes:
        passing: gives ids to what is said and not kept.

    Args:
        store: names the store in message ids; letters and digits.
        run: tells the ids of what is not kept from those of other runs of the server;
            ``""`` where the store's name is another one at every start.
        fold: what makes two spellings one nick, channel or account.
        put: keeps a document.
        is_off: whether nothing is kept of what is said.
        not_in: channels of which nothing is kept.
    """

    def __init__(
        self,
        store: str,
        run: str,
        fold: Fold,
        put: Put,
        *,
        is_off: bool = False,
        not_in: Iterable[str] = (),
    ) -> None:
        self._is_off = is_off
        self._not_in = frozenset(map(fold, not_in))
        self.passing = Sequence(store + run, _NOT_KEPT, is_kept=False)
        self._store = store
        self._fold = fold
        self._put = put
        self._last_room = 0
        self._names: dict[int, str] = {}
        self._closed: set[int] = set()
        self._channels: dict[str, Sequence] = {}
        self._former: dict[int, tuple[str, Sequence]] = {}
        self._pairs: dict[_Pair, Sequence] = {}
        self._others: dict[str, dict[str, Sequence]] = {}

    def load(self, documents: Iterable[tuple[str, str]], last: Mapping[int, int]) -> None:
        """Know what was kept: key and JSON text of each room, and each one's highest number."""
        for key, text in documents:
            room, document = int(key), json.loads(text)
            self._last_room = max(self._last_room, room)
            sequence = Sequence(self._store, room, last.get(room, 0))
            if between := document.get("between"):
                self._know_pair((between[0], between[1]), sequence)
            elif document.get("former"):
                self._former[room] = document["name"], sequence
            else:
                self._know_channel(document["name"], sequence)
                if document.get("closed"):
                    self._closed.add(room)
        self._last_room = max([self._last_room, *last])

    # -- channels ---------------------------------------------------------

    def open(self, name: str, *, is_owned: bool = False) -> Sequence:
        """Return the sequence of a channel that has just been made.

        Args:
            name: of the channel.
            is_owned: whether it belongs to somebody who decides who comes in; only then
                one that was not open to everybody goes on.
        """
        if self._is_off or self._fold(name) in self._not_in:
            return self.passing
        sequence = self._channels.get(self._fold(name))
        if sequence is not None and (is_owned or sequence.room not in self._closed):
            return sequence
        if sequence is not None:
            self._retire(sequence)
        sequence = self._make()
        self._know_channel(name, sequence)
        self._keep(sequence)
        return sequence

    def find(self, name: str) -> Sequence | None:
        """Return the sequence of a channel, also of one in which nobody is now."""
        return self._channels.get(self._fold(name))

    def rename(self, old: str, new: str) -> None:
        """Let what was called ``old`` be called ``new``; what had that name before is over."""
        sequence = self._channels.pop(self._fold(old), None)
        if sequence is None:
            return  # nothing of it is kept
        former = self._channels.get(self._fold(new))
        if former is not None:
            self._retire(former)
        self._know_channel(new, sequence)
        self._keep(sequence)

    def mark(self, sequence: Sequence, modes: Iterable[str]) -> None:
        """Note whether a channel is open to everybody, after its modes changed."""
        if not sequence.is_kept:
            return
        is_closed = not CLOSED_BY.isdisjoint(modes)
        if is_closed != (sequence.room in self._closed):
            (self._closed.add if is_closed else self._closed.discard)(sequence.room)
            self._keep(sequence)

    def channels(self, name: str = "") -> Iterator[tuple[str, Sequence]]:
        """Give name and sequence of every channel that has a history, or of one.

        Channels that had the same name before are among them, and come first.
        """
        now = [(self._names[ids.room], ids) for ids in self._channels.values()]
        for called, ids in (*self._former.values(), *now):
            if not name or self._fold(called) == self._fold(name):
                yield called, ids

    # -- private conversations --------------------------------------------

    def identity(self, user: User) -> str:
        """Return what somebody is known by in private conversations: the account, else the nick."""
        if user.account:
            return f"account:{self._fold(user.account)}"
        return f"nick:{self._fold(user.nick)}"

    def between(self, user: User, other: User) -> Sequence:
        """Return the sequence of what two people say to each other.

        Between two people without an account nothing is kept.
        """
        if self._is_off or not (user.account or other.account):
            return self.passing
        one, two = sorted((self.identity(user), self.identity(other)))
        sequence = self._pairs.get((one, two))
        if sequence is None:
            sequence = self._make()
            self._know_pair((one, two), sequence)
            self._put(KIND, str(sequence.room), {"between": [one, two]})
        return sequence

    def find_between(self, one: str, other: str) -> Sequence | None:
        """Return the sequence of two identities, ``None`` if they never spoke."""
        return self._others.get(one, {}).get(other)

    def conversations(self, identity: str) -> Iterator[tuple[str, Sequence]]:
        """Give the identity of everybody somebody spoke with, and what they said."""
        yield from self._others.get(identity, {}).items()

    def forget(self, account: str) -> None:
        """Forget an account, whose name is folded: who has the name later reads nothing of it.

        The others go on reading, as if somebody without an account had spoken with them.
        """
        gone = f"account:{account}"
        for identity, sequence in list(self._others.pop(gone, {}).items()):
            self._pairs.pop((min(gone, identity), max(gone, identity)))
            self._others.get(identity, {}).pop(gone, None)
            other = f"nick:{account}" if identity == gone else identity
            heir = f"nick:{account}"
            if self.find_between(other, heir) is not None:
                heir = f"nick:{account}/{sequence.room}"  # nobody can be called that
            one, two = sorted((other, heir))
            self._know_pair((one, two), sequence)
            self._put(KIND, str(sequence.room), {"between": [one, two]})

    # -- shared -----------------------------------------------------------

    def name_of(self, room: int) -> str:
        """Return the name of a channel's room, ``""`` for a conversation and an unknown room."""
        return self._names.get(room, "")

    def of_room(self, room: int) -> Sequence:
        """Return what makes the ids of a room that is known by its integer."""
        return Sequence(self._store, room)

    def _make(self) -> Sequence:
        self._last_room += 1
        return Sequence(self._store, self._last_room)

    def _retire(self, sequence: Sequence) -> None:
        """Let a history belong to no name any more."""
        name = self._names.pop(sequence.room)
        self._closed.discard(sequence.room)
        self._former[sequence.room] = name, sequence
        self._put(KIND, str(sequence.room), {"name": name, "former": True})

    def _keep(self, sequence: Sequence) -> None:
        document: dict[str, Any] = {"name": self._names[sequence.room]}
        if sequence.room in self._closed:
            document["closed"] = True
        self._put(KIND, str(sequence.room), document)

    def _know_channel(self, name: str, sequence: Sequence) -> None:
        self._names[sequence.room] = name
        self._channels[self._fold(name)] = sequence

    def _know_pair(self, pair: _Pair, sequence: Sequence) -> None:
        one, two = pair
        self._pairs[pair] = sequence
        self._others.setdefault(one, {})[two] = sequence
        self._others.setdefault(two, {})[one] = sequence
