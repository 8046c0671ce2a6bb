"""What a link needs of a socket."""

from typing import Protocol

__all__ = ["Stream"]


class Stream(Protocol):
    """A connected, non-blocking socket, plain or under TLS: ``BlockingIOError`` means "not now"."""

    def fileno(self) -> int:
        """Return the descriptor to watch, -1 once it is closed."""
        ...

    def recv(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes, ``b""`` when the other side sends no more."""
        ...

    def send(self, data: bytes | memoryview, /) -> int:
        """Write from the front of ``data`` what fits; return how much that was."""
        ...

    def shutdown(self, how: int, /) -> None:
        """Send no more (``socket.SHUT_WR``)."""
        ...

    def close(self) -> None:
        """Close the socket at once."""
        ...
