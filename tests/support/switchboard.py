r"""The whole server without sockets, from bytes to bytes: the hub between wires in memory.

Where ``harness`` speaks to the chat in messages, this speaks to the hub in bytes,
as the transport does: in whatever pieces, with pauses and ends::

    board = Switchboard()
    ana = board.plug()
    ana.send(b"NICK ana\r\nUSER a 0 * :A\r\n")
    assert "001" in ana.read()
"""

from collections.abc import Mapping
from itertools import count
from types import MappingProxyType

from tertulia_core.address import is_loopback
from tertulia_core.broadcast.outbox import Outbox
from tertulia_core.clock import ManualClock
from tertulia_core.ids import LinkId
from tertulia_core.transport.events import (
    BytesReceived,
    CloseReason,
    EofReceived,
    LinesReceived,
    LinkClosed,
    LinkDrained,
    LinkOpened,
    Peer,
    TransportEvent,
)
from tertulia_core.wire.framing import LineBuffer
from tertulia_server.admin.desk import Desk
from tertulia_server.config import Config
from tertulia_server.dialects.gateway import MakeGateway
from tertulia_server.dispatch import Dispatcher
from tertulia_server.holding import Keeper
from tertulia_server.hub import Hub
from tertulia_server.inbox import Notice
from tertulia_server.model.now import Now
from tertulia_server.store.ports import Store
from tertulia_server.workers import PromptWorkers
from tests.support.harness import make_config, make_store

__all__ = ["GUESTS", "NO_GUESTS", "Switchboard", "Wire"]

GUESTS, NO_GUESTS = "guests", "no guests"
"""The names of the two listeners: bare sockets may take part at the first one."""


class Wire:
    """One connection, seen from its far end.

    Attributes:
        is_closed: whether the server has closed it.
        is_paused: whether the server leaves what it sends unread.
        is_reading: whether what the server sends arrives, or piles up.
        has_ended: whether it sends no more.
        is_listening: whether what arrives is kept for ``read``.
        is_raw: whether the server gets its bytes as they come, not in lines.
    """

    def __init__(self, board: "Switchboard", link: LinkId, *, is_raw: bool) -> None:
        self.link = link
        self.is_raw = is_raw
        self.is_closed = False
        self.is_paused = False
        self.is_reading = True
        self.is_listening = True
        self.buffer = LineBuffer()
        self.unread = b""
        self.piled = b""
        self.has_ended = False
        self._end_was_told = False
        self._board = board
        self._heard = b""

    def send(self, data: bytes | str) -> None:
        """Send bytes that arrive at once, in a tick of their own."""
        self.unread += data.encode() if isinstance(data, str) else data
        self._board.tick(*self.arrived())

    def arrived(self) -> list[TransportEvent]:
        """Return what the transport would report now."""
        events: list[TransportEvent] = []
        if self.is_paused or self.is_closed:
            return events
        data, self.unread = self.unread, b""
        if data and self.is_raw:
            events.append(BytesReceived(self.link, data))
        elif data:
            lines = self.buffer.feed(data)
            events.append(LinesReceived(self.link, lines, self.buffer.partial_size))
        if self.has_ended and not self._end_was_told:
            self._end_was_told = True
            events.append(EofReceived(self.link, self.buffer.take_partial()))
        return events

    def finish(self) -> None:
        """Send no more."""
        self.has_ended = True
        self._board.tick(*self.arrived())

    def break_off(self, reason: CloseReason = CloseReason.ERROR) -> None:
        """Be gone at once."""
        self.has_ended = self._end_was_told = True
        self._board.tick(LinkClosed(self.link, reason, ""))

    def take(self, data: bytes) -> None:
        """Take what the server sends, or let it pile up."""
        if not self.is_reading:
            self.piled += data
        elif self.is_listening:
            self._heard += data

    def start_reading(self) -> None:
        """Read what has piled up, in the end; the transport reports that."""
        self.is_reading = True
        self._heard += self.piled
        self.piled = b""
        self._board.tick(LinkDrained(self.link))

    def read(self) -> str:
        """Return what came since the last time."""
        heard, self._heard = self._heard, b""
        return heard.decode()

    def read_bytes(self) -> bytes:
        """Return what came since the last time, as it came."""
        heard, self._heard = self._heard, b""
        return heard

    def lines(self) -> list[str]:
        """Return what came since the last time, in lines."""
        return [line.removesuffix("\r") for line in self.read().split("\n")[:-1]]


class Switchboard:
    """A server in a test; owner: the test. It is the hub's transport as well (``Links``).

    Args:
        config: how it is set up.
        gateways: further listeners, whose wires are raw; see ``Hub``.
        writer: keeps what is said and done; by default that happens at once.
        store: what it writes to and what the server reads; an empty one by default.
        clock: shared with others, one of its own by default.
    """

    def __init__(
        self,
        config: Config | None = None,
        gateways: Mapping[str, MakeGateway] = MappingProxyType({}),
        writer: Keeper | None = None,
        store: Store | None = None,
        clock: ManualClock | None = None,
    ) -> None:
        self.clock = clock or ManualClock()
        self.wires: dict[LinkId, Wire] = {}
        self.writes = 0
        config = config or make_config()
        self.workers = PromptWorkers()
        self.dispatcher = Dispatcher(
            config,
            Outbox(),
            started=self.clock.wall(),
            store=store or make_store(),
            workplace=self.workers,
        )
        self.desk = Desk(self.dispatcher, self.workers)
        self.hub = Hub(config, self.dispatcher, self, [GUESTS], gateways, self.desk, writer=writer)
        self._raw = frozenset(gateways)
        self._links = count(1)
        self._resumed: list[Wire] = []

    @property
    def now(self) -> Now:
        """The moment at which everything happens until ``pass_time``."""
        return Now(self.clock.monotonic(), self.clock.wall())

    def plug(self, listener: str = GUESTS, *, host: str = "127.0.0.1") -> Wire:
        """Open a connection that is silent; ``host`` is where it comes from."""
        wire = Wire(self, LinkId(next(self._links)), is_raw=listener in self._raw)
        self.wires[wire.link] = wire
        peer = Peer(host, 40_000, is_loopback=not host or is_loopback(host), is_tls=False)
        self.tick(LinkOpened(wire.link, peer, listener))
        return wire

    def irc(self, nick: str, *, room: str = "#sala", listener: str = GUESTS) -> Wire:
        """Open a connection that is registered and in a room, and has read all of that."""
        wire = self.plug(listener)
        wire.send(f"NICK {nick}\r\nUSER {nick} 0 * :{nick}\r\nJOIN {room}\r\n")
        assert f" 366 {nick} {room} " in wire.read()
        return wire

    def crowd(self, size: int, room: str) -> None:
        """Let many people into a room at once; nobody reads what they hear there."""
        wires = [self.plug() for _number in range(size)]
        for number, wire in enumerate(wires):
            wire.is_listening = False
            nick = f"somebody-with-a-name-{number:010}"
            wire.unread = f"NICK {nick}\r\nUSER somebody 0 * :U\r\nJOIN {room}\r\n".encode()
        self.tick(*[event for wire in wires for event in wire.arrived()])

    def guest(self, text: str = "hola") -> Wire:
        """Open a bare socket that has spoken."""
        wire = self.plug()
        wire.send(f"{text}\n")
        return wire

    def tick(self, *events: TransportEvent) -> None:
        """Let events happen at this moment, and everything that follows from them at once."""
        pending = list(events)
        while True:
            result = self.hub.tick(pending, self.now)
            for delivery in result.deliveries:
                self.writes += 1
                self.wires[delivery.link].take(delivery.data)
            for link in result.closes:
                self.wires[link].is_closed = True
            resumed, self._resumed = self._resumed, []
            pending = [event for wire in resumed for event in wire.arrived()]
            if done := self.workers.take():
                self.hub.notice([done], self.now)
                continue
            due = self.hub.next_deadline(self.now)
            if not pending and (due is None or due > self.now.mono):
                return

    def notice(self, *notices: Notice) -> None:
        """Let another thread say something, and everything that follows from it happen."""
        self.hub.notice(notices, self.now)
        self.tick()

    def pass_time(self, seconds: float) -> None:
        """Let time go by, with a tick at every deadline of the hub, as its loop does."""
        end = self.clock.monotonic() + seconds
        while (due := self.hub.next_deadline(self.now)) is not None and due <= end:
            self.clock.advance(max(0.0, due - self.clock.monotonic()))
            self.tick()
        self.clock.advance(end - self.clock.monotonic())

    # -- what the hub asks of its transport -----------------------------------

    def partial(self, link: LinkId, /) -> bytes:
        """Return the bytes that wait for their line end."""
        return self.wires[link].buffer.partial

    def take_partial(self, link: LinkId, /) -> bytes:
        """Remove and return them."""
        return self.wires[link].buffer.take_partial()

    def pause_reading(self, link: LinkId, /) -> None:
        """Leave what a wire sends unread."""
        self.wires[link].is_paused = True

    def resume_reading(self, link: LinkId, /) -> None:
        """Read it."""
        self.wires[link].is_paused = False
        self._resumed.append(self.wires[link])

    def queued(self, link: LinkId, /) -> int:
        """Return how much has piled up."""
        return len(self.wires[link].piled)
