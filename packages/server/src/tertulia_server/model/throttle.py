"""Guessing passwords, made slow: a few failures are free, then each costs twice the last."""

from typing import Final

__all__ = ["FREE", "Throttle"]

FREE: Final = 3
"""Failures within a minute before one has to wait."""

_SECONDS: Final = 60.0
_LONGEST: Final = 3600.0
_MOST_KEYS: Final = 20_000


class _Failures:
    """What is known of one key: how many failures in a row, the last of them, when to go on."""

    __slots__ = ("count", "last", "until")

    def __init__(self) -> None:
        self.count = 0
        self.last = 0.0
        self.until = 0.0


class Throttle:
    """Failures by account and address; owner: the network thread.

    A quiet time of twice the last wait, a minute at least, makes up for all of them. Memory is
    bounded: beyond 20,000 keys the one that failed first is forgotten.

    Args:
        free: how many failures within a minute cost nothing but the last of them.
    """

    def __init__(self, free: int = FREE) -> None:
        self._free = free
        self._failures: dict[tuple[str, str], _Failures] = {}

    def wait(self, account: str, address: str, mono: float) -> float:
        """Return for how many seconds a password is not even looked at, 0 for at once."""
        known = self._failures.get((account, address))
        return max(0.0, known.until - mono) if known is not None else 0.0

    def failed(self, account: str, address: str, mono: float) -> None:
        """Note a wrong password."""
        key = account, address
        known = self._failures.pop(key, None) or _Failures()
        if mono - known.last > max(_SECONDS, 2 * (known.until - known.last)):
            known.count = 0
        known.count += 1
        known.last = known.until = mono
        if known.count >= self._free:
            known.until += min(_SECONDS * 2 ** min(known.count - self._free, 10), _LONGEST)
        self._failures[key] = known
        if len(self._failures) > _MOST_KEYS:
            del self._failures[next(iter(self._failures))]

    def succeeded(self, account: str, address: str) -> None:
        """Forget the failures of somebody who knew the password in the end."""
        self._failures.pop((account, address), None)
