"""What a person wants, in the imperative: the values that ``ClientSession.request`` takes."""

from dataclasses import dataclass, field

__all__ = [
    "ChangeMode",
    "ChangeNick",
    "ChangePassword",
    "ClearLines",
    "Connect",
    "Disconnect",
    "Edit",
    "ExportRoom",
    "IgnoreNick",
    "Intent",
    "InviteNick",
    "JoinRoom",
    "KickNick",
    "ListRooms",
    "LoadOlder",
    "LogIn",
    "LogOut",
    "MuteRoom",
    "OpenPrivate",
    "PartRoom",
    "Quit",
    "React",
    "Redact",
    "Register",
    "Retry",
    "Search",
    "SelectRoom",
    "SendAction",
    "SendRaw",
    "SendText",
    "SetAway",
    "SetLevel",
    "SetTopic",
    "SetTyping",
    "ShowHelp",
    "ShowNames",
    "ShowWhois",
    "Unregister",
]


@dataclass(frozen=True, slots=True)
class SendText:
    """Say ``text`` (it may hold line breaks) in ``room``, a channel or a nick.

    ``reply_to`` is the id of the message that it answers.
    """

    room: str
    text: str
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class SendAction:
    """Say what one does: ``/me``."""

    room: str
    text: str


@dataclass(frozen=True, slots=True)
class React:
    """Put a sign to the message with an id, or take it back if it is there already."""

    room: str
    msgid: str
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Say another text in the place of an own message, by its line's id."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Redact:
    """Take a message back, by its line's id; one that is not sent is dropped."""

    line: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Retry:
    """Send a line again that was not sent."""

    line: int


@dataclass(frozen=True, slots=True)
class JoinRoom:
    """Enter a channel."""

    room: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class PartRoom:
    """Leave a channel or close a private conversation."""

    room: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OpenPrivate:
    """Open a conversation with one person, and say ``text`` if there is any."""

    nick: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class SelectRoom:
    """Show a room and mark it as read."""

    room: str


@dataclass(frozen=True, slots=True)
class ChangeNick:
    """Take another nick."""

    nick: str


@dataclass(frozen=True, slots=True)
class Register:
    """Make an account that keeps the nick one is using."""

    password: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class LogIn:
    """Use an account; ``""`` stands for the one called like our nick."""

    account: str
    password: str


@dataclass(frozen=True, slots=True)
class LogOut:
    """Be without an account again."""


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """Take another password for the account one is logged in to."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Unregister:
    """Delete the account one is logged in to."""

    password: str


@dataclass(frozen=True, slots=True)
class SetTopic:
    """Change a room's topic, or ask for it where ``topic`` is ``None``."""

    room: str
    topic: str | None


@dataclass(frozen=True, slots=True)
class SetAway:
    """Be away for a reason; ``""`` means back."""

    reason: str


@dataclass(frozen=True, slots=True)
class SetTyping:
    """Tell a room that one is writing (``"active"``, ``"paused"``, ``"done"``)."""

    room: str
    state: str


@dataclass(frozen=True, slots=True)
class KickNick:
    """Remove somebody from a room."""

    room: str
    nick: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class InviteNick:
    """Ask somebody into a room."""

    room: str
    nick: str


@dataclass(frozen=True, slots=True)
class ChangeMode:
    """Change modes: ``ChangeMode("#sala", "+o", ("ana",))``; no modes asks for them."""

    target: str
    modes: str = ""
    params: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowWhois:
    """Ask who somebody is."""

    nick: str


@dataclass(frozen=True, slots=True)
class ShowNames:
    """Show who is in a room."""

    room: str


@dataclass(frozen=True, slots=True)
class ListRooms:
    """Ask which rooms there are."""

    mask: str = ""


@dataclass(frozen=True, slots=True)
class LoadOlder:
    """Ask for the page of history before a room's oldest line.

    It does nothing while one is on its way or ``Room.reached_start``; the answer is
    ``LinesInserted`` or ``HistoryChanged``.
    """

    room: str


@dataclass(frozen=True, slots=True)
class Search:
    """Find what was said, by words and filters (``from:`` ``in:`` ``before:`` ``after:`` …).

    The answer is ``SearchChanged``, and a page of text if ``shows_page``; ``room`` is where to
    look, ``""`` for everywhere.
    """

    query: str
    room: str = ""
    shows_page: bool = False


@dataclass(frozen=True, slots=True)
class SendRaw:
    """Send a line of the protocol as typed."""

    line: str


@dataclass(frozen=True, slots=True)
class ClearLines:
    """Empty a room's timeline on screen."""

    room: str


@dataclass(frozen=True, slots=True)
class ShowHelp:
    """Show the commands, or one of them."""

    subject: str = ""


@dataclass(frozen=True, slots=True)
class IgnoreNick:
    """Hear somebody no more, or again; ``""`` shows who is not heard."""

    nick: str = ""


@dataclass(frozen=True, slots=True)
class MuteRoom:
    """Let a room fill quietly, or be counted again."""

    room: str


@dataclass(frozen=True, slots=True)
class SetLevel:
    """Choose which messages of a room notify (``attention.Level``'s values); ``""`` shows it."""

    room: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class ExportRoom:
    """Write what a room holds into a file; ``""`` takes the usual place."""

    room: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Connect:
    """Connect now, to ``address`` or to where we were; ``password`` is the server's."""

    address: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Disconnect:
    """Leave the server and stay away."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Quit:
    """Leave the server and the program."""

    reason: str = ""


Intent = (
    SendText
    | SendAction
    | React
    | Edit
    | Redact
    | Retry
    | JoinRoom
    | PartRoom
    | OpenPrivate
    | SelectRoom
    | ChangeNick
    | Register
    | LogIn
    | LogOut
    | ChangePassword
    | Unregister
    | SetTopic
    | SetAway
    | SetTyping
    | KickNick
    | InviteNick
    | ChangeMode
    | ShowWhois
    | ShowNames
    | ListRooms
    | LoadOlder
    | Search
    | SendRaw
    | ClearLines
    | IgnoreNick
    | MuteRoom
    | SetLevel
    | ExportRoom
    | ShowHelp
    | Connect
    | Disconnect
    | Quit
)
