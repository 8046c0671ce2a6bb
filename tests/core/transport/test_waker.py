"""The waker: no wake-up is lost, and a thousand of them cost one."""

import select
import threading
from collections.abc import Iterator
from queue import Empty, SimpleQueue

import pytest

from tertulia_core.transport.waker import Waker


@pytest.fixture
def waker() -> Iterator[Waker]:
    """Return a waker."""
    waker = Waker()
    yield waker
    waker.close()


def is_readable(waker: Waker, timeout: float = 0.0) -> bool:
    """Tell what a poller would see."""
    return bool(select.select([waker], [], [], timeout)[0])


def test_a_wake_makes_it_readable_until_it_is_cleared(waker: Waker) -> None:
    """What a poller sees of a waker."""
    assert not is_readable(waker)

    waker.wake()

    assert is_readable(waker)
    waker.clear()
    assert not is_readable(waker)


def test_it_wakes_again_after_each_clear(waker: Waker) -> None:
    """Clearing forgets nothing but what was there."""
    for _ in range(3):
        waker.wake()
        waker.wake()
        assert is_readable(waker)
        waker.clear()
        assert not is_readable(waker)


def test_waking_more_often_than_the_pair_holds_never_blocks(waker: Waker) -> None:
    """Nobody has to be awake for the others to go on."""
    for _ in range(100_000):
        waker.wake()

    waker.clear()
    assert not is_readable(waker)


def test_waking_a_closed_waker_is_harmless() -> None:
    """A thread may still report to a loop that has ended."""
    waker = Waker()
    waker.close()

    waker.wake()

    assert waker.fileno() == -1


def test_nothing_is_missed_when_many_threads_wake() -> None:
    """Every item put before a wake is seen by a consumer that clears and then empties the queue."""
    threads, items = 8, 2_000
    waker, queue = Waker(), SimpleQueue[int]()
    seen: list[int] = []

    def produce(start: int) -> None:
        for number in range(start, start + items):
            queue.put(number)
            waker.wake()

    producers = [
        threading.Thread(target=produce, args=(number * items,)) for number in range(threads)
    ]
    for producer in producers:
        producer.start()
    while len(seen) < threads * items and is_readable(waker, 10.0):
        waker.clear()
        try:
            while True:
                seen.append(queue.get_nowait())
        except Empty:
            pass
    for producer in producers:
        producer.join()
    waker.close()

    assert sorted(seen) == list(range(threads * items))
