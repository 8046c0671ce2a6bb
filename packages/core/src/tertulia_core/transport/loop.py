"""The loop: one thread, one poller, many links; bytes become lines and events, and back."""

import errno
import os
from typing import TYPE_CHECKING

from tertulia_core.address import Address, TcpAddress
from tertulia_core.clock import Clock
from tertulia_core.ids import LinkId
from tertulia_core.transport.backlogs import Backlogs
from tertulia_core.transport.doors import Doors
from tertulia_core.transport.events import (
    BytesReceived,
    CloseReason,
    EofReceived,
    LinesReceived,
    TransportEvent,
)
from tertulia_core.transport.link import RECV_BYTES, Link, LinkState
from tertulia_core.transport.listener import Listener, ProxyRule
from tertulia_core.transport.poller import READ, WRITE
from tertulia_core.transport.registry import Registry
from tertulia_core.wire.framing import LineBuffer

if TYPE_CHECKING:
    import ssl

__all__ = ["SelectorLoop"]

_OPENING, _OPEN, _BROKEN = LinkState.OPENING, LinkState.OPEN, LinkState.BROKEN
_FLUSHING, _LINGERING = LinkState.FLUSHING, LinkState.LINGERING


class SelectorLoop:
    """All sockets of a program; owner of everything but ``waker.wake``: the thread that polls.

    Call ``poll`` again and again, act on its events with the other methods. A
    link that is not known (any more) is ignored everywhere, since it may have
    gone while its name was still under way.

    Args:
        clock: for deadlines.
        line_limit: bytes without a line end above which a link is not read until
            ``take_partial``; one read (64 KiB) may go beyond it.
        send_limit: relayed bytes queued for one link, above which it is closed (``SENDQ``).
        total_send_limit: the same for all links together; the slowest one is closed.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        line_limit: int = 16_384,
        send_limit: int = 256 * 1024,
        total_send_limit: int = 256 * 2**20,
    ) -> None:
        self._line_limit = line_limit
        self._registry = Registry(clock)
        self._backlogs = Backlogs(self._registry, send_limit, total_send_limit)
        self._doors = Doors(self._registry)
        self._links = self._registry.links
        self._spare = LineBuffer(line_limit)
        self.waker = self._registry.waker

    def listen(
        self,
        address: Address,
        *,
        name: str,
        tls: "ssl.SSLContext | None" = None,
        proxy: ProxyRule | None = None,
        is_raw: bool = False,
    ) -> list[Address]:
        """Accept connections at ``address``; see ``bind_all`` for what it means.

        Args:
            address: a host name stands for all its addresses.
            name: what ``LinkOpened`` tells the listener by.
            tls: the context of a TLS listener.
            proxy: who may say, before all else, for whom it connects.
            is_raw: report ``BytesReceived`` in place of ``LinesReceived``, for what is not
                made of lines.

        Returns:
            The real addresses, with the port that 0 became.

        Raises:
            ListenError: with a sentence for whoever started the program.
        """
        return self._doors.listen(address, name, tls, proxy, is_raw=is_raw)

    def connect(
        self,
        address: Address,
        *,
        tls: "ssl.SSLContext | None" = None,
        server_hostname: str | None = None,
        timeout: float = 10.0,
    ) -> LinkId:
        """Begin to connect; ``LinkOpened`` or ``LinkClosed`` follows.

        Looking a host name up blocks the thread. Its addresses are tried one after the other.

        Args:
            address: where to.
            tls: the context of a TLS connection, which is verified by it.
            server_hostname: the name the certificate has to bear, if not the host of ``address``.
            timeout: seconds for all addresses; a TLS handshake has 10 more.
        """
        host = address.host if isinstance(address, TcpAddress) else "localhost"
        security = None if tls is None else (tls, server_hostname or host)
        return self._doors.connect(address, security, timeout)

    def poll(self, timeout: float | None) -> list[TransportEvent]:
        """Wait for news at most ``timeout`` seconds (``None``: for ever) and return all there are.

        The list may be empty: a deadline of the loop's own passed, or ``waker.wake`` was called.
        """
        registry = self._registry
        ready = registry.poller.poll(self._time_to_wait(timeout))
        self._doors.begin_poll()
        by_fd = registry.by_fd
        others = []
        for fd, mask in ready:
            link = by_fd.get(fd)
            if link is None:
                others.append(fd)
            elif mask == READ and link.state is _OPEN:
                self._read(link)  # What nearly all are about.
            else:
                self._serve(link, mask)
        # Newcomers last: one may get the descriptor of a link that has gone just now, and must
        # not get that one's news.
        for fd in others:
            self._serve_door(fd)
        self._expire_deadlines()
        events, registry.events = registry.events, []
        return events

    def send(self, link_id: LinkId, data: bytes, *, relayed: int = 0) -> None:
        """Write ``data`` with one system call at once, and queue what the socket does not take.

        Args:
            link_id: to whom; a link that is being closed gets nothing more.
            data: what to write.
            relayed: how many of the bytes come from others and count against the limits.
        """
        link = self._links.get(link_id)
        if link is None or link.state is not _OPEN or not data:
            return
        written = 0
        if link.queue is None:
            try:
                written = link.stream.send(data)
            except BlockingIOError:
                pass
            except OSError as error:
                self._backlogs.give_up(link, error)
                return
        if written < len(data):
            self._backlogs.add(link, data, written, relayed)

    def set_send_limits(self, send_limit: int, total_send_limit: int) -> None:
        """Allow other amounts of relayed bytes from now on; see the class."""
        self._backlogs.set_limits(send_limit, total_send_limit)

    def queued(self, link_id: LinkId) -> int:
        """Return how many bytes wait for the link's socket."""
        link = self._links.get(link_id)
        return link.queue.size if link and link.queue else 0

    def close(self, link_id: LinkId, *, linger: float = 2.0) -> None:
        """Write what waits, say goodbye and close; ``LinkClosed`` (``LOCAL``) follows.

        Nothing more is reported of the link before that. Closing a socket while the other side
        is still sending would destroy what it has not read yet, so that its end is awaited.

        Args:
            link_id: which link.
            linger: seconds after which it is closed in any case.
        """
        link = self._links.get(link_id)
        if link is None or link.state in {_FLUSHING, _LINGERING}:
            return
        if link.state is not _OPEN:
            self._registry.drop(link, CloseReason.LOCAL)
            return
        link.move(_FLUSHING)
        link.buffer = None
        self._registry.deadlines.set(link, self._registry.clock.monotonic() + linger)
        if link.queue is None:
            self._backlogs.say_goodbye(link)
        else:
            self._registry.watch(link)

    def abort(
        self, link_id: LinkId, reason: CloseReason = CloseReason.LOCAL, detail: str = ""
    ) -> None:
        """Close at once and throw away what waits; ``LinkClosed`` follows."""
        if link := self._links.get(link_id):
            self._registry.drop(link, reason, detail)

    def pause_reading(self, link_id: LinkId) -> None:
        """Leave what arrives unread in the socket, which in the end stops the other side."""
        if link := self._links.get(link_id):
            link.is_paused = True
            self._registry.watch(link)

    def resume_reading(self, link_id: LinkId) -> None:
        """Read again."""
        if link := self._links.get(link_id):
            link.is_paused = False
            self._registry.watch(link)

    def partial(self, link_id: LinkId) -> bytes:
        """Return the bytes that wait for their line end."""
        link = self._links.get(link_id)
        return link.buffer.partial if link and link.buffer else b""

    def take_partial(self, link_id: LinkId) -> bytes:
        """Remove and return the bytes that wait for their line end, and read an overfull link."""
        link = self._links.get(link_id)
        if link is None:
            return b""
        taken = link.take_partial()
        self._registry.watch(link)
        return taken

    def stop_listening(self) -> None:
        """Close the listeners; links stay."""
        self._doors.stop_listening()

    def close_all(self) -> None:
        """Close every socket at once, without events; the loop is of no use any more."""
        self._doors.stop_listening()
        self._registry.close()

    def _time_to_wait(self, timeout: float | None) -> float | None:
        """Return for how long to poll: not past a deadline, and not at all where news wait."""
        if self._registry.events:
            return 0.0
        when = self._registry.deadlines.next()
        if when is None:
            return timeout
        left = max(0.0, when - self._registry.clock.monotonic())
        return left if timeout is None else min(left, timeout)

    def _serve(self, link: Link, mask: int) -> None:
        """Do what a ready socket allows."""
        state = link.state
        if state is _OPENING:
            self._doors.advance(link)
        elif state is _LINGERING:
            self._discard(link)
        else:
            if link.queue is not None and mask != READ:
                self._backlogs.flush(link)
            if mask != WRITE and link.interest & READ:
                self._read(link)

    def _read(self, link: Link) -> None:
        """Read once and report the lines, or the bytes of a raw link."""
        try:
            data = link.stream.recv(RECV_BYTES)
        except BlockingIOError:
            return
        except OSError as error:
            self._lose(link, error.strerror or str(error))
            return
        if not data:
            self._end(link)
            return
        if link.is_raw:
            self._registry.events.append(BytesReceived(link.id, data))
            return
        lines, waiting = link.feed(data, self._spare, self._line_limit)
        self._registry.events.append(LinesReceived(link.id, lines, waiting))
        if waiting > self._line_limit:
            self._registry.watch(link)

    def _end(self, link: Link) -> None:
        """Take note that the other side sends no more."""
        if link.state is _BROKEN:
            self._lose(link, os.strerror(errno.ECONNRESET))
            return
        link.has_ended = True
        self._registry.events.append(EofReceived(link.id, link.take_partial()))
        self._registry.watch(link)

    def _lose(self, link: Link, detail: str) -> None:
        """Report a broken connection, and before that the text it left without a line end."""
        if rest := link.take_partial():
            self._registry.events.append(EofReceived(link.id, rest))
        self._registry.drop(link, CloseReason.ERROR, detail)

    def _discard(self, link: Link) -> None:
        """Read what nobody wants any more, until the other side closes too."""
        try:
            if link.stream.recv(RECV_BYTES):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self._registry.drop(link, CloseReason.LOCAL)

    def _serve_door(self, fd: int) -> None:
        """Serve what is ready and no link: the waker or a listener."""
        if fd == self.waker.fileno():
            self.waker.clear()
        else:
            self._doors.accept(fd)

    def _expire_deadlines(self) -> None:
        """Do what has waited for its time."""
        deadlines = self._registry.deadlines
        if deadlines.next() is None:
            return
        for owner in deadlines.expire(self._registry.clock.monotonic()):
            if isinstance(owner, Listener):
                self._doors.reopen(owner)
            elif owner.state is _OPENING:
                self._doors.expire(owner)
            else:
                self._registry.drop(owner, CloseReason.LOCAL)
