"""When what was committed moves from the log (WAL) into the database file.

A checkpoint waits for the disk twice, so none belongs between a message and
its echo: it is made when nobody writes, and between two commits only when the
log has grown too long.
"""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tertulia_server.store.connections import Connection

__all__ = ["Checkpoints"]

_PAGE: Final = 4096 + 24
"""Bytes of a page in the log with its header."""


class Checkpoints:
    """Knows about how long the log is; owner: the store's thread.

    SQLite tells the length only to those who make a checkpoint. Between two of
    them it is estimated, rather too high.

    Args:
        connection: the one that writes.
    """

    IDLE_BYTES: Final = 16 * 1024 * 1024
    MOST_BYTES: Final = 64 * 1024 * 1024

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self.log_bytes = 0

    def wrote(self, rows: int, size: int) -> None:
        """Take note of a transaction of ``rows`` rows with ``size`` bytes in them."""
        self.log_bytes += (4 + 2 * rows) * _PAGE + size

    def if_long(self) -> None:
        """Make a checkpoint if the log may not grow any more."""
        if self.log_bytes > self.MOST_BYTES:
            self.run("PASSIVE")

    def if_idle(self) -> None:
        """Make a checkpoint if it is worth it; call it when nobody writes."""
        if self.log_bytes > self.IDLE_BYTES:
            self.run("PASSIVE")

    def run(self, mode: str) -> bool:
        """Make one and return whether all of the log is in the file now.

        ``TRUNCATE`` empties the log as well, unless somebody reads.
        """
        busy, pages, done = self._connection.execute(f"PRAGMA wal_checkpoint({mode})").fetchone()
        self.log_bytes = (pages - done) * _PAGE
        return not busy and pages == done
