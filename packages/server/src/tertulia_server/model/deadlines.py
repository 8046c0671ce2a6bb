"""What has to be looked at later: one entry per connection, asked about only when it is due."""

import heapq

from tertulia_core.ids import LinkId

__all__ = ["Deadlines"]


class Deadlines:
    """Links by the monotonic time at which to look at them; owner: the network thread.

    Entries are never moved: who looks too early sets the next one. So an
    idle connection costs nothing per tick, and a busy one nothing per line.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[float, LinkId]] = []

    def set(self, link: LinkId, mono: float) -> None:
        """Look at ``link`` once, at ``mono``."""
        heapq.heappush(self._heap, (mono, link))

    @property
    def next(self) -> float | None:
        """The time of the first entry, ``None`` without one."""
        return self._heap[0][0] if self._heap else None

    def take_due(self, mono: float) -> list[LinkId]:
        """Take out and return what is due at ``mono``."""
        due = []
        while self._heap and self._heap[0][0] <= mono:
            due.append(heapq.heappop(self._heap)[1])
        return due
