"""What is forgotten: what is too old or too much, what is erased, and keys after a week.

Every step deletes at most ``STEP`` messages, between two commits of the chat.
"""

from typing import TYPE_CHECKING, Final

from tertulia_server.store.index import Index
from tertulia_server.store.limits import Limits
from tertulia_server.store.places import LAST_NUMBER, LAST_PLACE, to_milliseconds, to_place
from tertulia_server.store.ports import Erase
from tertulia_server.store.segments import rewrite

if TYPE_CHECKING:
    from tertulia_server.store.connections import Connection

__all__ = ["Erasing", "Retention", "forget_keys"]

STEP: Final = 1000
_LOOKED_AT: Final = 20_000
"""Messages of the index that one step of an erasure looks at."""


def forget_keys(connection: "Connection", limits: Limits, now: float) -> int:
    """Forget idempotency keys that nobody sends again; return how many."""
    return connection.execute(
        "DELETE FROM sent WHERE milliseconds < ?"
        " AND id IN (SELECT id FROM sent ORDER BY id LIMIT ?)",
        (to_milliseconds(now - limits.key_seconds), STEP),
    ).rowcount


class Retention:
    """Goes round the rooms and forgets the oldest; owner: the store's thread.

    Args:
        connection: the one that writes.
        limits: how long and how much is kept.
    """

    PAUSE: Final = 60.0
    """Seconds between two rounds."""

    def __init__(self, connection: "Connection", limits: Limits) -> None:
        self._connection = connection
        self._limits = limits
        self._room = 0
        self._next = 0.0

    def step(self, now: float) -> int:
        """Forget something of the next room that has too much; return how many messages."""
        if now < self._next:
            return 0
        since = to_milliseconds(now - self._limits.seconds)
        rooms = self._connection.execute(
            "SELECT id, bytes FROM room WHERE id >= ? ORDER BY id LIMIT ?", (self._room, STEP)
        ).fetchall()
        for room, size in rooms:
            self._room = room
            if count := self._shorten(room, size - self._limits.bytes, since):
                return count
        self._room += 1
        if len(rooms) < STEP:
            self._room = 0
            self._next = now + self.PAUSE
        return 0

    def _shorten(self, room: int, surplus: int, since: int) -> int:
        """Forget the oldest segments of a room, as far as they are in the index already."""
        index = Index(self._connection)
        count = freed = 0
        segments = self._connection.execute(
            "SELECT id, milliseconds, count, length(lines) FROM segment"
            " WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?",
            (to_place(room, 0), to_place(room, LAST_NUMBER), STEP),
        ).fetchall()
        for place, milliseconds, lines, size in segments:
            is_surplus = surplus > freed or milliseconds < since
            if not is_surplus or count >= STEP or not index.has(place):
                break
            last = place + lines - 1
            count += index.remove(place, last)
            freed += size
            self._connection.execute("DELETE FROM segment WHERE id = ?", (place,))
            self._connection.execute("DELETE FROM change WHERE id BETWEEN ? AND ?", (place, last))
        if count:
            self._connection.execute(
                "UPDATE room SET bytes = bytes - ? WHERE id = ?", (freed, room)
            )
        return count


class Erasing:
    """Works off what is to be erased; owner: the store's thread.

    Args:
        connection: the one that writes.
    """

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection

    def ask(self, erase: Erase, waiting: int) -> None:
        """Remember an erasure of all that was written up to transaction ``waiting``."""
        before = None if erase.before is None else to_milliseconds(erase.before)
        self._connection.execute(
            "INSERT INTO erasure (account, room, before, waiting) VALUES (?, ?, ?, ?)",
            (erase.account, erase.room, before, waiting),
        )
        if erase.account:
            self._connection.execute("DELETE FROM sent WHERE sender = ?", (erase.account,))

    def step(self) -> tuple[int, bool]:
        """Erase a little; return how many messages were looked at, and whether one is done."""
        row = self._connection.execute(
            "SELECT id, account, room, before, next, last FROM erasure"
            " WHERE NOT EXISTS (SELECT 1 FROM waiting WHERE waiting.id <= erasure.waiting)"
            " ORDER BY id LIMIT 1"
        ).fetchone()
        if row is None:
            return 0, False
        number, account, room, before, start, last = row
        if last is None:
            (last,) = self._connection.execute(
                "SELECT coalesce(max(id), 0) FROM message"
            ).fetchone()
        end, is_cut = self._blank(account, room, before, start, last)
        if end >= last and not is_cut:
            self._connection.execute("DELETE FROM erasure WHERE id = ?", (number,))
            return 1, True
        self._connection.execute(
            "UPDATE erasure SET next = ?, last = ? WHERE id = ?", (end + 1, last, number)
        )
        return 1, False

    def _blank(
        self, account: str, room: int | None, before: int | None, start: int, last: int
    ) -> tuple[int, bool]:
        """Blank messages from ``start`` on.

        Returns:
            The last one looked at, and whether the step was cut short there.
        """
        end = min(start + _LOOKED_AT, last)
        found = self._connection.execute(
            "SELECT id, place FROM message WHERE id BETWEEN ? AND ?"
            " AND (? = '' OR account = ?) AND +place BETWEEN ? AND ?"
            " AND (? IS NULL OR milliseconds < ?) ORDER BY id LIMIT ?",
            (start, end, account, account, *_bounds(room), before, before, STEP),
        ).fetchall()
        index = Index(self._connection)
        places = [place for _id, place in found]
        rewrite(self._connection, dict.fromkeys(places, b""))
        for place in places:
            index.remove(place, place)
        self._connection.executemany(
            "DELETE FROM change WHERE id = ?", [(place,) for place in places]
        )
        is_cut = len(found) == STEP
        return (found[-1][0] if is_cut else end), is_cut


def _bounds(room: int | None) -> tuple[int, int]:
    """Return the first and the last place of a room, ``None`` for all rooms."""
    return (0, LAST_PLACE) if room is None else (to_place(room, 0), to_place(room, LAST_NUMBER))
