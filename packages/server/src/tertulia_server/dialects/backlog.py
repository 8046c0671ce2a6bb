"""Lines that wait for their turn, as compact as they came."""

from collections.abc import Iterable

__all__ = ["Backlog"]


class Backlog:
    """The lines of one link that are not handed over yet; owner: the network thread.

    Kept as one piece of bytes, since a flood of blank lines as a list would take
    thirty times what it took on the wire. The transport does not read a link that has
    one, so it never grows past what one tick read.
    """

    __slots__ = ("_at", "_data")

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._data = b""
        self._at = 0
        self.extend(lines)

    def __bool__(self) -> bool:
        return self._at < len(self._data)

    def extend(self, lines: Iterable[bytes]) -> None:
        """Let more lines wait behind the others."""
        joined = b"".join(line + b"\n" for line in lines)
        self._data = self._data[self._at :] + joined
        self._at = 0

    def pop(self) -> bytes:
        """Remove and return the first line; there is one."""
        end = self._data.index(b"\n", self._at)
        line = self._data[self._at : end]
        self._at = end + 1
        return line
