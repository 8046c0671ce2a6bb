"""A store that fails or dies where the test says, and a writer that goes on when it says so.

``StepWriter`` is ``store.worker.Writer`` without its thread: the same groups,
the same retry batch by batch. ``Faults`` stands at the store's failpoints.
"""

from collections import deque
from collections.abc import Sequence

from tertulia_server.store.failpoints import AFTER_COMMIT, BEFORE_COMMIT
from tertulia_server.store.memory import MemoryStore
from tertulia_server.store.ports import Batch, Store, StoreError
from tertulia_server.store.worker import Outcome, _write_group

__all__ = ["Crash", "Faults", "FaultyMemoryStore", "StepWriter"]


class Crash(BaseException):
    """The process is gone: nothing that would have followed happens."""


class Faults:
    """What is to go wrong at the failpoints; owner: the test.

    Attributes:
        failures: how many transactions more are to fail before their COMMIT.
        crashes_at: the moment at which the process dies, ``""`` for none.
    """

    def __init__(self) -> None:
        self.failures = 0
        self.crashes_at = ""
        self._has_crashed = False

    def __call__(self, moment: str) -> None:
        """Do what was asked for; the store calls it."""
        if moment == self.crashes_at:
            self.crashes_at = ""
            self._has_crashed = True
            raise Crash
        if moment == BEFORE_COMMIT and self.failures:
            self.failures -= 1
            raise StoreError("a test wants it to fail")

    def take_crash(self) -> bool:
        """Return whether the process died, once; a store does not let a crash after COMMIT pass."""
        has_crashed, self._has_crashed = self._has_crashed, False
        return has_crashed


class FaultyMemoryStore(MemoryStore):
    """A disk in memory: what was written outlives the servers that use it."""

    def __init__(self, faults: Faults) -> None:
        super().__init__()
        self.name = "store"
        self._faults = faults

    def write(self, batches: Sequence[Batch]) -> None:
        """See ``ports.Store``."""
        self._faults(BEFORE_COMMIT)
        super().write(batches)
        self._faults(AFTER_COMMIT)


class StepWriter:
    """See ``store.worker.Writer``; owner: the test."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._last_ticket = 0
        self._waiting: deque[tuple[int, Batch]] = deque()

    def submit(self, batch: Batch, /) -> int:
        """Take a batch."""
        self._last_ticket += 1
        self._waiting.append((self._last_ticket, batch))
        return self._last_ticket

    def withdraw(self, ticket: int, /) -> bool:
        """Give a batch back unless it is decided."""
        for item in self._waiting:
            if item[0] == ticket:
                self._waiting.remove(item)
                return True
        return False

    def step(self, most: int | None = None) -> Outcome | None:
        """Write the oldest ``most`` batches, all by default, as one transaction.

        Raises:
            Crash: as the faults of the store want it.
        """
        count = len(self._waiting) if most is None else min(most, len(self._waiting))
        group = [self._waiting.popleft() for _batch in range(count)]
        return Outcome(group[-1][0], _write_group(self._store, group)) if group else None
