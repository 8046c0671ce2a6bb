"""The token bucket: delays, and nothing else (reliability.md section 4)."""

import pytest

from tertulia_server.config import LimitsConfig
from tertulia_server.flood import Flood, text_cost
from tertulia_server.model.now import Now
from tertulia_server.model.session import Session
from tests.support.harness import Harness, make_config

FLOOD = Flood(LimitsConfig(flood=True, flood_burst=5.0, flood_rate=2.0))


def at(seconds: float) -> Now:
    """Return a moment."""
    return Now(seconds, 1e9 + seconds)


@pytest.fixture
def session() -> Session:
    """Return a connection with a full bucket."""
    chat = Harness()
    session = chat.connect().session
    session.level, session.level_at = 5.0, 0.0
    return session


def test_a_burst_passes_and_then_two_a_second(session: Session) -> None:
    """Five at once, then one each half second."""
    now = 0.0
    passed = []
    for _ in range(11):
        now += FLOOD.wait(session, at(now))
        FLOOD.charge(session, 1.0, at(now))
        passed.append(round(now, 1))

    assert passed == [0.0] * 5 + [0.0, 0.5, 1.0, 1.5, 2.0, 2.5]


def test_waiting_for_as_long_as_said_is_enough(session: Session) -> None:
    """The hub never has to ask twice."""
    FLOOD.charge(session, 17.0, at(0))

    seconds = FLOOD.wait(session, at(0))

    assert seconds == pytest.approx(6.0, abs=0.02)
    assert FLOOD.wait(session, at(seconds)) == pytest.approx(0.0, abs=1e-9)


def test_a_costly_line_passes_and_what_follows_waits(session: Session) -> None:
    """The bucket may go below zero."""
    FLOOD.charge(session, 4.5, at(0))

    assert FLOOD.wait(session, at(0)) == 0.0
    FLOOD.charge(session, 10.0, at(0))
    assert FLOOD.wait(session, at(0)) > 4.0


def test_silence_fills_the_bucket_to_its_brim_only(session: Session) -> None:
    """However long it lasts."""
    FLOOD.charge(session, 5.0, at(0))
    FLOOD.charge(session, 6.0, at(1e6))

    assert FLOOD.wait(session, at(1e6)) == pytest.approx(0.5, abs=0.01)


def test_switched_off_nothing_waits(session: Session) -> None:
    """``flood = false`` is off."""
    off = Flood(LimitsConfig(flood=False))

    off.charge(session, 1e9, at(0))

    assert off.wait(session, at(0)) == 0.0


@pytest.mark.parametrize(("size", "cost"), [(1, 1), (4095, 1), (4096, 2), (16384, 5)])
def test_a_text_costs_one_and_one_more_per_4_kib(size: int, cost: int) -> None:
    """In bytes, not in characters."""
    assert text_cost("x" * size) == cost
    assert text_cost("ñ" * (size // 2)) <= cost


@pytest.mark.parametrize(
    ("line", "cost"),
    [("PING x", 0), ("PONG x", 0), ("PRIVMSG ana :x", 1), ("NONSENSE", 1), ("LIST", 3)],
)
def test_the_cost_stands_on_the_row(line: str, cost: float) -> None:
    """PING, PONG and QUIT are free."""
    chat = Harness(make_config(limits={"flood": True}))
    ana = chat.connect("ana")
    before = ana.session.level

    ana.send(line)

    assert before - ana.session.level == cost


def test_registering_costs_a_nick() -> None:
    """So that a client may ask for something at once."""
    chat = Harness(make_config(limits={"flood": True}))

    ana = chat.connect("ana", "message-tags server-time")

    assert ana.session.level >= chat.config.limits.flood_burst - 1
