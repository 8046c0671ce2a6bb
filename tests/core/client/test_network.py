"""What the network thread does, without the thread."""

import socket
import ssl
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core import i18n
from tertulia_core.address import Target, TcpAddress
from tertulia_core.client.link_events import Connected, Disconnected, Lines, LinkEvent
from tertulia_core.client.network import LINE_LIMIT, Network, disconnection, split_pings
from tertulia_core.clock import SystemClock
from tertulia_core.errors import TransportError
from tertulia_core.transport.events import CloseReason
from tests.support.sockets import LineClient, closed_port


def no_context() -> ssl.SSLContext:
    """Refuse to make a context, as where the authorities cannot be read."""
    raise TransportError("there are no authorities")


class Stage:
    """A network and the server it talks to, which the test plays."""

    def __init__(self) -> None:
        self.network = Network(SystemClock(), no_context)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.target = Target(TcpAddress("127.0.0.1", self.listener.getsockname()[1]))
        self.events: list[LinkEvent] = []

    def connect(self) -> LineClient:
        """Connect; return the server's end."""
        before = len(self.events)
        self.events += self.network.connect(self.target)
        server = LineClient(self.listener.accept()[0])
        self.until(lambda: len(self.events) > before)
        return server

    def until(self, is_done: Callable[[], object]) -> None:
        """Poll until ``is_done``."""
        for _ in range(300):
            if is_done():
                return
            self.events += self.network.poll(0.05)
        raise AssertionError(self.events)

    def wait_for_end(self) -> Disconnected:
        """Poll until the connection is over."""
        self.until(lambda: self.events and isinstance(self.events[-1], Disconnected))
        end = self.events[-1]
        assert isinstance(end, Disconnected)
        return end


@pytest.fixture
def stage() -> Iterator[Stage]:
    """Return a network and its server."""
    stage = Stage()
    yield stage
    stage.network.close()
    stage.listener.close()


def test_a_connection_is_reported_with_its_lines_and_its_end(stage: Stage) -> None:
    """The three events of an ordinary life, in order."""
    with stage.connect() as server:
        server.send(":x 001 ana :hola\r\n:x 002 ana :y adios\r\nhalf a line")
        stage.until(lambda: len(stage.events) == 2)
    end = stage.wait_for_end()

    (connected, lines, _) = stage.events
    assert isinstance(connected, Connected)
    assert connected.peer.port == stage.listener.getsockname()[1]
    assert lines == Lines([b":x 001 ana :hola", b":x 002 ana :y adios"])
    assert end == Disconnected(f"{stage.target.address} closed the connection.", CloseReason.EOF)
    assert stage.network.is_over()


def test_pings_are_answered_here(stage: Stage) -> None:
    """Nobody above has to be awake for it, and nobody there hears of it."""
    with stage.connect() as server:
        server.send("PING :a b\r\n:x NOTICE ana :hola\r\n@t=1 :x PING tok\r\n")

        stage.until(lambda: len(stage.events) == 2)

        assert server.read_line() == "PONG :a b"
        assert server.read_line() == "PONG tok"
        assert stage.events[1] == Lines([b":x NOTICE ana :hola"])


def test_lines_go_out_while_connected(stage: Stage) -> None:
    """Before and after, they are lost: the engine above knows what was confirmed."""
    stage.network.send([b"TOO EARLY\r\n"])
    with stage.connect() as server:
        stage.network.send([b"NICK ana\r\n", b"QUIT\r\n"])
        stage.network.disconnect()
        stage.network.send([b"TOO LATE\r\n"])

        assert server.read_to_end() == b"NICK ana\r\nQUIT\r\n"

    assert stage.wait_for_end() == Disconnected("Disconnected.", CloseReason.LOCAL)


def test_a_new_connection_takes_the_place_of_the_old_one(stage: Stage) -> None:
    """The old one ends first, and what it still says is not heard."""
    with stage.connect() as old:
        old.send("from before\r\n")
        stage.network.connect(stage.target)
        with LineClient(stage.listener.accept()[0]) as new:
            stage.until(lambda: len(stage.events) == 3)
            new.send("hola\r\n")
            stage.until(lambda: len(stage.events) == 4)

            assert [type(event) for event in stage.events] == [
                Connected,
                Disconnected,
                Connected,
                Lines,
            ]
            assert stage.events[-1] == Lines([b"hola"])
            assert not stage.network.is_over()


def test_nobody_there(stage: Stage) -> None:
    """A failed attempt is a ``Disconnected`` too."""
    with closed_port() as port:
        stage.network.connect(Target(TcpAddress("localhost", port)))

        assert stage.wait_for_end() == Disconnected(
            f"No server answers at localhost:{port}.", CloseReason.REFUSED
        )


def test_an_unknown_host(stage: Stage) -> None:
    """The sentence names it."""
    stage.network.connect(Target(TcpAddress("no.such.host.invalid", 6667)))

    end = stage.wait_for_end()

    assert end.cause is CloseReason.UNKNOWN_HOST
    assert end.reason == "No computer is known as no.such.host.invalid:6667."


def test_a_server_that_never_ends_its_line_is_left(stage: Stage) -> None:
    """What it sends would fill the memory."""
    with stage.connect() as server:
        server.send(b"x" * (LINE_LIMIT + 1))

        end = stage.wait_for_end()

    assert end.cause is CloseReason.ERROR
    assert "a line that never ends" in end.reason


def test_tls_that_cannot_even_begin_has_a_sentence(stage: Stage) -> None:
    """Nothing is sent in the clear instead."""
    (end,) = stage.network.connect(Target(stage.target.address, tls=True))

    assert isinstance(end, Disconnected)
    assert end.cause is CloseReason.TLS
    assert "there are no authorities" in end.reason
    assert stage.network.is_over()


def test_a_paused_network_leaves_the_server_waiting(stage: Stage) -> None:
    """And reads on when it is resumed."""
    with stage.connect() as server:
        stage.network.pause()
        server.send("hola\r\n")
        for _ in range(3):
            assert stage.network.poll(0) == []

        stage.network.resume()

        stage.until(lambda: stage.events[-1] == Lines([b"hola"]))


def test_without_a_connection_nothing_happens(stage: Stage) -> None:
    """Every call is allowed at any time."""
    stage.network.send([b"x\r\n"])
    stage.network.disconnect()
    stage.network.abort()
    stage.network.pause()
    stage.network.resume()

    assert stage.network.poll(0) == []
    assert stage.network.is_over()


@pytest.mark.parametrize("cause", list(CloseReason))
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_end_has_a_sentence(
    monkeypatch: pytest.MonkeyPatch, cause: CloseReason, language: str
) -> None:
    """In the person's language."""
    monkeypatch.setattr(i18n, "_language", language)

    end = disconnection(cause, Target(TcpAddress("chat.example", 6667)), "the detail")

    assert end.cause is cause
    assert end.reason.endswith(".")
    assert "{" not in end.reason


@given(st.lists(st.binary(max_size=20) | st.sampled_from([b"PING x", b":s PING :y z", b"PING"])))
def test_only_pings_are_taken_out(lines: list[bytes]) -> None:
    """All other lines stay, in order, whatever they hold."""
    others, pongs = split_pings(lines)

    assert len(others) + len(pongs) == len(lines)
    kept = iter(others)
    assert all(line == next(kept) for line in lines if line in set(others))
    assert all(pong.startswith(b"PONG ") and pong.endswith(b"\r\n") for pong in pongs)


@pytest.mark.parametrize(
    "line", [b"PING", b"PING ", b"NOTICE ana :PING x", b":PING x", b"@PING x", b"PINGX y", b""]
)
def test_what_only_looks_like_a_ping_stays(line: bytes) -> None:
    """PING in a text, in a tag, as a source, or without anything to give back."""
    assert split_pings([line]) == ([line], [])
