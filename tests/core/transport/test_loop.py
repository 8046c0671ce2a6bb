"""The loop: lines in, bytes out, and how a link ends."""

import socket
import struct
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tertulia_core.address import TcpAddress
from tertulia_core.clock import ManualClock
from tertulia_core.ids import LinkId
from tertulia_core.transport.events import (
    BytesReceived,
    CloseReason,
    EofReceived,
    LinesReceived,
    LinkClosed,
    LinkOpened,
    Peer,
)
from tertulia_core.transport.link import RECV_BYTES
from tests.core.transport.driver import LoopDriver
from tests.support.sockets import LOOPBACKS, LineClient


def reset(client: LineClient) -> None:
    """Break the connection at once."""
    client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def test_an_accepted_link_says_where_it_comes_from(driver: LoopDriver) -> None:
    """``LinkOpened`` names the listener and the peer."""
    client, link = driver.join(driver.listen())

    host, port = client.socket.getsockname()
    assert driver.events == [LinkOpened(link, Peer(host, port, True, False), "test")]


def test_lines_arrive_without_their_ends(driver: LoopDriver) -> None:
    """LF and CRLF end a line, blank lines are lines, and the rest is counted as partial."""
    client, link = driver.join(driver.listen())

    client.send(b"hola\r\nque tal\n\n\r\nsin fin")

    assert driver.wait_for_lines(link, 4) == [b"hola", b"que tal", b"", b""]
    assert driver.of(LinesReceived)[-1].partial == 7
    assert driver.loop.partial(link) == b"sin fin"


def test_partial_text_can_be_taken(driver: LoopDriver) -> None:
    """What was taken is gone; what follows it begins a new line."""
    client, link = driver.join(driver.listen())
    client.send("sin fin")
    driver.wait_for(LinesReceived)

    assert driver.loop.take_partial(link) == b"sin fin"

    assert driver.loop.take_partial(link) == b""
    client.send("otra\n")
    assert driver.wait_for_lines(link, 1) == [b"otra"]


@settings(max_examples=25)
@given(
    st.lists(st.binary(max_size=30).filter(lambda line: not set(line) & {10, 13}), max_size=20),
    st.lists(st.integers(1, 20), max_size=60),
)
def test_lines_survive_any_fragmentation(lines: list[bytes], cuts: list[int]) -> None:
    """However the bytes are cut into pieces, the lines are the same."""
    with LoopDriver() as driver:
        client, link = driver.join(driver.listen())
        data = b"".join(line + b"\r\n" for line in lines) + b"end\n"
        for cut in cuts:
            client.send(data[:cut])
            data = data[cut:]
            driver.poll()
        client.send(data)

        assert driver.wait_for_lines(link, len(lines) + 1) == [*lines, b"end"]


def test_bytes_go_out_in_order(driver: LoopDriver) -> None:
    """What was sent before ``close`` arrives whole, and then the end."""
    client, link = driver.join(driver.listen())

    driver.loop.send(link, b"one\r\n")
    driver.loop.send(link, b"two\r\n")
    driver.loop.close(link)

    driver.poll()
    assert client.read_to_end() == b"one\r\ntwo\r\n"
    client.close()
    assert driver.wait_for_close(link) == LinkClosed(link, CloseReason.LOCAL, "")


def test_tcp_sockets_do_not_wait_for_more_to_send(driver: LoopDriver) -> None:
    """TCP_NODELAY is set on both sides; without it a line may wait 30 ms."""
    address = driver.listen()
    driver.loop.connect(address)
    driver.wait_for(LinkOpened, count=2)

    for link in driver.loop._links.values():
        stream = link.stream
        assert isinstance(stream, socket.socket)
        assert stream.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_after_the_end_of_input_one_can_still_answer(driver: LoopDriver) -> None:
    """``EofReceived`` carries the text without a line end; the link stays writable until close."""
    client, link = driver.join(driver.listen())
    client.send("linea\nhola")
    client.finish()

    assert driver.wait_for_eof(link) == b"hola"

    driver.loop.send(link, b"bienvenido\n")
    driver.loop.close(link)
    assert driver.wait_for_close(link).reason is CloseReason.LOCAL
    assert client.read_to_end() == b"bienvenido\n"


def test_the_end_of_input_is_reported_once(driver: LoopDriver) -> None:
    """A link at its end does not keep the loop busy."""
    client, link = driver.join(driver.listen())
    client.finish()
    driver.wait_for_eof(link)

    assert driver.is_idle()
    assert driver.of(EofReceived) == [EofReceived(link, b"")]


def test_a_reset_is_an_error(driver: LoopDriver) -> None:
    """A connection that breaks while it is quiet is reported with the system's words."""
    client, link = driver.join(driver.listen())

    reset(client)

    assert driver.wait_for_close(link) == LinkClosed(
        link, CloseReason.ERROR, "Connection reset by peer"
    )
    assert driver.of(EofReceived) == []


@pytest.mark.parametrize("is_written_to", [False, True])
def test_text_without_a_line_end_survives_a_reset(driver: LoopDriver, is_written_to: bool) -> None:
    """Simple scripts send a word and close without reading what others said."""
    client, link = driver.join(driver.listen())
    client.send("hola")
    driver.wait_for(LinesReceived)
    reset(client)
    for _ in range(2 if is_written_to else 0):
        driver.loop.send(link, b"to nobody\n")

    closed = driver.wait_for_close(link)

    assert driver.events[-2:] == [EofReceived(link, b"hola"), closed]
    assert closed.reason is CloseReason.ERROR


def test_a_reset_ends_a_link_that_is_being_closed(driver: LoopDriver) -> None:
    """By us, as far as anybody is told."""
    client, link = driver.join(driver.listen())
    driver.loop.close(link)

    reset(client)

    assert driver.wait_for_close(link).reason is CloseReason.LOCAL


def test_a_reset_ends_a_link_that_is_still_writing_its_goodbye(driver: LoopDriver) -> None:
    """What waits is thrown away."""
    client, link = driver.join(driver.listen())
    driver.loop.send(link, b"x" * 20_000_000)
    driver.loop.close(link)

    reset(client)

    assert driver.wait_for_close(link).reason is CloseReason.LOCAL


def test_what_was_said_before_a_broken_connection_is_still_read(driver: LoopDriver) -> None:
    """A script that sends and closes without reading resets the connection; its words count.

    The link was paused (flood) and written to (somebody spoke) in the meantime.
    """
    client, link = driver.join(driver.listen())
    driver.loop.pause_reading(link)
    driver.loop.send(link, b"unread\n")
    client.send("uno\ndos\n")
    client.close()
    for _ in range(3):
        driver.loop.send(link, b"to nobody\n")
        assert driver.poll() == []

    driver.loop.resume_reading(link)

    assert driver.wait_for_lines(link, 2) == [b"uno", b"dos"]
    assert driver.wait_for_close(link).reason is CloseReason.ERROR


def test_a_paused_link_is_left_unread(driver: LoopDriver) -> None:
    """Its lines wait in the socket, nothing is lost, and the loop does not spin."""
    client, link = driver.join(driver.listen())
    driver.loop.pause_reading(link)
    client.send("uno\ndos\n")
    client.finish()

    assert driver.is_idle()

    driver.loop.resume_reading(link)
    assert driver.wait_for_lines(link, 2) == [b"uno", b"dos"]
    assert driver.wait_for_eof(link) == b""


def test_text_without_a_line_end_is_bounded() -> None:
    """Above the line limit a link is not read, until its text is taken; then all of it comes."""
    with LoopDriver(line_limit=1000) as driver:
        client, link = driver.join(driver.listen())
        sent = b"x" * 2_000_000
        writer = threading.Thread(target=client.send, args=(sent + b"\n",))
        writer.start()
        taken = b""

        while len(taken) < len(sent) and not driver.lines(link):
            driver.until(lambda: len(driver.loop.partial(link)) > 1000 or driver.lines(link))
            assert driver.is_idle()
            assert len(driver.loop.partial(link)) <= 1000 + RECV_BYTES
            taken += driver.loop.take_partial(link)
        taken += b"".join(driver.wait_for_lines(link, 1))
        writer.join()

    assert taken == sent


def test_an_overfull_link_can_be_closed(driver: LoopDriver) -> None:
    """``close`` does not wait for the text to be taken."""
    client, link = driver.join(driver.listen())
    client.send(b"x" * 50_000)
    driver.until(lambda: len(driver.loop.partial(link)) == 50_000)

    driver.loop.send(link, b"ERROR :too long\r\n")
    driver.loop.close(link)

    assert client.read_to_end() == b"ERROR :too long\r\n"
    client.close()
    assert driver.wait_for_close(link).reason is CloseReason.LOCAL


def test_closing_does_not_destroy_the_goodbye(driver: LoopDriver) -> None:
    """A client that is still sending gets the last words: its bytes are read and thrown away."""
    client, link = driver.join(driver.listen())
    driver.loop.pause_reading(link)
    client.send(b"x\n" * 50_000)

    driver.loop.send(link, b"ERROR :goodbye\r\n")
    driver.loop.close(link)
    driver.poll(10)

    assert client.read_to_end() == b"ERROR :goodbye\r\n"
    assert driver.lines(link) == []
    client.close()
    driver.wait_for_close(link)


def test_whoever_does_not_close_is_closed_after_the_linger_time() -> None:
    """The deadline is measured on the loop's clock; until then nothing is reported."""
    clock = ManualClock()
    with LoopDriver(clock) as driver:
        _client, link = driver.join(driver.listen())
        driver.loop.close(link, linger=2.0)

        clock.advance(1.9)
        assert driver.poll(2) == []
        clock.advance(0.2)

        assert driver.poll() == [LinkClosed(link, CloseReason.LOCAL, "")]


def test_a_backlog_that_nobody_reads_does_not_outlive_the_linger_time() -> None:
    """Flushing is bounded too."""
    clock = ManualClock()
    with LoopDriver(clock) as driver:
        _client, link = driver.join(driver.listen())
        driver.loop.send(link, b"x" * 20_000_000)
        driver.loop.close(link, linger=2.0)
        driver.poll(3)

        clock.advance(2.0)

        assert driver.poll() == [LinkClosed(link, CloseReason.LOCAL, "")]


def test_abort_is_immediate_and_keeps_its_reason(driver: LoopDriver) -> None:
    """The event comes with the next poll, and nothing after it."""
    client, link = driver.join(driver.listen())
    client.send("no longer heard\n")

    driver.loop.abort(link, CloseReason.TIMEOUT, "too slow")

    assert driver.poll(3) == [LinkClosed(link, CloseReason.TIMEOUT, "too slow")]


def test_unknown_links_are_ignored(driver: LoopDriver) -> None:
    """Whoever speaks to a link that has just gone need not look first."""
    client, link = driver.join(driver.listen())
    client.close()
    driver.loop.close(link)
    driver.wait_for_close(link)

    for gone in (link, LinkId(999)):
        driver.loop.send(gone, b"x")
        driver.loop.close(gone)
        driver.loop.abort(gone)
        driver.loop.pause_reading(gone)
        driver.loop.resume_reading(gone)
        assert driver.loop.partial(gone) == driver.loop.take_partial(gone) == b""
        assert driver.loop.queued(gone) == 0

    assert driver.poll(2) == []


def test_closing_twice_reports_once(driver: LoopDriver) -> None:
    """``LinkClosed`` comes exactly once per link."""
    client, link = driver.join(driver.listen())

    driver.loop.close(link)
    driver.loop.close(link)
    client.close()
    driver.wait_for_close(link)
    driver.loop.abort(link)

    assert driver.poll(2) == []
    assert len(driver.of(LinkClosed)) == 1


def test_a_wake_from_another_thread_ends_the_wait(driver: LoopDriver) -> None:
    """``poll(None)`` returns an empty list when somebody has put something into a queue."""
    waker = threading.Timer(0.01, driver.loop.waker.wake)
    waker.start()

    assert driver.loop.poll(None) == []

    waker.join()


def test_stop_listening_keeps_the_links(driver: LoopDriver) -> None:
    """Newcomers are refused, those inside go on."""
    address = driver.listen()
    client, link = driver.join(address)

    driver.loop.stop_listening()

    with pytest.raises(ConnectionRefusedError):
        LineClient(address)
    client.send("sigo aqui\n")
    assert driver.wait_for_lines(link, 1) == [b"sigo aqui"]


def test_close_all_frees_the_port_at_once() -> None:
    """The same address can be listened on again right after a stop, with clients still there."""
    with LoopDriver() as first:
        address = first.listen()
        client, link = first.join(address)
        first.loop.send(link, b"hola\n")
        first.loop.close_all()

        with LoopDriver() as second:
            assert second.listen(address) == address
        assert client.read_to_end() == b"hola\n"


def test_a_thousand_links_come_and_go(driver: LoopDriver) -> None:
    """Each is opened, heard, answered and closed once, and nothing remains."""
    address = driver.listen()
    clients = [LineClient(address) for _ in range(1000)]
    for number, client in enumerate(clients):
        client.send(f"{number}\n")
    driver.until(lambda: sum(len(event.lines) for event in driver.of(LinesReceived)) == 1000)

    for event in driver.of(LinesReceived):
        driver.loop.send(event.link, event.lines[0] + b"\n")
        driver.loop.close(event.link)
    answers = [client.read_line() for client in clients]
    for client in clients:
        client.close()
    driver.wait_for(LinkClosed, count=1000)

    assert answers == [str(number) for number in range(1000)]
    assert len({event.link for event in driver.of(LinkClosed)}) == 1000
    assert not driver.loop._links
    assert not driver.loop._registry.by_fd


def test_a_descriptor_that_is_used_again_gets_no_old_news(driver: LoopDriver) -> None:
    """A link that goes and one that comes in the same poll are not taken for each other."""
    address = driver.listen()
    leaving, link = driver.join(address)
    driver.loop.close(link)
    driver.poll()
    leaving.send("too late\n")
    leaving.close()
    coming = LineClient(address)
    coming.send("hola\n")

    driver.until(lambda: len(driver.of(LinkOpened)) == 2 and driver.of(LinesReceived))

    assert driver.of(LinesReceived) == [LinesReceived(driver.of(LinkOpened)[1].link, [b"hola"], 0)]
    coming.close()


@pytest.mark.parametrize("host", LOOPBACKS)
def test_both_families_connect(driver: LoopDriver, host: str) -> None:
    """IPv4 and IPv6 behave alike."""
    address = driver.listen(TcpAddress(host, 0))
    link = driver.loop.connect(address)

    opened = driver.wait_for(LinkOpened, link)

    assert isinstance(address, TcpAddress)
    assert opened == LinkOpened(link, Peer(host, address.port, True, False), "")


# -- raw links -------------------------------------------------------------------


def test_a_raw_link_reports_its_bytes_as_they_come(driver: LoopDriver) -> None:
    """Line ends and all; nothing is kept back, so there is no partial line."""
    address = driver.loop.listen(TcpAddress("127.0.0.1", 0), name="raw", is_raw=True)[0]
    client, link = driver.join(address)
    client.send(b"GET / HTTP/1.1\r\n\r\n\x81\x80")

    received = driver.wait_for(BytesReceived)

    assert received == BytesReceived(link, b"GET / HTTP/1.1\r\n\r\n\x81\x80")
    assert driver.loop.partial(link) == b""
    assert driver.of(LinesReceived) == []


def test_a_raw_link_can_be_paused_and_ends_like_others(driver: LoopDriver) -> None:
    """What bounds its memory is that its owner stops reading it."""
    address = driver.loop.listen(TcpAddress("127.0.0.1", 0), name="raw", is_raw=True)[0]
    client, link = driver.join(address)
    driver.loop.pause_reading(link)
    client.send(b"\0" * 100)
    client.finish()
    assert driver.is_idle()

    driver.loop.resume_reading(link)

    assert driver.wait_for_eof(link) == b""
    assert b"".join(event.data for event in driver.of(BytesReceived)) == b"\0" * 100
