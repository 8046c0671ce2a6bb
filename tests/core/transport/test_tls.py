"""TLS contexts: what is shown, what is verified, and certificates that are renewed."""

import ssl
from pathlib import Path

import pytest

from tertulia_core.errors import TransportError
from tertulia_core.transport import tls
from tertulia_core.transport.events import LinkOpened
from tests.core.transport.driver import LoopDriver
from tests.support.certificates import CertificateFiles, make_certificate


def test_both_sides_want_tls_1_2_or_newer(certificate: CertificateFiles) -> None:
    """And no renegotiation, with which a peer can make the other one work."""
    contexts = [
        tls.server_context(certificate.certificate, certificate.key),
        tls.client_context(certificate.certificate),
    ]

    for context in contexts:
        assert context.minimum_version == ssl.TLSVersion.TLSv1_2
        assert context.options & ssl.OP_NO_RENEGOTIATION


def test_clients_verify_certificate_and_name() -> None:
    """By the authorities of the system where none are given."""
    context = tls.client_context()

    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


@pytest.mark.parametrize("missing", ["certificate", "key", "both", "swapped"])
def test_files_that_are_no_good_have_a_sentence(
    certificate: CertificateFiles, tmp_path: Path, missing: str
) -> None:
    """The two paths are named."""
    nothing = tmp_path / "nothing.pem"
    pairs = {
        "certificate": (nothing, certificate.key),
        "key": (certificate.certificate, nothing),
        "both": (nothing, nothing),
        "swapped": (certificate.key, certificate.certificate),
    }
    files = pairs[missing]

    with pytest.raises(TransportError, match="cannot use certificate") as caught:
        tls.server_context(*files)

    assert all(str(path) in str(caught.value) for path in files)


def test_a_key_with_a_passphrase_is_refused_without_asking(
    tmp_path: Path, certificate: CertificateFiles
) -> None:
    """A server has nobody at its terminal."""
    locked = tmp_path / "locked.key"
    locked.write_text(
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n"
    )

    with pytest.raises(TransportError):
        tls.server_context(certificate.certificate, locked)


def test_authorities_that_cannot_be_read_have_a_sentence(tmp_path: Path) -> None:
    """The path is named."""
    with pytest.raises(TransportError, match=r"nothing\.pem"):
        tls.client_context(tmp_path / "nothing.pem")


def test_a_renewed_certificate_is_shown_to_newcomers(
    driver: LoopDriver, certificate: CertificateFiles, tmp_path: Path
) -> None:
    """Whoever is inside stays; the listener is not touched."""
    renewed = make_certificate(tmp_path, "renewed")
    context = tls.server_context(certificate.certificate, certificate.key)
    address = driver.listen(tls=context)
    before = driver.loop.connect(address, tls=tls.client_context(certificate.certificate))
    driver.wait_for(LinkOpened, before)

    tls.reload_certificate(context, renewed.certificate, renewed.key)

    after = driver.loop.connect(address, tls=tls.client_context(renewed.certificate))
    driver.wait_for(LinkOpened, after)
    driver.loop.send(before, b"sigo aqui\n")
    first = next(event.link for event in driver.of(LinkOpened) if event.listener)
    assert driver.wait_for_lines(first, 1) == [b"sigo aqui"]


def test_a_renewal_that_is_no_good_changes_nothing(
    driver: LoopDriver, certificate: CertificateFiles, tmp_path: Path
) -> None:
    """Half a pair must not end up in the context."""
    other = make_certificate(tmp_path, "other")
    context = tls.server_context(certificate.certificate, certificate.key)
    address = driver.listen(tls=context)

    with pytest.raises(TransportError):
        tls.reload_certificate(context, other.certificate, certificate.key)

    link = driver.loop.connect(address, tls=tls.client_context(certificate.certificate))
    driver.wait_for(LinkOpened, link)
