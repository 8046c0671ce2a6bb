"""What happened, in the past tense: what user interfaces react to.

An event names what changed; what it is now stands in ``SessionState``. A
user interface maps each class to one widget method.
"""

from dataclasses import dataclass

from tertulia_core.ids import LineId
from tertulia_core.session.state import ConnectionPhase, Line

__all__ = [
    "ConnectionChanged",
    "Event",
    "HistoryChanged",
    "LagMeasured",
    "LineAdded",
    "LineChanged",
    "LinesCleared",
    "LinesInserted",
    "LinesRemoved",
    "MembersChanged",
    "NickChanged",
    "QuitRequested",
    "RoomClosed",
    "RoomOpened",
    "RoomSelected",
    "SearchChanged",
    "TextShown",
    "TopicChanged",
    "TypingChanged",
    "UnreadChanged",
]


@dataclass(frozen=True, slots=True)
class ConnectionChanged:
    """The connection entered another phase, or we are away, or the network told its name."""

    phase: ConnectionPhase
    problem: str = ""


@dataclass(frozen=True, slots=True)
class NickChanged:
    """Our own nick is another one."""

    nick: str


@dataclass(frozen=True, slots=True)
class RoomOpened:
    """A room appeared in the room list."""

    room: str


@dataclass(frozen=True, slots=True)
class RoomClosed:
    """A room left the room list."""

    room: str


@dataclass(frozen=True, slots=True)
class RoomSelected:
    """Another room is on screen."""

    room: str


@dataclass(frozen=True, slots=True)
class LineAdded:
    """A line was added at the end of its room's timeline."""

    line: Line


@dataclass(frozen=True, slots=True)
class LineChanged:
    """A line already shown is another one now (same id): delivered, refused, edited."""

    line: Line


@dataclass(frozen=True, slots=True)
class LinesCleared:
    """A room's timeline was emptied on screen."""

    room: str


@dataclass(frozen=True, slots=True)
class LinesInserted:
    """Lines came from history: older ones before all others, or what was missed, in between.

    ``before`` is the id of the line that follows them now, ``None`` where they are the last.
    """

    room: str
    lines: tuple[Line, ...]
    before: LineId | None


@dataclass(frozen=True, slots=True)
class LinesRemoved:
    """Lines left a room's timeline: they come again from history, or stand there already."""

    room: str
    lines: tuple[LineId, ...]


@dataclass(frozen=True, slots=True)
class HistoryChanged:
    """``Room.loading`` or ``Room.reached_start`` is another one."""

    room: str


@dataclass(frozen=True, slots=True)
class MembersChanged:
    """People came, went, were renamed or got another status."""

    room: str


@dataclass(frozen=True, slots=True)
class TopicChanged:
    """A room's topic is another one."""

    room: str


@dataclass(frozen=True, slots=True)
class UnreadChanged:
    """A room's unread or mention count is another one."""

    room: str


@dataclass(frozen=True, slots=True)
class TypingChanged:
    """Somebody began or stopped writing."""

    room: str


@dataclass(frozen=True, slots=True)
class LagMeasured:
    """The round trip to the server was measured."""

    seconds: float


@dataclass(frozen=True, slots=True)
class SearchChanged:
    """A search began or ended: ``SessionState.search``."""


@dataclass(frozen=True, slots=True)
class TextShown:
    """A help page or a command's usage is to be shown to the person, not said in the room."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class QuitRequested:
    """The person asked to leave the program."""


Event = (
    ConnectionChanged
    | NickChanged
    | RoomOpened
    | RoomClosed
    | RoomSelected
    | LineAdded
    | LineChanged
    | LinesCleared
    | LinesInserted
    | LinesRemoved
    | HistoryChanged
    | MembersChanged
    | TopicChanged
    | UnreadChanged
    | TypingChanged
    | LagMeasured
    | SearchChanged
    | TextShown
    | QuitRequested
)
