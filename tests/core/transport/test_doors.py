"""The doors: several listeners, a share of handshakes per poll, and a rest when it is too much."""

import errno
import socket
import ssl

import pytest

from tertulia_core.address import TcpAddress
from tertulia_core.clock import ManualClock
from tertulia_core.errors import ListenError
from tertulia_core.transport import doors, tls
from tertulia_core.transport.events import LinkOpened
from tertulia_core.transport.listener import STALL_SECONDS, Listener
from tests.core.transport.driver import LoopDriver
from tests.support.certificates import CertificateFiles
from tests.support.sockets import LineClient


class Exhausted:
    """The listening socket of a process without descriptors.

    Args:
        real: what it stands in for.
        code: the system's error.
    """

    def __init__(self, real: socket.socket, code: int) -> None:
        self.real = real
        self.code = code
        self.asked = 0

    def accept(self) -> object:
        self.asked += 1
        raise OSError(self.code, "no more")

    def fileno(self) -> int:
        return self.real.fileno()

    def close(self) -> None:
        self.real.close()


def exhaust(driver: LoopDriver, code: int) -> tuple[Listener, Exhausted]:
    """Let the driver's listener run out of descriptors; return it and what it asks."""
    (listener,) = driver.loop._doors._listeners.values()
    exhausted = Exhausted(listener._socket, code)
    listener._socket = exhausted  # type: ignore[assignment]
    return listener, exhausted


def test_links_tell_which_listener_they_came_through(driver: LoopDriver) -> None:
    """Several may be open at once, for guests and for others."""
    addresses = {
        name: driver.loop.listen(TcpAddress("localhost", 0), name=name)[0]
        for name in ("guests", "irc")
    }

    clients = [LineClient(addresses[name]) for name in ("irc", "guests", "irc")]
    driver.wait_for(LinkOpened, count=3)

    names = sorted(event.listener for event in driver.of(LinkOpened))
    assert names == ["guests", "irc", "irc"]
    for client in clients:
        client.close()


def test_a_failed_listen_leaves_the_other_listeners(driver: LoopDriver) -> None:
    """And nothing of itself."""
    address = driver.listen()

    with pytest.raises(ListenError):
        driver.listen(address)

    driver.join(address)


@pytest.mark.parametrize("code", [errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.EPERM])
def test_a_listener_that_cannot_accept_rests(code: int) -> None:
    """It is not asked again before its time, and then it is, whatever the trouble was."""
    clock = ManualClock()
    with LoopDriver(clock) as driver:
        address = driver.listen()
        listener, exhausted = exhaust(driver, code)
        with LineClient(address):
            driver.until(lambda: exhausted.asked)
            assert driver.is_idle()
            assert exhausted.asked == 1

            clock.advance(STALL_SECONDS)
            driver.poll(2)

            assert exhausted.asked == 2
            listener._socket = exhausted.real
            clock.advance(STALL_SECONDS)
            driver.wait_for(LinkOpened)


def test_listening_can_stop_during_a_rest() -> None:
    """The deadline that is left wakes nobody."""
    clock = ManualClock()
    with LoopDriver(clock) as driver:
        address = driver.listen()
        _listener, exhausted = exhaust(driver, errno.EMFILE)
        with LineClient(address):
            driver.until(lambda: exhausted.asked)

            driver.loop.stop_listening()

            clock.advance(STALL_SECONDS)
            assert driver.poll(2) == []
            assert exhausted.asked == 1


def test_a_poll_takes_a_share_of_the_handshakes(
    driver: LoopDriver, certificate: CertificateFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are as ready at the next poll; those inside are served in between."""
    monkeypatch.setattr(doors, "_HANDSHAKE_STEPS", 3)
    server = tls.server_context(certificate.certificate, certificate.key)
    address = driver.listen(tls=server)
    steps: list[int] = []
    handshake = ssl.SSLSocket.do_handshake

    def count(self: ssl.SSLSocket) -> None:
        steps.append(1)
        handshake(self)

    monkeypatch.setattr(ssl.SSLSocket, "do_handshake", count)
    client = tls.client_context(certificate.certificate)
    for _ in range(10):
        driver.loop.connect(address, tls=client)

    while len(driver.of(LinkOpened)) < 20:
        before = len(steps)
        driver.events += driver.loop.poll(1)
        assert len(steps) - before <= 3
