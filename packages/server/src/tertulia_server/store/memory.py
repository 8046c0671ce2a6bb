"""The store that forgets everything when the process ends: for ``memory`` mode and for tests.

The twin of ``sqlite``: the same contract, the same tests. What is written is
there at once, and no file is ever touched.
"""

import os
import threading
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tertulia_server.store.limits import DEFAULT_LIMITS, Limits
from tertulia_server.store.lines import account_of
from tertulia_server.store.matching import Wanted
from tertulia_server.store.places import to_milliseconds
from tertulia_server.store.ports import (
    Append,
    Batch,
    Change,
    Entry,
    Erase,
    Found,
    Key,
    Put,
    Query,
    StoreError,
)
from tertulia_server.store.reading import Changed, History, Run, RunSource

__all__ = ["MemoryStore"]

_NAME_BYTES: Final = 5


class _Room:
    """One room's runs, oldest first."""

    __slots__ = ("changes", "firsts", "last", "runs", "size", "times")

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.firsts: list[int] = []
        self.times: list[int] = []
        self.changes: dict[int, Changed] = {}
        self.last = 0
        self.size = 0

    def add(self, run: Run) -> None:
        self.runs.append(run)
        self.firsts.append(run.first)
        self.times.append(run.milliseconds)
        self.last = run.first + len(run.lines) - 1
        self.size += sum(map(len, run.lines))

    def surplus(self, since: int, most: int) -> int:
        """Return how many of the oldest runs are too old, or more than ``most`` bytes."""
        count = bisect_left(self.times, since)
        size = self.size - sum(len(line) for run in self.runs[:count] for line in run.lines)
        while size > most and count < len(self.runs):
            size -= sum(map(len, self.runs[count].lines))
            count += 1
        return count

    def forget(self, count: int) -> int:
        """Forget the oldest ``count`` runs; return how many that is."""
        for run in self.runs[:count]:
            self.size -= sum(map(len, run.lines))
            for number in range(run.first, run.first + len(run.lines)):
                self.changes.pop(number, None)
        del self.runs[:count], self.firsts[:count], self.times[:count]
        return count


_EMPTY: Final = _Room()


class MemoryStore:
    """Keeps everything in dicts and lists; any thread may use it.

    Args:
        limits: how long and how much is kept.
    """

    keeps = False

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self.name = os.urandom(_NAME_BYTES).hex()
        self.limits = limits
        self._lock = threading.Lock()
        self._rooms: dict[int, _Room] = {}
        self._arrived: list[Run] = []
        self._dead = 0
        self._documents: dict[str, dict[str, str]] = {}
        self._keys: dict[str, Key] = {}
        self.history = _MemoryHistory(self)

    # -- writing ----------------------------------------------------------

    def write(self, batches: Sequence[Batch]) -> None:
        """See ``ports.Store``."""
        with self._lock:
            self._check(batches)
            for batch in batches:
                for row in batch:
                    self._keep(row)

    def _check(self, batches: Sequence[Batch]) -> None:
        """Refuse numbers that were given before, ere anything is kept."""
        last: dict[int, int] = {}
        for batch in batches:
            for row in batch:
                if isinstance(row, Append):
                    before = last.get(row.room, self._room(row.room).last)
                    if row.first <= before:
                        raise StoreError(f"room {row.room} has a message {row.first} already")
                    last[row.room] = row.first + len(row.lines) - 1

    def _keep(self, row: Append | Put | Key | Change | Erase) -> None:
        match row:
            case Append():
                milliseconds = to_milliseconds(row.time)
                run = Run(row.room, row.first, milliseconds, row.ranks, row.lines)
                self._rooms.setdefault(row.room, _Room()).add(run)
                self._arrived.append(run)
            case Put(kind, key, None):
                self._documents.get(kind, {}).pop(key, None)
            case Put(kind, key, str(value)):
                self._documents.setdefault(kind, {})[key] = value
            case Key():
                self._keys.setdefault(row.key, row)
            case Change():
                self._change(row)
            case Erase():
                self._erase(row)

    def _erase(self, row: Erase) -> None:
        """Forget what a person said, or what was said in a room."""
        before = None if row.before is None else to_milliseconds(row.before)
        blanked = {}
        for number, room in self._rooms.items():
            if row.room not in {None, number}:
                continue
            for index, run in enumerate(room.runs):
                if before is None or run.milliseconds < before:
                    lines = tuple(_blanked(line, row.account) for line in run.lines)
                    room.runs[index] = blanked[number, run.first] = run._replace(lines=lines)
                    for at in range(run.first, run.first + len(lines)):
                        if not lines[at - run.first]:
                            room.changes.pop(at, None)
        self._arrived = [blanked.get((run.room, run.first), run) for run in self._arrived]
        if row.account:
            self._keys = {k: v for k, v in self._keys.items() if v.sender != row.account}

    def _change(self, row: Change) -> None:
        """Know what became of a message; one that was taken back stays so."""
        changes = self._rooms.setdefault(row.room, _Room()).changes
        last = changes.get(row.number)
        if last is None or last.line:
            changes[row.number] = Changed(to_milliseconds(row.time), row.line)

    # -- small state ------------------------------------------------------

    def documents(self, kind: str) -> Iterator[tuple[str, str]]:
        """See ``ports.Store``."""
        return iter(list(self._documents.get(kind, {}).items()))

    def last_numbers(self) -> dict[int, int]:
        """See ``ports.Store``."""
        return {number: room.last for number, room in self._rooms.items() if room.last}

    # -- time -------------------------------------------------------------

    def tend(self, now: float) -> bool:
        """Forget what is too old or too much; there is nothing else to do in memory."""
        with self._lock:
            since = to_milliseconds(now - self.limits.seconds)
            for room in self._rooms.values():
                self._dead += room.forget(room.surplus(since, self.limits.bytes))
            if self._dead * 2 > len(self._arrived):
                self._arrived = [run for run in self._arrived if self._is_kept(run)]
                self._dead = 0
            self._forget_keys(now - self.limits.key_seconds)
        return False

    def _forget_keys(self, before: float) -> None:
        """Forget keys from the oldest on; they stand in the order in which they came."""
        while self._keys:
            name = next(iter(self._keys))
            if self._keys[name].time >= before:
                return
            del self._keys[name]

    def _is_kept(self, run: Run) -> bool:
        firsts = self._rooms[run.room].firsts
        return bool(firsts) and run.first >= firsts[0]

    def back_up(self, target: Path) -> None:
        """Refuse: there is no file to be copied."""
        raise StoreError(f"{target}: the server keeps everything in memory, there is no file")

    def close(self) -> None:
        """Do nothing: there is nothing to let go of."""

    # -- for the readers --------------------------------------------------

    def _room(self, room: int) -> _Room:
        return self._rooms.get(room, _EMPTY)


def _blanked(line: bytes, account: str) -> bytes:
    """Return a line, empty if it is to be forgotten; ``""`` stands for everybody's."""
    return b"" if not account or (line and account_of(line) == account) else line


class _MemorySource(RunSource):
    """Reads a store whose lock is held."""

    def __init__(self, rooms: Mapping[int, _Room]) -> None:
        self._rooms = rooms

    def runs(self, room: int, low: int, high: int, *, newest: bool) -> Iterator[Run]:
        there = self._rooms.get(room, _EMPTY)
        start = max(bisect_right(there.firsts, low) - 1, 0)
        end = bisect_right(there.firsts, high)
        return (
            there.runs[i] for i in (range(end - 1, start - 1, -1) if newest else range(start, end))
        )

    def changes(self, run: Run) -> Mapping[int, Changed]:
        return self._rooms[run.room].changes

    def first_since(self, room: int, milliseconds: int) -> int:
        there = self._rooms.get(room, _EMPTY)
        index = bisect_left(there.times, milliseconds)
        return there.firsts[index] if index < len(there.firsts) else there.last + 1


class _MemoryHistory(History):
    """What a ``MemoryStore`` has, for any thread."""

    SECONDS: Final = 0.2
    """How long one search may take."""

    def __init__(self, store: MemoryStore) -> None:
        super().__init__(self._source)
        self._store = store

    @contextmanager
    def _source(self) -> Iterator[RunSource]:
        with self._store._lock:
            yield _MemorySource(self._store._rooms)

    def find_key(self, key: str) -> Key | None:
        """See ``ports.HistoryReader``."""
        return self._store._keys.get(key)

    def search(self, query: Query) -> Found:
        """See ``ports.HistoryReader``."""
        wanted = Wanted.from_query(query)
        deadline = time.monotonic() + self.SECONDS
        with self._store._lock:
            arrived = list(self._store._arrived)
        found: list[Entry] = []
        for run in reversed(arrived):
            last = run.first + len(run.lines) - 1
            may = wanted.may_hold(run.room, last, run.ranks, run.milliseconds)
            if may and self._store._is_kept(run):
                changes = self._store._room(run.room).changes
                entries = [e for e in run.entries(changes) if wanted.is_met_by(e)]
                found += reversed(entries)
            if len(found) >= query.limit:
                break
            if time.monotonic() > deadline:
                return Found(found[: query.limit], is_partial=True)
        return Found(found[: query.limit], is_partial=False)
