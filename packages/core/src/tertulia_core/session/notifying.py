"""Which messages call the person, and in which words; how they call is the user interface's.

    for notification in notifier.of(events, state, now): …

A burst calls once: what else comes in the same room within ``PAUSE`` seconds is silent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tertulia_core.session.attention import Level
from tertulia_core.session.events import Event, LineAdded
from tertulia_core.session.grouping import SPEECH
from tertulia_core.session.quoting import excerpt
from tertulia_core.session.state import SERVER_ROOM, Line, RoomKind, SessionState
from tertulia_core.text import sanitize

__all__ = ["Notification", "Notifier", "calls"]

PAUSE: Final = 3.0
"""Seconds after a call in which the same room does not call again."""

LENGTH: Final = 160
"""Characters of a message that a notification shows."""


@dataclass(frozen=True, slots=True)
class Notification:
    """A call for the person; everything sanitized.

    Attributes:
        room: where it leads.
        title: who, and in which room.
        text: the message, its beginning if it is long.
    """

    room: str
    title: str
    text: str


class Notifier:
    """Decides for one server; owner: the UI thread."""

    def __init__(self) -> None:
        self._called: dict[str, float] = {}

    def of(self, happened: Iterable[Event], state: SessionState, now: float) -> list[Notification]:
        """Return whom to call about what happened together, at most once per room.

        Args:
            happened: the engine's events.
            state: of the same engine.
            now: monotonic seconds.
        """
        calling = {
            event.line.room: event.line
            for event in happened
            if isinstance(event, LineAdded) and calls(state, event.line)
        }
        found = []
        for room, line in calling.items():
            if now - self._called.get(room, -PAUSE) >= PAUSE:
                self._called[room] = now
                found.append(_worded(state, line))
        return found


def calls(state: SessionState, line: Line) -> bool:
    """Tell whether a line that was just added calls for the person."""
    if line.own or line.kind not in SPEECH or line.room == SERVER_ROOM:
        return False
    if state.focused and line.room == state.current:
        return False
    level = state.attention.level(line.room)
    is_private = (room := state.rooms.get(line.room)) is not None and room.kind is RoomKind.PRIVATE
    return level is Level.ALL or (level is Level.MENTIONS and (line.mention or is_private))


def _worded(state: SessionState, line: Line) -> Notification:
    nick, room = sanitize(line.nick, name=True), sanitize(line.room, name=True)
    is_private = state.rooms[line.room].kind is RoomKind.PRIVATE
    return Notification(
        line.room, nick if is_private else f"{nick} · {room}", excerpt(line.text, LENGTH)
    )
