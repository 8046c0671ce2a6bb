"""The inbox: order, waking, and threads that put at once."""

import threading

from tertulia_server.inbox import Inbox, StopRequested


def test_what_was_put_is_taken_once_and_in_order() -> None:
    """A notice is neither lost nor seen twice."""
    inbox = Inbox(wake=lambda: None)
    inbox.put(StopRequested("one"))
    inbox.put(StopRequested("two"))

    assert inbox.take() == [StopRequested("one"), StopRequested("two")]
    assert inbox.take() == []


def test_the_hub_is_woken_after_the_notice_is_there() -> None:
    """A wake before the notice could be slept through."""
    seen: list[int] = []
    inbox = Inbox(wake=lambda: seen.append(len(inbox.take())))

    inbox.put(StopRequested("now"))

    assert seen == [1]


def test_threads_lose_nothing_and_keep_their_order() -> None:
    """Four senders at once, each in its own order."""
    inbox = Inbox(wake=lambda: None)

    def put(name: str) -> None:
        for number in range(500):
            inbox.put(StopRequested(f"{name}{number}"))

    threads = [threading.Thread(target=put, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    reasons = [notice.reason for notice in inbox.take() if isinstance(notice, StopRequested)]
    assert len(reasons) == 2000
    for name in "abcd":
        own = [reason for reason in reasons if reason.startswith(name)]
        assert own == [f"{name}{number}" for number in range(500)]
