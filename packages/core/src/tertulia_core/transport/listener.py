"""Where connections come in: one listening socket, accepted from in batches."""

import errno
import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tertulia_core.address import Address, TcpAddress, UnixAddress
from tertulia_core.transport.binding import bind_all
from tertulia_core.transport.resolve import SocketAddress, send_at_once

if TYPE_CHECKING:
    import ssl

__all__ = ["ACCEPT_BATCH", "STALL_SECONDS", "Listener", "ProxyRule", "open_listeners"]

ACCEPT_BATCH: Final = 128
"""How many connections a listener accepts per poll, so that those that stand are served too."""

STALL_SECONDS: Final = 0.5
"""How long a listener rests when the process has no descriptor left."""

# What Linux reports on accept has happened to that one connection; the next may be well.
_ONE_IS_GONE: Final = {
    getattr(errno, name)
    for name in ("ECONNABORTED", "EPROTO", "ENETDOWN", "ENETUNREACH", "EHOSTDOWN", "EHOSTUNREACH")
    if hasattr(errno, name)
}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProxyRule:
    """Who may speak for others at a listener.

    Attributes:
        is_trusted: tells it from the literal address, ``""`` for a Unix socket.
        is_required: close whatever does not begin with a header, also from who is not
            trusted; else such a connection speaks for itself.
    """

    is_trusted: Callable[[str], bool]
    is_required: bool = False


class Listener:
    """One listening socket; owner: the loop's thread.

    Args:
        sock: listens already, non-blocking; belongs to the listener from here on.
        name: what its links' ``LinkOpened`` carries.
        tls: the context its links shake hands with, or ``None`` for plain ones.
        proxy: who may begin with a PROXY header, or ``None`` for nobody.
        is_raw: whether its links are bytes, not lines.

    Attributes:
        address: the real one, with the port it was given.
        is_stalled: whether the last ``accept`` ran out of descriptors (or memory).
        deadline: when a stalled one is tried again.
    """

    __slots__ = (
        "_file",
        "_socket",
        "_was_told",
        "address",
        "deadline",
        "is_raw",
        "is_stalled",
        "name",
        "proxy",
        "tls",
    )

    def __init__(
        self,
        sock: socket.socket,
        name: str,
        tls: "ssl.SSLContext | None",
        proxy: ProxyRule | None = None,
        *,
        is_raw: bool = False,
    ) -> None:
        self._socket = sock
        self.name = name
        self.tls = tls
        self.proxy = proxy
        self.is_raw = is_raw
        self.address = _address_of(sock)
        self.deadline: float | None = None
        self.is_stalled = False
        self._was_told = False
        self._file = _identity(self.address)

    def fileno(self) -> int:
        """Return the descriptor to watch."""
        return self._socket.fileno()

    def accept(self) -> list[tuple[socket.socket, SocketAddress]]:
        """Return the connections that wait, a batch at most, non-blocking."""
        accepted: list[tuple[socket.socket, SocketAddress]] = []
        self.is_stalled = False
        for _ in range(ACCEPT_BATCH):
            try:
                sock, address = self._socket.accept()
            except BlockingIOError:
                self._was_told = False
                break
            except OSError as error:
                if error.errno in _ONE_IS_GONE:
                    continue
                self._stall(error)
                break
            sock.setblocking(False)
            send_at_once(sock)
            accepted.append((sock, address))
        return accepted

    def close(self) -> None:
        """Close the socket, and remove its file if that is still the one made here."""
        self._socket.close()
        if isinstance(self.address, UnixAddress) and self._file == _identity(self.address):
            with suppress(OSError):
                Path(self.address.path).unlink()

    def _stall(self, error: OSError) -> None:
        """Rest for a while, and say so once until everybody who waits has been let in."""
        self.is_stalled = True
        if not self._was_told:
            self._was_told = True
            _log.warning("%s: new connections have to wait: %s", self.address, error.strerror)


def open_listeners(
    address: Address,
    name: str,
    tls: "ssl.SSLContext | None" = None,
    proxy: ProxyRule | None = None,
    *,
    is_raw: bool = False,
) -> list[Listener]:
    """Listen on everything that ``address`` means; see ``bind_all`` and ``Listener``.

    Raises:
        ListenError: with a sentence for whoever started the program.
    """
    return [Listener(sock, name, tls, proxy, is_raw=is_raw) for sock in bind_all(address)]


def _address_of(sock: socket.socket) -> Address:
    """Return where a socket listens."""
    name = sock.getsockname()
    return TcpAddress(name[0], name[1]) if isinstance(name, tuple) else UnixAddress(name)


def _identity(address: Address) -> tuple[int, int] | None:
    """Return what tells the file of a Unix socket from another one of its name."""
    if not isinstance(address, UnixAddress):
        return None
    try:
        status = Path(address.path).lstat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
