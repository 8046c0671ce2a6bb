"""What a socket did not take yet."""

from collections import deque
from itertools import islice
from typing import Final

__all__ = ["SEND_BYTES", "SendQueue"]

SEND_BYTES: Final = 65_536
"""How much of a backlog of small chunks is joined for one write."""


class SendQueue:
    """The backlog of one link, in order; exists only while there is one. Owner: the loop's thread.

    Chunks are kept as they were given, because the links of a room share them;
    a partly written one is remembered by an offset. ``relayed`` tells how many of the
    ``size`` bytes count against what others may pile up for a slow reader; where a part
    of a mixed chunk is written, what was relayed is taken to be the part that remains.

    Args:
        data: the chunk that could not be written whole.
        written: how many of its bytes the socket took.
        relayed: how many of its bytes came from others.
    """

    __slots__ = ("_chunks", "_offset", "relayed", "size")

    def __init__(self, data: bytes, *, written: int, relayed: int) -> None:
        self.size = len(data) - written
        self.relayed = min(relayed, self.size)
        self._chunks = deque(((data, self.relayed),))
        self._offset = written

    def append(self, data: bytes, *, relayed: int) -> None:
        """Add a chunk, never an empty one, at the end."""
        self._chunks.append((data, relayed))
        self.size += len(data)
        self.relayed += relayed

    def peek(self) -> bytes | memoryview:
        """Return bytes from the front, worth one write; they stay until ``consume``."""
        rest = memoryview(self._chunks[0][0])[self._offset :]
        if len(self._chunks) == 1 or len(rest) >= SEND_BYTES:
            return rest
        pieces: list[bytes | memoryview] = [rest]
        room = SEND_BYTES - len(rest)
        for chunk, _ in islice(self._chunks, 1, None):
            pieces.append(chunk)
            room -= len(chunk)
            if room <= 0:
                break
        return b"".join(pieces)

    def consume(self, written: int) -> int:
        """Forget ``written`` bytes from the front; return how many relayed ones that frees."""
        freed = 0
        self.size -= written
        while written:
            data, relayed = self._chunks[0]
            rest = len(data) - self._offset
            if written < rest:
                kept = min(relayed, rest - written)
                self._chunks[0] = data, kept
                self._offset += written
                freed += relayed - kept
                break
            self._chunks.popleft()
            self._offset = 0
            freed += relayed
            written -= rest
        self.relayed -= freed
        return freed
