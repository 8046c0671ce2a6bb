"""Putting a backup in the place of what a server kept, which stays beside it."""

import os
import shutil
import time
from contextlib import closing
from itertools import chain, count
from pathlib import Path
from typing import Final

from tertulia_server.store.backup import is_store, restore
from tertulia_server.store.connections import Deadline, open_reader, translated
from tertulia_server.store.ports import StoreError
from tertulia_server.store.schema import MIGRATIONS

__all__ = ["put_back"]

_ASIDE: Final = "replaced"
_WITH_LOG: Final = ("", "-wal")
"""The ends of the names of a store's files that hold something."""


def put_back(source: Path, target: Path) -> Path | None:
    """Put a backup in the place of the store at ``target``, which no server may be using.

    Returns:
        Where the store that was there is now, ``None`` if there was none.

    Raises:
        StoreError: the backup is damaged, not ours, or of a newer version of the program; or
            the files cannot be written. Then everything is as it was.
    """
    if target.exists() and source.exists() and target.samefile(source):
        raise StoreError(f"{source}: this is no backup, it is the store itself")
    _check(source)
    aside: list[Path] = []
    try:
        if target.exists():
            aside = _keep(target)
        restore(source, target)
    except StoreError:
        for path in aside:
            path.unlink()
        raise
    return aside[0] if aside else None


def _check(source: Path) -> None:
    """Raise StoreError if a file is no backup that this version of the program understands."""
    if not is_store(source):
        raise StoreError(f"{source}: this is no backup of a tertulia server")
    with closing(open_reader(source, Deadline())) as reader, translated(source):
        (version,) = reader.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        raise StoreError(
            f"{source}: a newer version of this program made the backup "
            f"(schema {version}, known are {len(MIGRATIONS)})"
        )


def _keep(target: Path) -> list[Path]:
    """Let the store's files be there under other names, too; return these."""
    name = _free_name(target)
    kept: list[Path] = []
    try:
        for end in _WITH_LOG:
            file = target.with_name(target.name + end)
            if file.exists():
                other = target.with_name(name + end)
                _link(file, other)
                kept.append(other)
    except OSError as error:
        for path in kept:
            path.unlink()
        raise StoreError(f"{target}: {error.strerror}") from error
    return kept


def _free_name(target: Path) -> str:
    """Return a name with the moment in it under which nothing was put aside yet."""
    name = f"{target.name}.{_ASIDE}-{time.strftime('%Y%m%d-%H%M%S')}"
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(
        name
        for name in names
        if not any(target.with_name(name + end).exists() for end in _WITH_LOG)
    )


def _link(file: Path, other: Path) -> None:
    """Give a file one more name, or copy it where the file system knows no such thing."""
    try:
        os.link(file, other)
    except OSError:
        shutil.copy2(file, other)
