"""Whether work grows with its input or faster, told apart with a wide margin."""

import time
from collections.abc import Callable
from typing import TypeVar

__all__ = ["assert_linear"]

T = TypeVar("T")

_SMALL, _FACTOR = 8_192, 8
_GUARD = 24.0
"""Linear work takes 8 times as long for 8 times the input, quadratic work 64 times."""

_TRIES = 4
_FLOOR = 20e-6
"""Seconds below which a duration is noise, whatever it grows like."""


def assert_linear(prepare: Callable[[int], T], work: Callable[[T], object]) -> None:
    """Assert that ``work`` on an input of 64 KiB takes about 8 times as long as on 8 KiB.

    Args:
        prepare: makes an input of about the given size; not timed.
        work: what is measured, the best of several runs; a busy machine gets more tries.
    """
    small, large = prepare(_SMALL), prepare(_SMALL * _FACTOR)
    ratio = _GUARD
    for _ in range(_TRIES):
        ratio = _seconds(work, large) / max(_seconds(work, small), _FLOOR)
        if ratio < _GUARD:
            break
    assert ratio < _GUARD, f"8 times the input took {ratio:.0f} times as long"


def _seconds(work: Callable[[T], object], argument: T) -> float:
    """Return the processor time of the fastest of three runs, whoever else wants the machine."""
    durations = []
    for _ in range(3):
        started = time.thread_time()
        work(argument)
        durations.append(time.thread_time() - started)
    return min(durations)
