"""Frames take in as much as there is time for, and idle they cost nothing."""

from collections.abc import Callable, Iterable
from typing import Any

from tertulia_core.client.server_events import Happening
from tertulia_core.clock import ManualClock
from tertulia_core.session.state import ConnectionPhase, SessionState
from tertulia_tui.frames import BUDGET, LEAST_BUDGET, Frames


class Stage:
    """Timers that a test lets go off."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def set_timer(self, delay: float, callback: Callable[[], object]) -> Any:
        self.waits.append(delay)
        return self

    def stop(self) -> None:
        """A timer that is stopped goes off no more."""


class Network:
    """Servers that a test plays."""

    def __init__(self) -> None:
        self.state = SessionState("ana", "localhost:12345", phase=ConnectionPhase.ONLINE)
        self.pending = False
        self.deadline: float | None = None
        self.budgets: list[float] = []

    def pump(self, budget: float) -> list[Happening]:
        self.budgets.append(budget)
        return []

    def next_deadline(self) -> float | None:
        return self.deadline


def frames(seconds: float = 0.0) -> tuple[Frames, Stage, Any, ManualClock]:
    """Return frames whose drawing takes some seconds."""
    clock, stage, network = ManualClock(), Stage(), Network()

    def show(_happened: Iterable[Happening]) -> None:
        clock.advance(seconds)

    servers: Any = network
    return Frames(stage, servers, show, clock.monotonic, 0.016), stage, network, clock


def test_wake_ups_within_a_frame_are_one() -> None:
    """What arrives together is drawn together."""
    each, stage, _network, _clock = frames()

    each.begin()
    each.begin()

    assert stage.waits == [0.016]


def test_what_takes_long_is_read_in_smaller_pieces() -> None:
    """And in larger ones again when there is time."""
    slow, _stage, network, _clock = frames(seconds=0.1)
    for _ in range(5):
        slow.take_in()
    fast, _stage, quick, _clock = frames()
    fast.take_in()
    fast.take_in()

    assert network.budgets[0] == BUDGET
    assert network.budgets[-1] == LEAST_BUDGET
    assert quick.budgets == [BUDGET, BUDGET]


def test_a_flood_goes_on_in_the_next_frame() -> None:
    """Keys come in between."""
    each, stage, network, _clock = frames()
    network.pending = True

    each.take_in()

    assert stage.waits == [0.016]


def test_it_sleeps_until_something_is_due() -> None:
    """Or for ever; while seconds are counted down, one at a time."""
    each, stage, network, clock = frames()
    each.schedule()
    network.deadline = clock.monotonic() + 30
    each.schedule()
    network.state.phase = ConnectionPhase.WAITING
    each.schedule()

    assert stage.waits == [30.0, 1.0]
