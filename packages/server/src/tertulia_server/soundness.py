"""Whether a server can be run with a configuration, each key of which says something allowed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tertulia_core import platforms
from tertulia_core.errors import AddressError, CertificateError, TransportError
from tertulia_core.i18n import Catalogue
from tertulia_core.transport.resolve import resolve
from tertulia_server.config import Config, Problem, TlsConfig
from tertulia_server.listeners import DOORS, Listener, listeners_of

__all__ = ["problems_of"]

_ = Catalogue("tertulia_server").gettext

_KEYS: Final = tuple(door.key for door in DOORS)


def problems_of(config: Config) -> Iterator[Problem]:
    """Find what keeps a server from being run that way, though each key may say what it says.

    Nobody serves other computers without having meant to.
    """
    rows = listeners_of(config)
    if not rows:
        yield Problem("server.listen", _("there is no address to listen on"), _KEYS)
    if encrypted := [row.key for row in rows if row.is_tls]:
        yield from _problems_of_certificate(config.tls, encrypted[0])
    if wrapped := [row.key for row in rows if row.is_websocket]:
        yield from _problems_of_websockets(wrapped[0])
    yield from _problems_of_headers(config, [row.text for row in rows])
    for row in rows:
        yield from _problems_of_row(config, row)


def _problems_of_certificate(tls: TlsConfig, door: str) -> Iterator[Problem]:
    if not tls.cert:
        yield Problem("tls.cert", _("listening with TLS needs a certificate"), (door,))
        return
    # only who serves TLS pays for it
    from tertulia_core.transport.tls import accept_client_certificates, server_context

    try:
        context = server_context(Path(tls.cert), Path(tls.key or tls.cert))
    except CertificateError as error:
        allowed = _("a PEM file with the certificate and what leads to its authority")
        if error.is_key:
            allowed = _("a PEM file with the certificate's private key, without a passphrase")
        sentence = _("it must be {allowed}").format(allowed=f"{allowed} ({error})")
        is_apart = error.is_key and tls.key
        keys = ("tls.key", "tls.cert") if is_apart else ("tls.cert", "tls.key")
        yield Problem(keys[0], sentence, keys[1:])
        return
    if tls.client_authorities:
        try:
            accept_client_certificates(context, Path(tls.client_authorities))
        except TransportError as error:
            yield Problem("tls.client_authorities", str(error))


def _problems_of_websockets(door: str) -> Iterator[Problem]:
    """Make sure that what WebSocket doors are made with is installed."""
    from importlib.util import find_spec  # few servers have such doors

    if find_spec("websockets") is None:
        yield Problem(door, _("this needs the extra: pip install 'tertulia-server[websocket]'"))


def _problems_of_headers(config: Config, known: list[str]) -> Iterator[Problem]:
    """Make sure that an address where headers are required is one of those listened on."""
    required = config.server.proxy_required
    for text in required if isinstance(required, tuple) else ():
        if text not in known:
            problem = _("{address} is not listened on; write one of {known}")
            sentence = problem.format(address=text, known=", ".join(known))
            yield Problem("server.proxy_required", sentence, _KEYS)


def _problems_of_row(config: Config, row: Listener) -> Iterator[Problem]:
    if not row.is_public:
        return
    try:
        resolve(row.address)
    except AddressError as error:  # the first thing to say about a host
        yield Problem(row.key, str(error))
        return
    if not row.is_tls and not config.server.insecure_plaintext:
        problem = _(
            "other computers would reach {address} without encryption: use [tls] in the"
            " configuration file, or --insecure-plaintext if that is meant"
        )
        sentence = problem.format(address=row.address)
        yield Problem(row.key, sentence, ("server.insecure_plaintext",))
    if config.accounts.fast_hash:
        problem = _("passwords hashed fast are for this computer only, not for {address}")
        yield Problem("accounts.fast_hash", problem.format(address=row.address), (row.key,))
    if platforms.is_root() and not config.server.allow_root:
        problem = _(
            "root does not serve other computers ({address}): start the server as somebody"
            " else, or set allow_root = true in [server] if that is meant"
        )
        yield Problem(row.key, problem.format(address=row.address), ("server.allow_root",))
