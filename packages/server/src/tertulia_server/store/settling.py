"""Work that waits until nobody writes: the index catches up, changed text is blanked.

A step is small, because the next commit may be waiting behind it.
"""

from collections import Counter
from typing import TYPE_CHECKING, Final

from tertulia_server.store.index import Index
from tertulia_server.store.places import number_of, room_of
from tertulia_server.store.reading import Run
from tertulia_server.store.segments import (
    COLUMNS,
    holding,
    pack_places,
    rewrite,
    to_run,
    unpack_places,
)

if TYPE_CHECKING:
    from tertulia_server.store.connections import Connection

__all__ = ["settle_changes", "settle_segments"]

STEP: Final = 64
"""Messages per step, about 5 ms."""


def settle_segments(connection: "Connection") -> int:
    """Index the oldest messages that are not; return how many."""
    waiting = connection.execute("SELECT id, segments FROM waiting ORDER BY id LIMIT 1").fetchone()
    if waiting is None:
        return 0
    number, blob = waiting
    places = unpack_places(blob)
    runs: list[Run] = []
    count = taken = 0
    for place in places:
        row = connection.execute(
            f"SELECT {COLUMNS} FROM segment WHERE id = ?",  # noqa: S608
            (place,),
        ).fetchone()
        taken += 1
        if row is not None:
            runs.append(to_run(row))
            count += len(runs[-1].lines)
        if count >= STEP:
            break
    Index(connection).add(runs)
    _count(connection, runs)
    if taken == len(places):
        connection.execute("DELETE FROM waiting WHERE id = ?", (number,))
    else:
        rest = pack_places(places[taken:])
        connection.execute("UPDATE waiting SET segments = ? WHERE id = ?", (rest, number))
    return max(count, 1)


def _count(connection: "Connection", runs: list[Run]) -> None:
    """Know how much each room holds, and its highest number."""
    sizes: Counter[int] = Counter()
    last = {}
    for run in runs:
        sizes[run.room] += sum(map(len, run.lines))
        last[run.room] = run.first + len(run.lines) - 1
    connection.executemany(
        "INSERT INTO room VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
        " SET last = max(last, excluded.last), bytes = bytes + excluded.bytes",
        [(room, number, sizes[room]) for room, number in last.items()],
    )


def settle_changes(connection: "Connection") -> int:
    """Write into the journal and the index what messages say now; return how many."""
    rows = connection.execute(
        "SELECT id, line FROM change WHERE NOT is_settled ORDER BY id LIMIT ?", (STEP,)
    ).fetchall()
    if not rows:
        return 0
    index = Index(connection)
    lines = dict(rows)
    there = _in_segments(connection, lines)
    ready = {place: line for place, line in lines.items() if index.has(place)}
    rewrite(connection, ready)
    index.replace(ready)
    connection.executemany(
        "UPDATE change SET is_settled = 1, line = CASE line WHEN x'' THEN line END WHERE id = ?",
        [(place,) for place in ready],
    )
    gone = lines.keys() - there
    connection.executemany("DELETE FROM change WHERE id = ?", [(place,) for place in gone])
    return len(ready) + len(gone)


def _in_segments(connection: "Connection", lines: dict[int, bytes]) -> set[int]:
    """Return those places at which there is a message."""
    there = set()
    for place in lines:
        for run in holding(connection, [place]):
            if run.lines[number_of(place) - run.first]:
                there.add(place)
            assert run.room == room_of(place), "a room's messages are never in another's run"
    return there
