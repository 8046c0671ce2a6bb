"""Reading history, whatever it is kept in: both stores share every rule of it.

A store offers *runs*, the lines that one tick appended to a room, and says
which of them were changed. Here they become messages: changes are applied,
what was taken back is left out, limits count what is left.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import NamedTuple

from tertulia_server.store.lines import verb_of
from tertulia_server.store.places import LAST_NUMBER, to_milliseconds
from tertulia_server.store.ports import EVERY_RANK, Entry, Place

__all__ = ["Changed", "History", "Run", "RunSource"]


class Changed(NamedTuple):
    """What became of a message.

    Attributes:
        milliseconds: since 1970, when it happened.
        line: what stands in its place, ``b""`` for nothing, ``None`` if the run says so already.
    """

    milliseconds: int
    line: bytes | None


class Run(NamedTuple):
    """Lines of one room that were appended together; see ``ports.Append``.

    An empty line is a message that was taken back, or forgotten with its author.
    """

    room: int
    first: int
    milliseconds: int
    ranks: int
    lines: tuple[bytes, ...]

    def entries(self, changes: Mapping[int, Changed]) -> Iterator[Entry]:
        """Give the messages as they read now; ``changes`` by number."""
        seconds = self.milliseconds / 1000
        for number, line in enumerate(self.lines, self.first):
            changed = changes.get(number)
            if changed is not None and changed.line is not None:
                line = changed.line
            if line:
                edited = changed.milliseconds / 1000 if changed is not None else 0.0
                yield Entry(self.room, number, seconds, line, self.ranks, edited)


class RunSource(ABC):
    """Where ``History`` reads the runs of one room, as they were at one moment."""

    @abstractmethod
    def runs(self, room: int, low: int, high: int, *, newest: bool) -> Iterator[Run]:
        """Give the runs that hold numbers from ``low`` to ``high``, both included."""

    @abstractmethod
    def changes(self, run: Run) -> Mapping[int, Changed]:
        """Return what became of the messages of a run, by number."""

    @abstractmethod
    def first_since(self, room: int, milliseconds: int) -> int:
        """Return the number of the first line not earlier than a moment, else one past the last."""


class History:
    """The reading half of ``ports.HistoryReader``; any thread may call it.

    Args:
        look: opens a source for the length of a ``with``.
    """

    def __init__(self, look: Callable[[], AbstractContextManager[RunSource]]) -> None:
        self._look = look

    def range(
        self,
        room: int,
        *,
        after: Place | None = None,
        before: Place | None = None,
        limit: int,
        newest: bool,
        floor: int = 0,
        ranks: int = EVERY_RANK,
        commands: Collection[str] = (),
    ) -> list[Entry]:
        """See ``ports.HistoryReader``."""
        wanted = _Wanted(ranks, commands)
        with self._look() as source:
            low = 0 if after is None else _number_after(source, room, after)
            high = LAST_NUMBER if before is None else _number_before(source, room, before)
            return _take(source, room, (max(low, floor), high), limit, wanted, newest=newest)

    def around(
        self,
        room: int,
        place: Place,
        *,
        limit: int,
        floor: int = 0,
        ranks: int = EVERY_RANK,
        commands: Collection[str] = (),
    ) -> list[Entry]:
        """See ``ports.HistoryReader``."""
        wanted = _Wanted(ranks, commands)
        with self._look() as source:
            middle = place.number
            if middle is None:
                middle = source.first_since(room, to_milliseconds(place.time))
            earlier, later = (floor, middle - 1), (max(middle, floor), LAST_NUMBER)
            half = limit // 2
            return [
                *_take(source, room, earlier, half, wanted, newest=True),
                *_take(source, room, later, limit - half, wanted, newest=False),
            ]

    def get(self, room: int, number: int) -> Entry | None:
        """See ``ports.HistoryReader``."""
        with self._look() as source:
            found = _take(source, room, (number, number), 1, _Wanted(EVERY_RANK, ()), newest=True)
            return found[0] if found else None


class _Wanted(NamedTuple):
    """Which messages count: see ``ports.HistoryReader.range``."""

    ranks: int
    commands: Collection[str]

    def has(self, entry: Entry) -> bool:
        """Tell whether a message counts."""
        if entry.ranks and not entry.ranks & self.ranks:
            return False
        return not self.commands or verb_of(entry.line) in self.commands


def _number_after(source: RunSource, room: int, place: Place) -> int:
    """Return the lowest number that is after ``place``."""
    if place.number is not None:
        return place.number + 1
    return source.first_since(room, to_milliseconds(place.time) + 1)


def _number_before(source: RunSource, room: int, place: Place) -> int:
    """Return the highest number that is before ``place``."""
    if place.number is not None:
        return place.number - 1
    return source.first_since(room, to_milliseconds(place.time)) - 1


def _take(
    source: RunSource,
    room: int,
    numbers: tuple[int, int],
    limit: int,
    wanted: _Wanted,
    *,
    newest: bool,
) -> list[Entry]:
    """Return at most ``limit`` messages with numbers in a range, oldest first."""
    low, high = numbers
    found: list[Entry] = []
    if limit <= 0 or low > high:
        return found
    for run in source.runs(room, low, high, newest=newest):
        entries = [
            entry
            for entry in run.entries(source.changes(run))
            if low <= entry.number <= high and wanted.has(entry)
        ]
        found += reversed(entries) if newest else entries
        if len(found) >= limit:
            break
    del found[limit:]
    if newest:
        found.reverse()
    return found
