"""The limits of a real server under load: who exceeds one is told and goes, nobody else notices."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from tests.support.processes import ServerProcess
from tests.support.sockets import LineClient

REFUSED = "ERROR :There are too many connections from your address"
LATELY = "ERROR :Too many connections have come from your address; wait a few minutes"


def start(tmp_path: Path, text: str) -> ServerProcess:
    """Start a server with a configuration."""
    path = tmp_path / "chat.toml"
    path.write_text(f"[server]\nlisten = '127.0.0.1:0'\n{text}", encoding="utf-8")
    return ServerProcess(tmp_path, "--config", str(path))


def ping(client: LineClient, token: str) -> list[str]:
    """Return what a client hears up to the answer to its PING, without that."""
    client.send_line(f"PING {token}")
    return client.read_until(lambda line: line.endswith(f" :{token}"))[:-1]


# -- addresses -----------------------------------------------------------------------


@pytest.fixture
def proxied(tmp_path: Path) -> Iterator[ServerProcess]:
    """A server with the limits per address that it has by itself, behind a proxy."""
    with start(tmp_path, "proxy_from = 'localhost'\n[limits]\nflood = false\n") as server:
        yield server
        assert server.stop().code == 0


def first_words(client: LineClient) -> str:
    """Return how the server answers PING, or why it closes; then it has closed."""
    with suppress(ConnectionError):  # it does not read what is sent to a closed door
        client.send_line("PING x")
    line = client.read_line()
    if line.startswith("ERROR"):
        client.read_to_end()
        return line
    return line.partition(" ")[2]


@pytest.mark.parametrize(("host", "most"), [("10.1.2.3", 64), ("192.0.2.7", 16)])
def test_an_address_has_so_many_connections_while_others_talk(
    proxied: ServerProcess, host: str, most: int
) -> None:
    """Fifty more come than may: each is told; those inside, and everybody else, go on."""
    with ExitStack() as stack:
        ana, bob = (stack.enter_context(proxied.irc(nick)) for nick in ("ana", "bob"))
        ping(ana, "x")
        crowd = [stack.enter_context(proxied.connect()) for _number in range(most + 50)]
        for number, client in enumerate(crowd):
            client.send(f"PROXY TCP4 {host} 127.0.0.1 {1024 + number} 12345\r\n")
            bob.send_line(f"PRIVMSG #sala :{number}")
        answers = [first_words(client) for client in crowd]

        assert answers.count(REFUSED) == 50
        assert len(set(answers)) == 2
        inside = [c for c, answer in zip(crowd, answers, strict=True) if answer != REFUSED]
        assert len(inside) == most
        heard = ana.read_until(lambda line: line.endswith(f" :{most + 49}"))
        assert [line.rpartition(":")[2] for line in heard] == [str(n) for n in range(most + 50)]
        inside[0].send_line("PING again")
        assert inside[0].read_line().endswith(" :again")


def test_who_comes_and_goes_too_often_waits(proxied: ServerProcess) -> None:
    """32 in ten minutes from one address, however briefly; another address is not concerned."""

    def come(host: str) -> str:
        with proxied.connect() as client:
            client.send(f"PROXY TCP4 {host} 127.0.0.1 1024 12345\r\n")
            return first_words(client)

    answers = [come("192.0.2.7") for _number in range(40)]

    assert answers[32:] == [LATELY] * 8
    assert LATELY not in answers[:32]
    assert come("192.0.2.8") != LATELY


# -- send queues ---------------------------------------------------------------------

TEXT = "x" * 400
QUIET = "[limits]\nflood = false\nsend_queue = 65536\n"


def deaf(server: ServerProcess, nick: str) -> LineClient:
    """Return a member of the room who reads nothing any more, not even into the system's room."""
    client = server.connect()
    client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    for line in (f"NICK {nick}", f"USER {nick} 0 * :{nick}", "JOIN #sala"):
        client.send_line(line)
    client.read_until(lambda line: f" 366 {nick} " in line)
    return client


def talk_until(talker: LineClient, listener: LineClient, ending: str) -> list[str]:
    """Let somebody talk until a line ends so; return all that the listener has heard."""
    heard: list[str] = []
    for number in range(400):
        talker.send("".join(f"PRIVMSG #sala :{number}.{part} {TEXT}\r\n" for part in range(100)))
        heard += ping(listener, f"t{number}")
        ping(talker, f"t{number}")
        if any(line.endswith(ending) for line in heard):
            return heard
    raise AssertionError(f"nobody was told {ending!r}")


def test_who_does_not_read_is_closed_and_the_others_hear_everything(tmp_path: Path) -> None:
    """In order and without a gap, and why the other one has gone."""
    with start(tmp_path, QUIET) as server, ExitStack() as stack:
        eva = stack.enter_context(server.irc("eva"))
        stack.enter_context(deaf(server, "sorda"))
        ana = stack.enter_context(server.irc("ana"))
        ping(eva, "x")

        heard = talk_until(ana, eva, "QUIT :SendQ exceeded")

        (end,) = [line for line in heard if "PRIVMSG" not in line]
        assert end.startswith(":sorda!")
        said = [line.partition(" :")[2].split()[0] for line in heard if "PRIVMSG" in line]
        assert said == [f"{n // 100}.{n % 100}" for n in range(len(said))]
        assert ping(eva, "end") == []
        assert server.stop().code == 0


def test_all_backlogs_together_have_a_limit(tmp_path: Path) -> None:
    """Though none of them alone reaches its own: the worst of them goes, and the server stays."""
    limits = "[limits]\nflood = false\nsend_queue = 1073741824\nsend_queue_total = 1048576\n"
    with start(tmp_path, limits) as server, ExitStack() as stack:
        eva, ana = (stack.enter_context(server.irc(nick)) for nick in ("eva", "ana"))
        for number in range(5):
            stack.enter_context(deaf(server, f"sorda{number}"))
        ping(eva, "x")

        heard = talk_until(ana, eva, "QUIT :SendQ exceeded")

        # What waited for the disk may be the end of another one, but of nobody who reads.
        heard += ping(eva, "end")
        assert all(line.startswith(":sorda") for line in heard if "QUIT" in line)
        assert server.stop().code == 0
