"""Time as a value that is passed in: a clock to ask, and its manual twin for tests."""

import time
from typing import Protocol

__all__ = ["Clock", "ManualClock", "SystemClock"]


class Clock(Protocol):
    """What tells the time; asked once per tick, at the edge."""

    def monotonic(self) -> float:
        """Return seconds that never go back, from an arbitrary start."""
        ...

    def wall(self) -> float:
        """Return Unix time in seconds, UTC."""
        ...


class SystemClock:
    """The computer's clock."""

    def monotonic(self) -> float:
        """Return the system's monotonic seconds."""
        return time.monotonic()

    def wall(self) -> float:
        """Return the system's Unix time in seconds."""
        return time.time()


class ManualClock:
    """A clock that moves only when told to; owner: the test's thread."""

    def __init__(self, monotonic: float = 1_000.0, wall: float = 1_780_000_000.0) -> None:
        self._monotonic = monotonic
        self._wall = wall

    def monotonic(self) -> float:
        """Return the seconds that the test has let pass, from its start value."""
        return self._monotonic

    def wall(self) -> float:
        """Return the Unix time in seconds that the test has set."""
        return self._wall

    def advance(self, seconds: float) -> None:
        """Let ``seconds`` pass on both scales."""
        self._monotonic += seconds
        self._wall += seconds

    def jump(self, seconds: float) -> None:
        """Set the wall clock forward or back, as an administrator or NTP does."""
        self._wall += seconds
