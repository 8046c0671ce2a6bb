"""A proxy in front: its word counts before all else, and only where it is trusted."""

import socket
import ssl
import struct
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tertulia_core.address import Address, TcpAddress, UnixAddress
from tertulia_core.clock import ManualClock
from tertulia_core.transport import doors, tls
from tertulia_core.transport.events import LinkOpened, Peer
from tertulia_core.transport.listener import ProxyRule
from tertulia_core.transport.preamble import HEADER_SECONDS
from tests.core.transport.driver import LoopDriver
from tests.support.certificates import CertificateFiles
from tests.support.sockets import LineClient

LINE = b"PROXY TCP4 192.0.2.7 198.51.100.1 56324 6667\r\n"
BINARY = (
    b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c"
    + bytes([192, 0, 2, 7, 198, 51, 100, 1])
    + struct.pack("!HH", 56324, 6667)
)
CLIENT = Peer("192.0.2.7", 56324, is_loopback=False, is_tls=False)

HEADERS = pytest.mark.parametrize("header", [LINE, BINARY], ids=["text", "binary"])


OPTIONAL = ProxyRule(lambda _host: True)
REQUIRED = ProxyRule(lambda _host: True, is_required=True)
NOBODY = ProxyRule(lambda _host: False)


def listen(driver: LoopDriver, rule: ProxyRule, context: ssl.SSLContext | None = None) -> Address:
    """Listen behind a proxy; return the real address."""
    address = TcpAddress("127.0.0.1", 0)
    return driver.loop.listen(address, name="test", tls=context, proxy=rule)[0]


@pytest.fixture
def clocked() -> Iterator[tuple[LoopDriver, ManualClock]]:
    """A loop on a clock that stands still."""
    clock = ManualClock()
    with LoopDriver(clock) as driver:
        yield driver, clock


@HEADERS
@pytest.mark.parametrize("rule", [OPTIONAL, REQUIRED], ids=["optional", "required"])
def test_the_client_is_whom_the_header_names(
    driver: LoopDriver, rule: ProxyRule, header: bytes
) -> None:
    """From the first moment on; what follows the header is the client's."""
    with LineClient(listen(driver, rule)) as proxy:
        proxy.send(header + b"NICK ana\r\nUSER")

        opened = driver.wait_for(LinkOpened)

        assert (opened.peer, opened.listener) == (CLIENT, "test")
        assert driver.wait_for_lines(opened.link, 1) == [b"NICK ana"]
        assert driver.loop.partial(opened.link) == b"USER"


@HEADERS
def test_a_header_may_come_byte_by_byte(driver: LoopDriver, header: bytes) -> None:
    """The loop sleeps while a part of it lies in the socket."""
    with LineClient(listen(driver, REQUIRED)) as proxy:
        proxy.send(header[:1])
        driver.until(lambda: driver.loop._registry.unannounced)
        driver.until(driver.is_idle)
        for byte in header[1:]:
            assert driver.of(LinkOpened) == []
            proxy.send(bytes([byte]))
            driver.poll()
        proxy.send(b"PING a\r\n")

        opened = driver.wait_for(LinkOpened)

        assert opened.peer == CLIENT
        assert driver.wait_for_lines(opened.link, 1) == [b"PING a"]


@HEADERS
def test_a_second_header_is_the_clients_own_text(driver: LoopDriver, header: bytes) -> None:
    """Only the very first bytes speak for somebody else."""
    with LineClient(listen(driver, OPTIONAL)) as proxy:
        proxy.send(b"NICK ana\r\n" + header)

        opened = driver.wait_for(LinkOpened)

        assert opened.peer.host == "127.0.0.1"
        lines = driver.wait_for_lines(opened.link, 2)
        assert lines[1] + b"\r\n" in header


def test_without_a_header_one_speaks_for_oneself(driver: LoopDriver) -> None:
    """Where none is required."""
    with LineClient(listen(driver, OPTIONAL)) as client:
        client.send("hola\n")

        opened = driver.wait_for(LinkOpened)

        assert opened.peer.host == "127.0.0.1"
        assert opened.peer.is_loopback
        assert driver.wait_for_lines(opened.link, 1) == [b"hola"]


def test_a_header_that_names_nobody_leaves_the_proxys_address(driver: LoopDriver) -> None:
    """As a proxy does that looks whether we are well."""
    with LineClient(listen(driver, REQUIRED)) as proxy:
        proxy.send("PROXY UNKNOWN\r\nPING a\r\n")

        assert driver.wait_for(LinkOpened).peer.host == "127.0.0.1"


def test_who_listens_in_silence_is_let_in_after_a_while(
    clocked: tuple[LoopDriver, ManualClock],
) -> None:
    """It may be somebody with a bare socket."""
    driver, clock = clocked
    with LineClient(listen(driver, OPTIONAL)):
        driver.until(lambda: driver.loop._registry.unannounced)
        clock.advance(HEADER_SECONDS - 0.1)
        assert driver.is_idle()

        clock.advance(0.1)

        assert driver.wait_for(LinkOpened).peer.host == "127.0.0.1"


@pytest.mark.parametrize("begun", [b"", b"P", LINE[:-2], BINARY[:-1]])
def test_who_has_to_show_a_header_is_not_waited_for_for_ever(
    clocked: tuple[LoopDriver, ManualClock], begun: bytes
) -> None:
    """Nobody hears of it."""
    driver, clock = clocked
    with LineClient(listen(driver, REQUIRED)) as client:
        client.send(begun)
        driver.until(lambda: driver.loop._registry.unannounced)
        driver.poll(3)

        clock.advance(HEADER_SECONDS)
        driver.until(lambda: not driver.loop._registry.unannounced)

        client.read_to_end()
        assert driver.events == []
        assert not driver.loop._links


@pytest.mark.parametrize("data", [b"NICK ana\r\n", b"\x16\x03\x01", b"PROXY TCP4 x\r\n"])
def test_a_listener_that_requires_a_header_drops_the_rest(driver: LoopDriver, data: bytes) -> None:
    """At once, and the next one is let in."""
    address = listen(driver, REQUIRED)
    with LineClient(address) as client, LineClient(address) as proxy:
        client.send(data)
        proxy.send(LINE)

        driver.until(lambda: driver.of(LinkOpened) and not driver.loop._registry.unannounced)

        client.read_to_end()
        assert [event.peer for event in driver.of(LinkOpened)] == [CLIENT]


def test_a_broken_header_is_dropped_where_none_is_required(driver: LoopDriver) -> None:
    """Whoever says that it speaks for somebody has to say for whom."""
    with LineClient(listen(driver, OPTIONAL)) as client:
        client.send("PROXY TCP4 somebody\r\n")
        driver.until(lambda: driver.loop._registry.unannounced)

        driver.until(lambda: not driver.loop._registry.unannounced)

        client.read_to_end()
        assert driver.of(LinkOpened) == []


@HEADERS
def test_who_is_not_trusted_speaks_for_itself(driver: LoopDriver, header: bytes) -> None:
    """Its header is text like any other."""
    with LineClient(listen(driver, NOBODY)) as client:
        client.send(header)

        opened = driver.wait_for(LinkOpened)

        assert opened.peer.host == "127.0.0.1"
        driver.until(lambda: driver.lines(opened.link))
        assert header.startswith(driver.lines(opened.link)[0])


def test_who_is_not_trusted_is_not_let_in_where_a_header_is_required(driver: LoopDriver) -> None:
    """Whatever it says."""
    with LineClient(listen(driver, replace(NOBODY, is_required=True))) as client:
        client.send(LINE)
        driver.poll(3)

        assert client.read_to_end() == b""
        assert driver.events == []


def test_trust_is_asked_with_the_address(driver: LoopDriver) -> None:
    """With that of the connection, not with what a header says."""
    asked: list[str] = []

    def note(host: str) -> bool:
        asked.append(host)
        return True

    with LineClient(listen(driver, ProxyRule(note))) as proxy:
        proxy.send(LINE)
        driver.wait_for(LinkOpened)

    assert asked == ["127.0.0.1"]


def test_a_proxy_may_come_through_a_unix_socket(
    driver: LoopDriver, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Its own address is then the empty one."""
    path = UnixAddress(str(tmp_path_factory.mktemp("u") / "s"))
    driver.loop.listen(path, name="unix", proxy=ProxyRule(lambda host: host == ""))
    with LineClient(path) as proxy:
        proxy.send(LINE)

        assert driver.wait_for(LinkOpened).peer == CLIENT


@HEADERS
def test_the_header_comes_before_the_handshake(
    driver: LoopDriver, certificate: CertificateFiles, header: bytes
) -> None:
    """A proxy that leaves TLS to us is told apart from what it carries."""
    server = tls.server_context(certificate.certificate, certificate.key)
    address = listen(driver, REQUIRED, server)
    client = tls.client_context(certificate.certificate)
    with LineClient(address) as proxy:
        proxy.send(header)
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        secure = client.wrap_bio(incoming, outgoing, server_hostname="localhost")
        proxy.socket.setblocking(False)

        driver.until(lambda: _step(secure, incoming, outgoing, proxy.socket))

        assert driver.wait_for(LinkOpened).peer == CLIENT._replace(is_tls=True)
        secure.write(b"NICK ana\r\n")
        proxy.socket.send(outgoing.read())
        assert driver.wait_for_lines(driver.of(LinkOpened)[0].link, 1) == [b"NICK ana"]


def _step(
    secure: ssl.SSLObject, incoming: ssl.MemoryBIO, outgoing: ssl.MemoryBIO, sock: socket.socket
) -> bool:
    """Take the client's handshake as far as it goes; return whether it is done."""
    try:
        incoming.write(sock.recv(65_536))
    except BlockingIOError:
        pass
    try:
        secure.do_handshake()
    except ssl.SSLWantReadError:
        return False
    finally:
        if data := outgoing.read():
            sock.send(data)
    return True


def test_many_clients_of_one_proxy_are_all_let_in(
    driver: LoopDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Waiting for a header is no work: neither the share of a poll nor the number is limited."""
    monkeypatch.setattr(doors, "HANDSHAKES", 2)
    monkeypatch.setattr(doors, "_HANDSHAKE_STEPS", 1)
    address = listen(driver, REQUIRED)
    proxies = [LineClient(address) for _ in range(20)]
    driver.until(lambda: len(driver.loop._registry.unannounced) == 20)
    for proxy in proxies:
        proxy.send(LINE)

    driver.poll(2)

    assert len(driver.of(LinkOpened)) == 20
    for proxy in proxies:
        proxy.close()


def test_handshakes_behind_a_proxy_are_counted_like_others(
    driver: LoopDriver, certificate: CertificateFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest makes room."""
    monkeypatch.setattr(doors, "HANDSHAKES", 2)
    server = tls.server_context(certificate.certificate, certificate.key)
    address = listen(driver, REQUIRED, server)
    proxies = [LineClient(address) for _ in range(3)]
    for proxy in proxies:
        proxy.send(LINE)

    driver.until(lambda: len(driver.loop._doors._handshakes) == 2)
    driver.until(lambda: len(driver.loop._registry.unannounced) == 2)

    for proxy in proxies:
        proxy.close()
