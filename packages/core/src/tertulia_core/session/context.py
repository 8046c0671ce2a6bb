"""What a handler sees and does: the state, the answers it sends, the events it causes."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tertulia_core.clock import Clock
from tertulia_core.errors import EncodeError
from tertulia_core.ids import MessageId
from tertulia_core.session import events
from tertulia_core.session.batches import Batches
from tertulia_core.session.delivery import Deliveries, Pacer
from tertulia_core.session.pings import Pings
from tertulia_core.session.settings import SessionSettings
from tertulia_core.session.state import ConnectionPhase, LineKind, Room, SessionState
from tertulia_core.session.timelines import Timelines
from tertulia_core.wire import capabilities as caps
from tertulia_core.wire.casemap import CasefoldDict
from tertulia_core.wire.codec import encode
from tertulia_core.wire.isupport import ISupport
from tertulia_core.wire.message import NO_TAGS, Message

if TYPE_CHECKING:
    from tertulia_core.session.history import Question
    from tertulia_core.session.logins import Attempt
    from tertulia_core.session.settings import Login

__all__ = ["Context"]

SEEN_IDS: Final = 32_768
"""How many messages are remembered, so that none is shown twice."""

LATE_SECONDS: Final = 10.0
"""A message without an id that is older than this when it comes is played back, not said now."""


class Context(Timelines):
    """The engine's working set; owner: the UI thread.

    Attributes:
        caps: what was negotiated, as bits.
        offered: what the server has: capability name → value.
        wished: channels to be in, by name, with their keys; a reconnect joins them.
        joining: folded names of channels whose JOIN is not answered yet, with
            how many PINGs had been written before it.
        parting: folded names of channels we asked to leave.
        selecting: folded names of channels to show once we are in.
        questions: what the server's history was asked and has not answered yet.
        asked_count: how many questions there were.
        next_marker_at: when the server may be told again how far we have read (monotonic).
        waiting_changes: message id → what changes it, for messages that are not here yet.
        heard_until: the newest server time heard, 0.0 before any.
        asked: what the person asked for, ``(subject, folded name)``: only then
            are answers shown that also come unasked.
        wanted_nick: the one the person asked for.
        held_nick: the first one the server gave us, which a reconnect asks for;
            ``""`` before that.
        label: the label of the message being handled, its batch's included.
        typing_sent: folded target → the last typing notice of ours and when it was sent.
        typing_refused: folded targets that take no typing notices of ours.
        typists: room name → nick → until when it counts as writing (monotonic).
        server_paces: the server holds back what comes too fast and never
            disconnects for it, so we need not wait between messages.
        login: the account to use here, ``None`` for a guest.
        registering: the account that we asked for.
        attempt: the login that is under way.
        is_private: nobody else can read the line: it has TLS, or does not leave this computer.
        gives_up: the connection is ended by us and not to be tried again.
        stalled: why the connection should be given up, ``""`` while it is fine.
    """

    def __init__(self, settings: SessionSettings, clock: Clock) -> None:
        self.wished: CasefoldDict[str] = CasefoldDict()
        super().__init__(SessionState(settings.nick, settings.address), clock)
        self.settings = settings
        self.wanted_nick = settings.nick
        self.held_nick = ""
        self.away_reason = ""
        self.login = settings.login
        self.registering: Login | None = None
        self.deliveries = Deliveries()
        self.state.attention.take(settings.attention)
        self._output: list[bytes] = []
        self._seen: dict[str, None] = {}
        self.waiting_changes: dict[MessageId, list[Message]] = {}
        self.heard_until = 0.0
        self.forget_connection()

    def forget_connection(self) -> None:
        """Begin anew with everything that holds for one connection only."""
        self.learn(ISupport())
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
        self.questions: list[Question] = []
        self.asked_count = 0
        self.next_marker_at = 0.0
        self.label = ""
        self.server_paces = False
        self.server_error = ""
        self.attempt: Attempt | None = None
        self.is_private = False
        self.gives_up = False
        self.stalled = ""
        self.pings = Pings()
        self.pacer = Pacer()
        self.typing_sent: dict[str, tuple[str, float]] = {}
        self.typing_refused: set[str] = set()
        self.typists: dict[str, dict[str, float]] = {}
        self._output.clear()

    def learn(self, isupport: ISupport) -> None:
        """Take over a network's rule for names."""
        super().learn(isupport)
        self.wished.refold(isupport.fold)

    def move(self, settings: SessionSettings) -> None:
        """Forget one server for another."""
        self.settings = settings
        self.wanted_nick, self.held_nick, self.away_reason = settings.nick, "", ""
        self.login, self.registering = settings.login, None
        self.wished.clear()
        self.deliveries = Deliveries()
        self._seen.clear()
        self.waiting_changes.clear()
        self.heard_until = 0.0
        self.reset(settings.nick, settings.address)
        self.state.attention.take(settings.attention)
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

    def give_up(self, reason: str) -> None:
        """Leave the server for a reason, and do not come back by ourselves."""
        self.gives_up, self.server_error = True, reason
        self.send("QUIT")

    # What happened

    def set_phase(self, phase: ConnectionPhase, problem: str = "") -> None:
        """Enter another phase of the connection."""
        self.state.phase, self.state.problem = phase, problem
        self.emit(events.ConnectionChanged(phase, problem))

    def close_room(self, room: Room) -> None:
        """Take a room out of the list, with what was on its way to it."""
        for outgoing in self.deliveries.all():
            if self.is_same(outgoing.target, room.name):
                self.deliveries.remove(outgoing)
        super().close_room(room)

    def rename_room(self, room: Room, name: str) -> None:
        """Let a room go on under another name, with its lines and what is on its way to it."""
        for outgoing in self.deliveries.all():
            if self.is_same(outgoing.target, room.name):
                outgoing.target = name
                outgoing.line = replace(outgoing.line, room=name)
        super().rename_room(room, name)

    def is_repeated(self, msgid: MessageId | None) -> bool:
        """Tell whether a message was shown before, and remember that it is now."""
        return msgid is not None and self._remember(msgid)

    def is_heard(self, message: Message) -> bool:
        """Tell whether a message of history was shown before, and remember that it is now.

        Some have no id, or had none when they happened: then time, sender and text tell.
        """
        is_known = self.is_repeated(MessageId(message.tags.get("msgid", "")) or None)
        mark = _mark_of(message)
        return (bool(mark) and self._remember(mark)) or is_known

    def is_played_back(self, message: Message) -> bool:
        """Tell whether a message without an id is an old one that was shown before.

        Bouncers without the ``chathistory`` extension play back like this.
        """
        if message.tags.get("msgid") or "time" not in message.tags:
            return False
        is_known = self._remember(_mark_of(message))
        return is_known and self.time_of(message) < self.clock.wall() - LATE_SECONDS

    def forget_ids(self, msgids: Iterable[MessageId | None]) -> None:
        """Let messages be shown that were shown before."""
        for msgid in msgids:
            if msgid:
                self._seen.pop(msgid, None)

    def _remember(self, mark: str) -> bool:
        """Remember a message by its id or its mark; return whether it was known."""
        if mark in self._seen:
            return True
        self._seen[mark] = None
        if len(self._seen) > SEEN_IDS:
            del self._seen[next(iter(self._seen))]
        return False

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
                time = parsed.timestamp()
                self.heard_until = max(self.heard_until, time)
                return time
            except (ValueError, OverflowError):
                pass
        return self.clock.wall()


def _mark_of(message: Message) -> str:
    """Return what tells a message without an id from others; ``""`` where nothing does."""
    time, params = message.tags.get("time"), message.params
    if not time:
        return ""
    is_speech = message.command in {"PRIVMSG", "NOTICE"}
    where = "" if message.command in {"NICK", "QUIT"} or not params else params[0]
    said = params[-1] if is_speech else ""
    return "\0".join((time, message.command, (message.source or "").partition("!")[0], where, said))
