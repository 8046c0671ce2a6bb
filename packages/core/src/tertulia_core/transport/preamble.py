"""What a proxy says first: for whom it connects. Nothing else of the link is read before that.

The header is looked at while it still is in the socket and then taken out by its
length, so that what follows it, text or a TLS handshake, is untouched.
"""

import socket
from typing import TYPE_CHECKING, Final

from tertulia_core.transport.connecting import shake_hands
from tertulia_core.transport.events import CloseReason, Peer
from tertulia_core.transport.opening import Opening, OpeningFailed
from tertulia_core.transport.poller import READ
from tertulia_core.transport.resolve import peer_of
from tertulia_core.wire.proxy import (
    HEADER_BYTES,
    NotProxied,
    ProxyHeader,
    ProxyHeaderError,
    read_header,
)

if TYPE_CHECKING:
    import ssl

__all__ = ["HEADER_SECONDS", "Preamble"]

HEADER_SECONDS: Final = 3.0
"""How long a header is waited for; proxies send it together with the connection."""

_LOOK_SECONDS: Final = 0.05
"""When to look again at a header that came in pieces; one that is ready would wake us at once."""


class Preamble:
    """A connection that may begin with a PROXY header; an ``Opening``.

    Args:
        sock: connected and non-blocking; belongs to the preamble from here on.
        tls: the context of the handshake that comes after it, or ``None``.
        peer: the proxy, and what it speaks for once that is known.
        listener: the name of the listener.
        is_required: whether there has to be a header.
        now: monotonic seconds.
    """

    __slots__ = (
        "_is_required",
        "_tls",
        "_until",
        "deadline",
        "interest",
        "listener",
        "peer",
        "stream",
    )

    is_costly = False

    def __init__(
        self,
        sock: socket.socket,
        tls: "ssl.SSLContext | None",
        *,
        peer: Peer,
        listener: str,
        is_required: bool,
        now: float,
    ) -> None:
        self.stream = sock
        self.interest = READ
        self.deadline = self._until = now + HEADER_SECONDS
        self.peer = peer
        self.listener = listener
        self._tls = tls
        self._is_required = is_required

    def advance(self, now: float) -> Opening | None:
        """Look at what has come; see ``Opening``."""
        try:
            begun = self.stream.recv(HEADER_BYTES, socket.MSG_PEEK)
            header = read_header(begun)
        except BlockingIOError:
            return self
        except OSError as error:
            raise OpeningFailed(CloseReason.ERROR, error.strerror or str(error)) from error
        except NotProxied as error:
            return self._speak_for_itself(error, now)
        except ProxyHeaderError as error:
            raise OpeningFailed(CloseReason.ERROR, str(error)) from error
        if header is not None:
            return self._speak_for(header, now)
        if not begun:
            return self._speak_for_itself(NotProxied("The connection was closed."), now)
        # A part of it would wake the poller for ever; its rest is not far.
        self.interest = 0
        self.deadline = min(now + _LOOK_SECONDS, self._until)
        return self

    def expire(self, now: float) -> Opening | None:
        """Look once more, or wait no longer; see ``Opening``."""
        if now < self._until:
            return self.advance(now)
        return self._speak_for_itself(NotProxied("No PROXY header came in time."), now)

    def _speak_for(self, header: ProxyHeader, now: float) -> Opening | None:
        """Take the header out of the socket and go on with whom it names."""
        self.stream.recv(header.size)
        if header.host:
            self.peer = peer_of((header.host, header.port), is_tls=self.peer.is_tls)
        return self._go_on(now)

    def _speak_for_itself(self, why: NotProxied, now: float) -> Opening | None:
        if self._is_required:
            raise OpeningFailed(CloseReason.ERROR, str(why)) from why
        return self._go_on(now)

    def _go_on(self, now: float) -> Opening | None:
        if self._tls is None:
            return None
        return shake_hands(
            self.stream, self._tls, None, peer=self.peer, listener=self.listener, now=now
        )
