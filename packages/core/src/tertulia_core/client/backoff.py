"""How long to wait before connecting again."""

from dataclasses import dataclass

__all__ = ["Backoff"]


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits that double from one failure to the next, up to a bound that a person can sit out.

    Chance shortens each of them, so that the many clients of a server that has come back
    do not all call in the same moment.

    Attributes:
        first: seconds before the first new attempt.
        longest: seconds that no wait exceeds.
        factor: how many times longer each wait is than the one before.
        spread: how much of a wait chance may take off, 0 to 1.
    """

    first: float = 0.5
    longest: float = 10.0
    factor: float = 2.0
    spread: float = 0.5

    def delay(self, failures: int, chance: float) -> float:
        """Return the seconds to wait.

        Args:
            failures: attempts that have failed since it last worked, at least 1.
            chance: a random number from 0 (the whole wait) to 1 (the shortest one).
        """
        wait = self.first
        for _ in range(failures - 1):
            wait *= self.factor
            if wait >= self.longest:
                break
        return min(wait, self.longest) * (1.0 - self.spread * chance)
