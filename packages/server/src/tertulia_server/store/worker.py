"""The one thread that writes: what waits becomes one transaction, then what it says is released.

While a commit waits for the disk, batches come in; the next commit takes all of
them, up to ``GROUP_BYTES``. So a slow disk makes larger transactions and no
longer queue. When nobody writes, the store is tended in small steps.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from tertulia_core.clock import Clock, SystemClock
from tertulia_server.store.ports import Append, Batch, Change, Put, Store, StoreError, StoreLost

__all__ = ["Fatal", "InlineWriter", "Outcome", "Writer"]

_log = logging.getLogger(__name__)

GROUP_BYTES: Final = 1024 * 1024
_ROW_BYTES: Final = 64


class Outcome(NamedTuple):
    """What became of some batches.

    Attributes:
        last_ticket: the fate of all up to this one is decided.
        failed: of those since the last outcome that were not kept: ticket → why.
    """

    last_ticket: int
    failed: dict[int, str]


class Fatal(NamedTuple):
    """The store is lost, nothing is acknowledged any more; ``why`` is for the log."""

    why: str


class Writer:
    """Writes batches in their order in a thread of its own.

    ``submit`` and ``withdraw`` are for one thread, the network's; ``done`` is called from the
    writer's.

    Args:
        store: from now on only this thread writes it.
        done: is told what became of batches.
        clock: for the store's tending.
    """

    TEND_PAUSE: Final = 0.5
    """Seconds between two steps of tending while there is always something to write."""

    IDLE: Final = 0.05
    """Seconds without a batch after which the store is tended until the next one."""

    LOOK: Final = 5.0
    """Seconds between two looks at a store that had nothing to do."""

    def __init__(
        self,
        store: Store,
        done: Callable[[Outcome | Fatal], None],
        clock: Clock | None = None,
    ) -> None:
        self._store = store
        self._done = done
        self._clock = clock or SystemClock()
        self._last_ticket = 0
        self._waiting: deque[tuple[int, Batch]] = deque()
        self._changed = threading.Condition()
        self._is_stopping = False
        self._has_work = True
        self._is_untended = False
        self._next_tend = self._clock.monotonic() + self.TEND_PAUSE
        self._thread = threading.Thread(target=self._run, name="store", daemon=True)
        self._thread.start()

    def submit(self, batch: Batch) -> int:
        """Have a batch written; return its ticket, one higher than the last."""
        with self._changed:
            self._last_ticket += 1
            self._waiting.append((self._last_ticket, batch))
            self._changed.notify()
            return self._last_ticket

    def withdraw(self, ticket: int) -> bool:
        """Take a batch back; false if it is in a transaction already, or was."""
        with self._changed:
            for item in self._waiting:
                if item[0] == ticket:
                    self._waiting.remove(item)
                    return True
        return False

    def stop(self) -> None:
        """Write what waits, and close the store."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify()
        self._thread.join()

    # -- the thread -------------------------------------------------------

    def _run(self) -> None:
        try:
            while group := self._next_group():
                self._write(group)
                self._tend_between()
            self._store.close()
        except StoreLost as error:
            _log.critical("the store is lost: %s", error)
            self._done(Fatal(str(error)))
        except StoreError:
            _log.exception("the store could not be closed")
        except Exception as error:  # noqa: BLE001 — the hub would wait for ever
            _log.exception("the store's thread failed")
            self._done(Fatal(repr(error)))

    def _next_group(self) -> list[tuple[int, Batch]]:
        """Wait for batches, tending the store meanwhile; nothing at the end."""
        while True:
            with self._changed:
                if not self._waiting and not self._is_stopping:
                    self._changed.wait(self.IDLE if self._has_work else self.LOOK)
                if self._waiting:
                    return self._take_group()
                if self._is_stopping:
                    return []
            self._has_work = True
            while self._has_work and not self._waiting and not self._is_stopping:
                self._tend()

    def _take_group(self) -> list[tuple[int, Batch]]:
        group = []
        size = 0
        while self._waiting and size < GROUP_BYTES:
            item = self._waiting.popleft()
            size += _size_of(item[1])
            group.append(item)
        return group

    def _write(self, group: list[tuple[int, Batch]]) -> None:
        self._done(Outcome(group[-1][0], _write_group(self._store, group)))

    def _tend_between(self) -> None:
        """Tend the store now and then even if there is always something to write."""
        self._has_work = True
        now = self._clock.monotonic()
        if now >= self._next_tend and not self._waiting:
            self._next_tend = now + self.TEND_PAUSE
            self._tend()

    def _tend(self) -> None:
        try:
            self._has_work = self._store.tend(self._clock.wall())
            self._is_untended = False
        except StoreLost:
            raise
        except StoreError as error:
            if not self._is_untended:  # the log may lie on the same full disk
                _log.error("the store cannot be tended", extra={"why": str(error)})
            self._is_untended = True
            self._has_work = False


class InlineWriter:
    """The twin of ``Writer`` without a thread: for stores in memory, and for tests.

    Args:
        store: written at once.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._last_ticket = 0
        self._told = 0
        self._failed: dict[int, str] = {}

    def submit(self, batch: Batch) -> int:
        """Write a batch; ``take`` tells what became of it."""
        self._last_ticket += 1
        self._failed |= _write_group(self._store, [(self._last_ticket, batch)])
        return self._last_ticket

    def withdraw(self, ticket: int) -> bool:
        """Return false: it is written."""
        return False

    def take(self) -> Outcome | None:
        """Return what became of the batches since the last call, ``None`` without any."""
        if self._told == self._last_ticket:
            return None
        self._told = self._last_ticket
        failed, self._failed = self._failed, {}
        return Outcome(self._told, failed)

    def tend(self, now: float) -> bool:
        """Tend the store a little; see ``ports.Store``."""
        return self._store.tend(now)

    def stop(self) -> None:
        """Close the store."""
        self._store.close()


def _write_group(store: Store, group: Sequence[tuple[int, Batch]]) -> dict[int, str]:
    """Write some batches, each by itself if they fail together; return why which were not kept.

    Raises:
        StoreLost: nobody knows what is on the disk.
    """
    try:
        store.write([batch for _ticket, batch in group])
        return {}
    except StoreLost:
        raise
    except StoreError as error:
        if len(group) == 1:
            return {group[0][0]: str(error)}
    failed: dict[int, str] = {}
    for item in group:
        failed |= _write_group(store, [item])
    return failed


def _size_of(batch: Batch) -> int:
    """Return about how many bytes a batch is on the disk."""
    size = _ROW_BYTES * len(batch)
    for row in batch:
        match row:
            case Append():
                size += sum(map(len, row.lines))
            case Change():
                size += len(row.line)
            case Put():
                size += len(row.value or "")
    return size
