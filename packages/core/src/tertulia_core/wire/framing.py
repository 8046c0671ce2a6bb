"""Bytes to lines, whatever pieces the bytes arrive in."""

from tertulia_core.wire.limits import INPUT_BYTES

__all__ = ["LineBuffer"]


class LineBuffer:
    """What one connection has received and not yet ended with a newline.

    Args:
        limit: bytes that may wait for their line end before it counts as full.

    Lines end with LF; one CR before it belongs to the line end. Nothing is
    dropped: while ``is_full`` the caller reads no more (or takes the partial
    text, or closes), and that is what bounds the memory. Owner: the
    thread that reads the connection.
    """

    __slots__ = ("_limit", "_partial")

    def __init__(self, limit: int = INPUT_BYTES) -> None:
        self._limit = limit
        # Plain bytes until a line comes in a third piece: an idle connection costs nothing,
        # and one that sends byte by byte costs linear time.
        self._partial: bytes | bytearray = b""

    @property
    def partial(self) -> bytes:
        """The bytes after the last line end."""
        return bytes(self._partial)

    @property
    def partial_size(self) -> int:
        """How many bytes wait for their line end."""
        return len(self._partial)

    @property
    def is_full(self) -> bool:
        """Whether more waits than the limit allows."""
        return len(self._partial) > self._limit

    def feed(self, data: bytes) -> list[bytes]:
        """Add what was received; return the lines that are complete now, blank ones as ``b""``."""
        if b"\n" not in data:
            self._keep(data)
            return []
        if self._partial:
            data = bytes(self._partial) + data
        lines = data.replace(b"\r\n", b"\n").split(b"\n")
        self._partial = lines.pop()
        return lines

    def take_partial(self) -> bytes:
        """Remove and return the bytes after the last line end."""
        taken = bytes(self._partial)
        self._partial = b""
        return taken

    def _keep(self, data: bytes) -> None:
        """Append to the partial line."""
        if not self._partial:
            self._partial = data
        elif isinstance(self._partial, bytes):
            self._partial = bytearray(self._partial) + data
        else:
            self._partial += data
