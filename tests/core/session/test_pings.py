"""PINGs measure the lag, are not sent too often, and notice silence."""

import pytest

from tertulia_core.session.pings import INTERVAL, TIMEOUT, Pings


def test_a_quiet_connection_is_asked_now_and_then() -> None:
    """One PING per interval, none while one is unanswered."""
    pings = Pings()
    token = pings.next_token(0.0)

    assert not pings.is_due(INTERVAL)
    assert pings.answered(token, 0.25) == (1, 0.25)
    assert not pings.is_due(INTERVAL - 1)
    assert pings.is_due(INTERVAL)
    assert pings.next_at() == INTERVAL


def test_a_wish_makes_one_due_at_once() -> None:
    """A message to be confirmed does not wait for the interval."""
    pings = Pings()
    pings.answered(pings.next_token(0.0), 0.1)
    pings.is_wanted = True

    assert pings.is_due(0.2)
    pings.next_token(0.2)
    assert not pings.is_wanted


def test_silence_is_noticed() -> None:
    """A PING without its PONG makes the connection dead."""
    pings = Pings()
    pings.next_token(0.0)

    assert not pings.is_dead(TIMEOUT - 1)
    assert pings.is_dead(TIMEOUT)
    assert pings.next_at() == TIMEOUT


@pytest.mark.parametrize(
    "token", ["", "x", "tertulia-", "tertulia-2", "tertulia-٣", "tertulia-" + "9" * 400]
)
def test_foreign_tokens_are_not_ours(token: str) -> None:
    """Whatever a server answers, only our own tokens count."""
    pings = Pings()
    pings.next_token(0.0)

    assert pings.answered(token, 1.0) is None
