"""The client's network thread, and its scripted twin, through the same port."""

import logging
import select
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tertulia_core.address import Target, TcpAddress
from tertulia_core.client import link as link_module
from tertulia_core.client.link import (
    ClientLink,
    Connected,
    Disconnected,
    Lines,
    LinkEvent,
    NetworkLink,
    ScriptedLink,
)
from tertulia_core.client.network import Network
from tertulia_core.transport import tls
from tertulia_core.transport.events import CloseReason
from tests.support.certificates import make_certificate
from tests.support.sockets import LineClient, closed_port
from tests.support.waiting import eventually


class Server:
    """A listener of the test; whoever connects is a ``LineClient``."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(15)
        self.target = Target(TcpAddress("127.0.0.1", self.listener.getsockname()[1]))

    def accept(self) -> LineClient:
        """Let the next client in."""
        return LineClient(self.listener.accept()[0])


class Reader:
    """The user interface: drains the link when it is woken, on the test's thread."""

    def __init__(self, *, on_wake: Callable[[], None] = lambda: None) -> None:
        self.wakes = 0
        self.events: list[LinkEvent] = []
        self._on_wake = on_wake

    def wake(self) -> None:
        """Count; called on the network thread."""
        self.wakes += 1
        self._on_wake()

    def wait_for(self, link: ClientLink, kind: type[LinkEvent], count: int = 1) -> list[LinkEvent]:
        """Drain until there are ``count`` events of a kind; return all events so far."""

        def found() -> bool:
            self.events += link.drain()
            return sum(isinstance(event, kind) for event in self.events) >= count

        eventually(found, lambda: self.events, every=0.002)
        return self.events


def barrier(client: LineClient) -> None:
    """Return when the network thread has handed over all that the server wrote before."""
    client.send("PING barrier\r\n")
    client.read_until(lambda line: line == "PONG barrier")


@pytest.fixture
def server() -> Iterator[Server]:
    """Return a listener."""
    server = Server()
    yield server
    server.listener.close()


@pytest.fixture
def reader() -> Reader:
    """Return a user interface."""
    return Reader()


@pytest.fixture
def link(reader: Reader) -> Iterator[NetworkLink]:
    """Return a link whose thread runs."""
    link = NetworkLink(reader.wake)
    link.start()
    yield link
    link.stop()


def test_a_conversation(link: NetworkLink, server: Server, reader: Reader) -> None:
    """Connect, write, read, and hear that the server has gone."""
    link.connect(server.target)
    with server.accept() as client:
        reader.wait_for(link, Connected)
        link.submit([b"NICK ana\r\n", b"USER ana 0 * :Ana\r\n"])
        assert [client.read_line(), client.read_line()] == ["NICK ana", "USER ana 0 * :Ana"]

        client.send(":x 001 ana :hola\r\n")

        assert reader.wait_for(link, Lines)[-1] == Lines([b":x 001 ana :hola"])
    assert reader.wait_for(link, Disconnected)[-1] == Disconnected(
        f"{server.target.address} closed the connection.", CloseReason.EOF
    )


def test_pings_are_answered_while_the_user_interface_is_busy(
    link: NetworkLink, server: Server
) -> None:
    """Nothing is drained here at all."""
    link.connect(server.target)
    with server.accept() as client:
        for number in range(5):
            client.send(f"PING :{number}\r\n")
            assert client.read_line() == f"PONG :{number}"


def test_the_user_interface_is_woken_once_until_it_has_drained(
    link: NetworkLink, server: Server, reader: Reader
) -> None:
    """However much arrives; and again for what comes after that."""
    link.connect(server.target)
    with server.accept() as client:
        for number in range(20):
            client.send(f"line {number}\r\nPING {number}\r\n")
            client.read_line()
        barrier(client)
        assert reader.wakes == 1

        lines = [line for event in link.drain() if isinstance(event, Lines) for line in event.lines]

        assert len(lines) == 20
        client.send("more\r\n")
        barrier(client)
        eventually(lambda: reader.wakes == 2)


def test_a_failing_user_interface_does_not_stop_the_network(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    """Its window may be gone already."""

    def explode() -> None:
        raise RuntimeError("the window is gone")

    reader = Reader(on_wake=explode)
    link = NetworkLink(reader.wake)
    link.start()
    link.connect(server.target)
    with caplog.at_level(logging.CRITICAL), server.accept() as client:
        reader.wait_for(link, Connected)
        client.send("PING x\r\n")
        assert client.read_line() == "PONG x"
    link.stop()

    assert reader.wakes >= 1


def test_an_error_of_ours_ends_the_connection_and_not_the_thread(
    link: NetworkLink,
    server: Server,
    reader: Reader,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The person reads that it broke, and the next connection works."""
    monkeypatch.setattr(link_module, "_RECOVERY_SECONDS", 0.01)
    link.connect(server.target)
    poll, bombs = Network.poll, [ZeroDivisionError("a bug")]

    def explode_once(self: Network, timeout: float | None) -> list[LinkEvent]:
        if bombs:
            raise bombs.pop()
        return poll(self, timeout)

    with caplog.at_level(logging.CRITICAL), server.accept() as client:
        reader.wait_for(link, Connected)
        monkeypatch.setattr(Network, "poll", explode_once)
        link.submit([b"anything\r\n"])

        end = reader.wait_for(link, Disconnected)[-1]

        assert isinstance(end, Disconnected)
        assert end.cause is CloseReason.ERROR
        assert "an internal error" in end.reason
        assert client.read_to_end() == b"anything\r\n"

    link.connect(server.target)
    with server.accept() as again:
        reader.wait_for(link, Connected, 2)
        link.submit([b"hola\r\n"])
        assert again.read_line() == "hola"


def test_a_user_interface_that_does_not_drain_makes_the_server_wait(
    server: Server, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory is bounded, and when it drains again everything arrives in order."""
    monkeypatch.setattr(link_module, "INBOX_BYTES", 100_000)
    link = NetworkLink(reader.wake)
    link.start()
    link.connect(server.target)
    lines = [f"{number} {'x' * 1000}" for number in range(10_000)]
    with server.accept() as client:
        reader.wait_for(link, Connected)
        writer = threading.Thread(target=client.send, args=("\r\n".join([*lines, ""]),))
        writer.start()
        eventually(link._inbox.is_full)
        assert writer.is_alive()
        received: list[bytes] = []

        def has_all() -> bool:
            assert link._inbox._size < 100_000 + 2 * 65_536
            for event in link.drain():
                received.extend(event.lines if isinstance(event, Lines) else ())
            return len(received) == len(lines)

        eventually(has_all, every=0.0005)
        writer.join()
        link.stop()

    assert [line.decode() for line in received] == lines


def test_stop_says_goodbye(link: NetworkLink, server: Server, reader: Reader) -> None:
    """What was submitted last is written, and the thread is gone."""
    link.connect(server.target)
    with server.accept() as client:
        reader.wait_for(link, Connected)
        goodbyes: list[bytes] = []

        def part() -> None:
            goodbyes.append(client.read_to_end())
            client.close()

        listener = threading.Thread(target=part)
        listener.start()

        link.submit([b"QUIT :adios\r\n"])
        link.stop()

        listener.join()
        assert goodbyes == [b"QUIT :adios\r\n"]
    assert not link._thread.is_alive()
    link.submit([b"TOO LATE\r\n"])
    link.stop()


@pytest.mark.parametrize("is_started", [False, True])
def test_stop_without_a_connection(reader: Reader, is_started: bool) -> None:
    """At any time, also when it was never started."""
    link = NetworkLink(reader.wake)
    if is_started:
        link.start()

    link.stop()

    assert link.drain() == []


def test_failures_are_told_and_followed_by_success(
    link: NetworkLink, server: Server, reader: Reader
) -> None:
    """Every ``connect`` has one ``Disconnected``, so the controller can count."""
    with closed_port() as port:
        for _ in range(3):
            link.connect(Target(TcpAddress("localhost", port)))
        reader.wait_for(link, Disconnected, 3)
    link.connect(server.target)

    with server.accept():
        assert isinstance(reader.wait_for(link, Connected)[-1], Connected)

    reader.wait_for(link, Disconnected, 4)
    assert len(reader.events) == 5


def test_toolkits_can_watch_a_descriptor(link: NetworkLink, server: Server) -> None:
    """It is readable from the first event on, until it is cleared."""
    link.connect(server.target)
    with server.accept() as client:
        fileno = link.wake_fileno()
        assert select.select([fileno], [], [], 15)[0]
        link.clear_wake()
        events = eventually(link.drain, every=0.002)
        assert isinstance(events[0], Connected)
        link.clear_wake()
        assert not select.select([fileno], [], [], 0)[0]

        client.send("hola\r\n")

        assert select.select([fileno], [], [], 15)[0]
        link.clear_wake()
        assert link.drain() == [Lines([b"hola"])]
        assert not select.select([fileno], [], [], 0)[0]


def test_tls_is_verified(server: Server, reader: Reader, tmp_path: Path) -> None:
    """By the context that was given, with the host of the target."""
    files = make_certificate(tmp_path)
    context = tls.server_context(files.certificate, files.key)
    link = NetworkLink(reader.wake, tls_context=lambda: tls.client_context(files.certificate))
    link.start()
    target = Target(server.target.address, tls=True)
    accepted: list[str] = []

    def serve() -> None:
        plain = server.listener.accept()[0]
        with LineClient(context.wrap_socket(plain, server_side=True)) as client:
            accepted.append(client.read_line())

    thread = threading.Thread(target=serve)
    thread.start()
    link.connect(target)
    connected = reader.wait_for(link, Connected)[0]
    link.submit([b"hola\r\n"])

    thread.join()
    reader.wait_for(link, Disconnected)
    link.stop()
    assert isinstance(connected, Connected)
    assert connected.peer.is_tls
    assert accepted == ["hola"]


def test_tls_that_is_not_trusted_is_refused(
    link: NetworkLink, server: Server, reader: Reader, tmp_path: Path
) -> None:
    """The system's authorities do not know a certificate made here."""
    files = make_certificate(tmp_path)
    context = tls.server_context(files.certificate, files.key)

    def serve() -> None:
        plain = server.listener.accept()[0]
        with plain, pytest.raises(OSError):
            context.wrap_socket(plain, server_side=True)

    thread = threading.Thread(target=serve)
    thread.start()

    link.connect(Target(server.target.address, tls=True))

    end = reader.wait_for(link, Disconnected)[-1]
    thread.join()
    assert isinstance(end, Disconnected)
    assert end.cause is CloseReason.TLS
    assert "certificate" in end.reason


class TestScriptedLink:
    """The twin tells what the network would tell."""

    target = Target(TcpAddress("localhost", 12345))

    def test_a_conversation(self, reader: Reader) -> None:
        link = ScriptedLink(reader.wake)
        link.start()
        link.connect(self.target)
        link.submit([b"too early\r\n"])
        link.open()
        link.submit([b"NICK ana\r\n"])
        link.deliver(":x 001 ana :hola", b"PING tok")
        link.close()
        link.submit([b"too late\r\n"])

        events = link.drain()

        assert [type(event) for event in events] == [Connected, Lines, Disconnected]
        assert events[1] == Lines([b":x 001 ana :hola"])
        assert events[2] == Disconnected("localhost:12345 closed the connection.", CloseReason.EOF)
        assert link.take_sent() == [b"NICK ana\r\n", b"PONG tok\r\n"]
        assert link.targets == [self.target]
        assert reader.wakes == 1

    def test_every_connect_ends_once(self) -> None:
        link = ScriptedLink()
        link.start()
        link.connect(self.target)
        link.close(CloseReason.REFUSED)
        link.connect(self.target)
        link.connect(self.target)
        link.open()
        link.stop()
        link.disconnect()

        ends = [event for event in link.drain() if isinstance(event, Disconnected)]

        assert [end.cause for end in ends] == [
            CloseReason.REFUSED,
            CloseReason.LOCAL,
            CloseReason.LOCAL,
        ]
        assert not link.is_started

    def test_what_a_server_cannot_do_is_refused(self) -> None:
        link = ScriptedLink()

        with pytest.raises(AssertionError):
            link.open()
        with pytest.raises(AssertionError):
            link.deliver("x")
        with pytest.raises(AssertionError):
            link.close()
