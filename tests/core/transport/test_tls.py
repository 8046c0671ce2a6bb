"""TLS contexts: what is shown, what is verified, and certificates that are renewed."""

import re
import ssl
from pathlib import Path

import pytest

from tertulia_core.errors import CertificateError, TransportError
from tertulia_core.i18n import set_language
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


LOCKED = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n"
BROKEN = "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"


@pytest.mark.parametrize(
    ("certificate_is", "key_is", "culprit", "why"),
    [
        ("missing", "good", "missing", "No such file"),
        ("good", "missing", "missing", "No such file"),
        ("folder", "good", "folder", "Is a directory"),
        ("empty", "good", "empty", "there is no certificate in it"),
        ("key", "good", "key", "there is no certificate in it"),
        ("good", "empty", "empty", "there is no private key in it"),
        ("good", "certificate", "certificate", "there is no private key in it"),
        ("good", "strange", "strange", "it belongs to another certificate"),
        ("good", "locked", "locked", "it has a passphrase"),
        ("good", "broken", "broken", "."),
    ],
)
def test_the_file_at_fault_is_named(
    certificate: CertificateFiles,
    tmp_path: Path,
    certificate_is: str,
    key_is: str,
    culprit: str,
    why: str,
) -> None:
    """With what is wrong with it; a server has nobody at its terminal to ask for a passphrase."""
    files = {
        "missing": tmp_path / "missing.pem",
        "folder": tmp_path,
        "key": certificate.key,
        "certificate": certificate.certificate,
        "strange": make_certificate(tmp_path, "strange").key,
    }
    for name, text in {"empty": "", "locked": LOCKED, "broken": BROKEN}.items():
        files[name] = tmp_path / f"{name}.pem"
        files[name].write_text(text)

    with pytest.raises(CertificateError) as caught:
        tls.server_context(
            files.get(certificate_is, certificate.certificate), files.get(key_is, certificate.key)
        )

    assert caught.value.path == str(files[culprit])
    assert caught.value.is_key == (key_is != "good")
    assert re.search(why, caught.value.why)


def test_what_is_wrong_is_said_in_the_language_in_force(
    certificate: CertificateFiles, tmp_path: Path
) -> None:
    """Whoever starts a server reads it."""
    (tmp_path / "empty.pem").touch()
    set_language("es")

    with pytest.raises(CertificateError, match="no contiene ningún certificado"):
        tls.server_context(tmp_path / "empty.pem", certificate.key)


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
