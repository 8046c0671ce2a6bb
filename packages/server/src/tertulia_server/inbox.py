"""The single door into the hub for what does not come from a socket."""

from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple

__all__ = ["Inbox", "Notice", "ReloadRequested", "StopRequested", "WorkDone"]


class StopRequested(NamedTuple):
    """The server is asked to say goodbye and end.

    Attributes:
        reason: the sentence everybody is told.
    """

    reason: str


class ReloadRequested(NamedTuple):
    """The server is asked to read its configuration again."""


class WorkDone(NamedTuple):
    """Work that was done aside is finished.

    Attributes:
        ticket: under which it was submitted.
        value: what it returned.
        error: what it raised, ``None`` for nothing.
    """

    ticket: int
    value: Any
    error: Exception | None = None


Notice = tuple[Any, ...]
"""What may come through the door: a NamedTuple whose type the hub knows."""


class Inbox:
    """A queue that any thread puts into and the network thread empties once per tick.

    Threads: ``put`` MAY be called from any thread and never blocks; ``take``
    MUST be called by the hub's owner only. The order of each sender is kept.

    Args:
        wake: makes the owner's poll return; called after every ``put``.
    """

    def __init__(self, wake: Callable[[], None]) -> None:
        self._notices: deque[Notice] = deque()
        self._wake = wake

    def put(self, notice: Notice) -> None:
        """Hand over ``notice`` and wake the hub."""
        self._notices.append(notice)
        self._wake()

    def take(self) -> list[Notice]:
        """Return what has come since the last call, oldest first."""
        taken = []
        while self._notices:
            taken.append(self._notices.popleft())
        return taken
