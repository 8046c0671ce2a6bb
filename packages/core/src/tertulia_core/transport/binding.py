"""Sockets that listen: which ones an address means, and who may be there already."""

import errno
import os
import socket
import stat
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from tertulia_core import platforms
from tertulia_core.address import Address, TcpAddress, UnixAddress
from tertulia_core.errors import AddressError, ListenError
from tertulia_core.i18n import N_, Catalogue
from tertulia_core.transport.resolve import LOOPBACK_HOSTS, Candidate, resolve

__all__ = ["bind_all"]

_BACKLOG: Final = 4096  # The system lowers it to what it allows.
_PORT_TRIES: Final = 32
_PROBE_SECONDS: Final = 1.0

_NO_SUCH_ADDRESS: Final = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}

_PROBLEMS: Final = {
    errno.EADDRINUSE: N_("{address} is busy: another program is listening there."),
    errno.EADDRNOTAVAIL: N_("{address} is not an address of this computer."),
    errno.EAFNOSUPPORT: N_("{address} is not an address of this computer."),
    errno.EACCES: N_("{address} is not allowed for this user."),
    errno.EPERM: N_("{address} is not allowed for this user."),
}

_ = Catalogue("tertulia_core").gettext


def bind_all(address: Address) -> list[socket.socket]:
    """Return listening, non-blocking sockets for all that ``address`` means.

    ``localhost`` is 127.0.0.1, which must be free, and ::1, which may be missing on
    this computer but not be taken: whoever got there first would get half of the
    callers. Port 0 picks one that is free for all of them. A Unix socket
    left behind by a program that is gone is replaced; only its owner may connect.

    Raises:
        ListenError: with a sentence for whoever started the program.
    """
    try:
        candidates = list(dict.fromkeys(resolve(address)))
    except AddressError as error:
        raise ListenError(str(error)) from error
    if isinstance(address, UnixAddress):
        return [_bind_unix(address)]
    return _bind_tcp(address, candidates)


def _bind_tcp(address: TcpAddress, candidates: list[Candidate]) -> list[socket.socket]:
    """Bind every candidate to one port, another one after each that is half taken."""
    for tries_left in reversed(range(_PORT_TRIES)):
        try:
            return _bind_to_one_port(address, candidates)
        except ListenError as error:
            cause = error.__cause__
            is_busy = isinstance(cause, OSError) and cause.errno == errno.EADDRINUSE
            if address.port or not is_busy or not tries_left:
                raise
    raise AssertionError("the last try returns or raises")


def _bind_to_one_port(address: TcpAddress, candidates: list[Candidate]) -> list[socket.socket]:
    """Bind every candidate to the port of ``address``, or to the one the first is given."""
    sockets: list[socket.socket] = []
    port = address.port
    with ExitStack() as opened:
        for candidate in candidates:
            try:
                sock = _bind(candidate, port)
            except OSError as error:
                if _may_be_missing(address, candidate) and error.errno in _NO_SUCH_ADDRESS:
                    continue
                raise _listen_error(TcpAddress(candidate.address[0], port), error) from error
            opened.callback(sock.close)
            sockets.append(sock)
            port = sock.getsockname()[1]
        opened.pop_all()
    return sockets


def _may_be_missing(address: TcpAddress, candidate: Candidate) -> bool:
    """Tell whether a candidate is the second loopback address, which not every computer has."""
    return address.host.lower() == "localhost" and candidate.address[0] != LOOPBACK_HOSTS[0]


def _bind(candidate: Candidate, port: int) -> socket.socket:
    """Return a socket that listens on a candidate's host and ``port``."""
    sock = socket.socket(candidate.family, socket.SOCK_STREAM)
    try:
        platforms.claim_port(sock)
        if candidate.family == socket.AF_INET6:  # "::" must not take 0.0.0.0 as well.
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        assert isinstance(candidate.address, tuple), "a path is bound elsewhere"
        host, _, *scope = candidate.address
        sock.bind((host, port, *scope))
        return _listening(sock)
    except OSError:
        sock.close()
        raise


def _bind_unix(address: UnixAddress) -> socket.socket:
    """Return a socket that listens on a file that only its owner may use."""
    path = Path(address.path)
    family = platforms.unix_socket_family()
    assert family is not None, "resolve refuses these addresses where they do not exist"
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        _remove_stale(path, family)
        sock.bind(address.path)
        platforms.make_private(path)  # Nobody can connect before it listens.
        return _listening(sock)
    except OSError as error:
        sock.close()
        raise _listen_error(address, error) from error


def _listening(sock: socket.socket) -> socket.socket:
    """Start to listen; of two programs that bind at the same moment one fails only here."""
    sock.setblocking(False)
    sock.listen(_BACKLOG)
    return sock


def _remove_stale(path: Path, family: socket.AddressFamily) -> None:
    """Delete a socket file on which nobody listens.

    Raises:
        OSError: somebody does, or the file is something else (``EADDRINUSE``).
    """
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(mode):
        raise OSError(errno.EEXIST, os.strerror(errno.EEXIST))
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(_PROBE_SECONDS)
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
            return
        except TimeoutError:  # It listens and is busy.
            pass
    raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))


def _listen_error(address: Address, error: OSError) -> ListenError:
    """Return the sentence for a system's error."""
    problem = _PROBLEMS.get(error.errno or 0)
    if problem:
        return ListenError(_(problem).format(address=address))
    text = _("{address} cannot be listened on: {problem}.")
    return ListenError(text.format(address=address, problem=error.strerror or error))
