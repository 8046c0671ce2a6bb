"""Which links there are, what each is watched for, and what has happened to them."""

from itertools import count

from tertulia_core.clock import Clock
from tertulia_core.ids import LinkId
from tertulia_core.transport.deadlines import Deadlines
from tertulia_core.transport.events import CloseReason, LinkClosed, TransportEvent
from tertulia_core.transport.link import Link, LinkState
from tertulia_core.transport.listener import Listener
from tertulia_core.transport.poller import READ, Poller, new_poller
from tertulia_core.transport.waker import Waker

__all__ = ["Registry"]


class Registry:
    """The books of a loop, kept for the parts that share them; owner: the loop's thread.

    Attributes:
        clock: what tells the time.
        poller: watches the links, the listeners and the waker.
        deadlines: of links that open or close and of listeners that rest.
        links: every link that is not closed, by its name.
        by_fd: the same links by the descriptor of their present socket.
        events: what the next poll returns.
        relayed: how many relayed bytes wait in all send queues together.
        unannounced: accepted links of which nobody knows yet.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.waker = Waker()
        self.poller: Poller = new_poller()
        self.poller.register(self.waker.fileno(), READ)
        self.deadlines: Deadlines[Link | Listener] = Deadlines()
        self.links: dict[LinkId, Link] = {}
        self.by_fd: dict[int, Link] = {}
        self.events: list[TransportEvent] = []
        self.relayed = 0
        self.unannounced: set[LinkId] = set()
        self._ids = count(1)

    def new_id(self) -> LinkId:
        """Return a name that no link has had."""
        return LinkId(next(self._ids))

    def add(self, link: Link) -> None:
        """Take up a link; it is watched from the first ``watch`` on."""
        self.links[link.id] = link
        self.by_fd[link.stream.fileno()] = link

    def watch(self, link: Link) -> None:
        """Tell the poller what the link waits for by now."""
        wanted, present = link.wanted_interest(), link.interest
        if wanted == present:
            return
        fd = link.stream.fileno()
        if not present:
            self.poller.register(fd, wanted)
        elif wanted:
            self.poller.modify(fd, wanted)
        else:
            self.poller.unregister(fd)
        link.interest = wanted

    def forget_socket(self, link: Link) -> None:
        """Watch the link's present socket no longer; comes before closing or replacing it."""
        fd = link.stream.fileno()
        if link.interest:
            self.poller.unregister(fd)
            link.interest = 0
        self.by_fd.pop(fd, None)

    def release_queue(self, link: Link) -> None:
        """Throw away what waits to be written."""
        if link.queue is not None:
            self.relayed -= link.queue.relayed
            link.queue = None

    def drop(self, link: Link, reason: CloseReason, detail: str = "") -> None:
        """Close the link's socket now and report it, unless nobody was told of the link."""
        self.forget_socket(link)
        self.release_queue(link)
        link.move(LinkState.CLOSED)
        link.stream.close()
        link.deadline = None
        del self.links[link.id]
        if link.id in self.unannounced:
            self.unannounced.remove(link.id)
        else:
            self.events.append(LinkClosed(link.id, reason, detail))

    def close(self) -> None:
        """Close everything, without events."""
        for link in self.links.values():
            link.stream.close()
        self.links.clear()
        self.by_fd.clear()
        self.unannounced.clear()
        self.poller.close()
        self.waker.close()
