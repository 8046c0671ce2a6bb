"""Work done aside: in threads, and in the twin without any."""

import threading
from queue import SimpleQueue

from tertulia_server.inbox import WorkDone
from tertulia_server.workers import MOST_WAITING, THREADS, PromptWorkers, Workers

SECONDS = 10.0


def _fail() -> None:
    raise ZeroDivisionError


class TestWorkers:
    def test_what_becomes_of_the_work_is_reported(self) -> None:
        """With its ticket: the value, or what it raised."""
        done: SimpleQueue[WorkDone] = SimpleQueue()
        workers = Workers(done.put)

        assert workers.submit(1, lambda: 42)
        assert done.get(timeout=SECONDS) == WorkDone(1, 42)
        assert workers.submit(2, _fail)
        failed = done.get(timeout=SECONDS)
        assert (failed.ticket, type(failed.error)) == (2, ZeroDivisionError)
        workers.stop(SECONDS)

    def test_as_many_work_at_once_as_there_are_threads(self) -> None:
        """Each piece waits for the other, so both must be under way."""
        done: SimpleQueue[WorkDone] = SimpleQueue()
        workers = Workers(done.put)
        meeting = threading.Barrier(THREADS, timeout=SECONDS)

        for ticket in range(THREADS):
            workers.submit(ticket, meeting.wait)

        assert all(done.get(timeout=SECONDS).error is None for _ in range(THREADS))
        workers.stop(SECONDS)

    def test_the_queue_is_bounded_and_drained_at_the_end(self) -> None:
        """Too much is refused; what was taken is done before the threads end."""
        done: SimpleQueue[WorkDone] = SimpleQueue()
        workers = Workers(done.put, threads=1)
        begun, gate = threading.Event(), threading.Event()

        def block() -> None:
            begun.set()
            gate.wait(SECONDS)

        workers.submit(0, block)
        assert begun.wait(SECONDS)
        taken = [workers.submit(ticket, lambda: None) for ticket in range(MOST_WAITING + 1)]
        gate.set()
        workers.stop(SECONDS)

        assert taken == [*[True] * MOST_WAITING, False]
        assert done.qsize() == MOST_WAITING + 1

    def test_nothing_is_started_before_there_is_work(self) -> None:
        before = threading.active_count()

        Workers(lambda done: None).stop(SECONDS)

        assert threading.active_count() == before


class TestTwin:
    def test_work_is_done_when_it_is_taken(self) -> None:
        workers = PromptWorkers()
        assert workers.take() is None

        workers.submit(7, lambda: "done")

        assert len(workers) == 1
        assert workers.take() == WorkDone(7, "done")
        assert len(workers) == 0

    def test_its_queue_is_bounded_too(self) -> None:
        workers = PromptWorkers()

        taken = [workers.submit(ticket, lambda: None) for ticket in range(MOST_WAITING + 1)]

        assert taken.count(False) == 1
