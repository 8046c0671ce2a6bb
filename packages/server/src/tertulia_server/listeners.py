"""Where a server listens, and who may come in there."""

from dataclasses import dataclass

from tertulia_core import platforms
from tertulia_core.address import Address, TcpAddress, is_loopback, parse_address
from tertulia_core.errors import ConfigError
from tertulia_core.i18n import Catalogue
from tertulia_core.transport.resolve import resolve
from tertulia_server.config import Config
from tertulia_server.config.networks import LOCALHOST, UNIX, Networks

__all__ = ["Listener", "listeners_of", "proxies_of"]

_ = Catalogue("tertulia_server").gettext


@dataclass(frozen=True, slots=True)
class Listener:
    """One address to listen on.

    Attributes:
        is_tls: whether it is an encrypted one.
        is_websocket: whether IRC comes wrapped there.
        is_public: whether other computers may reach it.
        welcomes_guests: whether bare sockets may take part there.
        needs_header: whether only proxies connect there, with a PROXY header.
    """

    address: Address
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
    """Return what a configuration listens on, first the address by which the server is known.

    Nobody serves other computers without having meant to.

    Raises:
        AddressError: there is no such host.
        ConfigError: the sentence says which way there is.
    """
    server, tls = config.server, config.tls
    rows = [_listener(config, text) for text in server.listen]
    rows += [_listener(config, text, is_tls=True) for text in tls.listen]
    rows += [_listener(config, text, is_websocket=True) for text in server.websocket_listen]
    rows += [
        _listener(config, text, is_tls=True, is_websocket=True) for text in tls.websocket_listen
    ]
    if not rows:
        raise ConfigError(_("there is no address to listen on"), key="server.listen")
    if any(row.is_tls for row in rows) and not tls.cert:
        raise ConfigError(_("listening with TLS needs a certificate"), key="tls.cert")
    if any(row.is_websocket for row in rows):
        _check_websockets()
    _check_headers(config)
    for row in rows:
        if row.is_public:
            _check_public(config, row)
    return rows


def proxies_of(config: Config) -> Networks:
    """Return whose PROXY header is believed; where one has to come, that of this computer is."""
    server = config.server
    local = (LOCALHOST, UNIX) if server.proxy_required else ()
    return Networks(server.proxy_from or local)


def _listener(
    config: Config, text: str, *, is_tls: bool = False, is_websocket: bool = False
) -> Listener:
    address = parse_address(text)
    required = config.server.proxy_required
    needs_header = text in required if isinstance(required, tuple) else required
    is_public = isinstance(address, TcpAddress) and not is_loopback(address.host)
    is_private_talk = not (is_public or needs_header or config.server.password)
    wanted = config.guests.enabled
    is_welcome = not is_websocket and (is_private_talk if wanted is None else wanted)
    return Listener(address, is_tls, is_websocket, is_public, is_welcome, needs_header)


def _check_websockets() -> None:
    """Make sure that what WebSocket doors are made with is installed."""
    from importlib.util import find_spec  # few servers have such doors

    if find_spec("websockets") is None:
        problem = _("this needs the extra: pip install 'tertulia-server[websocket]'")
        raise ConfigError(problem, key="server.websocket_listen")


def _check_headers(config: Config) -> None:
    """Make sure that an address where headers are required is one of those listened on."""
    required = config.server.proxy_required
    server, tls = config.server, config.tls
    known = (*server.listen, *tls.listen, *server.websocket_listen, *tls.websocket_listen)
    for text in required if isinstance(required, tuple) else ():
        if text not in known:
            problem = _("{address} is not listened on; write one of {known}")
            raise ConfigError(
                problem.format(address=text, known=", ".join(known)), key="server.proxy_required"
            )


def _check_public(config: Config, row: Listener) -> None:
    resolve(row.address)  # that a host does not exist is the first thing to say about it
    if not row.is_tls and not config.server.insecure_plaintext:
        problem = _(
            "other computers would reach {address} without encryption: use [tls] in the"
            " configuration file, or --insecure-plaintext if that is meant"
        )
        raise ConfigError(problem.format(address=row.address))
    if platforms.is_root() and not config.server.allow_root:
        problem = _(
            "root does not serve other computers ({address}): start the server as somebody"
            " else, or set allow_root = true in [server] if that is meant"
        )
        raise ConfigError(problem.format(address=row.address))
