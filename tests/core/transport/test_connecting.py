"""Connecting: one address after the other, and every way it can fail."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tertulia_core import platforms
from tertulia_core.address import Address, TcpAddress, UnixAddress
from tertulia_core.clock import ManualClock
from tertulia_core.transport import connecting
from tertulia_core.transport.connecting import ATTEMPT_SECONDS
from tertulia_core.transport.events import CloseReason, LinkClosed, LinkOpened
from tertulia_core.transport.resolve import Candidate
from tests.core.transport.driver import LoopDriver
from tests.support.sockets import LOOPBACKS, closed_port


@pytest.fixture
def silent() -> Iterator[Candidate]:
    """Return an address that never answers: a listener whose queue is full drops newcomers."""
    with ExitStack() as stack:
        full = stack.enter_context(socket.socket())
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(3):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(full.getsockname())
        yield Candidate(socket.AF_INET, full.getsockname())


def resolve_to(monkeypatch: pytest.MonkeyPatch, *candidates: Candidate) -> None:
    """Let every name stand for these."""
    monkeypatch.setattr(connecting, "resolve", lambda _address: list(candidates))


def test_both_ends_can_talk(driver: LoopDriver) -> None:
    """A loop may be client and server at once."""
    address = driver.listen()
    near = driver.loop.connect(address)
    driver.wait_for(LinkOpened, count=2)
    far = next(event.link for event in driver.of(LinkOpened) if event.link != near)

    driver.loop.send(near, b"hola\r\n")
    driver.loop.send(far, b"buenas\r\n")

    assert driver.wait_for_lines(far, 1) == [b"hola"]
    assert driver.wait_for_lines(near, 1) == [b"buenas"]


def test_nobody_there(driver: LoopDriver) -> None:
    """The address exists and nobody listens: refused, with the system's words."""
    with closed_port() as port:
        link = driver.loop.connect(TcpAddress("127.0.0.1", port))

        assert driver.wait_for_close(link) == LinkClosed(
            link, CloseReason.REFUSED, "Connection refused"
        )


@pytest.mark.parametrize("host", LOOPBACKS)
def test_localhost_finds_a_server_at_either_address(driver: LoopDriver, host: str) -> None:
    """Other programs listen at one of them only."""
    address = driver.listen(TcpAddress(host, 0))
    assert isinstance(address, TcpAddress)

    link = driver.loop.connect(TcpAddress("localhost", address.port))

    assert driver.wait_for(LinkOpened, link).peer.host == host
    assert driver.of(LinkClosed) == []


def test_an_unknown_host(driver: LoopDriver) -> None:
    """The event follows as for every other failure."""
    link = driver.loop.connect(TcpAddress("no.such.host.invalid", 1))

    (event,) = driver.poll()

    assert isinstance(event, LinkClosed)
    assert event.link == link
    assert event.reason is CloseReason.UNKNOWN_HOST


@pytest.mark.parametrize("timeout", [10.0, 5.0])
def test_an_address_that_does_not_answer_is_left_for_the_next(
    monkeypatch: pytest.MonkeyPatch, silent: Candidate, timeout: float
) -> None:
    """After ``ATTEMPT_SECONDS``; the last one has the rest of the time."""
    clock = ManualClock()
    with LoopDriver(clock) as driver:
        address = driver.listen()
        assert isinstance(address, TcpAddress)
        here = Candidate(socket.AF_INET, (address.host, address.port))
        resolve_to(monkeypatch, silent, here)
        link = driver.loop.connect(TcpAddress("somewhere", 1), timeout=timeout)
        assert driver.is_idle()

        clock.advance(ATTEMPT_SECONDS)

        assert driver.wait_for(LinkOpened, link).peer.port == address.port


def test_a_connection_attempt_has_an_end(
    monkeypatch: pytest.MonkeyPatch, silent: Candidate
) -> None:
    """The timeout is for all addresses together."""
    clock = ManualClock()
    with LoopDriver(clock) as driver:
        resolve_to(monkeypatch, silent, silent, silent)
        link = driver.loop.connect(TcpAddress("somewhere", 1), timeout=7.0)
        for _ in range(2):
            clock.advance(ATTEMPT_SECONDS)
            assert driver.is_idle()

        clock.advance(1.0)

        (event,) = driver.poll()
        assert event == LinkClosed(link, CloseReason.TIMEOUT, "Connection timed out")


def test_that_somebody_refused_tells_the_most(
    driver: LoopDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of several failures that one is reported, whichever came last."""
    no_such_family = Candidate(99, ("127.0.0.1", 9))
    with closed_port() as port:
        refusing = Candidate(socket.AF_INET, ("127.0.0.1", port))
        resolve_to(monkeypatch, no_such_family, refusing, no_such_family)

        link = driver.loop.connect(TcpAddress("somewhere", 1))

        assert driver.wait_for_close(link).reason is CloseReason.REFUSED


def test_a_host_without_addresses(driver: LoopDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing to try is a failure too."""
    resolve_to(monkeypatch)

    link = driver.loop.connect(TcpAddress("somewhere", 1))

    assert driver.wait_for_close(link).reason is CloseReason.ERROR


def test_closing_while_connecting(
    driver: LoopDriver, monkeypatch: pytest.MonkeyPatch, silent: Candidate
) -> None:
    """Whoever does not want to wait any more is told at once."""
    resolve_to(monkeypatch, silent)
    link = driver.loop.connect(TcpAddress("somewhere", 1))
    driver.loop.send(link, b"not yet\n")

    driver.loop.close(link)

    assert driver.poll() == [LinkClosed(link, CloseReason.LOCAL, "")]


def test_a_socket_joined_with_itself_is_a_refusal(
    driver: LoopDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system does that where it picks the port of a server that is gone for our own end."""
    connect = socket.socket.connect_ex

    def join_itself(self: socket.socket, address: tuple[str, int]) -> int:
        self.bind(address)
        return connect(self, self.getsockname())

    monkeypatch.setattr(socket.socket, "connect_ex", join_itself)

    link = driver.loop.connect(TcpAddress("127.0.0.1", 0))

    assert driver.wait_for_close(link).reason is CloseReason.REFUSED


@pytest.mark.skipif(platforms.unix_socket_family() is None, reason="no Unix sockets here")
class TestUnixSockets:
    """Sockets that are files behave like the others."""

    def test_both_ends_can_talk(self, driver: LoopDriver, tmp_path: Path) -> None:
        address: Address = UnixAddress(str(tmp_path / "door"))
        assert driver.listen(address) == address
        client, link = driver.join(address)
        near = driver.loop.connect(address)

        client.send("hola\n")

        assert driver.wait_for_lines(link, 1) == [b"hola"]
        assert driver.wait_for(LinkOpened, near).peer.is_loopback
        driver.loop.send(link, b"x" * 1_000_000)
        driver.loop.close(link)
        received: list[bytes] = []
        reader = threading.Thread(target=lambda: received.append(client.read_to_end()))
        reader.start()
        driver.until(lambda: not reader.is_alive())
        assert received == [b"x" * 1_000_000]

    def test_the_file_goes_with_the_listener(self, driver: LoopDriver, tmp_path: Path) -> None:
        path = tmp_path / "door"
        driver.listen(UnixAddress(str(path)))
        assert path.is_socket()

        driver.loop.stop_listening()

        assert not path.exists()

    def test_a_file_of_somebody_else_stays(self, driver: LoopDriver, tmp_path: Path) -> None:
        path = tmp_path / "door"
        driver.listen(UnixAddress(str(path)))
        path.unlink()
        path.write_text("another one")

        driver.loop.stop_listening()

        assert path.read_text() == "another one"

    @pytest.mark.parametrize("name", ["missing", "x" * 300])
    def test_nobody_there(self, driver: LoopDriver, tmp_path: Path, name: str) -> None:
        link = driver.loop.connect(UnixAddress(str(tmp_path / name)))

        reason = driver.wait_for_close(link).reason

        assert reason is (CloseReason.REFUSED if name == "missing" else CloseReason.ERROR)
