"""Where a server listens, and who may come in there."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from tertulia_core.address import Address, TcpAddress, is_loopback, parse_address
from tertulia_server.config import Config
from tertulia_server.config.networks import LOCALHOST, UNIX, Networks

__all__ = ["DOORS", "Door", "Listener", "listeners_of", "proxies_of"]


class Door(NamedTuple):
    """A key that names addresses to listen on, and what is spoken there."""

    section: str
    name: str
    is_tls: bool
    is_websocket: bool

    @property
    def key(self) -> str:
        """As it is written in messages."""
        return f"{self.section}.{self.name}"


DOORS: Final = (
    Door("server", "listen", is_tls=False, is_websocket=False),
    Door("tls", "listen", is_tls=True, is_websocket=False),
    Door("server", "websocket_listen", is_tls=False, is_websocket=True),
    Door("tls", "websocket_listen", is_tls=True, is_websocket=True),
)
"""Every key that names addresses, the one first by which a server is known."""


@dataclass(frozen=True, slots=True)
class Listener:
    """One address to listen on.

    Attributes:
        text: the address as it is written.
        key: the key of the configuration that names it.
        is_tls: whether it is an encrypted one.
        is_websocket: whether IRC comes wrapped there.
        is_public: whether other computers may reach it.
        welcomes_guests: whether bare sockets may take part there.
        needs_header: whether only proxies connect there, with a PROXY header.
    """

    address: Address
    text: str
    key: str
    is_tls: bool
    is_websocket: bool
    is_public: bool
    welcomes_guests: bool
    needs_header: bool

    @property
    def name(self) -> str:
        """What the transport calls it: two doors may both be at port 0."""
        kind = "websocket " if self.is_websocket else ""
        return f"{kind}{'tls ' if self.is_tls else ''}{self.address}"


def listeners_of(config: Config) -> list[Listener]:
    """Return what a configuration listens on, first the address by which the server is known."""
    return [
        _listener(config, text, door)
        for door in DOORS
        for text in getattr(getattr(config, door.section), door.name)
    ]


def proxies_of(config: Config) -> Networks:
    """Return whose PROXY header is believed; where one has to come, that of this computer is."""
    server = config.server
    local = (LOCALHOST, UNIX) if server.proxy_required else ()
    return Networks(server.proxy_from or local)


def _listener(config: Config, text: str, door: Door) -> Listener:
    address = parse_address(text)
    required = config.server.proxy_required
    needs_header = text in required if isinstance(required, tuple) else required
    is_public = isinstance(address, TcpAddress) and not is_loopback(address.host)
    is_private_talk = not (is_public or needs_header or config.server.password)
    wanted = config.guests.enabled
    is_welcome = not door.is_websocket and (is_private_talk if wanted is None else wanted)
    return Listener(
        address=address,
        text=text,
        key=door.key,
        is_tls=door.is_tls,
        is_websocket=door.is_websocket,
        is_public=is_public,
        welcomes_guests=is_welcome,
        needs_header=needs_header,
    )
