"""How long and how much of history is kept."""

from typing import Final, NamedTuple

__all__ = ["DEFAULT_LIMITS", "Limits"]

_DAY: Final = 24 * 3600.0


class Limits(NamedTuple):
    """What a store forgets by itself.

    Attributes:
        days: older messages are forgotten.
        bytes: the most that one room may keep, as it went over the wire.
        key_seconds: how long an idempotency key is known.
    """

    days: float = 30.0
    bytes: int = 1_000_000_000
    key_seconds: float = 7 * _DAY

    @property
    def seconds(self) -> float:
        """The same as ``days``."""
        return self.days * _DAY


DEFAULT_LIMITS: Final = Limits()
