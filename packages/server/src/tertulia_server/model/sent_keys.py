"""What was sent under idempotency keys lately: who sends it again is answered the same.

Only the newest are known here; the store knows those of seven days.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from tertulia_core.broadcast.outbound import Outbound

__all__ = ["Sent", "SentKeys"]

MOST: Final = 20_000
"""How many are known without asking the store."""


class Sent(NamedTuple):
    """A message that was sent under a key.

    Attributes:
        outbound: the line that was passed on.
        sender: the account, ``""`` for somebody without one: who knows the key may repeat it.
    """

    outbound: Outbound
    sender: str


class SentKeys:
    """The newest keys of this run; owner: the network thread.

    Attributes:
        is_complete: whether none of this run was forgotten yet.
    """

    def __init__(self) -> None:
        self._by_key: dict[str, Sent] = {}
        self.is_complete = True

    def find(self, key: str) -> Sent | None:
        """Return what was sent under a key, ``None`` if that is not known here."""
        return self._by_key.get(key)

    def note(self, key: str, sent: Sent) -> None:
        """Know what has just been sent."""
        self._by_key[key] = sent
        if len(self._by_key) > MOST:
            del self._by_key[next(iter(self._by_key))]
            self.is_complete = False

    def forget(self, outbounds: Iterable[Outbound]) -> None:
        """Forget what could not be kept: to send it again is to send it for the first time."""
        gone = set(map(id, outbounds))
        self._by_key = {
            key: sent for key, sent in self._by_key.items() if id(sent.outbound) not in gone
        }
