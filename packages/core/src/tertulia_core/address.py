"""Where to listen and where to connect, as people write it.

An *address* is ``host:port``, ``[::1]:port`` or ``unix:/path``; a *target* is
an address with a room, or an ``irc://`` or ``ircs://`` link.
"""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Final

from tertulia_core.errors import AddressError
from tertulia_core.i18n import Catalogue

__all__ = [
    "DEFAULT_HOST",
    "DEFAULT_PORT",
    "DEFAULT_ROOM",
    "IRC_PORT",
    "IRC_TLS_PORT",
    "ROOM_SIGNS",
    "Address",
    "Target",
    "TcpAddress",
    "UnixAddress",
    "is_loopback",
    "parse_address",
    "parse_target",
]

DEFAULT_HOST: Final = "localhost"
DEFAULT_PORT: Final = 12_345
DEFAULT_ROOM: Final = "#sala"
IRC_PORT: Final = 6667
IRC_TLS_PORT: Final = 6697

_ = Catalogue("tertulia_core").gettext

ROOM_SIGNS: Final = ("#", "&")
"""What the name of a room begins with, and no nick."""

_UNIX: Final = "unix:"
_SCHEMES: Final = {"irc": IRC_PORT, "ircs": IRC_TLS_PORT}
_NOT_IN_HOSTS: Final = frozenset(" /\\@?#\t\r\n\0")


@dataclass(frozen=True, slots=True)
class TcpAddress:
    """A host name or literal address and a port (0: any free one)."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class UnixAddress:
    """A socket that is a file."""

    path: str

    def __str__(self) -> str:
        return _UNIX + self.path


Address = TcpAddress | UnixAddress


@dataclass(frozen=True, slots=True)
class Target:
    """Where a client goes: ``room`` always names one, ``nick`` is ``""`` where none was given."""

    address: Address
    tls: bool = False
    room: str = DEFAULT_ROOM
    nick: str = ""

    def __str__(self) -> str:
        """Return it in a form that ``parse_target`` reads back."""
        if isinstance(self.address, UnixAddress) or not (self.tls or self.nick):
            return f"{self.address}/{self.room}"
        nick = f"{self.nick}@" if self.nick else ""
        return f"{'ircs' if self.tls else 'irc'}://{nick}{self.address}/{self.room}"


def parse_address(text: str, default_port: int = DEFAULT_PORT) -> Address:
    """Read an address; the port may be missing, the host may not.

    Raises:
        AddressError: it is none; the sentence says what one looks like.
    """
    text = text.strip()
    if text.startswith(_UNIX):
        return _unix_address(text.removeprefix(_UNIX))
    host, port = _split_port(text)
    if not host or _NOT_IN_HOSTS.intersection(host):
        problem = _(
            "“{text}” names no host: write localhost:{port} for this computer alone"
            " or 0.0.0.0:{port} for every network it is in."
        )
        raise AddressError(problem.format(text=text, port=default_port))
    return TcpAddress(host, default_port if port is None else _port_number(port, text))


def parse_target(text: str) -> Target:
    """Read where to connect.

    Understood are ``host:port/#room``, ``unix:/path/#room``, an ``irc://`` or
    ``ircs://`` link, and ``/#room`` or ``#room`` on this computer; every part
    may be missing. Port 6697 means TLS in any form but ``irc://``.

    Raises:
        AddressError: it is none of these.
    """
    text = text.strip()
    scheme, is_link, rest = text.partition("://")
    if is_link:
        return _parse_link(scheme.lower(), rest)
    if text.startswith(ROOM_SIGNS):
        text = f"/{text}"
    where, room = _split_room(text)
    address = parse_address(where) if where else TcpAddress(DEFAULT_HOST, DEFAULT_PORT)
    return Target(address, _means_tls(address), _checked_room(room))


def is_loopback(host: str) -> bool:
    """Tell whether ``host`` can only be this computer."""
    if host.lower().rstrip(".") in {"localhost", "ip6-localhost"}:
        return True
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


def _unix_address(path: str) -> UnixAddress:
    """Return the address of a socket file; the path is taken as it is, ``unix:///x`` as ``/x``."""
    path = path.removeprefix("//")
    if not path or "\0" in path:
        raise AddressError(_("A Unix socket needs a path: write unix:/run/tertulia.sock."))
    return UnixAddress(path)


def _split_port(text: str) -> tuple[str, str | None]:
    """Split at the colon of the port, which is not one of an IPv6 address."""
    if text.startswith("["):
        host, bracket, port = text[1:].partition("]")
        if not bracket or (port and not port.startswith(":")):
            problem = _("“{text}” is not an address: write [::1]:{port}.")
            raise AddressError(problem.format(text=text, port=DEFAULT_PORT))
        return host, port[1:] if port else None
    if text.count(":") > 1:
        return text, None
    host, colon, port = text.partition(":")
    return host, port if colon else None


def _port_number(port: str, text: str) -> int:
    """Return the port, which is a number of up to five ASCII digits."""
    if not (port.isascii() and port.isdigit() and len(port) <= 5 and int(port) <= 65_535):
        problem = _("The port in “{text}” has to be a number from 0 to 65535.")
        raise AddressError(problem.format(text=text))
    return int(port)


def _split_room(text: str) -> tuple[str, str]:
    """Split ``address/#room``; a socket's path has slashes, so there the room's sign decides."""
    if text.startswith(_UNIX):
        cuts = [cut for sign in ROOM_SIGNS if (cut := text.rfind(f"/{sign}")) > 0]
        cut = max(cuts, default=len(text))
        return text[:cut], text[cut + 1 :]
    where, room = text.partition("/")[::2]
    return where, room


def _parse_link(scheme: str, rest: str) -> Target:
    """Read what follows ``irc://`` or ``ircs://``: ``nick@host:port/room,flags?options``."""
    from urllib.parse import unquote  # costs 5 ms that the server never needs

    if scheme not in _SCHEMES:
        problem = _("{scheme}:// is not understood here: write irc:// or ircs://.")
        raise AddressError(problem.format(scheme=scheme))
    where, path = rest.partition("/")[::2]
    nick, host = where.rpartition("@")[::2]
    address = parse_address(unquote(host) or DEFAULT_HOST, _SCHEMES[scheme])
    room = _checked_room(unquote(path.partition("?")[0].partition(",")[0]))
    return Target(address, scheme == "ircs", room, unquote(nick.partition(":")[0]))


def _means_tls(address: Address) -> bool:
    """Tell whether the port is the one that is only ever used with TLS."""
    return isinstance(address, TcpAddress) and address.port == IRC_TLS_PORT


def _checked_room(room: str) -> str:
    """Return the room with its sign, the default one for ``""``."""
    if not room:
        return DEFAULT_ROOM
    if any(character in " ,\a\r\n\0" for character in room):
        problem = _("“{room}” cannot be a room: its name has no spaces or commas.")
        raise AddressError(problem.format(room=room))
    return room if room.startswith(ROOM_SIGNS) else f"#{room}"
