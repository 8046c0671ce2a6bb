"""Lines and rooms for tests of what is drawn."""

from itertools import count
from typing import Any

from tertulia_core.ids import LineId
from tertulia_core.session.state import Line, LineKind, Room, RoomKind

__all__ = ["NOON", "line", "make_room"]

NOON = 1_780_000_000.0

_ids = count(1)


def line(
    nick: str = "rosa", text: str = "hola", kind: LineKind = LineKind.MESSAGE, **rest: Any
) -> Line:
    """Return a line of ``#sala`` with an id of its own."""
    rest.setdefault("time", NOON)
    return Line(LineId(next(_ids)), "#sala", kind, nick, text, **rest)


def make_room(*lines: Line, name: str = "#sala", kind: RoomKind = RoomKind.CHANNEL) -> Room:
    """Return a room with these lines."""
    room = Room(name, kind, joined=True)
    room.lines.extend(lines)
    return room
