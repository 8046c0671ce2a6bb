"""The loop that turns the hub: one tick after another, and the goodbye at the end."""

from typing import Final

from tertulia_core.clock import Clock
from tertulia_core.ids import LinkId
from tertulia_core.transport.events import LinkClosed
from tertulia_core.transport.loop import SelectorLoop
from tertulia_server.holding import TickResult
from tertulia_server.hub import Hub
from tertulia_server.inbox import Inbox
from tertulia_server.model.now import Now

__all__ = ["GOODBYE_SECONDS", "turn"]

MORE_POLLS: Final = 3
"""How often a tick looks for more before it writes: what arrives together leaves together."""

COMMIT_SECONDS: Final = 5.0
"""How long the last messages may take to be kept when the server ends."""

GOODBYE_SECONDS: Final = 1.0
"""How long links may take to read the goodbye when the server ends."""


def turn(hub: Hub, loop: SelectorLoop, inbox: Inbox, clock: Clock) -> None:
    """Turn until the inbox brings a ``StopRequested``; then say goodbye and close all links."""
    hub.bring_back(_now(clock))
    while hub.stop is None:
        _turn(hub, loop, inbox, clock)
    loop.stop_listening()
    left = _Parting(loop, clock)
    left.perform(hub.say_goodbye(hub.stop.reason, _now(clock)))
    deadline = clock.monotonic() + COMMIT_SECONDS
    while hub.holding and (seconds := deadline - clock.monotonic()) > 0:
        left.poll(seconds)
        hub.notice(inbox.take(), _now(clock))
        left.perform(hub.flush(_now(clock)))
    left.wait()
    loop.close_all()


def _turn(hub: Hub, loop: SelectorLoop, inbox: Inbox, clock: Clock) -> None:
    """Wait for something to do and do it, together with what arrives meanwhile."""
    now = _now(clock)
    deadline = hub.next_deadline(now)
    events = loop.poll(None if deadline is None else max(0.0, deadline - now.mono))
    now = _now(clock)
    hub.notice(inbox.take(), now)
    hub.begin(now)
    hub.handle(events, now)
    for _again in range(MORE_POLLS if events else 0):
        more = loop.poll(0)
        if not more:
            break
        hub.handle(more, now)
    hub.notice(inbox.take(), now)  # any of the polls above may have taken its wake
    _perform(loop, hub.seal(now))


def _now(clock: Clock) -> Now:
    return Now(clock.monotonic(), clock.wall())


def _perform(loop: SelectorLoop, result: TickResult) -> None:
    """Do what a tick wants done."""
    send = loop.send
    for link, data, relayed in result.deliveries:
        send(link, data, relayed=relayed)
    for link in result.closes:
        loop.close(link)


class _Parting:
    """Saying goodbye: waits until everybody has read it or the time for it is over."""

    def __init__(self, loop: SelectorLoop, clock: Clock) -> None:
        self._loop = loop
        self._clock = clock
        self._left: set[LinkId] = set()

    def perform(self, result: TickResult) -> None:
        """Send what there is, and close once it is written."""
        for link, data, relayed in result.deliveries:
            self._loop.send(link, data, relayed=relayed)
        self._left.update(result.closes)
        for link in result.closes:
            self._loop.close(link, linger=GOODBYE_SECONDS)

    def poll(self, seconds: float) -> None:
        """Let the links do what they can, for at most so long."""
        self._left.difference_update(
            event.link for event in self._loop.poll(seconds) if isinstance(event, LinkClosed)
        )

    def wait(self) -> None:
        """Wait for everybody who was to be closed."""
        deadline = self._clock.monotonic() + GOODBYE_SECONDS
        while self._left and (seconds := deadline - self._clock.monotonic()) > 0:
            self.poll(seconds)
