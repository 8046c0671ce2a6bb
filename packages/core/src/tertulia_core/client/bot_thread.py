"""A bot's thread: it owns the controller; others hand it calls and wait.

Whoever waits on this very thread (a listener that sends) goes on pumping
meanwhile, and what others say waits in a queue.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from queue import Empty, SimpleQueue
from typing import Final, TypeVar

from tertulia_core.client.controller import Controller
from tertulia_core.clock import Clock
from tertulia_core.session.events import Event

__all__ = ["BotThread"]

STOP_SECONDS: Final = 5.0
"""How long ``stop`` waits for a listener that is busy."""

LOOK_SECONDS: Final = 0.5
"""How often who waits for the thread looks whether it is still there."""

Call = Callable[[], object]
T = TypeVar("T")

_log = logging.getLogger(__name__)


class _Waiter:
    """Somebody on another thread who waits until something is true."""

    def __init__(self, ask: Callable[[], bool]) -> None:
        self._ask = ask
        self.is_true = False
        self.done = threading.Event()

    def look(self) -> bool:
        """Wake them if it is; on the bot's thread."""
        self.is_true = self._ask()
        if self.is_true:
            self.done.set()
        return self.is_true


class BotThread:
    """Runs a controller; any thread MAY call the public methods.

    Args:
        take: takes in events and returns the calls of listeners that follow; on the thread.
        clock: for deadlines.
    """

    def __init__(self, take: Callable[[list[Event]], list[Call]], clock: Clock) -> None:
        self._take = take
        self._clock = clock
        self._orders: SimpleQueue[Call] = SimpleQueue()
        self._calls: deque[Call] = deque()
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._waiters: list[_Waiter] = []
        self._thread = threading.Thread(target=self._run, name="bot", daemon=True)
        self._controller: Controller | None = None

    @property
    def is_stopping(self) -> bool:
        """Whether ``stop`` was called."""
        return self._stopping.is_set()

    def wake(self) -> None:
        """Make the thread look around; the link calls it."""
        self._woken.set()

    def start(self, controller: Controller) -> None:
        """Start the thread and the controller on it."""
        self._controller = controller
        self._thread.start()

    def join(self) -> None:
        """Wait until the thread ends."""
        self._thread.join()

    def stop(self) -> None:
        """End the thread and close the controller; harmless when repeated."""
        self._stopping.set()
        self.wake()
        if self._thread.ident is not None and not self._is_here():
            self._thread.join(STOP_SECONDS)

    def call(self, function: Callable[[], T]) -> T:
        """Return what ``function`` returns on the thread; where there is none, on this one."""
        if self._is_here() or not self._thread.is_alive():
            return function()
        future: Future[T] = Future()

        def run() -> None:
            try:
                future.set_result(function())
            except Exception as error:  # noqa: BLE001 — it belongs to the caller
                future.set_exception(error)

        self._orders.put(run)
        self.wake()
        while not future.done():
            try:
                future.exception(LOOK_SECONDS)
            except TimeoutError:
                if not self._thread.is_alive():
                    self._obey()  # it ended just now: nobody else does
        return future.result()

    def act(self, function: Callable[[], list[Event]]) -> list[Event]:
        """Do something that makes events, take them in, and return them."""

        def run() -> list[Event]:
            happened = function()
            self.note(happened)
            return happened

        return self.call(run)

    def wait_for(self, ask: Callable[[], bool], timeout: float | None) -> bool:
        """Wait until something is true; ``ask`` is called on the thread.

        Args:
            ask: reads what the controller knows.
            timeout: seconds, ``None`` for no end.
        """
        if self._is_here():
            end = None if timeout is None else self._clock.monotonic() + timeout
            while not ask():
                if self._is_past(end) or self.is_stopping:
                    return ask()
                self._turn(end)
            return True
        waiter = _Waiter(ask)
        self.call(partial(self._waiters.append, waiter))
        self.wake()
        waiter.done.wait(timeout)
        self.call(partial(self._forget, waiter))
        return waiter.is_true

    def _run(self) -> None:
        assert self._controller is not None, "the thread starts with it"
        self.note(self._controller.start())
        while not self.is_stopping:
            try:
                self._turn(None)
                while self._calls and not self.is_stopping:
                    self._calls.popleft()()
            except Exception:  # noqa: BLE001 — one bad message must not end the bot
                _log.exception("a listener failed")
        self._obey()
        self._controller.stop()
        for waiter in self._waiters:
            waiter.done.set()

    def _turn(self, end: float | None) -> None:
        """Wait until there is something to do, and do it; listeners are called elsewhere."""
        assert self._controller is not None, "the thread starts with it"
        if not self._controller.pending and not self._calls:
            self._woken.wait(self._left(self._sooner(end, self._controller.next_deadline())))
        self._woken.clear()
        self._obey()
        self.note(self._controller.pump())

    def _forget(self, waiter: _Waiter) -> None:
        if waiter in self._waiters:
            self._waiters.remove(waiter)

    def _obey(self) -> None:
        try:
            while True:
                self._orders.get_nowait()()
        except Empty:
            pass

    def note(self, happened: list[Event]) -> None:
        """Take in events; on the thread."""
        self._calls += self._take(happened)
        for waiter in [*self._waiters]:
            if waiter.look():
                self._waiters.remove(waiter)

    def _is_here(self) -> bool:
        return threading.current_thread() is self._thread

    def _is_past(self, end: float | None) -> bool:
        return end is not None and self._clock.monotonic() >= end

    def _left(self, end: float | None) -> float | None:
        return None if end is None else max(0.0, end - self._clock.monotonic())

    @staticmethod
    def _sooner(one: float | None, other: float | None) -> float | None:
        return min((each for each in (one, other) if each is not None), default=None)
