"""What a client's network thread does: one connection at a time, in the words of ``LinkEvent``."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from tertulia_core.address import Target
from tertulia_core.client.link_events import Connected, Disconnected, Lines, LinkEvent
from tertulia_core.clock import Clock
from tertulia_core.errors import TransportError
from tertulia_core.i18n import N_, Catalogue
from tertulia_core.ids import LinkId
from tertulia_core.transport.events import (
    CloseReason,
    EofReceived,
    LinesReceived,
    LinkClosed,
    LinkOpened,
    TransportEvent,
)
from tertulia_core.transport.loop import SelectorLoop

if TYPE_CHECKING:
    import ssl

__all__ = ["Network", "TlsContext", "disconnection", "split_pings"]

LINE_LIMIT: Final = 65_536
"""Bytes without a line end after which the server is not one; lines of the protocol have 8,703."""

LINGER: Final = 1.0
"""Seconds in which the last lines have to be written when the person leaves."""

TlsContext = Callable[[], "ssl.SSLContext"]

_ = Catalogue("tertulia_core").gettext

_SENTENCES: Final = {
    CloseReason.LOCAL: N_("Disconnected."),
    CloseReason.EOF: N_("{server} closed the connection."),
    CloseReason.ERROR: N_("The connection with {server} broke ({detail})."),
    CloseReason.SENDQ: N_("The connection with {server} broke ({detail})."),
    CloseReason.TIMEOUT: N_("{server} does not answer."),
    CloseReason.TLS: N_("There is no secure connection with {server} ({detail})."),
    CloseReason.UNKNOWN_HOST: N_("No computer is known as {server}."),
    CloseReason.REFUSED: N_("No server answers at {server}."),
}


class Network:
    """One connection after the other on a loop of its own; owner: the client's network thread.

    Args:
        clock: for deadlines.
        tls_context: makes the context of connections with TLS; asked once, when needed.
    """

    def __init__(self, clock: Clock, tls_context: TlsContext) -> None:
        self._loop = SelectorLoop(clock, line_limit=LINE_LIMIT)
        self._tls_context = tls_context
        self._context: ssl.SSLContext | None = None
        self._link: LinkId | None = None
        self._targets: dict[LinkId, Target] = {}

    def connect(self, target: Target) -> list[LinkEvent]:
        """Begin a connection in place of the present one; what cannot even begin is returned."""
        self.abort()
        try:
            context = self._tls() if target.tls else None
        except TransportError as error:
            return [disconnection(CloseReason.TLS, target, str(error))]
        self._link = self._loop.connect(target.address, tls=context)
        self._targets[self._link] = target
        return []

    def send(self, lines: Sequence[bytes]) -> None:
        """Write lines, each with its end; without a connection they are lost."""
        if self._link is not None:
            self._loop.send(self._link, b"".join(lines))

    def disconnect(self) -> None:
        """Write what waits and close."""
        if self._link is not None:
            self._loop.close(self._link, linger=LINGER)

    def abort(self) -> None:
        """Close at once."""
        if self._link is not None:
            self._loop.abort(self._link)

    def pause(self) -> None:
        """Let the server wait: nobody takes what it writes."""
        if self._link is not None:
            self._loop.pause_reading(self._link)

    def resume(self) -> None:
        """Read again."""
        if self._link is not None:
            self._loop.resume_reading(self._link)

    def poll(self, timeout: float | None) -> list[LinkEvent]:
        """Wait for news, answer PINGs, and return the rest; see ``SelectorLoop.poll``."""
        news: list[LinkEvent] = []
        for event in self._loop.poll(timeout):
            news += self._translate(event)
        return news

    def wake(self) -> None:
        """Make ``poll`` return; from any thread."""
        self._loop.waker.wake()

    def write_off(self) -> list[LinkEvent]:
        """Forget the connections, after an error of ours, and return their ends."""
        targets, self._targets = self._targets, {}
        detail = _("an internal error")
        return [disconnection(CloseReason.ERROR, target, detail) for target in targets.values()]

    def is_over(self) -> bool:
        """Tell whether no connection is left, closing ones included."""
        return not self._targets

    def close(self) -> None:
        """Close everything at once, without events."""
        self._loop.close_all()

    def _translate(self, event: TransportEvent) -> Sequence[LinkEvent]:
        """Return what an event of the loop means here, and act on it."""
        match event:
            case LinesReceived(link, lines, partial):
                return self._receive(link, lines, partial)
            case LinkOpened(_, peer, _):
                return (Connected(peer),)
            case EofReceived(link, _):
                self._loop.abort(link, CloseReason.EOF)
            case LinkClosed(link, reason, detail):
                return self._end(link, reason, detail)
        return ()

    def _receive(self, link: LinkId, lines: list[bytes], partial: int) -> Sequence[LinkEvent]:
        """Answer PINGs and pass the rest on."""
        if partial > LINE_LIMIT:
            self._loop.abort(link, CloseReason.ERROR, _("a line that never ends"))
        lines, pongs = split_pings(lines)
        if pongs:
            self._loop.send(link, b"".join(pongs))
        return (Lines(lines),) if lines else ()

    def _end(self, link: LinkId, reason: CloseReason, detail: str) -> Sequence[LinkEvent]:
        """Report a connection that is over."""
        if link == self._link:
            self._link = None
        return (disconnection(reason, self._targets.pop(link), detail),)

    def _tls(self) -> "ssl.SSLContext":
        """Return the context for TLS; reading the authorities takes a while."""
        if self._context is None:
            self._context = self._tls_context()
        return self._context


def disconnection(cause: CloseReason, target: Target, detail: str) -> Disconnected:
    """Return the event with its sentence."""
    sentence = _(_SENTENCES[cause]).format(server=target.address, detail=detail)
    return Disconnected(sentence, cause)


def split_pings(lines: list[bytes]) -> tuple[list[bytes], list[bytes]]:
    """Return the lines without the server's PINGs, and the answers to those.

    Source: https://modern.ircdocs.horse/#ping-message
    """
    if not any(b"PING" in line for line in lines):
        return lines, []
    others: list[bytes] = []
    answers: list[bytes] = []
    for line in lines:
        token = _ping_token(line)
        if token is None:
            others.append(line)
        else:
            answers.append(b"PONG " + token + b"\r\n")
    return others, answers


def _ping_token(line: bytes) -> bytes | None:
    """Return what a PING wants back, ``None`` for any other line."""
    rest = line
    for sign in (b"@", b":"):  # Tags and the source come first, in this order.
        if rest.startswith(sign):
            rest = rest.partition(b" ")[2].lstrip(b" ")
    verb, _space, token = rest.partition(b" ")
    token = token.strip(b" ")
    return token if verb.upper() == b"PING" and token else None
