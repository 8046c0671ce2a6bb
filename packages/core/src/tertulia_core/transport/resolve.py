"""From an address to what sockets take, and back to what people read."""

import functools
import socket
import sys
from typing import Any, Final, NamedTuple

from tertulia_core import platforms
from tertulia_core.address import Address, UnixAddress, is_loopback
from tertulia_core.errors import AddressError
from tertulia_core.i18n import Catalogue
from tertulia_core.transport.events import Peer

__all__ = ["LOOPBACK_HOSTS", "Candidate", "SocketAddress", "peer_of", "resolve", "send_at_once"]

LOOPBACK_HOSTS: Final = ("127.0.0.1", "::1")
"""What ``localhost`` means, whatever the system's host table says.

IPv4 first: every server of ours has it, and some systems take two seconds to refuse the other.
"""

_ = Catalogue("tertulia_core").gettext

_TCP_FAMILIES: Final = {socket.AF_INET, socket.AF_INET6}

SocketAddress = tuple[Any, ...] | str
"""What ``bind``, ``connect`` and ``accept`` deal in: host, port and more, or a path."""


class Candidate(NamedTuple):
    """One socket address of a name, with its family."""

    family: int
    address: SocketAddress


def resolve(address: Address) -> list[Candidate]:
    """Return every socket address that ``address`` stands for; may wait for the network.

    Raises:
        AddressError: the name is unknown, or the system has no such sockets.
    """
    if isinstance(address, UnixAddress):
        family = platforms.unix_socket_family()
        if family is None:
            raise AddressError(f"{address}: this system has no Unix sockets.")
        return [Candidate(family, address.path)]
    hosts = LOOPBACK_HOSTS if address.host.lower() == "localhost" else (address.host,)
    return [candidate for host in hosts for candidate in _look_up(host, address.port)]


def peer_of(address: SocketAddress | None, *, is_tls: bool) -> Peer:
    """Describe who is at a socket address; that of a Unix socket's client has no name."""
    if not isinstance(address, tuple):
        return Peer("", 0, is_loopback=True, is_tls=is_tls)
    host, is_local = _known_host(address[0])
    return Peer(host, address[1], is_local, is_tls)


def send_at_once(sock: socket.socket) -> None:
    """Let a TCP socket send without waiting for more to send (``TCP_NODELAY``)."""
    if sock.family in _TCP_FAMILIES:
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError:  # macOS: the other side is gone already, which the first read will tell.
            pass


def _look_up(host: str, port: int) -> list[Candidate]:
    """Ask the system for the addresses of a host."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as error:  # ValueError: no host name can be spelt like that
        raise AddressError(_("{host}: there is no such host.").format(host=host)) from error
    return [Candidate(family, address) for family, _, _, _, address in found]


@functools.lru_cache(maxsize=1024)
def _known_host(host: str) -> tuple[str, bool]:
    """Return one shared string per host, for what keeps it, and whether it is this computer."""
    return sys.intern(host), is_loopback(host)
