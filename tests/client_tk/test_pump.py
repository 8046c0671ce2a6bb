"""The way from the network into the window."""

import tkinter as tk
from collections.abc import Callable, Iterator, Sequence

import pytest

from tertulia_core.client.server_events import Happening
from tertulia_core.clock import ManualClock, SystemClock
from tertulia_core.session.events import NickChanged
from tertulia_tk.pump import BUDGET, Pump
from tests.support.tk_stage import until
from tests.support.waking_link import WakingLink


class Source:
    """Hands out what the test puts in."""

    def __init__(self) -> None:
        self.waiting: list[Happening] = []
        self.deadline: float | None = None
        self.budgets: list[float] = []
        self.at_once = 1000

    @property
    def pending(self) -> bool:
        return bool(self.waiting)

    def pump(self, budget: float = 0.0) -> Sequence[Happening]:
        self.budgets.append(budget)
        taken, self.waiting = self.waiting[: self.at_once], self.waiting[self.at_once :]
        return taken

    def next_deadline(self) -> float | None:
        return self.deadline


class Stage:
    """A pump, what it drives and what it delivered."""

    def __init__(self, root: tk.Tk, link: WakingLink) -> None:
        self.root, self.link = root, link
        self.source, self.clock = Source(), ManualClock()
        self.frames: list[Sequence[Happening]] = []
        self.deliver: Callable[[Sequence[Happening]], None] = self.frames.append
        self.pump = Pump(root, self.source, link, self._deliver, self.clock)

    def _deliver(self, events: Sequence[Happening]) -> None:
        self.deliver(events)

    def start(self) -> None:
        """Start the pump and let its first look pass."""
        self.pump.start()
        until(self.root, lambda: self.source.budgets, "the first look")

    def wake(self, *events: Happening) -> None:
        """Let the network bring something."""
        self.source.waiting += events
        self.link.start()
        self.link._wake()


@pytest.fixture
def stage(root: tk.Tk) -> Iterator[Stage]:
    """A pump that is not started."""
    link = WakingLink()
    made = Stage(root, link)
    yield made
    made.pump.stop()
    link.stop()


EVENTS = [NickChanged(f"n{number}") for number in range(10)]


def test_what_the_network_brings_is_delivered(stage: Stage) -> None:
    """Tk is woken by the link's socket."""
    stage.start()
    stage.wake(*EVENTS[:2])

    until(stage.root, lambda: stage.frames, "delivered")
    assert stage.frames == [EVENTS[:2]]


def test_what_waits_at_the_start_is_delivered_without_a_wake(stage: Stage) -> None:
    """It came before anybody watched."""
    stage.source.waiting += EVENTS[:1]
    stage.pump.start()

    until(stage.root, lambda: stage.frames == [EVENTS[:1]], "delivered")


def test_wakes_within_a_frame_make_one_delivery(stage: Stage) -> None:
    """A hundred wakes are one drawing."""
    stage.start()
    for event in EVENTS:
        stage.wake(event)

    until(stage.root, lambda: sum(map(len, stage.frames)) == len(EVENTS), "all delivered")
    assert len(stage.frames) == 1


def test_more_than_a_frame_holds_comes_in_the_next_ones(stage: Stage) -> None:
    """Without another wake, and with room for other events in between."""
    stage.start()
    stage.source.at_once = 3
    stage.wake(*EVENTS)

    until(stage.root, lambda: not stage.source.waiting, "all delivered")
    assert [len(frame) for frame in stage.frames] == [3, 3, 3, 1]


def test_keys_are_handled_between_the_frames_of_a_flood(stage: Stage) -> None:
    """Something typed at its beginning is there before its end."""
    entry = tk.Text(stage.root)
    entry.pack()
    stage.root.update()
    entry.focus_force()
    stage.start()
    stage.source.at_once = 1
    stage.wake(*EVENTS)
    entry.event_generate("<Key-x>", when="tail")
    seen = []
    stage.deliver = lambda _events: seen.append(entry.get("1.0", "end-1c"))

    until(stage.root, lambda: len(seen) == len(EVENTS), "all delivered")
    assert "x" in seen[2]


def test_a_slow_window_reads_less_at_a_time(root: tk.Tk) -> None:
    """Reading and drawing together are to take a frame."""
    link = WakingLink()
    source, clock = Source(), ManualClock()
    source.waiting, source.at_once = list(EVENTS), 1
    pump = Pump(root, source, link, lambda _events: clock.advance(0.064), clock)
    pump.start()
    until(root, lambda: not source.waiting, "all delivered")
    pump.stop()
    link.stop()

    assert source.budgets[0] == BUDGET
    assert source.budgets[1] == pytest.approx(BUDGET / 4)
    assert min(source.budgets) < BUDGET / 4


def test_a_deadline_is_met_without_a_wake(root: tk.Tk) -> None:
    """Timers of the engine, by the real clock."""
    link = WakingLink()
    source, clock = Source(), SystemClock()
    pump = Pump(root, source, link, lambda _events: None, clock)
    source.deadline = clock.monotonic() + 0.05
    pump.start()
    until(root, lambda: len(source.budgets) >= 2, "pumped at the deadline")
    pump.stop()
    link.stop()

    assert clock.monotonic() >= source.deadline


def test_a_deadline_that_passed_unnoticed_is_not_put_off(stage: Stage) -> None:
    """A timer that is overdue runs at once, whatever else is planned."""
    stage.start()
    stage.source.deadline = stage.clock.monotonic() + 3600
    stage.pump.reschedule()
    looked = len(stage.source.budgets)
    stage.clock.advance(7200)
    stage.source.deadline = stage.clock.monotonic() + 3600
    stage.pump.reschedule()

    until(stage.root, lambda: len(stage.source.budgets) > looked, "looked at once")


def test_a_later_plan_does_not_replace_an_overdue_one(stage: Stage) -> None:
    """Asking for the deadlines again while a frame is due keeps the frame."""
    stage.start()
    stage.source.deadline = stage.clock.monotonic() + 60
    stage.wake(EVENTS[0])
    stage.root.tk.dooneevent(0)
    stage.clock.advance(0.1)
    stage.pump.reschedule()

    until(stage.root, lambda: stage.frames, "delivered")


def test_a_mistake_in_one_frame_is_not_the_last_frame(root: tk.Tk) -> None:
    """The next wake delivers again."""
    mistakes: list[object] = []
    root.report_callback_exception = lambda *details: mistakes.append(details)
    link, source = WakingLink(), Source()
    delivered: list[Sequence[Happening]] = []

    def deliver(events: Sequence[Happening]) -> None:
        delivered.append(events)
        if len(delivered) == 1:
            raise ValueError

    pump = Pump(root, source, link, deliver, ManualClock())
    source.waiting, source.at_once = list(EVENTS[:2]), 1
    pump.start()
    until(root, lambda: len(delivered) == 2, "delivered again")
    pump.stop()
    link.stop()

    assert len(mistakes) == 1


def test_stopped_it_delivers_nothing_and_plans_nothing(stage: Stage) -> None:
    """Not even when it is asked to look at the deadlines."""
    stage.start()
    stage.pump.stop()
    stage.source.waiting += EVENTS
    stage.source.deadline = 0.0
    stage.pump.reschedule()
    stage.root.update()

    assert stage.frames == []


def test_idle_it_plans_nothing(stage: Stage) -> None:
    """No timer runs while nothing is due: an idle window costs nothing."""
    stage.start()
    stage.root.update()

    assert not stage.root.tk.call("after", "info")


def test_where_tk_cannot_watch_a_socket_it_polls(
    root: tk.Tk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, twenty times a second."""
    link, source = WakingLink(), Source()
    frames: list[Sequence[Happening]] = []

    class WithoutHandlers:
        def __init__(self, app: object) -> None:
            self._app = app

        def __getattr__(self, name: str) -> object:
            if name == "createfilehandler":
                raise AttributeError(name)
            return getattr(self._app, name)

    monkeypatch.setattr(root, "tk", WithoutHandlers(root.tk))
    pump = Pump(root, source, link, frames.append, SystemClock())
    pump.start()
    until(root, lambda: len(source.budgets) >= 1, "the first look")
    source.waiting += EVENTS[:1]
    until(root, lambda: frames, "found without a wake")
    pump.stop()
    link.stop()

    assert frames == [EVENTS[:1]]
