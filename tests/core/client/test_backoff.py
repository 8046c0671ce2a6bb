"""The back-off: short at first, bounded, and spread by chance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.client.backoff import Backoff


@pytest.mark.parametrize(
    ("failures", "seconds"), [(1, 0.5), (2, 1.0), (3, 2.0), (4, 4.0), (5, 8.0), (6, 10.0)]
)
def test_waits_double_up_to_the_longest(failures: int, seconds: float) -> None:
    """A server that restarts is back after the first; one that is away is not pestered."""
    assert Backoff().delay(failures, 0.0) == seconds


def test_nobody_waits_for_ever() -> None:
    """A server that was away for a week is found again in ten seconds."""
    assert Backoff().delay(10**9, 0.0) == 10.0


def test_chance_shortens_a_wait() -> None:
    """By half at most: a crowd does not come back in one moment."""
    backoff = Backoff(first=8.0, longest=60.0)

    assert [backoff.delay(1, chance) for chance in (0.0, 0.5, 1.0)] == [8.0, 6.0, 4.0]


@given(st.integers(1, 200), st.floats(0, 1), st.floats(0.01, 10), st.floats(10, 100))
def test_every_wait_is_between_the_shortest_and_the_longest(
    failures: int, chance: float, first: float, longest: float
) -> None:
    """And none is shorter than the one before with the same luck."""
    backoff = Backoff(first=first, longest=longest)

    delay = backoff.delay(failures, chance)

    assert first * 0.5 <= delay <= longest
    assert backoff.delay(failures + 1, chance) >= delay
