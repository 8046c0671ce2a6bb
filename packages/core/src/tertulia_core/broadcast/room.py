"""One tick's lines of a room, and their join: the bytes that equal receivers share.

Every line of a tick has a *position*, counted over all rooms. A batch knows
where each of its lines begins, so the few receivers that do not hear all of
it get slices of the same join and nothing is joined a second time.
"""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate
from typing import Final

from tertulia_core.broadcast.burst import Burst
from tertulia_core.broadcast.outbound import Outbound

__all__ = ["SILENCE", "Batch", "RoomLines", "merge"]


class RoomLines:
    """What was said in one room during one tick, in order.

    Attributes:
        positions: the place of each line in the whole tick, growing.
        said: the lines, as many as positions where each burst counts as all of its own.
    """

    __slots__ = ("_encoded", "positions", "said")

    def __init__(self) -> None:
        self.positions: list[int] = []
        self.said: list[Outbound | Burst] = []
        self._encoded: dict[int, list[bytes]] = {}

    def encoded(self, profile: int) -> list[bytes]:
        """Return the lines as one profile reads them; written at the first call only."""
        lines = self._encoded.get(profile)
        if lines is None:
            lines = [line for said in self.said for line in said.encoded(profile)]
            self._encoded[profile] = lines
        return lines


class Batch:
    """The joined lines of one or several rooms for one profile.

    Attributes:
        data: all of it; the very object that every receiver of the whole shares.
    """

    __slots__ = ("_lines", "_offsets", "_positions", "data")

    def __init__(self, positions: list[int], lines: list[bytes]) -> None:
        self.data = b"".join(lines)
        self._positions = positions
        self._lines = lines
        self._offsets: list[int] | None = None

    def between(self, start: int, end: int) -> bytes:
        """Return the lines with ``start <= position < end``; ``data`` itself if that is all."""
        first, last = self._bounds(start, end)
        return self.data[first:last]

    def without(self, start: int, end: int) -> bytes:
        """Return all but those lines, copied once; ``data`` itself if there are none of them."""
        first, last = self._bounds(start, end)
        if first == last:
            return self.data
        view = memoryview(self.data)
        return b"".join((view[:first], view[last:]))

    def _bounds(self, start: int, end: int) -> tuple[int, int]:
        """Return where in ``data`` the lines between two positions begin and end."""
        offsets = self._offsets
        if offsets is None:
            offsets = self._offsets = list(accumulate(map(len, self._lines), initial=0))
        first = bisect_left(self._positions, start)
        return offsets[first], offsets[bisect_left(self._positions, end, first)]


SILENCE: Final = Batch([], [])
"""What one hears in no room, or in rooms where nothing was said."""


def merge(rooms: Iterable[RoomLines], profile: int) -> Batch:
    """Join several rooms in the order of the tick; a line said to several is heard once."""
    by_position: dict[int, bytes] = {}
    for room in rooms:
        by_position.update(zip(room.positions, room.encoded(profile), strict=True))
    positions = sorted(by_position)
    return Batch(positions, [by_position[position] for position in positions])
