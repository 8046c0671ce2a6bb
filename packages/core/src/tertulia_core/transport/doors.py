"""How links come to be: accepted or connected, and through the TLS handshake if there is one."""

import logging
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from tertulia_core.address import Address
from tertulia_core.ids import LinkId
from tertulia_core.transport.connecting import Connecting, shake_hands
from tertulia_core.transport.events import CloseReason, LinkClosed, LinkOpened, Peer
from tertulia_core.transport.link import Link, LinkState
from tertulia_core.transport.listener import STALL_SECONDS, Listener, open_listeners
from tertulia_core.transport.opening import Opening, OpeningFailed
from tertulia_core.transport.poller import READ
from tertulia_core.transport.registry import Registry
from tertulia_core.transport.resolve import SocketAddress, peer_of

if TYPE_CHECKING:
    import ssl

__all__ = ["HANDSHAKES", "Doors"]

HANDSHAKES: Final = 256
"""TLS handshakes of accepted connections at a time; the oldest makes room for one more."""

_HANDSHAKE_STEPS: Final = 32
"""How many handshakes one poll takes further: a step costs up to a millisecond of arithmetic."""

_log = logging.getLogger(__name__)


class Doors:
    """The listeners of a loop and its links that are not open yet; owner: the loop's thread.

    Args:
        registry: the loop's books.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._listeners: dict[int, Listener] = {}
        self._steps_left = 0

    def listen(self, address: Address, name: str, tls: "ssl.SSLContext | None") -> list[Address]:
        """Start to accept; see ``SelectorLoop.listen``."""
        listeners = open_listeners(address, name, tls)
        for listener in listeners:
            self._listeners[listener.fileno()] = listener
            self._registry.poller.register(listener.fileno(), READ)
        return [listener.address for listener in listeners]

    def stop_listening(self) -> None:
        """Close the listeners."""
        for fd, listener in self._listeners.items():
            if not listener.is_stalled:
                self._registry.poller.unregister(fd)
            listener.deadline = None
            listener.close()
        self._listeners.clear()

    def connect(
        self, address: Address, tls: "tuple[ssl.SSLContext, str] | None", timeout: float
    ) -> LinkId:
        """Begin to connect; see ``SelectorLoop.connect``."""
        registry = self._registry
        link_id = registry.new_id()
        try:
            now = registry.clock.monotonic()
            opening = Connecting(address, tls, timeout=timeout, now=now)
        except OpeningFailed as failure:
            registry.events.append(LinkClosed(link_id, failure.reason, str(failure)))
        else:
            self._take_up(Link(link_id, opening.stream), opening)
        return link_id

    def begin_poll(self) -> None:
        """Allow another share of handshakes."""
        self._steps_left = _HANDSHAKE_STEPS

    def accept(self, fd: int) -> None:
        """Let in those who wait at the listener with descriptor ``fd``, if it still is one."""
        listener = self._listeners.get(fd)
        if listener is None:
            return
        for sock, address in listener.accept():
            self._welcome(listener, sock, address)
        if listener.is_stalled:
            self._registry.poller.unregister(fd)
            rested = self._registry.clock.monotonic() + STALL_SECONDS
            self._registry.deadlines.set(listener, rested)

    def reopen(self, listener: Listener) -> None:
        """Accept again after a rest."""
        listener.is_stalled = False
        self._registry.poller.register(listener.fileno(), READ)

    def advance(self, link: Link) -> None:
        """Go on with an opening link whose socket is ready."""
        assert link.opening is not None, "a link that is opening knows how"
        self._steps_left -= 1
        if self._steps_left >= 0:  # Else it is as ready at the next poll.
            self._go_on(link, link.opening, link.opening.advance)

    def expire(self, link: Link) -> None:
        """Go on with an opening link whose time has passed."""
        assert link.opening is not None, "a link that is opening knows how"
        self._go_on(link, link.opening, link.opening.expire)

    def _go_on(self, link: Link, opening: Opening, step: Callable[[float], Opening | None]) -> None:
        """Do a step of ``opening``, after which the link may have another socket."""
        self._registry.forget_socket(link)
        try:
            following = step(self._registry.clock.monotonic())
        except OpeningFailed as failure:
            self._fail(link, failure)
        else:
            if following is None:
                self._open(link, opening.peer, opening.listener)
            else:
                self._take_up(link, following)

    def _welcome(self, listener: Listener, sock: socket.socket, address: SocketAddress) -> None:
        """Make a link of an accepted connection."""
        registry = self._registry
        peer = peer_of(address, is_tls=listener.tls is not None)
        if listener.tls is None:
            link = Link(registry.new_id(), sock)
            registry.add(link)
            self._open(link, peer, listener.name)
            return
        now = registry.clock.monotonic()
        try:
            opening = shake_hands(
                sock, listener.tls, None, peer=peer, listener=listener.name, now=now
            )
        except OpeningFailed as failure:
            _log.debug("a TLS connection from %s is gone: %s", peer.host, failure)
            return
        self._make_room()
        link = Link(registry.new_id(), opening.stream)
        registry.unannounced[link.id] = link
        self._take_up(link, opening)

    def _make_room(self) -> None:
        """Close the oldest handshake where there are too many: whoever means it is done sooner."""
        unannounced = self._registry.unannounced
        if len(unannounced) >= HANDSHAKES:
            oldest = next(iter(unannounced.values()))
            self._fail(oldest, OpeningFailed(CloseReason.TLS, "there are too many handshakes"))

    def _take_up(self, link: Link, opening: Opening) -> None:
        """Let ``link`` wait for what ``opening`` waits for."""
        link.opening = opening
        link.stream = opening.stream
        self._registry.add(link)
        self._registry.deadlines.set(link, opening.deadline)
        self._registry.watch(link)

    def _open(self, link: Link, peer: Peer, listener: str) -> None:
        """Announce a link that is ready for lines."""
        registry = self._registry
        link.opening = None
        link.deadline = None
        link.move(LinkState.OPEN)
        registry.unannounced.pop(link.id, None)
        registry.add(link)
        registry.watch(link)
        registry.events.append(LinkOpened(link.id, peer, listener))

    def _fail(self, link: Link, failure: OpeningFailed) -> None:
        """Drop a link that will not open; one that was accepted has never been heard of."""
        assert link.opening is not None, "a link that is opening knows how"
        _log.debug("a connection with %s did not open: %s", link.opening.peer.host, failure)
        link.stream = link.opening.stream
        self._registry.drop(link, failure.reason, str(failure))
