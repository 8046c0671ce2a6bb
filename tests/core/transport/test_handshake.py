"""TLS links: they talk like plain ones, and bad handshakes disturb nobody."""

import socket
import ssl
import threading
from contextlib import ExitStack

import pytest

from tertulia_core.address import Address, TcpAddress
from tertulia_core.clock import ManualClock
from tertulia_core.ids import LinkId
from tertulia_core.transport import tls
from tertulia_core.transport.doors import HANDSHAKES
from tertulia_core.transport.events import (
    CloseReason,
    LinesReceived,
    LinkClosed,
    LinkDrained,
    LinkOpened,
)
from tertulia_core.transport.handshake import HANDSHAKE_SECONDS
from tertulia_core.transport.poller import READ
from tests.core.transport.driver import LoopDriver
from tests.support.certificates import CertificateFiles
from tests.support.sockets import LineClient

LINE = b"x" * 4_000


@pytest.fixture
def server(certificate: CertificateFiles) -> ssl.SSLContext:
    """Return the context of the listener."""
    return tls.server_context(certificate.certificate, certificate.key)


@pytest.fixture
def client(certificate: CertificateFiles) -> ssl.SSLContext:
    """Return the context of a client that trusts the listener."""
    return tls.client_context(certificate.certificate)


@pytest.fixture
def secure(driver: LoopDriver, server: ssl.SSLContext) -> TcpAddress:
    """Return the address of a TLS listener."""
    address = driver.listen(tls=server)
    assert isinstance(address, TcpAddress)
    return address


def join(driver: LoopDriver, address: Address, context: ssl.SSLContext) -> tuple[LinkId, LinkId]:
    """Connect a link of the loop to its own listener; return both ends."""
    before = len(driver.of(LinkOpened))
    near = driver.loop.connect(address, tls=context)
    driver.wait_for(LinkOpened, count=before + 2)
    far = next(e.link for e in driver.of(LinkOpened)[before:] if e.link != near)
    return near, far


def test_both_ends_can_talk(driver: LoopDriver, secure: TcpAddress, client: ssl.SSLContext) -> None:
    """And know that they are safe."""
    near, far = join(driver, secure, client)

    driver.loop.send(near, b"hola\r\nque")
    driver.loop.send(far, b"buenas\r\n")

    assert driver.wait_for_lines(far, 1) == [b"hola"]
    assert driver.wait_for_lines(near, 1) == [b"buenas"]
    driver.until(lambda: driver.loop.partial(far) == b"que")
    assert all(event.peer.is_tls for event in driver.of(LinkOpened))


def test_much_at_once_arrives_whole(
    driver: LoopDriver, secure: TcpAddress, client: ssl.SSLContext
) -> None:
    """A record holds 16 KiB; what socket or decoder hold back for a while is not lost."""
    near, far = join(driver, secure, client)
    lines = [LINE[number:] for number in range(3_000)]

    driver.loop.send(near, b"\n".join(lines) + b"\n")

    assert driver.loop.queued(near) > 0
    driver.wait_for_lines(far, len(lines))
    assert driver.lines(far) == lines
    assert driver.of(LinkDrained, near)


def test_a_slow_reader_is_closed(server: ssl.SSLContext, certificate: CertificateFiles) -> None:
    """The limit counts what is still to be encrypted."""
    with LoopDriver(send_limit=100_000) as driver:
        address = driver.listen(tls=server)
        near, far = join(driver, address, tls.client_context(certificate.certificate))
        driver.loop.pause_reading(near)

        for _ in range(1_000):
            driver.loop.send(far, b"x" * 99_999, relayed=99_999)

        assert driver.wait_for_close(far).reason is CloseReason.SENDQ


def test_after_the_end_of_input_one_can_still_answer(
    driver: LoopDriver, secure: TcpAddress, client: ssl.SSLContext
) -> None:
    """The other side has said in TLS that it sends no more, and reads on."""
    near, far = join(driver, secure, client)
    driver.loop.send(near, b"adios")
    driver.loop._links[near].stream.shutdown(socket.SHUT_WR)

    assert driver.wait_for_eof(far) == b"adios"

    driver.loop.send(far, b"hasta luego\n")
    driver.loop.close(far)
    assert driver.wait_for_close(far).reason is CloseReason.LOCAL


def test_closing_says_so_in_tls(
    driver: LoopDriver, secure: TcpAddress, client: ssl.SSLContext
) -> None:
    """The other side can tell the end from a connection that was cut."""
    result: list[bytes] = []

    def read() -> None:
        with (
            socket.create_connection((secure.host, secure.port), timeout=15) as plain,
            client.wrap_socket(
                plain, server_hostname="localhost", suppress_ragged_eofs=False
            ) as sock,
        ):
            sock.sendall(b"hola\n")
            while data := sock.recv(100):
                result.append(data)
            result.append(b"end")

    reader = threading.Thread(target=read)
    reader.start()
    link = driver.wait_for(LinkOpened).link
    driver.wait_for_lines(link, 1)

    driver.loop.send(link, b"adios\n")
    driver.loop.close(link)

    driver.until(lambda: not reader.is_alive())
    assert b"".join(result) == b"adios\nend"
    driver.wait_for_close(link)


def test_a_certificate_nobody_vouches_for_is_refused(
    driver: LoopDriver, secure: TcpAddress
) -> None:
    """Before a byte is sent, and with a reason; the server hears of no link at all."""
    link = driver.loop.connect(secure, tls=tls.client_context())

    closed = driver.wait_for_close(link)

    assert closed.reason is CloseReason.TLS
    assert "self-signed certificate" in closed.detail
    driver.until(driver.is_idle)
    assert driver.events == [closed]


def test_the_wrong_name_is_refused(
    driver: LoopDriver, secure: TcpAddress, client: ssl.SSLContext
) -> None:
    """The certificate is good for somebody else."""
    link = driver.loop.connect(secure, tls=client, server_hostname="chat.example")

    closed = driver.wait_for_close(link)

    assert closed.reason is CloseReason.TLS
    assert "chat.example" in closed.detail


def test_an_impossible_name_is_refused(
    driver: LoopDriver, secure: TcpAddress, client: ssl.SSLContext
) -> None:
    """One that no certificate can bear."""
    link = driver.loop.connect(secure, tls=client, server_hostname="." * 300)

    assert driver.wait_for_close(link).reason is CloseReason.TLS


def test_a_server_without_tls_is_noticed(driver: LoopDriver, client: ssl.SSLContext) -> None:
    """It answers something else, or nothing."""
    address = driver.listen()
    link = driver.loop.connect(address, tls=client)
    far = driver.wait_for(LinkOpened).link

    driver.loop.send(far, b"ERROR :what is this\r\n")

    assert driver.wait_for_close(link).reason is CloseReason.TLS


@pytest.mark.parametrize(
    "nonsense",
    [b"NICK ana\r\nUSER ana 0 * :ana\r\n", b"GET / HTTP/1.1\r\n\r\n", b"\0" * 10_000, b"\x16\x03"],
)
def test_plain_bytes_at_a_tls_port_disturb_nobody(
    driver: LoopDriver, secure: TcpAddress, client: ssl.SSLContext, nonsense: bytes
) -> None:
    """They never become a link, and the next one is let in."""
    with LineClient(secure) as intruder:
        intruder.send(nonsense)
        intruder.finish()
        near, far = join(driver, secure, client)
        driver.until(lambda: not driver.loop._registry.unannounced)
        intruder.read_to_end()

    assert {event.link for event in driver.of(LinkOpened)} == {near, far}
    assert driver.of(LinkClosed) == []


def test_tls_at_a_plain_port_disturbs_nobody(driver: LoopDriver) -> None:
    """Its hello is some bytes like others; whoever listens decides what to make of them."""
    address = driver.listen()
    guest, guest_link = driver.join(address)
    confused = driver.loop.connect(address, tls=tls.client_context())
    far = driver.wait_for(LinkOpened, count=2).link

    driver.until(lambda: driver.loop.partial(far) or driver.lines(far))
    driver.loop.close(far)

    assert driver.wait_for_close(confused).reason is CloseReason.TLS
    guest.send("sigo aqui\n")
    assert driver.wait_for_lines(guest_link, 1) == [b"sigo aqui"]


def test_whoever_stalls_is_dropped_after_the_deadline(
    server: ssl.SSLContext,
) -> None:
    """Silently on the accepting side: nobody has heard of it."""
    clock = ManualClock()
    with LoopDriver(clock) as driver:
        address = driver.listen(tls=server)
        with LineClient(address) as silent:
            driver.until(lambda: driver.loop._registry.unannounced)
            clock.advance(HANDSHAKE_SECONDS - 0.1)
            assert driver.is_idle()
            assert driver.loop._registry.unannounced

            clock.advance(0.1)
            driver.poll()

            assert silent.read_to_end() == b""
        assert driver.events == []
        assert not driver.loop._links


def test_a_server_that_stalls_is_left_after_the_deadline(client: ssl.SSLContext) -> None:
    """On the connecting side it is reported."""
    clock = ManualClock()
    with LoopDriver(clock) as driver, socket.create_server(("127.0.0.1", 0)) as stalled:
        address = TcpAddress(*stalled.getsockname())
        link = driver.loop.connect(address, tls=client)
        driver.until(lambda: driver.loop._links[link].interest == READ)

        clock.advance(HANDSHAKE_SECONDS)

        assert driver.poll() == [
            LinkClosed(link, CloseReason.TIMEOUT, "the TLS handshake takes too long")
        ]


def test_silent_connections_do_not_keep_a_good_one_out(
    driver: LoopDriver, secure: TcpAddress, client: ssl.SSLContext
) -> None:
    """However many: the oldest handshake makes room, and memory is bounded."""
    with ExitStack() as silent:
        for _ in range(HANDSHAKES + 100):
            silent.enter_context(LineClient(secure))

        near, far = join(driver, secure, client)

        driver.loop.send(near, b"hola\n")
        assert driver.wait_for_lines(far, 1) == [b"hola"]
        assert len(driver.loop._registry.unannounced) <= HANDSHAKES
        assert driver.of(LinkClosed) == []


def test_many_handshakes_at_once_all_succeed(
    driver: LoopDriver, secure: TcpAddress, client: ssl.SSLContext
) -> None:
    """A poll takes a share of them further, so that those inside are served in between."""
    links = [driver.loop.connect(secure, tls=client) for _ in range(60)]

    driver.wait_for(LinkOpened, count=120)

    assert driver.of(LinkClosed) == []
    for link in links:
        driver.loop.send(link, b"hola\n")
    driver.wait_for(LinesReceived, count=60)
