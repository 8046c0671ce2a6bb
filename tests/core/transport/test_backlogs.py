"""Slow readers: their backlog is bounded, and nobody else notices."""

import threading

import pytest

from tertulia_core.ids import LinkId
from tertulia_core.transport.backlogs import LOW_WATER
from tertulia_core.transport.events import CloseReason, LinkClosed, LinkDrained
from tests.core.transport.driver import LoopDriver

LINE = b":ana PRIVMSG #sala :" + b"x" * 980 + b"\r\n"


def fill(driver: LoopDriver, link: LinkId) -> int:
    """Send until the link's socket takes no more; return how many bytes that were."""
    sent = 0
    while not driver.loop.queued(link):
        driver.loop.send(link, LINE * 100)
        sent += len(LINE) * 100
    return sent


def test_a_slow_reader_is_closed_and_the_others_get_everything() -> None:
    """Relayed bytes over the limit end one link; the healthy ones have every line all the while."""
    with LoopDriver(send_limit=64 * 1024) as driver:
        address = driver.listen()
        _slow, slow_link = driver.join(address)
        healthy = [driver.join(address) for _ in range(5)]
        fill(driver, slow_link)

        for _ in range(200):
            for _, link in [(_slow, slow_link), *healthy]:
                driver.loop.send(link, LINE, relayed=len(LINE))
            driver.poll()
            for client, _link in healthy:
                assert client.read_line() == LINE.decode().strip()

        assert driver.of(LinkClosed) == [LinkClosed(slow_link, CloseReason.SENDQ, "SendQ exceeded")]
        assert driver.loop._registry.relayed == 0


def test_own_answers_do_not_count(driver: LoopDriver) -> None:
    """Somebody may ask for more than the limit."""
    client, link = driver.join(driver.listen())
    size = fill(driver, link)
    driver.loop.send(link, b"x" * 1_000_000)

    driver.poll(3)

    assert driver.of(LinkClosed) == []
    assert driver.loop.queued(link) > 1_000_000
    driver.loop.close(link)
    reader = threading.Thread(target=lambda: received.append(client.read_to_end()))
    received: list[bytes] = []
    reader.start()
    driver.until(lambda: not reader.is_alive())
    assert len(received[0]) == size + 1_000_000


def test_above_the_total_the_slowest_of_all_is_closed() -> None:
    """Not whoever is spoken to just then."""
    with LoopDriver(total_send_limit=300_000) as driver:
        address = driver.listen()
        links = [driver.join(address)[1] for _ in range(3)]
        for link in links:
            fill(driver, link)
        for link, size in zip(links, (100_000, 150_000, 49_000), strict=True):
            driver.loop.send(link, b"x" * size, relayed=size)

        assert driver.poll() == []
        driver.loop.send(links[2], b"x" * 2_000, relayed=2_000)

        assert driver.poll() == [LinkClosed(links[1], CloseReason.SENDQ, "SendQ exceeded")]
        assert driver.loop._registry.relayed == 151_000


def test_long_answers_can_follow_the_drain(driver: LoopDriver) -> None:
    """Whoever writes in slices and waits for ``LinkDrained`` is never left waiting."""
    client, link = driver.join(driver.listen())
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(client.read_to_end()))
    fill(driver, link)
    reader.start()
    for _ in range(200):
        driver.loop.send(link, b"=" * 65_536)
        if driver.loop.queued(link):
            before = len(driver.of(LinkDrained, link))
            driver.wait_for(LinkDrained, link, count=before + 1)
            assert driver.loop.queued(link) <= LOW_WATER

    driver.loop.close(link)
    driver.until(lambda: not reader.is_alive())
    assert received[0].count(b"=") == 200 * 65_536


def test_a_link_without_a_backlog_is_never_drained(driver: LoopDriver) -> None:
    """The event is for those who wait."""
    client, link = driver.join(driver.listen())

    driver.loop.send(link, b"hola\n")
    driver.poll(3)

    assert client.read_line() == "hola"
    assert driver.of(LinkDrained) == []


def test_partial_writes_lose_nothing(driver: LoopDriver) -> None:
    """A reader that takes a little now and then gets every byte in its place."""
    client, link = driver.join(driver.listen())
    expected = b""
    received = b""
    for number in range(3_000):
        data = f"{number}:".encode() + b"." * (number * 7 % 2_000) + b"\n"
        expected += data
        driver.loop.send(link, data)
        if number % 50 == 0:
            driver.poll()
            received += client.socket.recv(1000)
    driver.loop.close(link)
    rest: list[bytes] = []
    reader = threading.Thread(target=lambda: rest.append(client.read_to_end()))
    reader.start()
    driver.until(lambda: not reader.is_alive())

    assert received + rest[0] == expected


def test_a_write_that_fails_ends_the_link_and_frees_its_backlog() -> None:
    """The other side is gone while something waits for it."""
    with LoopDriver() as driver:
        client, link = driver.join(driver.listen())
        fill(driver, link)
        driver.loop.send(link, b"x" * 1000, relayed=1000)
        assert driver.loop._registry.relayed == 1000
        client.close()

        closed = driver.wait_for_close(link)

        assert closed.reason is CloseReason.ERROR
        assert driver.loop._registry.relayed == 0


@pytest.mark.parametrize("size", [1, 5_000_000])
def test_sending_to_who_has_finished_and_gone_ends_the_link(driver: LoopDriver, size: int) -> None:
    """There is nothing more to be read, so the link is over with the first write that fails."""
    client, link = driver.join(driver.listen())
    client.close()
    driver.wait_for_eof(link)

    while not driver.of(LinkClosed):
        driver.loop.send(link, b"x" * size)
        driver.poll()

    assert driver.of(LinkClosed)[0].reason is CloseReason.ERROR


def test_reading_goes_on_while_nothing_can_be_written(driver: LoopDriver) -> None:
    """A link with a backlog is heard all the same."""
    client, link = driver.join(driver.listen())
    fill(driver, link)
    driver.poll(3)

    client.send("sigo hablando\n")

    assert driver.wait_for_lines(link, 1) == [b"sigo hablando"]
