"""The thread that writes: order, groups, what fails, what is withdrawn, the end."""

import queue
import threading
from collections.abc import Callable, Iterator, Sequence

import pytest

from tertulia_server.store.memory import MemoryStore
from tertulia_server.store.ports import Batch, Put, StoreError, StoreLost
from tertulia_server.store.worker import Fatal, InlineWriter, Outcome, Writer

from .rows import ROOM, run, texts

SECONDS = 10


class GatedStore(MemoryStore):
    """A store whose writes wait for the test, and fail where it says so."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Semaphore(0)
        self.entered = threading.Semaphore(0)
        self.written: list[int] = []
        self.fault: Callable[[Sequence[Batch]], None] = lambda batches: None
        self.is_closed = False
        self.tended = threading.Event()

    def write(self, batches: Sequence[Batch]) -> None:
        """Wait to be let through, then write."""
        self.entered.release()
        assert self.gate.acquire(timeout=SECONDS)
        self.fault(batches)
        super().write(batches)
        self.written.append(len(batches))

    def tend(self, now: float) -> bool:
        """Say that there was time for it."""
        self.tended.set()
        return False

    def close(self) -> None:
        """Remember that it was closed."""
        self.is_closed = True


@pytest.fixture
def store() -> GatedStore:
    """A store that waits for the test."""
    return GatedStore()


@pytest.fixture
def outcomes() -> queue.Queue[Outcome | Fatal]:
    """What the writer says."""
    return queue.Queue()


@pytest.fixture
def writer(store: GatedStore, outcomes: queue.Queue[Outcome | Fatal]) -> Iterator[Writer]:
    """A writer that is stopped at the end."""
    made = Writer(store, outcomes.put)
    yield made
    store.gate.release(100)
    made.stop()


def put(name: str) -> Batch:
    """Return a batch that a test's fault recognises."""
    return [Put("a", name, "1")]


def test_what_waits_becomes_one_transaction(
    store: GatedStore, writer: Writer, outcomes: queue.Queue[Outcome | Fatal]
) -> None:
    """While one commit waits for the disk, the next one grows."""
    writer.submit([run(1, "a")])
    assert store.entered.acquire(timeout=SECONDS)
    for number in (2, 3, 4):
        writer.submit([run(number, "b")])
    store.gate.release(2)

    assert outcomes.get(timeout=SECONDS) == Outcome(1, {})
    assert outcomes.get(timeout=SECONDS) == Outcome(4, {})
    assert store.written == [1, 3]


def test_only_the_culprit_fails(
    store: GatedStore, writer: Writer, outcomes: queue.Queue[Outcome | Fatal]
) -> None:
    """A group that fails is tried again one by one, once."""

    def refuse(batches: Sequence[Batch]) -> None:
        if any(row.key == "bad" for batch in batches for row in batch if isinstance(row, Put)):
            raise StoreError("no")

    store.fault = refuse
    writer.submit(put("first"))
    assert store.entered.acquire(timeout=SECONDS)
    tickets = [writer.submit(put(name)) for name in ("good", "bad", "fine")]
    store.gate.release(9)

    outcomes.get(timeout=SECONDS)
    assert outcomes.get(timeout=SECONDS) == Outcome(tickets[-1], {tickets[1]: "no"})
    assert dict(store.documents("a")).keys() == {"first", "good", "fine"}


def test_what_waits_can_be_withdrawn(
    store: GatedStore, writer: Writer, outcomes: queue.Queue[Outcome | Fatal]
) -> None:
    """A batch outside a transaction is taken back for good; one inside is not."""
    inside = writer.submit(put("inside"))
    assert store.entered.acquire(timeout=SECONDS)
    outside = writer.submit(put("outside"))

    assert [writer.withdraw(inside), writer.withdraw(outside)] == [False, True]

    store.gate.release(9)
    writer.stop()
    assert dict(store.documents("a")).keys() == {"inside"}
    assert not writer.withdraw(inside)


def test_a_lost_store_ends_it(
    store: GatedStore, writer: Writer, outcomes: queue.Queue[Outcome | Fatal]
) -> None:
    """After an error of fsync nobody is told anything but that."""

    def lose(batches: Sequence[Batch]) -> None:
        raise StoreLost("the disk is gone")

    store.fault = lose
    writer.submit(put("x"))
    writer.submit(put("y"))
    store.gate.release(9)

    assert outcomes.get(timeout=SECONDS) == Fatal("the disk is gone")
    assert outcomes.empty()


def test_stopping_writes_what_waits_and_closes(store: GatedStore, writer: Writer) -> None:
    """Nothing that was submitted is lost by an ordered end."""
    for number in range(1, 6):
        writer.submit([run(number, str(number))])
    store.gate.release(100)
    writer.stop()

    assert texts(store.history.range(ROOM, limit=9, newest=True)) == ["1", "2", "3", "4", "5"]
    assert store.is_closed


def test_idle_time_is_for_tending(store: GatedStore, writer: Writer) -> None:
    """When nobody writes, the store does what it put off."""
    assert store.tended.wait(SECONDS)


def test_inline_tells_the_outcome_at_the_next_look() -> None:
    """The twin without a thread writes at once."""
    store = MemoryStore()
    writer = InlineWriter(store)

    assert writer.take() is None
    tickets = [writer.submit([run(1, "a")]), writer.submit([run(1, "again")])]

    assert texts(store.history.range(ROOM, limit=9, newest=True)) == ["a"]
    outcome = writer.take()
    assert outcome is not None
    assert outcome.last_ticket == tickets[1]
    assert outcome.failed.keys() == {tickets[1]}
    assert writer.take() is None
    assert not writer.withdraw(tickets[0])
    writer.stop()
