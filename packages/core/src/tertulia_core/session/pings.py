"""PINGs of ours: they measure the lag, confirm what was written before, notice a dead link."""

from typing import Final

__all__ = ["Pings"]

INTERVAL: Final = 30.0
"""Seconds between two PINGs on a quiet connection."""

TIMEOUT: Final = 60.0
"""Seconds without a PONG after which the connection counts as dead."""

_TOKEN: Final = "tertulia-"


class Pings:
    """The PINGs of one connection; takes ``now`` in monotonic seconds.

    Attributes:
        count: how many were written; a PING's number is the count with it.
        is_wanted: something was written that only a PONG can confirm.
    """

    def __init__(self) -> None:
        self.count = 0
        self.is_wanted = False
        self._sent: dict[int, float] = {}
        self._last_at = 0.0

    def next_token(self, now: float) -> str:
        """Count one more PING, written at ``now``, and return its token."""
        self.count += 1
        self.is_wanted = False
        self._sent[self.count] = self._last_at = now
        return f"{_TOKEN}{self.count}"

    def is_due(self, now: float) -> bool:
        """Tell whether to write one: something waits for it, or it has been quiet for long."""
        if self._sent:
            return False
        return self.is_wanted or now >= self._last_at + INTERVAL

    def is_dead(self, now: float) -> bool:
        """Tell whether the oldest unanswered PING has waited too long."""
        return bool(self._sent) and now >= min(self._sent.values()) + TIMEOUT

    def next_at(self) -> float:
        """Return when there is something to do: the next PING or the deadline of the last."""
        return min(self._sent.values()) + TIMEOUT if self._sent else self._last_at + INTERVAL

    def answered(self, token: str, now: float) -> tuple[int, float] | None:
        """Return the number and round trip in seconds of the PING with ``token``, if it is ours."""
        digits = token.removeprefix(_TOKEN)
        if digits == token or not (digits.isascii() and digits.isdigit() and len(digits) < 10):
            return None
        number = int(digits)
        sent_at = self._sent.pop(number, None)
        if sent_at is None:
            return None
        for earlier in [other for other in self._sent if other < number]:
            del self._sent[earlier]
        return number, max(0.0, now - sent_at)
