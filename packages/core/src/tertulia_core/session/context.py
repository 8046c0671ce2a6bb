"""What a handler sees and does: the state, the answers it sends, the events it causes."""

import datetime as dt
from collections import deque
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Final

from tertulia_core.clock import Clock
from tertulia_core.errors import EncodeError
from tertulia_core.ids import LineId, MessageId
from tertulia_core.session import events
from tertulia_core.session.batches import Batches
from tertulia_core.session.delivery import Deliveries, Pacer
from tertulia_core.session.events import Event
from tertulia_core.session.pings import Pings
from tertulia_core.session.settings import SessionSettings
from tertulia_core.session.state import (
    SERVER_ROOM,
    ConnectionPhase,
    Line,
    LineKind,
    Room,
    RoomKind,
    SessionState,
)
from tertulia_core.wire import capabilities as caps
from tertulia_core.wire.casemap import CasefoldDict
from tertulia_core.wire.codec import encode
from tertulia_core.wire.isupport import ISupport
from tertulia_core.wire.message import NO_TAGS, Message

__all__ = ["Context"]

SEEN_IDS: Final = 4_096
"""How many message ids are remembered, so that none is shown twice."""


class Context:
    """The engine's working set; owner: the UI thread.

    Attributes:
        caps: what was negotiated, as bits.
        offered: what the server has: capability name → value.
        wished: channels to be in, by name, with their keys; a reconnect joins them.
        joining: folded names of channels whose JOIN is not answered yet, with
            how many PINGs had been written before it.
        parting: folded names of channels we asked to leave.
        selecting: folded names of channels to show once we are in.
        asked: what the person asked for, ``(subject, folded name)``: only then
            are answers shown that also come unasked.
        label: the label of the message being handled, its batch's included.
        typing_sent: folded target → the last typing notice of ours and when it was sent.
        typists: room name → nick → until when it counts as writing (monotonic).
        server_paces: the server holds back what comes too fast and never
            disconnects for it, so we need not wait between messages.
        stalled: why the connection should be given up, ``""`` while it is fine.
    """

    def __init__(self, settings: SessionSettings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock
        self.state = SessionState(nick=settings.nick, address=settings.address)
        self.wanted_nick = settings.nick
        self.away_reason = ""
        self.wished: CasefoldDict[str] = CasefoldDict()
        self.deliveries = Deliveries()
        self._events: list[Event] = []
        self._once: set[Event] = set()
        self._output: list[bytes] = []
        self._last_line = 0
        self._seen: dict[str, None] = {}
        self.forget_connection()

    def forget_connection(self) -> None:
        """Begin anew with everything that holds for one connection only."""
        self.isupport = ISupport()
        self.refold()
        self.caps: caps.CapabilitySet = 0
        self.offered: dict[str, str] = {}
        self.requests: list[str] = []
        self.nick_attempt = 1
        self.is_ready = False
        self.own_source = ""
        self.joining: dict[str, int] = {}
        self.parting: set[str] = set()
        self.selecting: set[str] = set()
        self.asked: set[tuple[str, str]] = set()
        self.batches = Batches()
        self.label = ""
        self.server_paces = False
        self.server_error = ""
        self.stalled = ""
        self.pings = Pings()
        self.pacer = Pacer()
        self.typing_sent: dict[str, tuple[str, float]] = {}
        self.typists: dict[str, dict[str, float]] = {}
        self._output.clear()

    def move(self, settings: SessionSettings) -> None:
        """Forget one server for another; the state stays the same object, for those who hold it."""
        self.settings = settings
        self.wanted_nick, self.away_reason = settings.nick, ""
        self.wished.clear()
        self.deliveries = Deliveries()
        self._seen.clear()
        for name in list(self.state.rooms):
            del self.state.rooms[name]
            self.emit(events.RoomClosed(name))
        state = SessionState(settings.nick, settings.address, focused=self.state.focused)
        for field in fields(state):
            if field.name != "rooms":
                setattr(self.state, field.name, getattr(state, field.name))
        self.forget_connection()

    # What is sent

    def send(self, command: str, *params: str, tags: Mapping[str, str] = NO_TAGS) -> str:
        """Write one message; return ``""``, or why it cannot be one (then also an error line)."""
        try:
            self._output.append(encode(Message(command, params, None, tags)))
        except EncodeError as error:
            self.note(str(error), kind=LineKind.ERROR)
            return str(error)
        return ""

    def join(self, names: str, key: str = "") -> None:
        """Ask into channels (several with commas), and notice when nothing comes back."""
        for name in names.split(","):
            self.joining[self.fold(name)] = self.pings.count
        self.pings.is_wanted = True
        self.send("JOIN", names, *([key] if key else []))

    def send_line(self, line: bytes) -> None:
        """Write a line as it is, complete with its line end."""
        self._output.append(line)

    def take_output(self) -> list[bytes]:
        """Return the lines to write, and forget them."""
        output, self._output = self._output, []
        return output

    def has(self, capability: caps.CapabilitySet) -> bool:
        """Tell whether a capability was negotiated."""
        return bool(self.caps & capability)

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

    def refold(self) -> None:
        """Apply the network's rule for names to everything that is looked up by name."""
        fold = self._fold = self.isupport.fold
        self.state.rooms.refold(fold)
        self.wished.refold(fold)
        for room in self.state.rooms.values():
            room.members.refold(fold)

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
        for outgoing in self.deliveries.all():
            if self.is_same(outgoing.target, room.name):
                self.deliveries.remove(outgoing)
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
        renamed.lines = deque(
            (replace(line, room=name) for line in room.lines), maxlen=room.lines.maxlen
        )
        for outgoing in self.deliveries.all():
            if self.is_same(outgoing.target, room.name):
                outgoing.target = name
                outgoing.line = replace(outgoing.line, room=name)
        was_current = self.is_same(self.state.current, room.name)
        self.state.rooms.pop(room.name, None)
        self.state.rooms[name] = renamed
        self.emit(events.RoomClosed(room.name))
        self.emit(events.RoomOpened(name))
        if was_current:
            self.state.current = name
            self.emit(events.RoomSelected(name))

    def select(self, name: str) -> None:
        """Show a room; the one left behind counts as read up to its end."""
        left = self.state.rooms.get(self.state.current)
        if left is not None and left.lines:
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
        self.emit(events.LineAdded(line))
        return line

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

    def is_repeated(self, msgid: MessageId | None) -> bool:
        """Tell whether a message was shown before, and remember that it is now."""
        if msgid is None:
            return False
        if msgid in self._seen:
            return True
        self._seen[msgid] = None
        if len(self._seen) > SEEN_IDS:
            del self._seen[next(iter(self._seen))]
        return False

    def set_phase(self, phase: ConnectionPhase, problem: str = "") -> None:
        """Enter another phase of the connection."""
        self.state.phase, self.state.problem = phase, problem
        self.emit(events.ConnectionChanged(phase, problem))

    def time_of(self, message: Message) -> float:
        """Return when a message was said: the server's time where it gives one.

        Source: https://ircv3.net/specs/extensions/server-time
        """
        stamp = message.tags.get("time")
        if stamp:
            try:
                parsed = dt.datetime.fromisoformat(stamp)
                if parsed.tzinfo is None:
                    parsed = parsed.replace(tzinfo=dt.UTC)
                return parsed.timestamp()
            except (ValueError, OverflowError):
                pass
        return self.clock.wall()
