"""The server put together: TLS, the language of its configuration, and an error of our own."""

import socket
import ssl
import sys
from pathlib import Path

import pytest

from tests.support.certificates import CertificateFiles, make_certificate
from tests.support.processes import ServerProcess, run_server
from tests.support.sockets import LineClient, free_port


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> CertificateFiles:
    """A certificate for this computer."""
    return make_certificate(tmp_path_factory.mktemp("tls"))


def write_config(folder: Path, certificate: CertificateFiles, port: int) -> str:
    """Write a configuration with both kinds of listeners, and return its path."""
    file = folder / "chat.toml"
    file.write_text(
        f'[server]\nlisten = "localhost:0"\n[tls]\nlisten = "127.0.0.1:{port}"\n'
        f'cert = "{certificate.certificate}"\nkey = "{certificate.key}"\n'
    )
    return str(file)


def test_the_encrypted_door_leads_into_the_same_room(
    tmp_path: Path, certificate: CertificateFiles
) -> None:
    """IRC clients and bare text over TLS talk to those without."""
    port = free_port()
    context = ssl.create_default_context(cafile=str(certificate.certificate))
    config = write_config(tmp_path, certificate, port)
    with ServerProcess(tmp_path, "--config", config) as server, server.irc("ana") as ana:
        plain = socket.create_connection(("127.0.0.1", port))
        with LineClient(context.wrap_socket(plain, server_hostname="localhost")) as guest:
            guest.send("hola desde TLS\n")
            ana.read_until(lambda line: line.endswith(":hola desde TLS"))
            ana.send_line("PRIVMSG #sala :bienvenido")
            assert guest.read_line() == "ana: bienvenido"
        ended = server.stop()

    assert (ended.code, ended.errors) == (0, "")


def test_a_certificate_that_cannot_be_used_is_told(
    tmp_path: Path, certificate: CertificateFiles
) -> None:
    """One line and code 2, before anything is served."""
    other = make_certificate(tmp_path, "other")
    mixed = CertificateFiles(certificate.certificate, other.key)

    ended = run_server(tmp_path, "--config", write_config(tmp_path, mixed, free_port()))

    assert (ended.code, ended.output) == (2, "")
    assert len(ended.errors.splitlines()) == 1
    assert str(other.key) in ended.errors


def test_the_configuration_chooses_the_language(tmp_path: Path) -> None:
    """Of what people read; the ready line is the same in any."""
    config = tmp_path / "chat.toml"
    config.write_text('[server]\nlanguage = "es"\nlisten = "localhost:0"\n')
    with ServerProcess(tmp_path, "--config", str(config)) as server, server.connect() as guest:
        guest.send("/help\n")
        assert guest.read_line().startswith("* Escribe una línea")
        server.stop()


def test_an_error_of_ours_ends_it_with_code_one(tmp_path: Path) -> None:
    """If the network thread fails there is nothing left to serve; the log says why."""
    script = (
        "import sys\n"
        "from tertulia_server import app, cli\n"
        "def fail(*_arguments): raise RuntimeError('a bug')\n"
        "app.turn = fail\n"
        "sys.exit(cli.main())\n"
    )
    data = tmp_path / "data"
    with ServerProcess(
        tmp_path, "--port", "0", "--data", str(data), command=[sys.executable, "-c", script]
    ) as server:
        ended = server.wait()

    assert ended.code == 1
    assert "CRITICAL" in ended.errors
    assert "a bug" in (data / "server.log").read_text()
