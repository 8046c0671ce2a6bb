"""Lines, rooms and a painter for tests of what the terminal client draws: on a fixed day."""

import datetime as dt
from typing import Any

from tertulia_core.ids import LineId
from tertulia_core.session.presentation import local_date
from tertulia_core.session.state import Line, LineKind, Member, Room, RoomKind, SessionState
from tertulia_core.session.theme import DARK, Theme
from tertulia_tui.theme import styles_of
from tertulia_tui.widgets.blocks import Painter

__all__ = ["NOON", "STYLES", "channel", "painter", "said", "state_with"]

NOON = 1_780_000_000.0
"""When the first line was said, Unix seconds."""


STYLES = styles_of(DARK)


def today() -> dt.date:
    """Return the day of ``NOON`` here."""
    return local_date(NOON)


def painter(theme: Theme = DARK) -> Painter:
    """Return a painter who calls people by their nicks."""
    return Painter(styles_of(theme), lambda nick: nick, today)


def said(number: int, text: str, nick: str = "ana", **more: Any) -> Line:
    """Return a message; each comes a second after the one before."""
    fields: dict[str, Any] = {"kind": LineKind.MESSAGE, **more}
    return Line(LineId(number), "#sala", nick=nick, text=text, time=NOON + number, **fields)


def state_with(*rooms: Room, current: str = "#sala") -> SessionState:
    """Return the state of ana on a server with these rooms."""
    state = SessionState("ana", "localhost:12345", current=current)
    for room in rooms:
        state.rooms[room.name] = room
    return state


def channel(name: str = "#sala", *members: Member, **more: Any) -> Room:
    """Return a room that we are in, with people."""
    room = Room(name, RoomKind.CHANNEL, joined=True)
    for field, value in more.items():
        setattr(room, field, value)
    for member in members:
        room.members[member.nick] = member
    return room
