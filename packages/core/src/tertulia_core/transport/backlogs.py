"""Links whose sockets are full: queue, go on, and let nobody's slowness grow without bound."""

import socket
from typing import Final

from tertulia_core.transport.events import CloseReason, LinkDrained
from tertulia_core.transport.link import Link, LinkState
from tertulia_core.transport.registry import Registry
from tertulia_core.transport.sendqueue import SendQueue

__all__ = ["LOW_WATER", "Backlogs"]

LOW_WATER: Final = 16_384
"""How many queued bytes are few enough for ``LinkDrained``."""


class Backlogs:
    """The writing side of a loop, once a socket takes no more; owner: the loop's thread.

    Args:
        registry: the loop's books.
        limit: relayed bytes that may wait for one link.
        total_limit: relayed bytes that may wait for all links together.
    """

    def __init__(self, registry: Registry, limit: int, total_limit: int) -> None:
        self._registry = registry
        self._limit = limit
        self._total_limit = total_limit

    def set_limits(self, limit: int, total_limit: int) -> None:
        """Allow other amounts from the next addition on."""
        self._limit = limit
        self._total_limit = total_limit

    def add(self, link: Link, data: bytes, written: int, relayed: int) -> None:
        """Queue the bytes of ``data`` after the first ``written``; see ``SelectorLoop.send``."""
        queue = link.queue
        if queue is None:
            queue = link.queue = SendQueue(data, written=written, relayed=relayed)
            self._registry.relayed += queue.relayed
            self._registry.watch(link)
        else:
            queue.append(data, relayed=relayed)
            self._registry.relayed += relayed
        link.owes_drained = True
        if queue.relayed > self._limit:
            self._registry.drop(link, CloseReason.SENDQ, CloseReason.SENDQ.value)
        elif self._registry.relayed > self._total_limit:
            self._drop_slowest()

    def flush(self, link: Link) -> None:
        """Write of the backlog what the socket takes."""
        queue = link.queue
        assert queue is not None, "only a link with a backlog is flushed"
        try:
            written = link.stream.send(queue.peek())
        except BlockingIOError:
            return
        except OSError as error:
            self.give_up(link, error)
            return
        self._registry.relayed -= queue.consume(written)
        if not queue.size:
            link.queue = None
            if link.state is LinkState.FLUSHING:
                self.say_goodbye(link)
                return
            self._registry.watch(link)
        if link.owes_drained and queue.size <= LOW_WATER and link.state is LinkState.OPEN:
            link.owes_drained = False
            self._registry.events.append(LinkDrained(link.id))

    def give_up(self, link: Link, error: OSError) -> None:
        """Give up writing; what the other side said before it went is still read, if it can be."""
        self._registry.release_queue(link)
        if link.state is LinkState.FLUSHING:
            self._registry.drop(link, CloseReason.LOCAL)
        elif link.has_ended:
            self._registry.drop(link, CloseReason.ERROR, error.strerror or str(error))
        else:
            link.move(LinkState.BROKEN)
            self._registry.watch(link)

    def say_goodbye(self, link: Link) -> None:
        """Say that no more is sent, now that everything is; await the same of the other side."""
        try:
            link.stream.shutdown(socket.SHUT_WR)
        except OSError:
            link.has_ended = True
        if link.has_ended:
            self._registry.drop(link, CloseReason.LOCAL)
        else:
            link.move(LinkState.LINGERING)
            self._registry.watch(link)

    def _drop_slowest(self) -> None:
        """Close the link for which the most waits; a healthy one has nearly nothing."""
        slowest = max(self._registry.links.values(), key=_relayed)
        self._registry.drop(slowest, CloseReason.SENDQ, CloseReason.SENDQ.value)


def _relayed(link: Link) -> int:
    """Return how much of others' talk waits for a link."""
    return link.queue.relayed if link.queue else 0
