"""How links come to be: accepted or connected, through a PROXY header and TLS if there is one."""

import logging
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from tertulia_core.address import Address
from tertulia_core.ids import LinkId
from tertulia_core.transport.connecting import Connecting, shake_hands
from tertulia_core.transport.events import CloseReason, LinkClosed, LinkOpened, Peer
from tertulia_core.transport.link import Link, LinkState
from tertulia_core.transport.listener import STALL_SECONDS, Listener, ProxyRule, open_listeners
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
        self._handshakes: dict[LinkId, Link] = {}  # of accepted links, the oldest first
        self._steps_left = 0

    def listen(
        self,
        address: Address,
        name: str,
        tls: "ssl.SSLContext | None",
        proxy: ProxyRule | None,
        *,
        is_raw: bool,
    ) -> list[Address]:
        """Start to accept; see ``SelectorLoop.listen``."""
        listeners = open_listeners(address, name, tls, proxy, is_raw=is_raw)
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
        if link.opening.is_costly:
            self._steps_left -= 1
            if self._steps_left < 0:  # It is as ready at the next poll.
                return
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
        try:
            opening = self._opening_of(listener, sock, peer)
        except OpeningFailed as failure:
            _log.debug("a connection from %s is not let in: %s", peer.host, failure)
            return
        link = Link(registry.new_id(), sock if opening is None else opening.stream)
        link.is_raw = listener.is_raw
        if opening is None:
            registry.add(link)
            self._open(link, peer, listener.name)
        else:
            registry.unannounced.add(link.id)
            self._take_up(link, opening)

    def _opening_of(self, listener: Listener, sock: socket.socket, peer: Peer) -> Opening | None:
        """Return what an accepted connection has to go through, ``None`` where that is nothing.

        Raises:
            OpeningFailed: it may not come in, and is closed.
        """
        now = self._registry.clock.monotonic()
        tls, proxy = listener.tls, listener.proxy
        if proxy is not None:
            if proxy.is_trusted(peer.host):
                return _await_header(listener, sock, peer, is_required=proxy.is_required, now=now)
            if proxy.is_required:
                sock.close()
                raise OpeningFailed(CloseReason.REFUSED, "only trusted proxies may connect here")
        if tls is None:
            return None
        return shake_hands(sock, tls, None, peer=peer, listener=listener.name, now=now)

    def _make_room(self) -> None:
        """Close the oldest handshake where there are too many: whoever means it is done sooner."""
        if len(self._handshakes) >= HANDSHAKES:
            oldest = next(iter(self._handshakes.values()))
            self._fail(oldest, OpeningFailed(CloseReason.TLS, "there are too many handshakes"))

    def _take_up(self, link: Link, opening: Opening) -> None:
        """Let ``link`` wait for what ``opening`` waits for."""
        is_accepted = link.id in self._registry.unannounced
        if is_accepted and opening.is_costly and link.id not in self._handshakes:
            self._make_room()
            self._handshakes[link.id] = link
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
        registry.unannounced.discard(link.id)
        self._handshakes.pop(link.id, None)
        registry.add(link)
        registry.watch(link)
        registry.events.append(LinkOpened(link.id, peer, listener))

    def _fail(self, link: Link, failure: OpeningFailed) -> None:
        """Drop a link that will not open; one that was accepted has never been heard of."""
        assert link.opening is not None, "a link that is opening knows how"
        _log.debug("a connection with %s did not open: %s", link.opening.peer.host, failure)
        link.stream = link.opening.stream
        self._handshakes.pop(link.id, None)
        self._registry.drop(link, failure.reason, str(failure))


def _await_header(
    listener: Listener, sock: socket.socket, peer: Peer, *, is_required: bool, now: float
) -> Opening:
    """Wait for what a proxy says first."""
    from tertulia_core.transport.preamble import Preamble  # few servers stand behind one

    return Preamble(
        sock, listener.tls, peer=peer, listener=listener.name, is_required=is_required, now=now
    )
