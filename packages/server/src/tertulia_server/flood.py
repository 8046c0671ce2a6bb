"""How fast one connection may be: a token bucket that only ever delays.

What stands above the bucket waits unread in its socket: nothing is dropped
and nobody is disconnected. The bucket may go below zero, so that one costly
command passes at once and pays for itself with the wait of what follows.
"""

from typing import Final

from tertulia_server.config import LimitsConfig
from tertulia_server.model.now import Now
from tertulia_server.model.session import Session

__all__ = ["Flood", "size_cost", "text_cost"]

_ENOUGH: Final = 0.01
"""The level from which the next line passes; above zero, so that a wait has an end."""

_ROUNDING: Final = 1e-9
"""What may still be missing after exactly the wait: a level is a sum of floats."""

_BYTES_PER_COST: Final = 4096


class Flood:
    """The rule, without state of its own: each ``Session`` carries its bucket.

    The hub asks ``wait`` before it hands a line over and leaves the rest
    unread for that long; the dispatcher charges what the command costs.
    """

    def __init__(self, limits: LimitsConfig) -> None:
        self.reconfigure(limits)

    def reconfigure(self, limits: LimitsConfig) -> None:
        """Go by other limits from now on."""
        self.is_on = limits.flood
        self.burst = limits.flood_burst
        self._rate = limits.flood_rate

    def wait(self, session: Session, now: Now) -> float:
        """Return for how many seconds the next line of ``session`` has to wait, 0.0 for none."""
        if not self.is_on:
            return 0.0
        missing = _ENOUGH - self._level(session, now)
        return missing / self._rate if missing > _ROUNDING else 0.0

    def charge(self, session: Session, cost: float, now: Now) -> None:
        """Take ``cost`` out of the bucket."""
        if self.is_on and cost:
            session.level = self._level(session, now) - cost
            session.level_at = now.mono

    def _level(self, session: Session, now: Now) -> float:
        refilled = session.level + (now.mono - session.level_at) * self._rate
        return min(self.burst, refilled)


def text_cost(text: str) -> float:
    """Return what a guest's text costs: one message, and one more per 4 KiB."""
    return size_cost(len(text.encode()))


def size_cost(size: int) -> float:
    """Return the same for a text of ``size`` bytes."""
    return 1.0 + size // _BYTES_PER_COST
