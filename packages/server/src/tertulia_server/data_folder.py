"""The folder in which a server keeps its files, one per server."""

import os
from pathlib import Path
from typing import IO, Any, Final

from tertulia_core import platforms
from tertulia_core.address import Address
from tertulia_core.errors import ConfigError
from tertulia_core.i18n import Catalogue

__all__ = [
    "ADMIN_FILE",
    "ADMIN_SOCKET",
    "FILES",
    "DataFolder",
    "default_data_folder",
    "older_stores",
]

_ = Catalogue("tertulia_server").gettext

LOCK: Final = "lock"
LOG: Final = "server.log"
ADMIN_SOCKET: Final = "admin.sock"
ADMIN_FILE: Final = "admin.json"

_HISTORY: Final = tuple(f"history.db{end}" for end in ("", "-wal", "-shm", ".lock"))

FILES: Final = (LOG, f"{LOG}.1", LOCK, ADMIN_SOCKET, ADMIN_FILE, *_HISTORY)
"""Every file that a server may make in its folder."""

_OLDER_STORES: Final = ("history.db.schema-*", "history.db.replaced-*")
"""Copies made before a new version changed the file, and what a backup was put in place of."""

_NOT_IN_NAMES: Final = frozenset('<>"|?*:/\\')


def default_data_folder(address: Address) -> Path:
    """Return where a server keeps its files that nobody told where.

    Args:
        address: its first listener, with the real port.

    Raises:
        FileNotFoundError: the system knows no home folder for this user.
    """
    host, _colon, port = str(address).rpartition(":")
    name = "".join("_" if sign in _NOT_IN_NAMES else sign for sign in f"{host}-{port}")
    return platforms.data_home() / "tertulia" / name


def older_stores(folder: Path) -> list[Path]:
    """Return the files of ``folder`` that hold what was kept at an earlier time."""
    return sorted(path for pattern in _OLDER_STORES for path in folder.glob(pattern))


class DataFolder:
    """A folder that is ours until ``close``: locked, and private if it was made here.

    Args:
        path: the folder, made if need be.

    Raises:
        ConfigError: another server is using it.
        OSError: it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_dir():
            path.mkdir(parents=True, mode=0o700)
            platforms.make_private(path)
        self._lock: IO[Any] = (path / LOCK).open("a+b")
        if not platforms.lock_file(self._lock):
            self._lock.close()
            raise ConfigError(_("another server is using the folder {path}").format(path=path))
        self._lock.truncate(0)
        self._lock.write(f"{os.getpid()}\n".encode("ascii"))
        self._lock.flush()

    @property
    def log(self) -> Path:
        """The file of the full log."""
        return self.path / LOG

    def close(self) -> None:
        """Let others use the folder."""
        self._lock.close()
