"""What readers see: one moment of the file, through connections that can write nothing."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tertulia_server.store.connections import Connection, Deadline, open_reader, translated
from tertulia_server.store.places import LAST_NUMBER, number_of, to_place
from tertulia_server.store.reading import Changed, Run, RunSource
from tertulia_server.store.segments import COLUMNS, to_run

__all__ = ["Readers", "Snapshot"]


class Snapshot(RunSource):
    """The journal as one transaction reads it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def runs(self, room: int, low: int, high: int, *, newest: bool) -> Iterator[Run]:
        """See ``reading.RunSource``."""
        first = self._at_or_before(room, low)
        start = to_place(room, low) if first is None else first[0]
        rows = self.connection.execute(
            f"SELECT {COLUMNS} FROM segment WHERE id BETWEEN ? AND ?"  # noqa: S608
            f" ORDER BY id {'DESC' if newest else 'ASC'}",
            (start, to_place(room, high)),
        )
        return map(to_run, rows)

    def changes(self, run: Run) -> Mapping[int, Changed]:
        """See ``reading.RunSource``."""
        place = to_place(run.room, run.first)
        rows = self.connection.execute(
            "SELECT id, milliseconds, line FROM change WHERE id BETWEEN ? AND ?",
            (place, place + len(run.lines) - 1),
        )
        return {number_of(id_): Changed(milliseconds, line) for id_, milliseconds, line in rows}

    def first_since(self, room: int, milliseconds: int) -> int:
        """See ``reading.RunSource``; takes a look at the room's log2(messages) runs."""
        last = self._at_or_before(room, LAST_NUMBER)
        if last is None:
            return 0
        if last[1] < milliseconds:
            return number_of(last[0]) + last[2]
        low = self._next(room, 0)
        high = number_of(last[0])
        while low < high:
            middle = (low + high) // 2
            row = self._at_or_before(room, middle)
            assert row is not None, "a run begins at low"
            if row[1] >= milliseconds:
                high = number_of(row[0])
            else:
                low = self._next(room, middle + 1)
        return low

    def _at_or_before(self, room: int, number: int) -> tuple[int, int, int] | None:
        """Return place, milliseconds and count of the last run that begins at or before."""
        row: tuple[int, int, int] | None = self.connection.execute(
            "SELECT id, milliseconds, count FROM segment WHERE id BETWEEN ? AND ?"
            " ORDER BY id DESC LIMIT 1",
            (to_place(room, 0), to_place(room, number)),
        ).fetchone()
        return row

    def _next(self, room: int, number: int) -> int:
        """Return where the first run begins that begins at or after a number there is one for."""
        (place,) = self.connection.execute(
            "SELECT min(id) FROM segment WHERE id BETWEEN ? AND ?",
            (to_place(room, number), to_place(room, LAST_NUMBER)),
        ).fetchone()
        return number_of(place)


class Readers:
    """One reading connection per thread; any thread may use it.

    Args:
        path: the store's file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._own = threading.local()
        self._all: list[Connection] = []

    @contextmanager
    def look(self, seconds: float) -> Iterator[Snapshot]:
        """Read one moment of the file for at most ``seconds``.

        Raises:
            StoreError: it cannot be read, or not in that time.
        """
        connection, deadline = self._of_this_thread()
        with translated(self._path):
            connection.execute("BEGIN")
            deadline.set(seconds)
            try:
                yield Snapshot(connection)
            finally:
                deadline.set(float("inf"))
                connection.rollback()

    def close(self) -> None:
        """Close all connections; nobody reads any more."""
        for connection in self._all:
            connection.close()
        self._all.clear()

    def _of_this_thread(self) -> tuple[Connection, Deadline]:
        own: tuple[Connection, Deadline] | None = getattr(self._own, "reader", None)
        if own is None:
            deadline = Deadline()
            own = self._own.reader = (open_reader(self._path, deadline), deadline)
            self._all.append(own[0])
        return own
