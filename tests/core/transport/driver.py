"""Drives a loop in a test: polls until something has happened, and keeps every event."""

import ssl
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar

from tertulia_core.address import Address, TcpAddress
from tertulia_core.clock import Clock, SystemClock
from tertulia_core.ids import LinkId
from tertulia_core.transport.events import (
    BytesReceived,
    EofReceived,
    LinesReceived,
    LinkClosed,
    LinkDrained,
    LinkOpened,
    TransportEvent,
)
from tertulia_core.transport.loop import SelectorLoop
from tests.support.sockets import LineClient

__all__ = ["LoopDriver"]

SECONDS = 15.0

T = TypeVar("T", BytesReceived, EofReceived, LinesReceived, LinkClosed, LinkDrained, LinkOpened)


class LoopDriver:
    """A loop with all the events it has returned; closes everything at the end.

    Args:
        clock: the loop's, the real one by default.
        limits: further arguments of ``SelectorLoop``.
    """

    def __init__(self, clock: Clock | None = None, **limits: int) -> None:
        self.loop = SelectorLoop(clock or SystemClock(), **limits)
        self.events: list[TransportEvent] = []
        self._clients: list[LineClient] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for client in self._clients:
            client.close()
        self.loop.close_all()

    def until(self, is_done: Callable[[], object]) -> None:
        """Poll until ``is_done``.

        Raises:
            AssertionError: it is not within ``SECONDS``.
        """
        deadline = time.monotonic() + SECONDS
        while not is_done():
            assert time.monotonic() < deadline, f"still not; events: {self.events[-20:]}"
            self.events += self.loop.poll(0.05)

    def poll(self, times: int = 1) -> list[TransportEvent]:
        """Poll without waiting; return what that gave."""
        news = [event for _ in range(times) for event in self.loop.poll(0)]
        self.events += news
        return news

    def is_idle(self) -> bool:
        """Tell whether nothing is reported and nothing is ready, so that the loop would sleep."""
        return self.poll(3) == [] == self.loop._registry.poller.poll(0)

    def of(self, kind: type[T], link: LinkId | None = None) -> list[T]:
        """Return the events of one kind so far, of one link or of all."""
        found = [event for event in self.events if isinstance(event, kind)]
        return [event for event in found if link is None or event.link == link]

    def wait_for(self, kind: type[T], link: LinkId | None = None, *, count: int = 1) -> T:
        """Poll until there are ``count`` events of a kind; return the last one."""
        self.until(lambda: len(self.of(kind, link)) >= count)
        return self.of(kind, link)[-1]

    def listen(
        self, address: Address | None = None, *, tls: ssl.SSLContext | None = None
    ) -> Address:
        """Listen, at a free port of 127.0.0.1 by default; return the (first) real address."""
        return self.loop.listen(address or TcpAddress("127.0.0.1", 0), name="test", tls=tls)[0]

    def join(self, address: Address) -> tuple[LineClient, LinkId]:
        """Connect a client; return it and its link."""
        before = len(self.of(LinkOpened))
        client = LineClient(address)
        self._clients.append(client)
        return client, self.wait_for(LinkOpened, count=before + 1).link

    def lines(self, link: LinkId) -> list[bytes]:
        """Return all lines of a link so far."""
        return [line for event in self.of(LinesReceived, link) for line in event.lines]

    def wait_for_lines(self, link: LinkId, count: int) -> list[bytes]:
        """Poll until a link has written ``count`` lines; return them."""
        self.until(lambda: len(self.lines(link)) >= count)
        return self.lines(link)

    def wait_for_eof(self, link: LinkId) -> bytes:
        """Poll until the other side has finished; return what it left without a line end."""
        return self.wait_for(EofReceived, link).partial

    def wait_for_close(self, link: LinkId) -> LinkClosed:
        """Poll until the link is gone."""
        return self.wait_for(LinkClosed, link)
