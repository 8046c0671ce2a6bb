"""When what was committed moves from the log (WAL) into the database file.

A checkpoint waits for the disk twice, so none belongs between a message and
its echo: it is made when nobody writes, and between two commits only when the
log has grown too long. What is too long depends on the disk: a log that is not
emptied before it has taken all the room can never be emptied, because its
pages need room in the file first.
"""

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tertulia_core import platforms
from tertulia_server.store.connections import translated
from tertulia_server.store.ports import StoreError, StoreLost

if TYPE_CHECKING:
    from tertulia_server.store.connections import Connection

__all__ = ["Checkpoints"]

_log = logging.getLogger(__name__)

_PAGE: Final = 4096 + 24
"""Bytes of a page in the log with its header."""

_LONG_SHARE: Final = 4
_IDLE_SHARE: Final = 8
"""The log may take this part of the room that there would be without it."""


class Checkpoints:
    """Knows about how long the log is; owner: the store's thread.

    SQLite tells the length only to those who make a checkpoint. Between two of
    them it is estimated, rather too high.

    Args:
        connection: the one that writes.
        path: the file it writes.
    """

    IDLE_BYTES: Final = 16 * 1024 * 1024
    MOST_BYTES: Final = 64 * 1024 * 1024

    def __init__(self, connection: "Connection", path: Path) -> None:
        self._connection = connection
        self._path = path
        self._log_path = path.with_name(f"{path.name}-wal")
        self.log_bytes = 0

    def wrote(self, rows: int, size: int) -> None:
        """Take note of a transaction of ``rows`` rows with ``size`` bytes in them."""
        self.log_bytes += (4 + 2 * rows) * _PAGE + size

    def if_long(self) -> None:
        """Make a checkpoint if the log may not grow any more."""
        self._keep_below(self.MOST_BYTES, _LONG_SHARE)

    def if_idle(self) -> None:
        """Make a checkpoint if it is worth it; call it when nobody writes."""
        self._keep_below(self.IDLE_BYTES, _IDLE_SHARE)

    def make_room(self) -> bool:
        """Empty the log, on a disk that is full; return whether that gave anything back.

        Raises:
            StoreLost: nobody knows what is on the disk.
        """
        before = self._log_size()
        return self._try("TRUNCATE") and self._log_size() < before

    def empty(self) -> bool:
        """Empty the log so that nothing of it stays on the disk; false while somebody reads."""
        return self._try("TRUNCATE")

    def run(self, mode: str) -> bool:
        """Make one and return whether all of the log is in the file now.

        ``TRUNCATE`` empties the log as well, unless somebody reads.
        """
        busy, pages, done = self._connection.execute(f"PRAGMA wal_checkpoint({mode})").fetchone()
        self.log_bytes = (pages - done) * _PAGE
        return not busy and pages == done

    def _keep_below(self, most: int, share: int) -> None:
        """Make a checkpoint if the log is longer than ``most`` bytes or than its share."""
        room = self._log_size() + self._free()
        is_scarce = room // share < most
        if self.log_bytes > min(most, room // share):
            self._try("TRUNCATE" if is_scarce else "PASSIVE")

    def _try(self, mode: str) -> bool:
        """Make a checkpoint, or leave it for later: what was committed is kept either way.

        On a small disk nothing waits for those who read, who may do so for long.
        """
        try:
            with translated(self._path):
                (patience,) = self._connection.execute("PRAGMA busy_timeout").fetchone()
                self._connection.execute("PRAGMA busy_timeout = 0")
                try:
                    return self.run(mode)
                finally:
                    self._connection.execute(f"PRAGMA busy_timeout = {patience}")
        except StoreLost:
            raise
        except StoreError as error:
            _log.debug("the log stays as long as it is", extra={"why": str(error)})
            return False

    def _free(self) -> int:
        """Return how many bytes of the disk are free; plenty where nobody can tell."""
        try:
            return platforms.free_bytes(self._path.parent)
        except OSError:
            return self.MOST_BYTES * _IDLE_SHARE

    def _log_size(self) -> int:
        """Return how many bytes of the disk the log takes, whatever is in it."""
        try:
            return self._log_path.stat().st_size
        except OSError:  # there is none
            return 0
