"""What this tick wants kept, and who caused it.

Commands put documents here and the ways to tell others add what was said;
at the end of the tick the hub takes all of it as one batch. Whoever caused a
row hears the answer once the row is kept.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from tertulia_core.broadcast.burst import Burst
from tertulia_core.broadcast.outbound import Outbound
from tertulia_core.ids import LinkId
from tertulia_server.model.sequences import Sequence as Ids
from tertulia_server.store.ports import Append, Key, Put, Row

__all__ = ["Journal", "Said", "Taken"]

_make: Final = tuple.__new__
"""What ``Said(…)`` comes down to; called directly it takes two thirds of the time."""


class Said(NamedTuple):
    """Messages in a row of one sender's to one room.

    Attributes:
        origin: the connection that said them, ``None`` for the server itself.
        label: what the answer is marked with, ``""`` for nothing; escaped.
        lines: as they are kept.
        outbounds: the same as they were passed on; none for what is no message.
    """

    room: int
    first: int
    time: float
    lines: Sequence[bytes]
    ranks: int
    origin: LinkId | None
    label: str
    outbounds: Sequence[Outbound | Burst]


class Taken(NamedTuple):
    """The batch of one tick.

    Attributes:
        rows: what is to be kept, in order.
        origins: the connections that caused any of it.
        said: what of it people said.
        again: what was said before and is answered again; no rows belong to it.
    """

    rows: list[Row]
    origins: set[LinkId]
    said: list[Said]
    again: list[Said]


class Journal:
    """Collects rows until the end of the tick; owner: the network thread.

    Attributes:
        origin: the connection whose command runs, ``None`` while the server acts by itself.
        label: what its answer is marked with, ``""`` for nothing; escaped.
    """

    def __init__(self) -> None:
        self.origin: LinkId | None = None
        self.label = ""
        self._rows: list[Row] = []
        self._origins: set[LinkId] = set()
        self._said: list[Said] = []
        self._again: list[Said] = []
        self._time = 0.0

    # -- small state ------------------------------------------------------

    def put(self, kind: str, key: str, value: Mapping[str, Any] | None) -> None:
        """Keep the newest value of a small thing; ``None`` forgets it."""
        text = None if value is None else json.dumps(value, ensure_ascii=False)
        self.add(Put(kind, key, text))

    def add(self, row: Row) -> None:
        """Keep something else."""
        self._rows.append(row)
        if self.origin is not None:
            self._origins.add(self.origin)

    # -- history ----------------------------------------------------------

    def said(
        self,
        ids: Ids,
        time: float,
        lines: Sequence[bytes],
        outbounds: Sequence[Outbound | Burst] = (),
        ranks: int = 0,
    ) -> None:
        """Keep lines that have just been given the newest numbers of ``ids``.

        Args:
            ids: those of their room.
            time: Unix seconds.
            lines: as they are kept.
            outbounds: the same as others hear them, for what somebody said; what happened
                is told in any case.
            ranks: who heard them, a mask of ranks; 0 for everybody.
        """
        first = ids.last - len(lines) + 1
        row = (ids.room, first, time, lines, ranks, self.origin, self.label, outbounds)
        self._said.append(_make(Said, row))

    def happened(self, ids: Ids, time: float, line: bytes, ranks: int = 0) -> None:
        """Keep a line about something that happened; see ``said``."""
        self.said(ids, time, (line,), (), ranks)

    def under_key(self, key: str, outbound: Outbound, sender: str, time: float) -> None:
        """Keep under which key ``outbound``, the newest thing said, was said; if it is kept."""
        last = self._said[-1] if self._said else None
        if last is not None and last.outbounds and last.outbounds[-1] is outbound:
            number = last.first + len(last.lines) - 1
            self.add(Key(key, last.room, number, sender, time))

    def again(self, outbound: Outbound) -> None:
        """Let an answer wait until what was said before, ``outbound``, is kept; or fail with it."""
        lines = (outbound.stored(),)
        self._again.append(Said(0, 0, 0.0, lines, 0, self.origin, self.label, (outbound,)))

    # -- the end of the tick ----------------------------------------------

    def take(self) -> Taken:
        """Return what came together in this tick, and begin the next one."""
        if not (self._said or self._rows or self._again):
            return _NOTHING
        said, origins = self._said, self._origins
        origins.update([each.origin for each in said if each.origin is not None])
        taken = Taken([*self._rows, *self._runs(said)], origins, said, self._again)
        self._rows = []
        self._origins = set()
        self._said = []
        self._again = []
        return taken

    def _runs(self, said: Iterable[Said]) -> Iterator[Append]:
        """Put together what follows each other in a room and was heard by the same."""
        by_room: dict[int, list[Said]] = {}
        for each in said:
            by_room.setdefault(each.room, []).append(each)
        for room, parts in by_room.items():
            first, ranks = parts[0].first, parts[0].ranks
            lines: list[bytes] = []
            for part in parts:
                if part.first != first + len(lines) or part.ranks != ranks:
                    yield Append(room, first, self._later(part.time), tuple(lines), ranks)
                    first, ranks, lines = part.first, part.ranks, []
                lines += part.lines
            yield Append(room, first, self._later(parts[-1].time), tuple(lines), ranks)

    def _later(self, time: float) -> float:
        """Return ``time``, unless the clock was set back: history only goes on."""
        self._time = max(self._time, time)
        return self._time


_NOTHING: Final = Taken([], set(), [], [])
"""What most ticks come to; nobody writes to it."""
