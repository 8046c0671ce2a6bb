"""Copies of a store: made while the server runs, and put back.

A copy is made by one step of SQLite's backup through a connection that only
reads, so that it holds one moment and all that was acknowledged before. It
gets its name only when it is whole, checked and on the disk.
"""

import os
from contextlib import closing
from pathlib import Path
from typing import Final

from tertulia_server.store.connections import (
    APPLICATION_ID,
    Connection,
    Deadline,
    open_copy,
    open_reader,
    translated,
)
from tertulia_server.store.ports import StoreError

__all__ = ["back_up", "is_store", "new_name", "restore"]

_NAME_BYTES: Final = 5
_HEADER_BYTES: Final = 100
_MAGIC: Final = b"SQLite format 3\0"
_APPLICATION: Final = slice(68, 72)


def new_name() -> str:
    """Return a name for a store: letters and digits, never the same twice."""
    return os.urandom(_NAME_BYTES).hex()  # ``secrets`` would load OpenSSL


def is_store(path: Path) -> bool:
    """Tell whether a file, which MUST NOT be one in use, begins as those of a store do.

    Source: https://sqlite.org/fileformat.html#the_database_header

    Raises:
        StoreError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}") from error
    is_ours = header[_APPLICATION] == APPLICATION_ID.to_bytes(4, "big")
    return header.startswith(_MAGIC) and is_ours


def back_up(source: Path, target: Path) -> None:
    """Copy the store at ``source``, which may be in use, to ``target``.

    Raises:
        StoreError: it cannot be copied, or the copy is damaged; then there is no ``target``.
    """
    _copy(source, target, is_renamed=False)


def restore(source: Path, target: Path) -> None:
    """Put a backup in the place of the store at ``target``, which no server may be using.

    It gets a name of its own, so that message ids given since the backup never mean others.

    Raises:
        StoreError: the backup is damaged or not ours; then ``target`` is as it was.
    """
    if not source.is_file():
        raise StoreError(f"{source}: there is no such file")
    _copy(source, target, is_renamed=True)


def _copy(source: Path, target: Path, *, is_renamed: bool) -> None:
    temporary = target.with_name(f"{target.name}.{os.urandom(4).hex()}.part")
    try:
        with (
            closing(open_reader(source, Deadline())) as reader,
            closing(open_copy(temporary)) as copy,
        ):
            with translated(source):
                reader.backup(copy, pages=-1)
            _check(copy, source)
            if is_renamed:
                with translated(temporary):
                    copy.execute("UPDATE fact SET value = ? WHERE name = 'name'", (new_name(),))
        _to_disk(temporary)
        if is_renamed:
            for suffix in ("-wal", "-shm"):
                target.with_name(target.name + suffix).unlink(missing_ok=True)
        temporary.replace(target)
        _to_disk(target.parent)
    except OSError as error:
        raise StoreError(f"{target}: {error.strerror}") from error
    finally:
        temporary.unlink(missing_ok=True)


def _check(copy: Connection, path: Path) -> None:
    """Raise StoreError if the copy of the file at ``path`` is damaged or not ours."""
    with translated(path):
        copy.execute("PRAGMA journal_mode = DELETE")
        (application,) = copy.execute("PRAGMA application_id").fetchone()
        (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    if application != APPLICATION_ID:
        raise StoreError(f"{path}: this is no backup of a tertulia server")
    if verdict != "ok":
        raise StoreError(f"{path}: the copy is damaged: {' '.join(verdict.split())}")


def _to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows opens no folders and needs no such step
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
