"""Bare sockets at a real server: ``nc``, the tutorial's scripts, and a thousand at once."""

import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tertulia_core.platforms import raise_fd_limit
from tests.support.peers import need
from tests.support.processes import ROOT, ServerProcess
from tests.support.sockets import LineClient

MANY = 1000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    """A server as it is started without any configuration; it has to end in peace."""
    raise_fd_limit()
    with ServerProcess(tmp_path) as server:
        yield server
        ended = server.stop()
    assert (ended.code, ended.errors) == (0, "")


def hears(client: LineClient, said: str) -> str:
    """Wait until a client reads a line that ends so, and return it."""
    return client.read_until(lambda line: line.endswith(said))[-1]


# -- nc --------------------------------------------------------------------------


@pytest.mark.peer
def test_printf_into_nc(server: ServerProcess) -> None:
    """``printf hola | nc -N localhost PORT`` says hola, and ends by itself."""
    with server.irc("ana") as ana:
        done = subprocess.run(
            [need("nc"), "-N", "localhost", str(server.port)],
            input="hola",
            capture_output=True,
            text=True,
            timeout=15,
            check=False,
        )

        assert hears(ana, ":hola") == ":invitado-1!invitado@127.0.0.1 PRIVMSG #sala :hola"
        assert hears(ana, "closed").startswith(":invitado-1!invitado@127.0.0.1 QUIT ")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.peer
def test_two_people_with_nc(server: ServerProcess) -> None:
    """Each sees what the other types, and not the own lines a second time."""
    with ExitStack() as stack:
        people = [stack.enter_context(program("nc", server.port)) for _number in range(2)]
        ana = stack.enter_context(server.irc("ana"))
        type_line(people[0], "hola")
        hears(ana, ":hola")
        type_line(people[1], "buenas")
        assert read_line(people[0]) == "invitado-2: buenas\n"
        type_line(people[0], "¿qué tal?")
        assert read_line(people[1]) == "invitado-1: ¿qué tal?\n"


@contextmanager
def program(name: str, *arguments: object) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program that is typed at and read from; its last arguments are host and port."""
    *before, port = map(str, arguments)
    command = [name if name == sys.executable else need(name), *before, "localhost", port]
    with subprocess.Popen(
        command,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def type_line(person: subprocess.Popen[bytes], line: str) -> None:
    """Type a line and press Enter."""
    assert person.stdin is not None
    person.stdin.write(f"{line}\n".encode())
    person.stdin.flush()


def read_line(person: subprocess.Popen[bytes]) -> str:
    """Return the next line that is shown."""
    assert person.stdout is not None
    return person.stdout.readline().decode()


# -- the tutorial's scripts ------------------------------------------------------------


def test_the_tutorials_scripts_talk_to_each_other_and_to_irc(server: ServerProcess) -> None:
    """Scripts that send bare text without a newline and read with ``recv(1024)`` are at home."""
    script = str(ROOT / "tests/support/tutorial_client.py")
    with ExitStack() as stack:
        ana = stack.enter_context(server.irc("ana"))
        first = stack.enter_context(program(sys.executable, script, server.port))
        second = stack.enter_context(program(sys.executable, script, server.port))
        for person in (first, second):
            assert read_line(person).startswith("Conectado a ")

        type_line(first, "hola a todos")
        hears(ana, ":hola a todos")
        type_line(second, "  aquí también  ")
        assert hears(ana, ":aquí también").startswith(":invitado-2!")
        assert read_line(first) == "invitado-2: aquí también\n"
        ana.send_line("PRIVMSG #sala :y aquí 🙂")
        assert read_line(first) == "ana: y aquí 🙂\n"
        assert read_line(second) == "ana: y aquí 🙂\n"
        type_line(first, "adiós")
        assert read_line(second) == "invitado-1: adiós\n"
        assert first.stdin is not None
        first.stdin.close()
        hears(ana, "closed")


# -- many ---------------------------------------------------------------------------------


def test_a_thousand_bare_sockets(server: ServerProcess) -> None:
    """With the default configuration and from one address: all hear, and all are heard.

    Silent ones bother nobody: they join together, when there is something to hear.
    """
    with ExitStack() as stack:
        ana, eva = stack.enter_context(server.irc("ana")), stack.enter_context(server.irc("eva"))
        sockets = [stack.enter_context(server.connect()) for _number in range(MANY)]
        joined = 0
        while joined < MANY:  # each is there once it has been silent for a second
            eva.send_line("PRIVMSG #sala :¿estáis?")
            lines = ana.read_until(lambda line: line.endswith("¿estáis?"))
            joined += sum(line.endswith(" JOIN #sala") for line in lines if "invitado" in line)
        for client in sockets:
            assert client.read_line() == "eva: ¿estáis?"

        for number, client in enumerate(sockets):
            client.send(f"soy {number}\n")

        everybody = {f"soy {number}" for number in range(MANY)}
        assert set(some_texts(ana, everybody, MANY)) == everybody
        for number in (0, 500, MANY - 1):
            others = everybody - {f"soy {number}"}
            assert set(some_texts(sockets[number], others, MANY - 1)) == others


def test_irc_clients_mixed_with_guests_hear_the_same_in_the_same_order(
    server: ServerProcess,
) -> None:
    """Twenty of each, each saying something at the same time."""
    wanted = {f"{kind}{number}" for kind in "gc" for number in range(20)}
    with ExitStack() as stack:
        people: dict[str, LineClient] = {}
        for number in range(20):
            guest = people[f"g{number}"] = stack.enter_context(server.connect())
            guest.send("hola\n")
        for number in range(20):
            people[f"c{number}"] = stack.enter_context(server.irc(f"irc{number}"))
        for own, client in people.items():
            client.send(f"{own}\n" if own.startswith("g") else f"PRIVMSG #sala :{own}\r\n")
        heard = {own: some_texts(client, wanted - {own}, 39) for own, client in people.items()}

    for own, texts in heard.items():
        for other, others in heard.items():
            assert without(other, texts) == without(own, others)


def some_texts(client: LineClient, wanted: set[str], count: int) -> list[str]:
    """Return the first ``count`` texts that a client hears, in order, of those that are wanted."""
    heard: list[str] = []
    while len(heard) < count:
        text = client.read_line().rpartition(":")[2].strip()
        if text in wanted:
            heard.append(text)
    return heard


def without(text: str, texts: list[str]) -> list[str]:
    """Return ``texts`` but for one that somebody else could not hear."""
    return [other for other in texts if other != text]


# -- too much, and what is not for this port -----------------------------------------------


def test_a_flood_waits_and_nothing_is_dropped(server: ServerProcess) -> None:
    """Twelve lines at once take three seconds, and all arrive, in order."""
    with server.irc("ana") as ana, server.connect() as guest:
        started = time.monotonic()
        guest.send("".join(f"línea {number}\n" for number in range(12)))

        lines = ana.read_until(lambda line: line.endswith(":línea 11"))

        said = [line.rpartition(":")[2] for line in lines if " PRIVMSG " in line]
        assert said == [f"línea {number}" for number in range(12)]
        assert 2.5 <= time.monotonic() - started <= 10.0


def test_six_thousand_bytes_in_one_write(server: ServerProcess) -> None:
    """They arrive whole and in order, for guests in one line."""
    text = "ñ".join(str(number) for number in range(1200))
    with server.irc("ana") as ana, server.connect() as guest, server.connect() as other:
        other.send("hola\n")
        hears(ana, ":hola")

        guest.send(f"{text}\n")

        assert other.read_line() == f"invitado-2: {text}"
        pieced = ""
        while len(pieced) < len(text):
            pieced += ana.read_line().partition(" PRIVMSG #sala :")[2]
        assert pieced == text


def test_a_browser_and_a_tls_client_are_turned_away(server: ServerProcess) -> None:
    """Without a word to them or to the room; everybody else goes on."""
    with server.irc("ana") as ana, server.connect() as browser, server.connect() as dialler:
        browser.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert browser.read_to_end() == b""
        context = ssl.create_default_context()
        with pytest.raises((ssl.SSLError, OSError)):
            context.wrap_socket(dialler.socket, server_hostname="localhost")

        ana.send_line("PING after")

        assert "PONG" in ana.read_line()


def test_slow_and_silent_sockets_hinder_nobody(server: ServerProcess) -> None:
    """Half a word, half a line, nothing at all: five hundred of them, and a chat goes on."""
    with ExitStack() as stack:
        for number in range(500):
            client = stack.enter_context(server.connect())
            client.send([b"NICK", b"GET /", b"\x16", b"", b"@tag"][number % 5])

        started = time.monotonic()
        with server.irc("ana") as ana, server.connect() as guest:
            guest.send("hola\n")
            hears(ana, ":hola")
        assert time.monotonic() - started < 1.5


def test_who_breaks_the_connection_off_is_gone(server: ServerProcess) -> None:
    """A reset in the middle of everything is an ordinary way to leave."""
    with server.irc("ana") as ana:
        for _number in range(20):
            guest = server.connect()
            guest.send("hola\n")
            guest.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            guest.close()

        for _number in range(20):
            ana.read_until(lambda line: " QUIT " in line)
        ana.send_line("NAMES #sala")
        assert ana.read_until(lambda line: " 353 " in line)[-1].endswith(" #sala :@ana")
