"""What a client knows about one server: rooms, people and lines; owner: the UI thread.

Widgets read it freely (the engine changes it on the same thread) and never
write to it.
"""

import enum
from collections import deque
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from tertulia_core.ids import LineId, MessageId
from tertulia_core.session.attention import Attention
from tertulia_core.wire.casemap import CasefoldDict

__all__ = [
    "GAP_LINES",
    "LINES_KEPT",
    "SERVER_ROOM",
    "ConnectionPhase",
    "Delivery",
    "Line",
    "LineKind",
    "Member",
    "Reaction",
    "Reference",
    "Room",
    "RoomKind",
    "Search",
    "SessionState",
]


SERVER_ROOM: Final = "*"
"""The name of the server's own room; neither a channel nor a person can be called so."""

LINES_KEPT: Final = 4_000
"""Lines that a room holds by itself; reading older ones makes it hold more."""

GAP_LINES: Final = 2**20
"""Line ids that are set aside wherever lines may have to be put in later."""


class ConnectionPhase(enum.Enum):
    """The life of a connection as the status bar words it."""

    OFFLINE = "offline"
    CONNECTING = "connecting"
    REGISTERING = "registering"
    ONLINE = "online"
    WAITING = "waiting"
    """Not connected; another try follows by itself at ``SessionState.retry_at``."""


class LineKind(enum.Enum):
    """What a line of a timeline is."""

    MESSAGE = "message"
    ACTION = "action"
    NOTICE = "notice"
    JOINED = "joined"
    LEFT = "left"
    KICKED = "kicked"
    """``nick`` removed ``members`` from the room."""
    RENAMED = "renamed"
    TOPIC = "topic"
    MODE = "mode"
    INFO = "info"
    ERROR = "error"


class Delivery(enum.Enum):
    """How far an own message got; ``NONE`` for everything that is not one."""

    NONE = "none"
    SENDING = "sending"
    SENT = "sent"
    NOT_SENT = "not sent"


@dataclass(frozen=True, slots=True)
class Reaction:
    """A sign that some people put to a message; ``text`` is as received, not sanitized."""

    text: str
    nicks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline.

    Attributes:
        id: local, grows along the room's timeline, also where lines are put in later (those
            before all others have negative ones); a changed line keeps it.
        room: the room's name as ``Room.name`` spells it.
        nick: who said or did it, ``""`` for the program itself.
        text: the text as received, not sanitized: ``presentation`` does that.
        time: Unix seconds, UTC.
        reason: for ``NOT_SENT``, a sentence that says why.
        msgid: the server's id, ``None`` where it gives none.
        members: for JOINED and LEFT, the nicks concerned (a netsplit has many).
        reply_to: the id of the message that this one answers.
        reactions: what people put to it, in the order in which the first of each came.
        edited: whether ``text`` is not what was said first.
        removed_by: who took the message back, ``""`` for nobody; then ``text`` is empty and
            ``reason`` says why, if they did.
    """

    id: LineId
    room: str
    kind: LineKind
    nick: str
    text: str
    time: float
    own: bool = False
    mention: bool = False
    delivery: Delivery = Delivery.NONE
    reason: str = ""
    msgid: MessageId | None = None
    members: tuple[str, ...] = ()
    reply_to: MessageId | None = None
    reactions: tuple[Reaction, ...] = ()
    edited: bool = False
    removed_by: str = ""


class Reference(NamedTuple):
    """A point in a room's history as the server knows it: a message, and when it was said."""

    msgid: MessageId | None
    time: float


@dataclass(slots=True)
class Member:
    """Somebody in a room; ``prefixes`` are status signs, highest first (``"@+"``)."""

    nick: str
    prefixes: str = ""
    away: bool = False
    realname: str = ""


class RoomKind(enum.Enum):
    """What a timeline belongs to."""

    SERVER = "server"
    CHANNEL = "channel"
    PRIVATE = "private"


@dataclass(slots=True)
class Room:
    """A timeline with its people: a channel, a private conversation or the server's own lines.

    Attributes:
        lines: the newest at the right end; at most ``capacity``, the oldest give way.
        capacity: ``LINES_KEPT``, and more once older lines were asked for.
        reached_start: nothing older can be asked for: it is all here, or the server keeps none.
        loading: older lines were asked for and have not come yet.
        read_time: up to when this account has read the room anywhere, Unix seconds; 0 if unknown.
        gap: ids from here on, ``GAP_LINES`` of them, are for what was missed before the line
            that comes next; ``None`` while nothing is missing.
        oldest: where the history that was asked for begins; ``None`` before that.
        unread: messages since the room was last read.
        mentions: how many of those name us or are private.
        read_line: the last line that was read, ``None`` before any.
        joined: whether we are in the channel now (private rooms: always).
        synced: whether the member list is complete.
        typing: who is writing at the moment.
    """

    name: str
    kind: RoomKind
    topic: str = ""
    members: CasefoldDict[Member] = field(default_factory=CasefoldDict)
    lines: deque[Line] = field(default_factory=deque)
    capacity: int = LINES_KEPT
    reached_start: bool = False
    loading: bool = False
    read_time: float = 0.0
    gap: LineId | None = None
    oldest: Reference | None = None
    unread: int = 0
    mentions: int = 0
    read_line: LineId | None = None
    joined: bool = False
    synced: bool = False
    typing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """What was searched for, and what was found.

    Attributes:
        query: words and filters, as typed.
        found: lines, newest first; their ids are 0 where they are not in a timeline.
        is_running: the server has not answered yet.
        is_partial: it took too long, so there may be more.
        is_local: the server cannot search; only what is here was looked at.
        problem: why nothing could be found, ``""`` for nothing.
        shows_page: whether the result is shown as a page of text, too.
    """

    query: str
    found: tuple[Line, ...] = ()
    is_running: bool = False
    is_partial: bool = False
    is_local: bool = False
    problem: str = ""
    shows_page: bool = False


@dataclass(slots=True)
class SessionState:
    """All that is known about one server.

    Attributes:
        nick: ours, as the server spells it.
        address: what is shown as the server's place, ``localhost:12345``.
        lag: seconds from the last PING of ours to its PONG, ``None`` before one.
        retry_at: monotonic time of the next try while WAITING.
        problem: why we are not online, one sentence, ``""`` if nothing is wrong.
        account: the one we are logged in to, ``""`` for none.
        search: the last one, ``None`` before any.
        rooms: in the order of the room list: SERVER first, then as opened.
        current: the name of the room on screen.
        focused: whether somebody looks at it; the user interface says so.
        attention: whom and what the person wants to hear about.
    """

    nick: str
    address: str
    network: str = ""
    phase: ConnectionPhase = ConnectionPhase.OFFLINE
    lag: float | None = None
    tls: bool = False
    retry_at: float | None = None
    problem: str = ""
    away: bool = False
    account: str = ""
    search: Search | None = None
    rooms: CasefoldDict[Room] = field(default_factory=CasefoldDict)
    current: str = ""
    focused: bool = True
    attention: Attention = field(default_factory=Attention)
