"""Wait for a condition of the outside world, with a deadline and a reason."""

import time
from collections.abc import Callable
from typing import TypeVar

__all__ = ["eventually"]

T = TypeVar("T")


def eventually(
    ask: Callable[[], T],
    what: Callable[[], object] | str = "",
    *,
    seconds: float = 15.0,
    every: float = 0.02,
) -> T:
    """Return the first true answer of ``ask``.

    Args:
        ask: looks at the condition; asked at once and then again and again.
        what: what was waited for, or a function that tells what there is instead.
        seconds: the deadline, generous because machines that run tests are busy.
        every: the pause between two questions, in seconds.

    Raises:
        AssertionError: the answer was still false at the deadline.
    """
    deadline = time.monotonic() + seconds
    while not (answer := ask()):
        if time.monotonic() > deadline:
            told = what if isinstance(what, str) else what()
            raise AssertionError(f"after {seconds} s still not: {told}")
        time.sleep(every)
    return answer
