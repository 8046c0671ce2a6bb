"""The WebSocket door of a running server, with a client of the websockets library.

https://ircv3.net/specs/extensions/websocket
"""

import json
import ssl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tertulia_core.address import TcpAddress
from tests.support.certificates import make_certificate
from tests.support.processes import LAUNCHER, SECONDS, ServerProcess, run_server
from tests.support.sockets import LineClient, free_port

BINARY, TEXT = Subprotocol("binary.ircv3.net"), Subprotocol("text.ircv3.net")
WITH_EXTRAS = (sys.executable, str(LAUNCHER))


class Server(ServerProcess):
    """A server with a WebSocket door.

    Args:
        folder: its home, where its configuration goes too.
        more: further lines of the configuration.
    """

    def __init__(self, folder: Path, more: str = "") -> None:
        self.websocket_port = free_port()
        config = folder / "chat.toml"
        where = f"127.0.0.1:{self.websocket_port}"
        text = f"[server]\nlisten = '127.0.0.1:0'\nwebsocket_listen = '{where}'\n{more}"
        config.write_text(text, encoding="utf-8")
        super().__init__(folder, "--config", str(config), command=WITH_EXTRAS)

    @contextmanager
    def web(
        self, *subprotocols: Subprotocol, origin: str | None = None
    ) -> Iterator[ClientConnection]:
        """Connect to the WebSocket door."""
        with connect(
            f"ws://127.0.0.1:{self.websocket_port}/",
            subprotocols=subprotocols or None,
            origin=None if origin is None else Origin(origin),
            open_timeout=SECONDS,
        ) as client:
            yield client


def read_until(client: ClientConnection, part: str) -> str:
    """Read messages up to the first with ``part``; return it as text."""
    while True:
        message = client.recv(timeout=SECONDS)
        line = message if isinstance(message, str) else message.decode()
        if part in line:
            return line


def register(client: ClientConnection, nick: str) -> None:
    """Register and join, in messages of the client's kind."""
    for line in (f"NICK {nick}", f"USER {nick} 0 * :{nick}", "JOIN #sala"):
        client.send(line.encode() if client.subprotocol == BINARY else line)
    read_until(client, f" 366 {nick} #sala ")


def test_people_at_all_doors_talk(tmp_path: Path) -> None:
    """A text WebSocket, a binary one, an IRC client and a bare socket."""
    with (
        Server(tmp_path) as server,
        server.irc("ana") as ana,
        server.web(TEXT, BINARY) as text,
        server.web(BINARY, TEXT) as binary,
        server.connect() as guest,
    ):
        register(text, "tina")
        register(binary, "benito")

        guest.send("¿hay alguien? 🙂\n")
        assert read_until(text, "alguien").endswith(" PRIVMSG #sala :¿hay alguien? 🙂")
        assert read_until(binary, "alguien").endswith(" PRIVMSG #sala :¿hay alguien? 🙂")
        text.send("PRIVMSG #sala :soy Tina")
        binary.send(b"PRIVMSG #sala :soy Benito")

        assert read_until(binary, "soy Tina").startswith(":tina!")
        assert read_until(text, "soy Benito").startswith(":benito!")
        ana.read_until(lambda line: line.endswith("soy Benito"))
        assert {guest.read_line(), guest.read_line()} == {"tina: soy Tina", "benito: soy Benito"}
        assert (text.subprotocol, binary.subprotocol) == (TEXT, BINARY)


def test_many_lines_at_once(tmp_path: Path) -> None:
    """Each is a message, in order."""
    with Server(tmp_path, "[limits]\nflood = false") as server, server.web(TEXT) as client:
        register(client, "tina")
        for number in range(2000):
            client.send(f"PING {number}")

        answers = [client.recv(timeout=SECONDS) for _ in range(2000)]

    assert [str(answer).rpartition(":")[2] for answer in answers] == [*map(str, range(2000))]


@pytest.mark.parametrize("length", [511, 5000, 16_384])
def test_a_message_that_is_too_long(tmp_path: Path, length: int) -> None:
    """417 to the nick, and the connection goes on."""
    with Server(tmp_path) as server, server.web(TEXT) as client:
        register(client, "tina")
        client.send("PRIVMSG #sala :".ljust(length, "x"))

        assert read_until(client, " 417 ").split()[2] == "tina"
        client.send("PING x")
        read_until(client, "PONG")


def test_a_message_beyond_all_limits_closes(tmp_path: Path) -> None:
    """With the code for that."""
    with Server(tmp_path) as server, server.web(TEXT) as client:
        register(client, "tina")
        client.send("x" * 16_385)

        with pytest.raises(ConnectionClosed) as caught:
            read_until(client, "nothing")

    assert caught.value.rcvd is not None
    assert caught.value.rcvd.code == 1009


def test_the_codes_of_ends(tmp_path: Path) -> None:
    """1000 after QUIT, 1001 when the server ends, always after the last words."""
    with Server(tmp_path) as server, server.web(TEXT) as quitter, server.web(BINARY) as stayer:
        register(quitter, "tina")
        register(stayer, "benito")
        quitter.send("QUIT :adiós")
        read_until(quitter, "ERROR :")
        with pytest.raises(ConnectionClosed) as quit_:
            quitter.recv(timeout=SECONDS)

        ended = server.stop()
        read_until(stayer, "ERROR :")
        with pytest.raises(ConnectionClosed) as stopped:
            stayer.recv(timeout=SECONDS)

    codes = [caught.value.rcvd.code for caught in (quit_, stopped) if caught.value.rcvd]
    assert codes == [1000, 1001]
    assert (ended.code, ended.errors) == (0, "")


def test_a_ping_is_answered(tmp_path: Path) -> None:
    """With the same bytes."""
    with Server(tmp_path) as server, server.web(TEXT) as client:
        assert client.ping(b"hola").wait(SECONDS)


@pytest.mark.parametrize(
    ("origin", "is_let_in"), [("https://chat.example", True), ("https://x", False)]
)
def test_web_pages_are_let_in_by_their_origin(tmp_path: Path, origin: str, is_let_in: bool) -> None:
    """Programs that are no web page name none."""
    more = "[websocket]\norigins = ['https://chat.example']"
    with Server(tmp_path, more) as server:
        if is_let_in:
            with server.web(TEXT, origin=origin) as client:
                register(client, "tina")
        else:
            with pytest.raises(InvalidStatus, match="403"), server.web(TEXT, origin=origin):
                pass
        with server.web(TEXT) as program:
            register(program, "benito")


def test_with_tls(tmp_path: Path) -> None:
    """``wss``, as web pages that came by TLS need it."""
    files = make_certificate(tmp_path)
    port = free_port()
    more = f"[tls]\nwebsocket_listen = '127.0.0.1:{port}'\n"
    more += f"cert = {json.dumps(str(files.certificate))}\nkey = {json.dumps(str(files.key))}\n"
    context = ssl.create_default_context(cafile=files.certificate)
    with (
        Server(tmp_path, more),
        connect(
            f"wss://127.0.0.1:{port}", ssl=context, subprotocols=[TEXT], open_timeout=SECONDS
        ) as client,
    ):
        register(client, "tina")


def test_behind_a_proxy(tmp_path: Path) -> None:
    """The header comes before the request."""
    with Server(tmp_path, "proxy_from = 'localhost'") as server:
        proxy = LineClient(TcpAddress("127.0.0.1", server.websocket_port))
        proxy.send("PROXY TCP4 192.0.2.7 198.51.100.1 56324 12345\r\n")
        with connect("ws://proxied/", sock=proxy.socket, subprotocols=[TEXT]) as client:
            register(client, "tina")
            client.send("WHOIS tina")

            assert " 192.0.2.7 " in read_until(client, " 311 tina tina ")


@pytest.mark.parametrize("command", [(), ("check-config",)])
def test_a_missing_extra_is_one_clear_line(tmp_path: Path, command: tuple[str, ...]) -> None:
    """Exit code 2, where it is asked for, and the command that installs it."""
    config = tmp_path / "chat.toml"
    config.write_text("[server]\nwebsocket_listen = '127.0.0.1:0'", encoding="utf-8")

    ended = run_server(tmp_path, *command, "--config", str(config))  # without installed packages

    assert (ended.code, ended.output) == (2, "")
    assert ended.errors == (
        f"tertulia-server: {config}:2: server.websocket_listen: this needs the extra:"
        " pip install 'tertulia-server[websocket]'\n"
    )
