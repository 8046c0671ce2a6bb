"""A server that is asked to read its configuration again, by a signal and by an operator."""

import json
import signal
import ssl
from pathlib import Path

import pytest

from tertulia_core.address import TcpAddress
from tests.support.certificates import CertificateFiles, make_certificate
from tests.support.processes import SECONDS, ServerProcess
from tests.support.sockets import LineClient, free_port
from tests.support.waiting import eventually

FIRST = """[server]
listen = '127.0.0.1:0'
motd = 'la primera'
[limits]
flood = false
[oper.ana]
password = 'x'
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The file of a server, as it is at first."""
    path = tmp_path / "chat.toml"
    path.write_text(FIRST, encoding="utf-8")
    return path


def change(config: Path, old: str, new: str) -> None:
    """Replace a part of the file, which has to be there."""
    text = config.read_text(encoding="utf-8")
    assert old in text
    config.write_text(text.replace(old, new), encoding="utf-8")


def logged(home: Path) -> str:
    """Return all that the server has logged, wherever it keeps that."""
    return "".join(path.read_text(encoding="utf-8") for path in home.rglob("*.log"))


def motd(client: LineClient) -> str:
    """Return the message of the day."""
    client.send_line("MOTD")
    return client.read_until(lambda line: " 372 " in line)[-1].partition(":- ")[2]


def test_a_signal_reloads(tmp_path: Path, config: Path) -> None:
    """What changed is in force, what waits is named in the log, and nobody is disturbed."""
    with ServerProcess(tmp_path, "--config", str(config)) as server, server.irc("eva") as eva:
        change(config, "la primera", "la segunda")
        change(config, "127.0.0.1:0", "127.0.0.1:1")

        server.send_signal(signal.SIGHUP)

        eventually(lambda: "configuration reloaded" in logged(tmp_path), "it is logged")
        assert "changed=server.motd waiting=server.listen" in logged(tmp_path)
        assert motd(eva) == "la segunda"
        with server.connect() as late:
            late.send_line("PING x")
            late.read_line()
        ended = server.stop()

    assert ended.code == 0
    assert "reload" not in ended.errors


def test_a_mistake_is_told_and_changes_nothing(tmp_path: Path, config: Path) -> None:
    """On standard error with its line; mended, the next signal takes it."""
    with ServerProcess(tmp_path, "--config", str(config)) as server, server.irc("eva") as eva:
        change(config, "la primera'", "la segunda'\nlenguage = 'es'")
        server.send_signal(signal.SIGHUP)
        eventually(lambda: "configuration not reloaded" in logged(tmp_path), "it is logged")
        assert motd(eva) == "la primera"

        change(config, "\nlenguage = 'es'", "")
        server.send_signal(signal.SIGHUP)

        eventually(lambda: "configuration reloaded" in logged(tmp_path), "it is taken")
        assert motd(eva) == "la segunda"
        ended = server.stop()

    assert f"{config}:4: server.lenguage: " in ended.errors


def test_an_operator_is_told_what_became_of_it(tmp_path: Path, config: Path) -> None:
    """The changes, or the mistake."""
    with ServerProcess(tmp_path, "--config", str(config)) as server, server.irc("ana") as ana:
        ana.send_line("OPER ana x")
        ana.read_until(lambda line: " 381 " in line)
        change(config, "la primera", "la segunda")

        ana.send_line("REHASH")
        done, changed = ana.read_until(lambda line: " NOTICE " in line)[-2:]
        change(config, "motd =", "motdd =")
        ana.send_line("REHASH")
        failed = ana.read_until(lambda line: " FAIL " in line)[-1]

        assert f" 382 ana {config} :" in done
        assert changed.endswith("server.motd")
        assert f" FAIL REHASH INVALID_CONFIG :{config}:3: server.motdd: " in failed


def test_what_the_command_line_says_still_holds(tmp_path: Path, config: Path) -> None:
    """Its port and its language are not those of the file."""
    with ServerProcess(
        tmp_path, "--config", str(config), "--port", "0", "--language", "en"
    ) as server:
        change(config, "motd", "language = 'es'\nmotd")
        with server.irc("ana") as ana:
            ana.send_line("OPER ana x")
            ana.read_until(lambda line: " 381 " in line)

            ana.send_line("REHASH")

            assert ana.read_until(lambda line: " 382 " in line)[-1].endswith("was read again")
            ana.send_line("PING x")
            assert "PONG" in ana.read_line()


def test_new_connections_get_the_renewed_certificate(tmp_path: Path, config: Path) -> None:
    """Those that stand keep what they have."""
    files, port = make_certificate(tmp_path), free_port()
    text = f"[tls]\nlisten = '127.0.0.1:{port}'\ncert = {json.dumps(str(files.certificate))}\n"
    config.write_text(FIRST + text + f"key = {json.dumps(str(files.key))}\n", encoding="utf-8")
    with (
        ServerProcess(tmp_path, "--config", str(config)) as server,
        encrypted(port, files) as early,
    ):
        (tmp_path / "new").mkdir()
        renewed = make_certificate(tmp_path / "new")
        for new, old in ((renewed.certificate, files.certificate), (renewed.key, files.key)):
            new.replace(old)

        server.send_signal(signal.SIGHUP)
        eventually(lambda: "configuration reloaded" in logged(tmp_path), "it is reloaded")

        with encrypted(port, files) as late:
            for client in (early, late):
                client.send_line("PING x")
                assert "PONG" in client.read_line()
            assert certificate_of(early) != certificate_of(late)


def encrypted(port: int, files: CertificateFiles) -> LineClient:
    """Connect with TLS, trusting the certificate that is there now."""
    context = ssl.create_default_context(cafile=files.certificate)
    plain = LineClient(TcpAddress("127.0.0.1", port))
    secure = context.wrap_socket(plain.socket, server_hostname="localhost")
    secure.settimeout(SECONDS)
    return LineClient(secure)


def certificate_of(client: LineClient) -> bytes | None:
    """Return the certificate that the server has shown."""
    assert isinstance(client.socket, ssl.SSLSocket)
    return client.socket.getpeercert(binary_form=True)
