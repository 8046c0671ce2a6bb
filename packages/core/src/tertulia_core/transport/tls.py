"""TLS contexts: what each side shows and what it verifies."""

import ssl
from pathlib import Path

from tertulia_core.errors import CertificateError, TransportError
from tertulia_core.i18n import Catalogue

__all__ = ["accept_client_certificates", "client_context", "reload_certificate", "server_context"]

_ = Catalogue("tertulia_core").gettext


def server_context(certificate: Path, key: Path) -> ssl.SSLContext:
    """Make the context of a listener: TLS 1.2 or newer, no renegotiation.

    Args:
        certificate: PEM file with the certificate and what leads to its authority.
        key: PEM file with the private key, without a passphrase.

    Raises:
        CertificateError: a file cannot be used, or the two do not belong together.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # Without it a peer could make a read wait for a write, for as long as it likes.
    context.options |= ssl.OP_NO_RENEGOTIATION
    _load(context, certificate, key)
    return context


def accept_client_certificates(context: ssl.SSLContext, authorities: Path) -> None:
    """Let a listener ask for the certificate of each client, which need not have one.

    Python offers no way to take a certificate that nothing vouches for, so that clients whose
    certificate is not from ``authorities`` do not get in with it.

    Args:
        context: the listener's.
        authorities: PEM file of authorities, or of clients' own certificates.

    Raises:
        TransportError: the file cannot be read.
    """
    context.verify_mode = ssl.CERT_OPTIONAL
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    try:
        context.load_verify_locations(cafile=authorities)
    except (OSError, ssl.SSLError) as error:
        raise _unreadable(authorities, error) from error


def reload_certificate(context: ssl.SSLContext, certificate: Path, key: Path) -> None:
    """Give a listener's context renewed files; connections that stand keep what they have.

    Raises:
        CertificateError: the files are no good; the context still has the old ones.
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
        raise _unreadable(authorities, error) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_RENEGOTIATION
    return context


def _unreadable(authorities: Path | None, error: OSError) -> TransportError:
    problem = _("the authorities in {path} cannot be read ({why})")
    return TransportError(problem.format(path=authorities, why=_reason(error)))


def _load(context: ssl.SSLContext, certificate: Path, key: Path) -> None:
    """Load the pair; a key with a passphrase is refused instead of asking at the terminal."""
    try:
        context.load_cert_chain(certificate, key, password=lambda: "")
    except OSError as error:  # ssl.SSLError is one
        raise _diagnose(error, certificate, key) from error


def _diagnose(error: OSError, certificate: Path, key: Path) -> CertificateError:
    """Tell which file is at fault; OpenSSL names neither, and says the same of both."""
    for path, is_key in ((certificate, False), (key, True)):
        try:
            path.read_bytes()
        except OSError as unreadable:
            return CertificateError(str(path), _reason(unreadable), is_key=is_key)
    if not _has_certificate(certificate):
        return CertificateError(str(certificate), _("there is no certificate in it"), is_key=False)
    return CertificateError(str(key), _flaw_of_key(error, key.read_bytes()), is_key=True)


def _flaw_of_key(error: OSError, content: bytes) -> str:
    """Return what is wrong with a key whose certificate can be read."""
    if getattr(error, "reason", "") == "KEY_VALUES_MISMATCH":
        return _("it belongs to another certificate")
    if b"PRIVATE KEY-----" not in content:
        return _("there is no private key in it")
    return _("it has a passphrase") if b"ENCRYPTED" in content else _reason(error)


def _has_certificate(path: Path) -> bool:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_verify_locations(path)
    except ssl.SSLError:
        return False
    return True


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
