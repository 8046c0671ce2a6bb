"""The one way from the network into the window.

The network thread makes a socket readable; Tk calls us; we let the servers
read what waits and hand its events to the window, at most once per frame.
Between two frames Tk has time for keys and drawing, and when nothing arrives
nothing runs: the only timer is the servers' own next deadline.
"""

import contextlib
import math
import tkinter as tk
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from tertulia_core.client.server_events import Happening
from tertulia_core.clock import Clock

__all__ = ["Pump", "Source", "Waker"]

FRAME: Final = 0.016
"""Seconds between two drawings of what arrived."""

BUDGET: Final = 0.004
"""Seconds of a frame that reading may take; the rest is for drawing and keys."""

LEAST_BUDGET: Final = 0.0005

PAUSE: Final = 0.008
"""Seconds between two frames of a flood in which keys are handled and the screen is drawn."""

POLL: Final = 0.05
"""Seconds between two looks where Tk cannot wait on a socket (Windows)."""

MARGIN: Final = 0.001
"""Tk's timers count whole milliseconds: round a deadline up past it, never down before it."""


class Source(Protocol):
    """The part of the servers that the pump drives."""

    @property
    def pending(self) -> bool:
        """Whether the last ``pump`` left something unread."""
        ...

    def pump(self, budget: float = BUDGET) -> Sequence[Happening]:
        """Read for at most ``budget`` seconds and say what happened."""
        ...

    def next_deadline(self) -> float | None:
        """Return the monotonic time at which to pump even if nothing arrives."""
        ...


class Waker(Protocol):
    """The part of the servers that says when something waits."""

    def wake_fileno(self) -> int:
        """Return the descriptor that becomes readable."""
        ...

    def clear_wake(self) -> None:
        """Make it unreadable again."""
        ...


class Pump:
    """Drives the servers from Tk's event loop; owner: the UI thread.

    Args:
        root: any widget of the window.
        source: what is pumped.
        waker: what wakes us.
        deliver: takes the events of one frame.
        clock: the source's own clock.
    """

    def __init__(
        self,
        root: tk.Misc,
        source: Source,
        waker: Waker,
        deliver: Callable[[Sequence[Happening]], None],
        clock: Clock,
    ) -> None:
        self._root, self._source, self._waker = root, source, waker
        self._deliver, self._clock = deliver, clock
        self._timer: str | None = None
        self._due = math.inf
        self._last_frame = -math.inf
        self._is_polling = False
        self._watched: int | None = None
        self._is_stopped = False
        self._budget = BUDGET

    def start(self) -> None:
        """Begin to listen; what already waits is read in the next frame."""
        watch = getattr(self._root.tk, "createfilehandler", None)
        if watch is None:
            self._is_polling = True
        else:
            self._watched = self._waker.wake_fileno()
            watch(self._watched, tk.READABLE, self._wake)
        self._run_at(self._clock.monotonic())

    def stop(self) -> None:
        """Stop listening; nothing is delivered any more."""
        if self._timer is not None:
            self._root.after_cancel(self._timer)
            self._timer = None
        if self._watched is not None:
            with contextlib.suppress(tk.TclError):
                self._root.tk.deletefilehandler(self._watched)
            self._watched = None
        self._is_polling = False
        self._due = math.inf
        self._is_stopped = True

    def reschedule(self) -> None:
        """Look at the deadlines again: a request of the person may have made one."""
        self._plan(self._clock.monotonic())

    def _wake(self, _descriptor: object, _mask: int) -> None:
        self._waker.clear_wake()
        self._run_at(max(self._clock.monotonic(), self._last_frame + FRAME))

    def _run(self) -> None:
        self._timer, self._due = None, math.inf
        if self._is_polling:
            self._waker.clear_wake()
        started = self._clock.monotonic()
        try:
            events = self._source.pump(self._budget)
            if events:
                self._deliver(events)
        finally:  # a mistake in one frame must not be the last frame
            self._last_frame = self._clock.monotonic()
            self._adapt(self._last_frame - started)
            self._plan(self._last_frame)

    def _adapt(self, spent: float) -> None:
        """Read as much in the next frame as lets reading and drawing together take ``FRAME``."""
        wished = self._budget * FRAME / spent if spent > 0 else BUDGET
        self._budget = min(max(wished, LEAST_BUDGET), BUDGET)

    def _plan(self, now: float) -> None:
        """Set the timer for whatever comes first."""
        if self._source.pending:
            self._run_at(now + PAUSE)
        deadline = self._source.next_deadline()
        if deadline is not None:
            self._run_at(max(deadline, now + FRAME))
        if self._is_polling:
            self._run_at(now + POLL)

    def _run_at(self, moment: float) -> None:
        """Run at a monotonic time, or before if that is planned already.

        What is overdue is planned anew for now: Tk's timers follow the wall
        clock, so a timer may be late by as much as that one was set back.
        """
        now = self._clock.monotonic()
        if self._is_stopped or now < self._due <= moment:
            return
        moment = min(moment, self._due)
        if self._timer is not None:
            self._root.after_cancel(self._timer)
        self._due = moment
        delay = math.ceil((moment - now + MARGIN) * 1000) if moment > now else 0
        self._timer = self._root.after(delay, self._run)
