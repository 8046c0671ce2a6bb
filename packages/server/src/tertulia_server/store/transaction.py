"""The rows of some batches, sorted into the statements that write them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tertulia_server.store.places import to_milliseconds, to_place
from tertulia_server.store.ports import Append, Batch, Change, Erase, Key, Put, StoreError
from tertulia_server.store.segments import pack_lines, pack_places

if TYPE_CHECKING:
    from tertulia_server.store.connections import Connection

__all__ = ["Transaction"]

_SEGMENT = "INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?)"
_WAITING = "INSERT INTO waiting VALUES (?, ?)"
_PUT = "INSERT INTO document VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
_FORGET = "DELETE FROM document WHERE kind = ? AND key = ?"
_KEY = (
    "INSERT INTO sent (key, room, number, sender, milliseconds) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT DO NOTHING"
)
_CHANGE = (
    "INSERT INTO change (id, by, milliseconds, line, reason) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET by = excluded.by, milliseconds = excluded.milliseconds,"
    " line = excluded.line, reason = excluded.reason, is_settled = 0"
    " WHERE line IS NULL OR line <> x''"
)


class Transaction:
    """What one COMMIT is to hold.

    Args:
        number: names it among the transactions that wait for the index.
        batches: in order.
        last: the highest number of each room so far.

    Attributes:
        last: the highest number of each room that it adds to.
        rows, size: how many rows, and how many bytes of lines.

    Raises:
        StoreError: a message's number was given before.
    """

    def __init__(self, number: int, batches: Sequence[Batch], last: Mapping[int, int]) -> None:
        self.number = number
        self.last: dict[int, int] = {}
        self.erasures: list[Erase] = []
        self.size = 0
        self._before = last
        self._segments: list[tuple[int, int, int, int, bytes, bytes]] = []
        self._documents: dict[tuple[str, str], str | None] = {}
        self._keys: list[tuple[str, int, int, str, int]] = []
        self._changes: list[tuple[int, str, int, bytes, str]] = []
        for batch in batches:
            for row in batch:
                self._add(row)

    @property
    def rows(self) -> int:
        """How many rows it writes."""
        others = len(self._documents) + len(self._keys) + len(self._changes)
        return len(self._segments) + others

    def write(self, connection: "Connection") -> None:
        """Write all of it, between BEGIN and COMMIT."""
        connection.executemany(_SEGMENT, self._segments)
        places = pack_places([segment[0] for segment in self._segments])
        connection.execute(_WAITING, (self.number, places))
        for (kind, key), value in self._documents.items():
            if value is None:
                connection.execute(_FORGET, (kind, key))
            else:
                connection.execute(_PUT, (kind, key, value))
        connection.executemany(_KEY, self._keys)
        connection.executemany(_CHANGE, self._changes)

    def _add(self, row: Append | Put | Key | Change | Erase) -> None:
        match row:
            case Append():
                self._append(row)
            case Put(kind, key, value):
                self._documents[kind, key] = value
            case Key(key, room, number, sender, time):
                self._keys.append((key, room, number, sender, to_milliseconds(time)))
            case Change(room, number, by, time, line, reason):
                place = to_place(room, number)
                self._changes.append((place, by, to_milliseconds(time), line, reason))
            case Erase():
                self.erasures.append(row)

    def _append(self, row: Append) -> None:
        before = self.last.get(row.room)
        if before is None:
            before = self._before.get(row.room, 0)
        if row.first <= before:
            raise StoreError(f"room {row.room} has a message {row.first} already")
        self.last[row.room] = row.first + len(row.lines) - 1
        sizes, lines = pack_lines(row.lines)
        self.size += len(lines)
        place = to_place(row.room, row.first)
        milliseconds = to_milliseconds(row.time)
        self._segments.append((place, milliseconds, len(row.lines), row.ranks, sizes, lines))
