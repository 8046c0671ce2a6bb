"""A client's connection without a network: the twin of ``NetworkLink``."""

from collections.abc import Callable, Sequence
from typing import Final

from tertulia_core.address import Target
from tertulia_core.client.link_events import Connected, Lines, LinkEvent
from tertulia_core.client.network import disconnection, split_pings
from tertulia_core.transport.events import CloseReason, Peer

__all__ = ["ScriptedLink"]

_LOOPBACK_PEER: Final = Peer("127.0.0.1", 12_345, is_loopback=True, is_tls=False)


class ScriptedLink:
    """The twin of ``NetworkLink`` for tests and demonstrations: no thread, no socket.

    The test plays the server: it looks at ``sent`` and calls ``open``,
    ``deliver`` and ``close``.

    Attributes:
        targets: what ``connect`` was called with.
        sent: the lines that were submitted while connected, with their CRLF.
        is_started: whether it was started and not stopped.
        is_connected: whether the connection stands.
    """

    def __init__(self, on_ready: Callable[[], None] = lambda: None) -> None:
        self._on_ready = on_ready
        self._events: list[LinkEvent] = []
        self.targets: list[Target] = []
        self.sent: list[bytes] = []
        self.is_started = False
        self.is_connecting = False
        self.is_connected = False

    def start(self) -> None:
        """See ``ClientLink``."""
        self.is_started = True

    def connect(self, target: Target) -> None:
        """Wait for the test to say ``open`` or ``close``."""
        self.disconnect()
        self.targets.append(target)
        self.is_connecting = True

    def submit(self, lines: Sequence[bytes]) -> None:
        """Keep what was written, for the test to look at."""
        if self.is_connected:
            self.sent += lines

    def disconnect(self) -> None:
        """End the connection from our side."""
        if self.is_connecting or self.is_connected:
            self.close(CloseReason.LOCAL)

    def drain(self) -> list[LinkEvent]:
        """Take what the test has made happen."""
        events, self._events = self._events, []
        return events

    def stop(self) -> None:
        """See ``ClientLink``."""
        self.disconnect()
        self.is_started = False

    def open(self, peer: Peer = _LOOPBACK_PEER) -> None:
        """Play a server that accepts."""
        assert self.is_connecting, "nobody asked for a connection"
        self.is_connecting, self.is_connected = False, True
        self._tell(Connected(peer))

    def deliver(self, *lines: bytes | str) -> None:
        """Play a server that writes lines, given without their ends."""
        assert self.is_connected, "there is no connection"
        received = [line.encode() if isinstance(line, str) else line for line in lines]
        others, pongs = split_pings(received)
        self.sent += pongs
        if others:
            self._tell(Lines(others))

    def close(self, cause: CloseReason = CloseReason.EOF, detail: str = "") -> None:
        """Play a connection that ends, or that cannot be made."""
        assert self.is_connecting or self.is_connected, "there is nothing to end"
        self.is_connecting = self.is_connected = False
        self._tell(disconnection(cause, self.targets[-1], detail))

    def take_sent(self) -> list[bytes]:
        """Remove and return the lines that were submitted."""
        sent, self.sent = self.sent, []
        return sent

    def _tell(self, event: LinkEvent) -> None:
        """Queue an event, and wake the user interface if none waited."""
        self._events.append(event)
        if len(self._events) == 1:
            self._on_ready()
