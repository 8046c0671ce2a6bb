"""The variable that makes a store fail, for tests."""

import time

import pytest

from tertulia_server.store.failpoints import (
    AFTER_COMMIT,
    BEFORE_COMMIT,
    from_environment,
    nothing_fails,
    releases_early,
)
from tertulia_server.store.ports import StoreError


def test_without_the_variable_there_is_nothing() -> None:
    """What everybody runs."""
    assert from_environment({}) is nothing_fails
    nothing_fails(BEFORE_COMMIT)


def test_fail_from_the_second_time_on() -> None:
    """A moment, an action, and from which time on."""
    act = from_environment({"TERTULIA_FAILPOINT": "before-commit:fail@2,after-commit:stall=0.01"})

    act(BEFORE_COMMIT)
    began = time.monotonic()
    act(AFTER_COMMIT)
    assert time.monotonic() - began >= 0.01
    for _ in range(2):
        with pytest.raises(StoreError):
            act(BEFORE_COMMIT)


@pytest.mark.parametrize("text", ["sometime:fail", "before-commit:dance", "before-commit:stall=x"])
def test_what_cannot_be_read(text: str) -> None:
    """A mistake in a test is told at once."""
    with pytest.raises(ValueError):
        from_environment({"TERTULIA_FAILPOINT": text})


def test_the_fault_that_tests_of_crashes_must_notice() -> None:
    """It stands among the pairs, and is off without the word."""
    assert releases_early({"TERTULIA_FAILPOINT": "release-early"})
    assert releases_early({"TERTULIA_FAILPOINT": "after-commit:die,release-early"})
    assert not releases_early({"TERTULIA_FAILPOINT": "after-commit:die"})
    assert not releases_early({})
    from_environment({"TERTULIA_FAILPOINT": "release-early"})(AFTER_COMMIT)
