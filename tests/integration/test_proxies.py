"""A server behind a proxy, as processes and sockets."""

from pathlib import Path

import pytest

from tests.support.processes import ServerProcess, run_server
from tests.support.sockets import LineClient

LINE = b"PROXY TCP4 192.0.2.7 198.51.100.1 56324 12345\r\n"
BINARY = b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c" + bytes([192, 0, 2, 7, 198, 51, 100, 1, 9, 9, 9, 9])


def configured(tmp_path: Path, text: str) -> str:
    """Write a configuration; return its path."""
    path = tmp_path / "chat.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def register(client: LineClient, *before_user: str) -> str:
    """Register as ana; return the host by which the server knows her."""
    client.send_line("NICK ana")
    for line in before_user:
        client.send_line(line)
    client.send_line("USER ana 0 * :Ana")
    client.send_line("WHOIS ana")
    return client.read_until(lambda line: " 311 ana ana " in line)[-1].split()[5]


@pytest.mark.parametrize("header", [LINE, BINARY], ids=["text", "binary"])
@pytest.mark.parametrize("required", ["false", "true"])
def test_a_trusted_proxy_says_whose_connection_it_is(
    tmp_path: Path, header: bytes, required: str
) -> None:
    """In both forms, whether it has to or not."""
    text = (
        f"[server]\nlisten = '127.0.0.1:0'\nproxy_from = 'localhost'\nproxy_required = {required}"
    )
    config = configured(tmp_path, text)
    with ServerProcess(tmp_path, "--config", config) as server, server.connect() as client:
        client.send(header)

        assert register(client) == "192.0.2.7"


def test_a_line_that_comes_later_is_ignored(tmp_path: Path) -> None:
    """It is a command that does not exist."""
    config = configured(tmp_path, "[server]\nlisten = '127.0.0.1:0'\nproxy_from = 'localhost'")
    with ServerProcess(tmp_path, "--config", config) as server, server.connect() as client:
        assert register(client, LINE.decode().strip()) == "127.0.0.1"


def test_a_listener_that_requires_it_drops_the_rest(tmp_path: Path) -> None:
    """Without a word, and goes on serving."""
    config = configured(tmp_path, "[server]\nlisten = '127.0.0.1:0'\nproxy_required = true")
    with ServerProcess(tmp_path, "--config", config) as server:
        with server.connect() as client:
            client.send_line("NICK ana")

            assert client.read_to_end() == b""
        with server.connect() as client:
            client.send(LINE)

            assert register(client) == "192.0.2.7"


def test_nobody_is_trusted_by_default(tmp_path: Path) -> None:
    """The line is a command that does not exist."""
    with ServerProcess(tmp_path) as server, server.connect() as client:
        client.send(LINE)

        assert register(client) == "127.0.0.1"


def test_an_address_that_is_not_listened_on_is_a_mistake(tmp_path: Path) -> None:
    """The server does not start with an address that is less guarded than it seems."""
    config = configured(tmp_path, "[server]\nproxy_required = 'localhost:1'")

    ended = run_server(tmp_path, "--config", config)

    assert ended.code == 2
    assert "server.proxy_required" in ended.errors
    assert ended.errors.count("\n") == 1
