"""Logging in by the certificate that a client shows to TLS.

https://www.rfc-editor.org/rfc/rfc4422#appendix-A
"""

import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.certificates import CertificateFiles, make_certificate
from tests.support.processes import SECONDS, ServerProcess

AUTHENTICATE = "CAP LS 302\r\nAUTHENTICATE EXTERNAL\r\nAUTHENTICATE +\r\nPING end\r\n"


@pytest.fixture
def own(tmp_path: Path) -> CertificateFiles:
    """Return the certificate of a client."""
    return make_certificate(tmp_path, "client")


@pytest.fixture
def server(tmp_path: Path, own: CertificateFiles) -> Iterator[ServerProcess]:
    """Return a server that takes that certificate."""
    files = make_certificate(tmp_path)
    text = f"""
[server]
listen = []
[tls]
cert = "{files.certificate}"
key = "{files.key}"
client_authorities = "{own.certificate}"
listen = ["127.0.0.1:0"]
[accounts]
fast_hash = true
"""
    (tmp_path / "server.toml").write_text(text)
    with ServerProcess(tmp_path, "--config", str(tmp_path / "server.toml")) as process:
        yield process


def converse(server: ServerProcess, own: CertificateFiles | None, *, say: str) -> str:
    """Connect, with a certificate or without, and return what is answered up to the PONG."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    if own is not None:
        context.load_cert_chain(own.certificate, own.key)
    plain = socket.create_connection(("127.0.0.1", server.port), SECONDS)
    with closing(context.wrap_socket(plain)) as connection:
        connection.sendall(say.encode())
        heard = b""
        while b" PONG " not in heard:
            data = connection.recv(65_536)
            assert data, heard
            heard += data
    return heard.decode()


def test_who_added_the_certificate_needs_no_password(
    server: ServerProcess, own: CertificateFiles
) -> None:
    """It is added by the connection that shows it; others log in to nothing."""
    hello = "NICK ana\r\nUSER a 0 * :A\r\n"
    before = converse(server, own, say=AUTHENTICATE)
    converse(server, own, say=f"{hello}NS REGISTER secreto\r\nNS CERT ADD\r\nPING end\r\n")

    after = converse(server, own, say=AUTHENTICATE)
    without = converse(server, None, say=AUTHENTICATE)

    assert "sasl=PLAIN,SCRAM-SHA-256,EXTERNAL" in before
    assert " 904 " in before
    assert " 900 * *!*@127.0.0.1 ana " in after
    assert " 903 " in after
    assert " 904 " in without
