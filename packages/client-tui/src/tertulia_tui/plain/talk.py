"""A conversation without a screen: texts go in from one thread, happenings come out in another.

The thread that runs a talk owns the servers; whoever reads the keyboard or a pipe only calls
``submit``, ``finish`` and ``wake``.
"""

import threading
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from typing import Final

from tertulia_core.client.server_events import Elsewhere, Happening
from tertulia_core.client.servers import Servers
from tertulia_core.clock import Clock
from tertulia_core.i18n import Catalogue
from tertulia_core.session import events as facts
from tertulia_core.session.intents import Quit
from tertulia_core.session.presentation import delivery_text, room_label
from tertulia_core.session.state import ConnectionPhase, Delivery, Line
from tertulia_core.text import sanitize

__all__ = ["CONFIRM_SECONDS", "Talk"]

_ = Catalogue("tertulia_tui").gettext

CONFIRM_SECONDS: Final = 30.0
"""How long the server may take to confirm what was sent once there is no more to send."""

Order = Callable[[], None]


class Talk:
    """Runs servers until the person or the end of the input ends it.

    Args:
        servers: what is talked to; their ``on_ready`` has to call ``wake``.
        clock: tells the time of deadlines.
        tell: is given what happened, on the thread of ``run``.
        wish: does what a text asks for; ``Servers.submit_text`` or something narrower.
        gives_up: ends at the first connection that cannot be made, instead of trying again.

    Attributes:
        prompt: what stands before what one writes.
        problem: why not everything was sent, ``""`` while it was.
        is_over: whether nothing more happens.
    """

    def __init__(
        self,
        servers: Servers,
        clock: Clock,
        *,
        tell: Callable[[list[Happening]], None],
        wish: Callable[[str], list[Happening]],
        gives_up: bool = False,
    ) -> None:
        self._servers, self._clock = servers, clock
        self._tell, self._wish = tell, wish
        self._gives_up = gives_up
        self._orders: SimpleQueue[Order | None] = SimpleQueue()
        self._ends_at: float | None = None
        self.prompt = "> "
        self.problem = ""
        self.is_over = False

    # From any thread

    def wake(self) -> None:
        """The network brought something."""
        self._orders.put(None)

    def submit(self, text: str) -> None:
        """Do what a text asks for; returns when that has begun, or the talk is over."""
        self._order(lambda: self._after(self._wish(text)))

    def finish(self) -> None:
        """No more texts come: leave as soon as everything is confirmed."""
        self._order(self._begin_end)

    def leave(self) -> None:
        """Leave at once."""
        self._order(lambda: self._after(self._servers.request(Quit())))

    # The thread of the talk

    def run(self) -> None:
        """Talk until it is over."""
        try:
            self.start()
            while not self.is_over:
                self.turn(self._wait())
        finally:
            self.is_over = True
            self._servers.stop()
            self._drop_orders()

    def start(self) -> None:
        """Connect."""
        self._after(self._servers.start())

    def turn(self, timeout: float | None = 0.0) -> None:
        """Wait for an order or for news, at most ``timeout`` seconds, and act on them."""
        try:
            order = self._orders.get(timeout=timeout) if timeout else self._orders.get_nowait()
        except Empty:
            order = None
        if order is not None:
            order()
        self._after(self._servers.pump())
        self._look_at_end()

    def _order(self, work: Order) -> None:
        done = threading.Event()

        def obey() -> None:
            try:
                work()
            finally:
                done.set()

        self._orders.put(obey)
        while not done.wait(0.2):
            if self.is_over:
                return

    def _drop_orders(self) -> None:
        while not self._orders.empty():
            self._orders.get_nowait()

    def _wait(self) -> float | None:
        """Return how long nothing is due, ``None`` for ever."""
        if self._servers.pending:
            return 0.0
        moments = (self._servers.next_deadline(), self._ends_at)
        due = min((moment for moment in moments if moment is not None), default=None)
        return None if due is None else max(due - self._clock.monotonic(), 0.001)

    def _after(self, happened: list[Happening]) -> None:
        self._tell(happened)
        for event in _unwrapped(happened):
            match event:
                case facts.QuitRequested():
                    self.is_over = True
                case facts.LineChanged(line) if line.delivery is Delivery.NOT_SENT:
                    self.problem = self.problem or _not_sent(line)
                case facts.ConnectionChanged(ConnectionPhase.WAITING, problem) if self._gives_up:
                    self.problem, self.is_over = sanitize(problem), True
                case facts.ConnectionChanged(ConnectionPhase.ONLINE):
                    self._gives_up = False
        state = self._servers.state
        room = state.rooms.get(state.current)
        self.prompt = f"{room_label(room, state)}> " if room is not None else "> "

    def _begin_end(self) -> None:
        self._ends_at = self._clock.monotonic() + CONFIRM_SECONDS

    def _look_at_end(self) -> None:
        """Leave once everything is confirmed, or when it takes too long."""
        if self._ends_at is None or self.is_over:
            return
        is_waiting = any(server.controller.unsent() for server in self._servers.all())
        if is_waiting and self._clock.monotonic() < self._ends_at:
            return
        if is_waiting:
            sentence = _("The server did not confirm it within {count} seconds.")
            self.problem = self.problem or sentence.format(count=round(CONFIRM_SECONDS))
        self._after(self._servers.request(Quit()))


def _unwrapped(happened: Iterable[Happening]) -> Iterable[object]:
    return (event.event if isinstance(event, Elsewhere) else event for event in happened)


def _not_sent(line: Line) -> str:
    return f"{sanitize(line.text)}: {delivery_text(line)}"
