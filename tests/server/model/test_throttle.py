"""Guessing is made slow, for one account from one address at a time."""

from tertulia_server.model.throttle import Throttle


def test_three_failures_and_then_a_minute() -> None:
    """The third one has to be waited for."""
    throttle = Throttle()
    for moment in (0.0, 1.0):
        throttle.failed("ana", "192.0.2.1", moment)
        assert throttle.wait("ana", "192.0.2.1", moment) == 0

    throttle.failed("ana", "192.0.2.1", 2.0)

    assert throttle.wait("ana", "192.0.2.1", 2.0) == 60
    assert throttle.wait("ana", "192.0.2.1", 61.0) == 1
    assert throttle.wait("bob", "192.0.2.1", 2.0) == throttle.wait("ana", "192.0.2.2", 2.0) == 0


def test_each_further_failure_costs_twice_the_last() -> None:
    """An hour at most."""
    throttle = Throttle()
    now, waits = 0.0, []
    for _failure in range(12):
        throttle.failed("ana", "", now)
        waits.append(throttle.wait("ana", "", now))
        now += waits[-1]

    assert waits == [0, 0, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]


def test_a_quiet_time_makes_up_for_it() -> None:
    """Twice the last wait."""
    throttle = Throttle()
    for _failure in range(3):
        throttle.failed("ana", "", 0.0)

    throttle.failed("ana", "", 121.0)

    assert throttle.wait("ana", "", 121.0) == 0


def test_who_knew_it_in_the_end_begins_anew() -> None:
    """What was before does not count."""
    throttle = Throttle()
    for _failure in range(3):
        throttle.failed("ana", "", 0.0)

    throttle.succeeded("ana", "")

    assert throttle.wait("ana", "", 0.0) == 0


def test_memory_is_bounded() -> None:
    """Whoever guesses everybody's fills nothing."""
    throttle = Throttle()
    for number in range(20_010):
        for _failure in range(3):
            throttle.failed(f"u{number}", "", 0.0)

    assert throttle.wait("u0", "", 0.0) == 0
    assert throttle.wait("u20009", "", 0.0) == 60
