"""Message ids: a store's name, a room's number and an integer that grows.

Nothing random is looked up or stored per message: who knows the store, the
room and the place in it knows the id.

Source: https://ircv3.net/specs/extensions/message-ids
"""

from typing import Final

from tertulia_core.ids import MessageId

__all__ = ["Sequence"]

_MOST_DIGITS: Final = 15
"""No message has a longer number."""


class Sequence:
    """The growing integer of one room; owner: the network thread.

    Args:
        store: names the store for as long as it lives; letters and digits.
        room: the room's own integer, kept through renames and never given again.
        last: the number it goes on from.
        is_kept: whether what gets these ids goes into history.
    """

    __slots__ = ("_prefix", "is_kept", "last", "room")

    def __init__(self, store: str, room: int, last: int = 0, *, is_kept: bool = True) -> None:
        self._prefix = f"{store}-{room:x}-"
        self.room = room
        self.last = last
        self.is_kept = is_kept

    def take(self, count: int) -> int:
        """Take the next ``count`` numbers and return the first; see ``id_of``."""
        first = self.last + 1
        self.last += count
        return first

    def next(self) -> MessageId:
        """Return the id of the next message."""
        self.last += 1
        msgid: str = f"{self._prefix}{self.last}"
        return msgid  # type: ignore[return-value]  # MessageId(…) would double what an id costs

    def skip(self) -> None:
        """Take the next number for what shows no id."""
        self.last += 1

    def id_of(self, number: int) -> MessageId:
        """Return the id that a message was given."""
        return MessageId(f"{self._prefix}{number}")

    def number_of(self, msgid: str) -> int | None:
        """Return the number of the message with an id, ``None`` for one of another room."""
        number = msgid.removeprefix(self._prefix)
        is_number = number != msgid and number.isascii() and number.isdigit()
        is_ours = is_number and number[0] != "0" and len(number) <= _MOST_DIGITS
        return int(number) if is_ours else None
