"""Up to where a room was read: told to our other clients, and heard from them.

Source: https://ircv3.net/specs/extensions/read-marker
"""

import datetime as dt
from typing import Final

from tertulia_core.session import events
from tertulia_core.session.context import Context
from tertulia_core.session.grouping import SPEECH
from tertulia_core.session.history import stamp
from tertulia_core.session.state import ConnectionPhase, Line, Room, RoomKind
from tertulia_core.wire import capabilities as caps

__all__ = ["ask", "hear", "next_at", "tell"]

PAUSE_SECONDS: Final = 3.0
"""At least this long between two notices: a busy room is read line by line."""


def ask(ctx: Context, room: Room) -> None:
    """Ask up to where a conversation was read; for channels the server says so by itself."""
    if ctx.has(caps.READ_MARKER) and room.kind is RoomKind.PRIVATE:
        ctx.send("MARKREAD", room.name)


def tell(ctx: Context) -> None:
    """Tell the server that the room on screen is read up to its end, if that is news."""
    room = _read_room(ctx)
    now = ctx.clock.monotonic()
    if room is None or now < ctx.next_marker_at:
        return
    line = _newest(room)
    if line is not None:
        ctx.next_marker_at = now + PAUSE_SECONDS
        room.read_time = line.time
        ctx.send("MARKREAD", room.name, f"timestamp={stamp(line.time)}")


def next_at(ctx: Context) -> float | None:
    """Return when ``tell`` has something to say (monotonic), ``None`` for never."""
    return ctx.next_marker_at if _read_room(ctx) is not None else None


def hear(ctx: Context, room: Room, timestamp: str) -> None:
    """Take in up to where a room was read, here or elsewhere; it only ever grows."""
    time = _parsed(timestamp)
    if time is None or time <= room.read_time:
        return
    room.read_time = time
    read = [line for line in room.lines if line.time <= time]
    if read:
        room.read_line = max(room.read_line or read[-1].id, read[-1].id)
    is_seen = ctx.state.focused and ctx.is_same(room.name, ctx.state.current)
    left = [line for line in room.lines if _counts(line) and line.time > time and not is_seen]
    is_private = room.kind is RoomKind.PRIVATE
    unread = min(room.unread, len(left))
    mentions = min(room.mentions, sum(is_private or line.mention for line in left))
    if (unread, mentions) != (room.unread, room.mentions):
        room.unread, room.mentions = unread, mentions
        ctx.emit_once(events.UnreadChanged(room.name))


def _read_room(ctx: Context) -> Room | None:
    """Return the room that somebody reads at this moment further than the server knows."""
    is_able = ctx.has(caps.READ_MARKER) and ctx.state.phase is ConnectionPhase.ONLINE
    room = ctx.room(ctx.state.current) if is_able and ctx.state.focused else None
    if room is None or room.kind is RoomKind.SERVER or not room.joined:
        return None
    line = _newest(room)
    return room if line is not None and stamp(line.time) > stamp(room.read_time) else None


def _newest(room: Room) -> Line | None:
    """Return the newest message that the server knows."""
    return next((line for line in reversed(room.lines) if line.msgid), None)


def _counts(line: Line) -> bool:
    return line.kind in SPEECH and not line.own


def _parsed(timestamp: str) -> float | None:
    """Return the Unix seconds of ``timestamp=…``, ``None`` where there are none."""
    try:
        moment = dt.datetime.fromisoformat(timestamp.removeprefix("timestamp="))
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()
