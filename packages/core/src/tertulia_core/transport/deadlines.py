"""Points in time at which something has to have happened."""

import heapq
from typing import Generic, Protocol, TypeVar

__all__ = ["Deadlines", "HasDeadline"]


class HasDeadline(Protocol):
    """What can be late: ``deadline`` is monotonic seconds, ``None`` while there is none."""

    deadline: float | None


T = TypeVar("T", bound=HasDeadline)


class Deadlines(Generic[T]):
    """Who is late by when, soonest first; owner: the loop's thread.

    A deadline is moved or dropped by changing its owner's field; the entry that
    no longer agrees with the field is thrown away when its turn comes.
    """

    __slots__ = ("_entries", "_serial")

    def __init__(self) -> None:
        self._entries: list[tuple[float, int, T]] = []
        self._serial = 0

    def set(self, owner: T, when: float) -> None:
        """Give ``owner`` until ``when``, in place of what it had."""
        if owner.deadline == when:
            return
        owner.deadline = when
        self._serial += 1  # Owners do not compare; of equal times the first set comes first.
        heapq.heappush(self._entries, (when, self._serial, owner))

    def next(self) -> float | None:
        """Return the soonest deadline that still stands."""
        entries = self._entries
        while entries:
            when, _, owner = entries[0]
            if owner.deadline == when:
                return when
            heapq.heappop(entries)
        return None

    def expire(self, now: float) -> list[T]:
        """Remove and return the owners whose time has passed; they have no deadline any more."""
        late: list[T] = []
        while (when := self.next()) is not None and when <= now:
            owner = heapq.heappop(self._entries)[2]
            owner.deadline = None
            late.append(owner)
        return late
