"""Connections to SQLite files, and what their errors mean: the only importer of ``sqlite3``.

Python on Debian 12 carries SQLite 3.40.1, in which two connections that write
or checkpoint at the same moment can lose committed pages when the WAL is begun
anew (fixed in 3.51.3, https://sqlite.org/wal.html#walresetbug). So exactly one
connection writes and checkpoints; all others are opened by ``open_reader``.

Never open a live file of the store by other means within the server: when
such a handle is closed, POSIX drops every lock the process holds on the file.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from tertulia_server.store.ports import StoreError, StoreLost

__all__ = [
    "APPLICATION_ID",
    "Connection",
    "Deadline",
    "database_version",
    "is_full",
    "is_interrupted",
    "open_copy",
    "open_reader",
    "open_writer",
    "rewriting_note",
    "translated",
]

Connection = sqlite3.Connection

APPLICATION_ID: Final = 0x7472746C
"""``trtl``: tells our files from other SQLite files (https://sqlite.org/pragma.html)."""

_WITHOUT_RESET_BUG: Final = (3, 51, 3)
_MEBIBYTE: Final = 1024 * 1024
_STEPS: Final = 2000
"""How many steps of SQLite's machine pass between two looks at the clock, about 0.1 ms."""

_SETTINGS: Final = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "wal_autocheckpoint = 0",
    f"journal_size_limit = {64 * _MEBIBYTE}",
    "foreign_keys = ON",
    "busy_timeout = 5000",
    "secure_delete = ON",
    "mmap_size = 0",
    "temp_store = MEMORY",
    "cache_size = -16384",
)

_LOST: Final = frozenset(
    {
        sqlite3.SQLITE_IOERR_FSYNC,
        sqlite3.SQLITE_IOERR_DIR_FSYNC,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
    }
)
"""Errors after which what was committed before may be gone as well."""

_SENTENCES: Final = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "the file cannot be written",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; restore a backup of it",
    sqlite3.SQLITE_NOTADB: "the file is no database; restore a backup of it",
    sqlite3.SQLITE_BUSY: "another program is using the file",
    sqlite3.SQLITE_INTERRUPT: "it took too long",
}
_PRIMARY: Final = 0xFF


class Deadline:
    """The moment at which what a reader does is broken off; owner: the reader's thread."""

    __slots__ = ("at",)

    def __init__(self) -> None:
        self.at = float("inf")

    def set(self, seconds: float) -> None:
        """Break off what lasts longer than ``seconds`` from now."""
        self.at = time.monotonic() + seconds

    def is_over(self) -> bool:
        """Tell whether it is time to stop: SQLite's progress handler."""
        return time.monotonic() > self.at


def open_writer(path: Path) -> Connection:
    """Open the one connection that writes, with every setting in force.

    A new file is nobody else's to read, wherever it is; SQLite gives the files beside it the
    same rights.

    Raises:
        StoreError: it cannot be opened.
    """
    with suppress(OSError):  # SQLite says better what is wrong
        path.touch(mode=0o600)
    with translated(path):
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            if connection.execute("PRAGMA page_count").fetchone() == (0,):
                connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # writes, even if it is so
            for setting in _SETTINGS:
                connection.execute(f"PRAGMA {setting}")
        except sqlite3.Error:
            connection.close()
            raise
    return connection


def open_reader(path: Path, deadline: Deadline) -> Connection:
    """Open a connection that can write nothing.

    Raises:
        StoreError: it cannot be opened.
    """
    with translated(path):
        uri = f"{path.absolute().as_uri()}?mode=ro"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA query_only = ON")
            connection.execute("PRAGMA busy_timeout = 5000")
            connection.execute("PRAGMA mmap_size = 0")
        except sqlite3.Error:
            connection.close()
            raise
        connection.set_progress_handler(deadline.is_over, _STEPS)
    return connection


def open_copy(path: Path) -> Connection:
    """Open a file that nobody else knows of, to be filled by a backup.

    Raises:
        StoreError: it cannot be made.
    """
    with translated(path):
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA secure_delete = ON")
    return connection


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise what SQLite says about the file at ``path`` as an error of ours.

    Raises:
        StoreLost: what is on the disk is uncertain.
        StoreError: what was asked for was not done.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0)
        sentence = _SENTENCES.get(code & _PRIMARY, str(error))
        is_lost = code in _LOST or code & _PRIMARY in _LOST
        raise (StoreLost if is_lost else StoreError)(f"{path}: {sentence}") from error


def is_interrupted(error: StoreError) -> bool:
    """Tell whether a deadline broke it off."""
    return _code_of(error) == sqlite3.SQLITE_INTERRUPT


def is_full(error: StoreError) -> bool:
    """Tell whether there was no room for it on the disk."""
    return _code_of(error) & _PRIMARY == sqlite3.SQLITE_FULL


def _code_of(error: StoreError) -> int:
    """Return SQLite's number for what happened, 0 where it was something else."""
    return int(getattr(error.__cause__, "sqlite_errorcode", 0))


def database_version() -> str:
    """Return the version of SQLite."""
    return sqlite3.sqlite_version


def rewriting_note(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """Return what is to be known about a version of SQLite, ``""`` for nothing."""
    if version >= _WITHOUT_RESET_BUG:
        return ""
    return (
        f"SQLite {'.'.join(map(str, version))} can lose pages when two connections write at once;"
        " the server writes through a single one"
    )
