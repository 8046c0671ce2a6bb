"""Connecting: one socket address of a host after the other, then perhaps TLS."""

import errno
import os
import socket
from collections import deque
from typing import TYPE_CHECKING, Final

from tertulia_core import platforms
from tertulia_core.address import Address
from tertulia_core.errors import AddressError
from tertulia_core.transport.events import CloseReason, Peer
from tertulia_core.transport.opening import Opening, OpeningFailed
from tertulia_core.transport.poller import WRITE
from tertulia_core.transport.resolve import Candidate, peer_of, resolve, send_at_once

if TYPE_CHECKING:
    import ssl


__all__ = ["ATTEMPT_SECONDS", "Connecting", "shake_hands"]

ATTEMPT_SECONDS: Final = 3.0
"""How long one of several addresses may take; the last one has all the time that is left."""

_UNDER_WAY: Final = {0, errno.EINPROGRESS, getattr(errno, "WSAEWOULDBLOCK", errno.EINPROGRESS)}
_REASONS: Final = {
    errno.ECONNREFUSED: CloseReason.REFUSED,
    errno.ENOENT: CloseReason.REFUSED,  # a Unix socket that does not exist
    errno.ETIMEDOUT: CloseReason.TIMEOUT,
}


class Connecting:
    """Tries the socket addresses of a host in turn.

    Args:
        address: where to; a name is looked up here, which may take a while.
        tls: the context and the name that the certificate has to bear, or ``None``.
        timeout: seconds for all addresses together; the handshake has its own.
        now: monotonic seconds.

    Raises:
        OpeningFailed: the name is not known, or no address can even be tried.
    """

    __slots__ = (
        "_candidates",
        "_failure",
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
        address: Address,
        tls: "tuple[ssl.SSLContext, str] | None",
        *,
        timeout: float,
        now: float,
    ) -> None:
        self._tls = tls
        self._until = now + timeout
        self._candidates = deque(_candidates(address))
        self._failure = OpeningFailed(CloseReason.ERROR, "there is no address to connect to")
        self.interest = WRITE
        self.deadline = self._until
        self.listener = ""
        self.peer = Peer("", 0, is_loopback=False, is_tls=tls is not None)
        self.stream = self._try_next(now)

    def advance(self, now: float) -> Opening | None:
        """Look how the attempt went; see ``Opening``."""
        if code := _outcome(self.stream):
            return self._give_up(code, now)
        self.peer = peer_of(self.stream.getpeername(), is_tls=self._tls is not None)
        if self._tls is None:
            return None
        return shake_hands(self.stream, *self._tls, peer=self.peer, listener="", now=now)

    def expire(self, now: float) -> Opening:
        """Leave an address that does not answer; see ``Opening``."""
        return self._give_up(errno.ETIMEDOUT, now)

    def _give_up(self, code: int, now: float) -> Opening:
        """Close the attempt that failed with ``code`` and begin the next one."""
        self.stream.close()
        self._note_failure(OSError(code, os.strerror(code)))
        self.stream = self._try_next(now)
        return self

    def _try_next(self, now: float) -> socket.socket:
        """Begin to connect to the next address that can be tried."""
        while self._candidates and now < self._until:
            try:
                sock = _begin(self._candidates.popleft())
            except OSError as error:
                self._note_failure(error)
                continue
            attempt_until = now + ATTEMPT_SECONDS if self._candidates else self._until
            self.deadline = min(attempt_until, self._until)
            return sock
        raise self._failure

    def _note_failure(self, error: OSError) -> None:
        """Keep the failure to report at the end; that somebody refused tells the most."""
        if self._failure.reason is not CloseReason.REFUSED:
            reason = _REASONS.get(error.errno or 0, CloseReason.ERROR)
            self._failure = OpeningFailed(reason, error.strerror or str(error))


def shake_hands(
    sock: socket.socket,
    context: "ssl.SSLContext",
    hostname: str | None,
    *,
    peer: Peer,
    listener: str,
    now: float,
) -> Opening:
    """Begin a TLS handshake; see ``Handshake`` for the arguments.

    Raises:
        OpeningFailed: the connection broke just now, or the name is no host name.
    """
    from tertulia_core.transport.handshake import Handshake  # costs 10 ms and is rarely needed

    return Handshake(sock, context, hostname, peer=peer, listener=listener, now=now)


def _candidates(address: Address) -> list[Candidate]:
    """Look the address up."""
    try:
        return resolve(address)
    except AddressError as error:
        raise OpeningFailed(CloseReason.UNKNOWN_HOST, str(error)) from error


def _begin(candidate: Candidate) -> socket.socket:
    """Return a socket that is connecting, or connected already.

    Raises:
        OSError: there are no such sockets here, or it is refused at once.
    """
    sock = socket.socket(candidate.family, socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        send_at_once(sock)
        code = sock.connect_ex(candidate.address)
        if code not in _UNDER_WAY:
            raise OSError(code, os.strerror(code))
    except OSError:
        sock.close()
        raise
    return sock


def _outcome(sock: socket.socket) -> int:
    """Return 0 if ``sock`` is connected, else the system's error code."""
    if code := sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
        return code
    try:
        peer = sock.getpeername()
    except OSError as error:
        return error.errno or errno.ENOTCONN
    # Where the port of a server that is gone is picked for our own end, the system
    # joins the socket with itself.
    is_own_end = sock.family != platforms.unix_socket_family() and peer == sock.getsockname()
    return errno.ECONNREFUSED if is_own_end else 0
