"""Runs of lines as rows of the table ``segment``: packed, found again, rewritten."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from tertulia_server.store.places import number_of, room_of, to_place
from tertulia_server.store.reading import Run

if TYPE_CHECKING:
    from tertulia_server.store.connections import Connection

__all__ = [
    "COLUMNS",
    "SegmentRow",
    "holding",
    "pack_lines",
    "pack_places",
    "rewrite",
    "to_run",
    "unpack_places",
]

SegmentRow = tuple[int, int, int, bytes, bytes]
"""What a query for ``COLUMNS`` gives."""

COLUMNS: Final = "id, milliseconds, ranks, sizes, lines"


def pack_lines(lines: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Return the sizes of some lines and the lines themselves, as two blobs."""
    return struct.pack(f"<{len(lines)}I", *map(len, lines)), b"".join(lines)


def pack_places(places: Sequence[int]) -> bytes:
    """Return places as one blob."""
    return struct.pack(f"<{len(places)}q", *places)


def unpack_places(blob: bytes) -> tuple[int, ...]:
    """Return the places that a blob holds."""
    return struct.unpack(f"<{len(blob) // 8}q", blob)


def to_run(row: SegmentRow) -> Run:
    """Return what a row holds."""
    place, milliseconds, ranks, sizes, joined = row
    ends = accumulate(struct.unpack(f"<{len(sizes) // 4}I", sizes), initial=0)
    lines = tuple(joined[start:end] for start, end in pairwise(ends))
    return Run(room_of(place), number_of(place), milliseconds, ranks, lines)


def holding(connection: "Connection", places: Sequence[int]) -> Iterator[Run]:
    """Give the runs that hold some messages, each once, in the order of the messages."""
    last = None
    for place in places:
        row = connection.execute(
            f"SELECT {COLUMNS} FROM segment WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1",  # noqa: S608
            (to_place(room_of(place), 0), place),
        ).fetchone()
        if row is not None and row[0] != last and place - row[0] < len(row[3]) // 4:
            last = row[0]
            yield to_run(row)


def rewrite(connection: "Connection", lines: Mapping[int, bytes]) -> None:
    """Put other lines in the place of messages; a run of nothing but empty ones is removed."""
    for run in holding(connection, sorted(lines)):
        place = to_place(run.room, run.first)
        new = [lines.get(at, old) for at, old in enumerate(run.lines, place)]
        if any(new):
            connection.execute(
                "UPDATE segment SET sizes = ?, lines = ? WHERE id = ?", (*pack_lines(new), place)
            )
        else:
            connection.execute("DELETE FROM segment WHERE id = ?", (place,))
        shrunk = sum(map(len, run.lines)) - sum(map(len, new))
        connection.execute("UPDATE room SET bytes = bytes - ? WHERE id = ?", (shrunk, run.room))
