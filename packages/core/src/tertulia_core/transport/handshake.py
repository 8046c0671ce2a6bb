"""The TLS handshake, and a socket under TLS that behaves like a plain non-blocking one.

Only a connection that is given a context imports this module: ``ssl`` costs 10 to 20 ms.
"""

import socket
import ssl
from hashlib import sha256
from typing import Final

from tertulia_core.transport.events import CloseReason, Peer
from tertulia_core.transport.opening import Opening, OpeningFailed
from tertulia_core.transport.poller import READ, WRITE

__all__ = ["HANDSHAKE_SECONDS", "Handshake", "TlsStream"]

HANDSHAKE_SECONDS: Final = 10.0
"""How long a handshake may take."""


class TlsStream:
    """A socket under TLS with the manners of a plain one: ``BlockingIOError`` means "not now".

    ``handshake`` comes first, until it returns 0. Owner: the loop's thread.

    Args:
        sock: connected and non-blocking; belongs to the stream from here on.
        context: of the side that ``hostname`` tells.
        hostname: the name to verify, on the connecting side; ``None`` on the accepting one.
    """

    __slots__ = ("_socket",)

    def __init__(self, sock: socket.socket, context: ssl.SSLContext, hostname: str | None) -> None:
        self._socket = context.wrap_socket(
            sock,
            server_side=hostname is None,
            do_handshake_on_connect=False,
            server_hostname=hostname,
        )

    def fileno(self) -> int:
        """Return the descriptor to watch."""
        return self._socket.fileno()

    def handshake(self) -> int:
        """Take the handshake as far as it goes; return what it waits for, 0 when it is done.

        Raises:
            OSError: it failed (``ssl.SSLError``), or the connection broke.
        """
        try:
            self._socket.do_handshake()
        except ssl.SSLWantReadError:
            return READ
        except ssl.SSLWantWriteError:
            return WRITE
        return 0

    def fingerprint(self) -> str:
        """Return the SHA-256 of the other side's certificate, hexadecimal, ``""`` without one."""
        certificate = self._socket.getpeercert(binary_form=True)
        return sha256(certificate).hexdigest() if certificate else ""

    def recv(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes, ``b""`` at the end.

        With 16 KiB or more nothing decrypted stays behind: what is left shows in the next poll.
        """
        try:
            return self._socket.recv(size)
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            raise BlockingIOError from None

    def send(self, data: bytes | memoryview, /) -> int:
        """Write until the socket takes no more; return how much. One TLS record holds 16 KiB."""
        written = 0
        try:
            while written < len(data):
                written += self._socket.send(memoryview(data)[written:])
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            if not written:
                raise BlockingIOError from None
        return written

    def shutdown(self, how: int, /) -> None:
        """Say that no more is sent, in TLS and below it."""
        try:
            self._socket.unwrap()
        except (OSError, ValueError):  # Mostly: it waits for the other side to say the same.
            pass
        self._socket.shutdown(how)

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()


class Handshake:
    """A connection that is not open before both sides agree on TLS; an ``Opening``.

    Args:
        sock: connected and non-blocking; belongs to the handshake from here on.
        context: of the side that ``hostname`` tells.
        hostname: the name to verify, on the connecting side; ``None`` on the accepting one.
        peer: who is at the other end.
        listener: the name of the listener, ``""`` on the connecting side.
        now: monotonic seconds.

    Raises:
        OpeningFailed: the connection broke just now, or the name is no host name.
    """

    __slots__ = ("deadline", "interest", "listener", "peer", "stream")

    is_costly = True

    def __init__(
        self,
        sock: socket.socket,
        context: ssl.SSLContext,
        hostname: str | None,
        *,
        peer: Peer,
        listener: str,
        now: float,
    ) -> None:
        try:
            if hostname is not None:
                hostname.encode("idna")  # Else wrap_socket does, fails, and leaks its socket.
            self.stream = TlsStream(sock, context, hostname)
        except (OSError, ValueError) as error:
            sock.close()
            raise OpeningFailed(CloseReason.TLS, _describe(error)) from error
        self.interest = READ if hostname is None else WRITE  # The connecting side speaks first.
        self.deadline = now + HANDSHAKE_SECONDS
        self.peer = peer
        self.listener = listener

    def advance(self, now: float) -> Opening | None:
        """Take the handshake as far as it goes; see ``Opening``."""
        try:
            self.interest = self.stream.handshake()
        except OSError as error:
            raise OpeningFailed(CloseReason.TLS, _describe(error)) from error
        if self.interest:
            return self
        if self.listener:
            self.peer = self.peer._replace(fingerprint=self.stream.fingerprint())
        return None

    def expire(self, now: float) -> Opening:
        """Give up; see ``Opening``."""
        raise OpeningFailed(CloseReason.TIMEOUT, "the TLS handshake takes too long")


def _describe(error: Exception) -> str:
    """Return what went wrong, without the file and line of the C sources that Python adds."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    if isinstance(error, ssl.SSLError) and error.reason:
        return error.reason.replace("_", " ").lower()
    return str(getattr(error, "strerror", "") or error)
