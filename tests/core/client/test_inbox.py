"""The queue between two threads: nothing lost, order kept, fullness told."""

import threading

from tertulia_core.client.inbox import Inbox


def test_everything_is_taken_in_order() -> None:
    """And the one who put knows whether the reader has to be woken."""
    inbox: Inbox[str] = Inbox(100)

    assert inbox.put(["a", "b"], 2)
    assert not inbox.put(["c"], 1)

    assert inbox.take() == (["a", "b", "c"], False)
    assert inbox.take() == ([], False)
    assert inbox.put(["d"], 1)


def test_it_is_full_above_its_limit() -> None:
    """It takes what comes all the same; the reader is told that the writer waits."""
    inbox: Inbox[str] = Inbox(100)
    inbox.put(["a"], 100)
    assert not inbox.is_full()

    inbox.put(["b"], 1)

    assert inbox.is_full()
    assert inbox.take() == (["a", "b"], True)
    assert not inbox.is_full()


def test_two_threads_lose_nothing() -> None:
    """However they meet, and the reader is woken whenever it may be asleep."""
    inbox: Inbox[int] = Inbox(10**9)
    awake = threading.Event()
    taken: list[int] = []

    def write() -> None:
        for number in range(20_000):
            if inbox.put([number], 1):
                awake.set()

    writer = threading.Thread(target=write)
    writer.start()
    while len(taken) < 20_000 and awake.wait(10):
        awake.clear()
        taken += inbox.take()[0]
    writer.join()

    assert taken == list(range(20_000))
