"""When the screen looks at the network: what arrives within a frame is drawn together."""

from collections.abc import Callable, Iterable
from typing import Final, Protocol

from textual.timer import Timer

from tertulia_core.client.server_events import Happening
from tertulia_core.client.servers import Servers
from tertulia_core.session.state import ConnectionPhase

__all__ = ["Frames"]

SPAN: Final = 0.01
"""Seconds that reading and preparing one frame may take; the picture itself takes as long again."""

BUDGET: Final = 0.008
LEAST_BUDGET: Final = 0.001
"""Seconds of them for reading: at most, and at least."""


class Stage(Protocol):
    """The part of the app that frames need."""

    def set_timer(self, delay: float, callback: Callable[[], object]) -> Timer:
        """Call something once, after ``delay`` seconds."""
        ...


class Frames:
    """Takes in what the servers brought, frame by frame; idle it costs nothing.

    Owner: the UI thread.

    Args:
        stage: has timers.
        servers: what is pumped.
        show: draws what happened; called with nothing to draw as well.
        monotonic: tells the time of the servers' deadlines.
        seconds: the length of a frame.
    """

    def __init__(
        self,
        stage: Stage,
        servers: Servers,
        show: Callable[[Iterable[Happening]], None],
        monotonic: Callable[[], float],
        seconds: float,
    ) -> None:
        self._stage, self._servers, self._show = stage, servers, show
        self._monotonic, self._seconds = monotonic, seconds
        self._budget = BUDGET
        self._frame: Timer | None = None
        self._alarm: Timer | None = None

    def begin(self) -> None:
        """Something arrived: take it in at the end of the frame."""
        if self._frame is None:
            self._frame = self._stage.set_timer(self._seconds, self.take_in)

    def take_in(self) -> None:
        """Take what the networks brought, as much as reading and drawing have time for."""
        self._frame = None
        started = self._monotonic()
        self._show(self._servers.pump(self._budget))
        self._adapt(self._monotonic() - started)
        if self._servers.pending:
            self.begin()
        self.schedule()

    def _adapt(self, spent: float) -> None:
        """Read as much in the next frame as lets reading and drawing together take ``SPAN``."""
        wished = self._budget * SPAN / spent if spent > 0 else BUDGET
        self._budget = min(max(wished, LEAST_BUDGET), BUDGET)

    def schedule(self) -> None:
        """Come back when the next deadline is due, every second while one is counted down."""
        if self._alarm is not None:
            self._alarm.stop()
            self._alarm = None
        deadline = self._servers.next_deadline()
        if deadline is not None:
            wait = max(deadline - self._monotonic(), self._seconds)
            is_counting = self._servers.state.phase is ConnectionPhase.WAITING
            self._alarm = self._stage.set_timer(
                min(wait, 1.0) if is_counting else wait, self.take_in
            )
