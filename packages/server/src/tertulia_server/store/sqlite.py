"""The store on disk: one SQLite file, written by one connection.

A transaction holds all batches that wait, whatever rooms they are of: per
room and tick one row of the journal. Full-text search, blanking, forgetting
and checkpoints are left to ``tend``, for which there is time when nobody
writes.

Source: https://sqlite.org/wal.html
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Final

from tertulia_core import platforms
from tertulia_server.store.backup import back_up, is_store, new_name
from tertulia_server.store.checkpoints import Checkpoints
from tertulia_server.store.connections import Connection, is_full, open_writer, translated
from tertulia_server.store.failpoints import (
    AFTER_COMMIT,
    BEFORE_COMMIT,
    Failpoint,
    nothing_fails,
)
from tertulia_server.store.index import Merging
from tertulia_server.store.limits import DEFAULT_LIMITS, Limits
from tertulia_server.store.places import number_of, room_of
from tertulia_server.store.ports import Batch, StoreError
from tertulia_server.store.retention import STEP as FORGOTTEN
from tertulia_server.store.retention import Erasing, Retention, forget_keys
from tertulia_server.store.schema import migrate
from tertulia_server.store.searching import SqliteHistory
from tertulia_server.store.segments import unpack_places
from tertulia_server.store.settling import STEP as SETTLED
from tertulia_server.store.settling import settle_changes, settle_segments
from tertulia_server.store.transaction import Transaction

__all__ = ["NAME", "SqliteStore"]

NAME: Final = "history.db"
"""What the file is called in the server's folder; ``DataFolder`` lists those beside it."""

OWN_ENDS: Final = ("", "-wal", "-shm", ".lock")
"""How the names of the files beside it end."""

_FREE_PAGES: Final = 256
_ERASED: Final = "erased"


class SqliteStore:
    """Keeps everything in one file; owner: the thread that writes, after it was made elsewhere.

    Args:
        path: the file, made if it is not there.
        limits: how long and how much is kept.
        failpoint: where tests let it fail.

    Raises:
        StoreError: the file cannot be opened, is damaged, of a newer version, or in use.
    """

    keeps = True

    def __init__(
        self,
        path: Path,
        limits: Limits = DEFAULT_LIMITS,
        failpoint: Failpoint = nothing_fails,
    ) -> None:
        self._path = path
        self._limits = limits
        self._failpoint = failpoint
        self._lock = _lock(path)
        try:
            self._connection = open_writer(path)
            try:
                migrate(self._connection, path)
                self.name = _name(self._connection, path)
                self._last = _last_numbers(self._connection, path)
            except StoreError:
                self._connection.close()
                raise
        except StoreError:
            self._lock.close()
            raise
        self._checkpoints = Checkpoints(self._connection, path)
        self._is_log_private = False  # a run that was killed may have left what was taken back
        self._retention = Retention(self._connection, limits)
        self._erasing = Erasing(self._connection)
        self._merging = Merging(self._connection)
        self._next_transaction = self._first_transaction()
        self.history = SqliteHistory(path)

    # -- writing ----------------------------------------------------------

    def write(self, batches: Sequence[Batch]) -> None:
        """See ``ports.Store``."""
        transaction = Transaction(self._next_transaction, batches, self._last)
        try:
            self._commit(transaction)
        except StoreError as error:
            if not is_full(error) or not self._checkpoints.make_room():
                raise
            self._commit(transaction)
        self._next_transaction += 1
        self._last.update(transaction.last)
        self._checkpoints.wrote(transaction.rows, transaction.size)
        self._checkpoints.if_long()

    def _commit(self, transaction: Transaction) -> None:
        """Write a transaction, whole or not at all."""
        with translated(self._path):
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                transaction.write(self._connection)
                for erase in transaction.erasures:
                    self._erasing.ask(erase, transaction.number)
                self._failpoint(BEFORE_COMMIT)
                self._connection.execute("COMMIT")
                self._failpoint(AFTER_COMMIT)
            except BaseException:
                if not self._was_committed(transaction):
                    raise

    def _was_committed(self, transaction: Transaction) -> bool:
        """Tell what became of a transaction after an error, by looking."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
            return False
        query = "SELECT 1 FROM waiting WHERE id = ?"
        return self._connection.execute(query, (transaction.number,)).fetchone() is not None

    def _first_transaction(self) -> int:
        """Return the number of the next transaction: higher than all that something waits for."""
        with translated(self._path):
            (last,) = self._connection.execute(
                "SELECT max(coalesce((SELECT max(id) FROM waiting), 0),"
                " coalesce((SELECT max(waiting) FROM erasure), 0))"
            ).fetchone()
        return int(last) + 1

    # -- small state ------------------------------------------------------

    def documents(self, kind: str) -> Iterator[tuple[str, str]]:
        """See ``ports.Store``."""
        query = "SELECT key, value FROM document WHERE kind = ? ORDER BY key"
        with translated(self._path):
            return iter(self._connection.execute(query, (kind,)).fetchall())

    def last_numbers(self) -> dict[int, int]:
        """See ``ports.Store``."""
        return dict(self._last)

    # -- time -------------------------------------------------------------

    def tend(self, now: float) -> bool:
        """See ``ports.Store``."""
        try:
            with translated(self._path):
                return self._step(now)
        except StoreError as error:
            if is_full(error) and self._checkpoints.make_room():
                return True
            raise

    def _step(self, now: float) -> bool:
        """Do a step of the first thing there is to do; return whether there was one."""
        tasks: tuple[tuple[Callable[[], int], int], ...] = (
            (lambda: settle_segments(self._connection), SETTLED),
            (self._settle_changes, SETTLED),
            (self._erase, FORGOTTEN),
            (lambda: self._retention.step(now), FORGOTTEN),
            (lambda: forget_keys(self._connection, self._limits, now), FORGOTTEN),
        )
        for task, rows in tasks:
            if self._in_transaction(task):
                self._checkpoints.wrote(rows, 0)
                self._checkpoints.if_idle()
                return True
        return self._give_back()

    def _in_transaction(self, task: Callable[[], int]) -> bool:
        """Do a step of something, whole or not at all; return whether there was anything to do."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            is_done = task() > 0
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT" if is_done else "ROLLBACK")
        return is_done

    def _settle_changes(self) -> int:
        count = settle_changes(self._connection)
        self._is_log_private = self._is_log_private and not count
        return count

    def _erase(self) -> int:
        count, is_complete = self._erasing.step()
        if is_complete:
            self._connection.execute(
                "INSERT INTO fact VALUES (?, '') ON CONFLICT DO NOTHING", (_ERASED,)
            )
        return count

    def _give_back(self) -> bool:
        """Return disk space, and what the index and the log still hold of what is gone."""
        execute = self._connection.execute
        is_erased = execute("SELECT 1 FROM fact WHERE name = ?", (_ERASED,)).fetchone()
        if is_erased and self._merging.step():
            return True
        if execute("PRAGMA freelist_count").fetchone() != (0,):
            # A step per page, without a row: execute() would stop after the first one.
            self._connection.executescript(f"PRAGMA incremental_vacuum({_FREE_PAGES})")
            self._checkpoints.wrote(_FREE_PAGES // 2, 0)
            self._checkpoints.if_idle()
            return True
        if is_erased:
            execute("DELETE FROM fact WHERE name = ?", (_ERASED,))
            self._is_log_private = False
        if not self._is_log_private:
            self._is_log_private = self._checkpoints.empty()
        self._checkpoints.if_idle()
        return False

    def back_up(self, target: Path) -> None:
        """See ``ports.Store``; only another backup may stand at ``target`` already."""
        if target.exists() and (self._owns(target) or not is_store(target)):
            raise StoreError(f"{target}: there is another file in the way")
        back_up(self._path, target)

    def _owns(self, file: Path) -> bool:
        """Tell whether a file is one of the store's own, which nobody else must open."""
        own = (self._path.with_name(self._path.name + end) for end in OWN_ENDS)
        return any(path.exists() and path.samefile(file) for path in own)

    def close(self) -> None:
        """See ``ports.Store``."""
        self.history.close()
        with translated(self._path):
            self._checkpoints.run("TRUNCATE")
            self._connection.close()
        self._lock.close()


def _lock(path: Path) -> IO[Any]:
    """Let nobody else write the file at ``path``."""
    try:
        lock: IO[Any] = path.with_name(f"{path.name}.lock").open("a+b")
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}") from error
    if not platforms.lock_file(lock):
        lock.close()
        raise StoreError(f"{path}: another program is using the file")
    return lock


def _name(connection: Connection, path: Path) -> str:
    """Return the store's name, given when it is new."""
    query = "SELECT value FROM fact WHERE name = 'name'"
    with translated(path):
        row = connection.execute(query).fetchone()
        if row is None:
            connection.execute("INSERT INTO fact VALUES ('name', ?)", (new_name(),))
            row = connection.execute(query).fetchone()
    return str(row[0])


def _last_numbers(connection: Connection, path: Path) -> dict[int, int]:
    """Return the highest number given in each room, also of what is not counted yet."""
    with translated(path):
        last = dict(connection.execute("SELECT id, last FROM room"))
        for (blob,) in connection.execute("SELECT segments FROM waiting"):
            newest = {room_of(place): place for place in unpack_places(blob)}
            for room, place in newest.items():
                query = "SELECT count FROM segment WHERE id = ?"
                (count,) = connection.execute(query, (place,)).fetchone()
                last[room] = number_of(place) + count - 1
    return last
