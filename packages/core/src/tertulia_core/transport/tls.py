"""TLS contexts: what each side shows and what it verifies."""

import ssl
from pathlib import Path

from tertulia_core.errors import TransportError

__all__ = ["client_context", "reload_certificate", "server_context"]


def server_context(certificate: Path, key: Path) -> ssl.SSLContext:
    """Make the context of a listener: TLS 1.2 or newer, no renegotiation.

    Args:
        certificate: PEM file with the certificate and what leads to its authority.
        key: PEM file with the private key, without a passphrase.

    Raises:
        TransportError: a file cannot be read, or the two do not belong together.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # Without it a peer could make a read wait for a write, for as long as it likes.
    context.options |= ssl.OP_NO_RENEGOTIATION
    _load(context, certificate, key)
    return context


def reload_certificate(context: ssl.SSLContext, certificate: Path, key: Path) -> None:
    """Give a listener's context renewed files; connections that stand keep what they have.

    Raises:
        TransportError: the files are no good; the context still has the old ones.
    """
    server_context(certificate, key)
    _load(context, certificate, key)


def client_context(authorities: Path | None = None) -> ssl.SSLContext:
    """Make the context of a client: the server's certificate and name are verified.

    Args:
        authorities: PEM file of the trusted authorities; ``None`` for those of the system.

    Raises:
        TransportError: the file cannot be read.
    """
    try:
        context = ssl.create_default_context(cafile=authorities)
    except (OSError, ssl.SSLError) as error:
        raise TransportError(f"cannot read the authorities in {authorities}: {error}") from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_RENEGOTIATION
    return context


def _load(context: ssl.SSLContext, certificate: Path, key: Path) -> None:
    """Load the pair; a key with a passphrase is refused instead of asking at the terminal."""
    try:
        context.load_cert_chain(certificate, key, password=lambda: "")
    except (OSError, ssl.SSLError) as error:
        problem = f"cannot use certificate {certificate} with key {key}: {error}"
        raise TransportError(problem) from error
