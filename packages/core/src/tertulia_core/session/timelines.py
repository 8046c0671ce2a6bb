"""Rooms, their lines, and the events that tell what changed in them."""

from collections import deque
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, Final

from tertulia_core.clock import Clock
from tertulia_core.ids import LineId, MessageId
from tertulia_core.session import events
from tertulia_core.session.events import Event
from tertulia_core.session.state import (
    GAP_LINES,
    SERVER_ROOM,
    Line,
    LineKind,
    Room,
    RoomKind,
    SessionState,
)
from tertulia_core.wire.casemap import CasefoldDict
from tertulia_core.wire.isupport import ISupport

__all__ = ["Timelines"]

MOST_LINES: Final = 100_000
"""Lines that a room holds at most, however far back one reads."""


class Timelines:
    """The part of the engine's working set that the screen shows; owner: the UI thread.

    Attributes:
        state: what user interfaces read.
        isupport: how the network names and limits things.
    """

    def __init__(self, state: SessionState, clock: Clock) -> None:
        self.state = state
        self.clock = clock
        self._events: list[Event] = []
        self._once: set[Event] = set()
        self._last_line = 0
        self._first_line = 0
        self.learn(ISupport())

    def learn(self, isupport: ISupport) -> None:
        """Take over a network's rule for names, everywhere things are looked up by name."""
        self.isupport = isupport
        fold = self._fold = isupport.fold
        self.state.rooms.refold(fold)
        self.state.attention.refold(fold)
        for room in self.state.rooms.values():
            room.members.refold(fold)

    def reset(self, nick: str, address: str) -> None:
        """Forget everything; the state stays the same object, for those who hold it."""
        for name in list(self.state.rooms):
            del self.state.rooms[name]
            self.emit(events.RoomClosed(name))
        fresh = SessionState(nick, address, focused=self.state.focused)
        for field in fields(fresh):
            if field.name != "rooms":
                setattr(self.state, field.name, getattr(fresh, field.name))

    # What happened

    def emit(self, event: Event) -> None:
        """Report an event."""
        self._events.append(event)

    def emit_once(self, event: Event) -> None:
        """Report an event that says "look again", once per batch however often it happens."""
        if event not in self._once:
            self._once.add(event)
            self._events.append(event)

    def take_events(self) -> list[Event]:
        """Return the events since the last call, and forget them."""
        batch, self._events = self._events, []
        self._once.clear()
        return batch

    # Names

    def fold(self, name: str) -> str:
        """Return the key that all spellings of a nick or channel share on this network."""
        return self._fold(name)

    def is_same(self, name: str, other: str) -> bool:
        """Tell whether two spellings name the same nick or channel."""
        return self.fold(name) == self.fold(other)

    def is_me(self, nick: str) -> bool:
        """Tell whether ``nick`` is ours."""
        return self.is_same(nick, self.state.nick)

    def is_channel(self, name: str) -> bool:
        """Tell whether ``name`` can be a channel on this network."""
        return self.isupport.is_channel(name)

    # Rooms

    def room(self, name: str) -> Room | None:
        """Return a room of the room list."""
        return self.state.rooms.get(name)

    def open_room(self, name: str, kind: RoomKind) -> Room:
        """Return a room, and put it in the list if it is not there."""
        room = self.state.rooms.get(name)
        if room is None:
            room = Room(name, kind, members=CasefoldDict(self._fold))
            room.joined = kind is not RoomKind.CHANNEL
            self.reserve_gap(room)
            self.state.rooms[name] = room
            self.emit(events.RoomOpened(name))
        return room

    def open_private(self, nick: str) -> Room:
        """Return the conversation with one person, and open it if there is none."""
        return self.open_room(nick, RoomKind.PRIVATE)

    def open_target(self, name: str) -> Room:
        """Return the timeline for what is said to ``name``."""
        if name == SERVER_ROOM:
            return self.open_room(SERVER_ROOM, RoomKind.SERVER)
        is_channel = self.is_channel(name)
        return self.open_room(name, RoomKind.CHANNEL if is_channel else RoomKind.PRIVATE)

    def close_room(self, room: Room) -> None:
        """Take a room out of the list; where it was on screen, its neighbour is shown."""
        names = list(self.state.rooms)
        index = next((i for i, name in enumerate(names) if self.is_same(name, room.name)), 0)
        self.state.rooms.pop(room.name, None)
        self.emit(events.RoomClosed(room.name))
        if self.is_same(self.state.current, room.name):
            neighbours = names[index + 1 : index + 2] or names[max(0, index - 1) : index]
            self.select(neighbours[0] if neighbours else SERVER_ROOM)

    def rename_room(self, room: Room, name: str) -> None:
        """Let a room go on under another name, with its lines and what is on its way to it."""
        renamed = replace(room, name=name)
        renamed.lines = deque(replace(line, room=name) for line in room.lines)
        was_current = self.is_same(self.state.current, room.name)
        self.state.rooms.pop(room.name, None)
        self.state.rooms[name] = renamed
        self.emit(events.RoomClosed(room.name))
        self.emit(events.RoomOpened(name))
        if was_current:
            self.state.current = name
            self.emit(events.RoomSelected(name))

    def select(self, name: str) -> None:
        """Show a room; the one left behind, if somebody looked at it, is read up to its end."""
        left = self.state.rooms.get(self.state.current)
        if left is not None and left.lines and self.state.focused:
            left.read_line = left.lines[-1].id
        room = self.open_target(name)
        self.state.current = room.name
        self.emit(events.RoomSelected(room.name))
        self.mark_seen(room)

    def mark_seen(self, room: Room) -> None:
        """Set the unread counts of a room to zero."""
        if room.unread or room.mentions:
            room.unread = room.mentions = 0
            self.emit_once(events.UnreadChanged(room.name))

    def rooms_with(self, nick: str) -> list[Room]:
        """Return the channels whose member list holds ``nick``."""
        return [room for room in self.state.rooms.values() if nick in room.members]

    # Lines

    def next_line_id(self) -> LineId:
        """Return an id for a line that is not in any timeline yet."""
        self._last_line += 1
        return LineId(self._last_line)

    def add_line(self, room: Room, kind: LineKind, nick: str, text: str, **details: Any) -> Line:
        """Add a line at the end of a room's timeline; ``details`` are other fields of ``Line``."""
        details.setdefault("time", self.clock.wall())
        line = Line(self.next_line_id(), room.name, kind, nick, text, **details)
        room.lines.append(line)
        if len(room.lines) > room.capacity:
            room.lines.popleft()
            room.oldest, room.reached_start = None, False
        self.emit(events.LineAdded(line))
        return line

    def reserve_gap(self, room: Room) -> None:
        """Set ids aside for lines that were missed, before the one that comes next."""
        room.gap = LineId(self._last_line + 1)
        self._last_line += GAP_LINES

    def put_before_all(self, room: Room, lines: Sequence[Line]) -> list[Line]:
        """Put older lines, oldest first, before all others of a room; return them with their ids.

        The room holds that many more from then on, up to ``MOST_LINES``.
        """
        self._first_line -= len(lines)
        placed = [
            replace(line, id=LineId(number)) for number, line in enumerate(lines, self._first_line)
        ]
        room.capacity = max(room.capacity, min(len(room.lines) + len(placed), MOST_LINES))
        self._insert(room, placed)
        return placed

    def put_into_gap(self, room: Room, lines: Sequence[Line]) -> list[Line]:
        """Put lines that were missed where the room's gap is; return them with their ids."""
        assert room.gap is not None, "only a gap is filled"
        end = room.gap + GAP_LINES
        last = next((line.id for line in reversed(room.lines) if line.id < end), room.gap - 1)
        start = max(room.gap, last + 1)
        placed = [replace(line, id=LineId(number)) for number, line in enumerate(lines, start)]
        self._insert(room, placed)
        return placed

    def _insert(self, room: Room, placed: Sequence[Line]) -> None:
        """Put lines where their ids belong."""
        if not placed:
            return
        after: deque[Line] = deque()
        while room.lines and room.lines[-1].id > placed[-1].id:
            after.appendleft(room.lines.pop())
        room.lines += placed
        room.lines += after
        before = after[0].id if after else None
        self.emit(events.LinesInserted(room.name, tuple(placed), before))

    def remove_lines(self, room: Room, lines: Sequence[Line]) -> None:
        """Take lines out of a room."""
        gone = {line.id for line in lines}
        if gone:
            kept = [line for line in room.lines if line.id not in gone]
            room.lines.clear()
            room.lines += kept
            self.emit(events.LinesRemoved(room.name, tuple(sorted(gone))))

    def line_with(self, room: Room, msgid: MessageId) -> Line | None:
        """Return the line of a room that the server gave an id, the newest ones looked at first."""
        return next((line for line in reversed(room.lines) if line.msgid == msgid), None)

    def change_line(self, line: Line, **changes: Any) -> Line:
        """Replace a line by one that differs in ``changes``, where it stands."""
        changed = replace(line, **changes)
        room = self.state.rooms.get(line.room)
        if room is not None:
            # Lines that still change are recent ones, so the search begins at the end.
            for back, other in enumerate(reversed(room.lines), 1):
                if other.id == line.id:
                    room.lines[-back] = changed
                    break
        self.emit(events.LineChanged(changed))
        return changed

    def note(self, text: str, room: Room | None = None, *, kind: LineKind = LineKind.INFO) -> None:
        """Add a line of the program's own or the server's, by default where the person looks."""
        if room is None:
            room = self.open_target(self.state.current or SERVER_ROOM)
        self.add_line(room, kind, "", text)

    def note_server(self, text: str, kind: LineKind = LineKind.INFO) -> None:
        """Add a line to the server's own room."""
        self.note(text, self.open_target(SERVER_ROOM), kind=kind)
