"""The client engine: lines and intents in, lines and events out; no socket, no thread, no widget.

Whoever owns the connection calls ``connected``, ``receive``, ``tick`` and
``disconnected`` as things happen and ``request`` for what the person wants;
after each call ``take_output`` has the lines to write, and after ``tick`` and
``receive``, ``next_deadline`` says when to call ``tick`` again.
"""

import logging
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from tertulia_core.clock import Clock
from tertulia_core.errors import ParseError
from tertulia_core.i18n import Catalogue
from tertulia_core.session import breaking, markers, registration, speaking, typists
from tertulia_core.session.context import Context
from tertulia_core.session.events import Event
from tertulia_core.session.handlers import (
    changes,
    channels,
    greeting,
    logins,
    members,
    membership,
    messages,
    metadata,
    replies,
)
from tertulia_core.session.handlers.table import HandlerTable
from tertulia_core.session.handlers.unknown import show_unknown
from tertulia_core.session.intents import Intent
from tertulia_core.session.settings import Login, SessionSettings
from tertulia_core.session.state import (
    SERVER_ROOM,
    ConnectionPhase,
    LineKind,
    RoomKind,
    SessionState,
)
from tertulia_core.session.unsent import Unsent, restore, unsent_of
from tertulia_core.session.wishes import WISHES
from tertulia_core.wire.codec import decode_line

__all__ = ["ClientSession", "Unsent"]

_ = Catalogue("tertulia_core").gettext

_log = logging.getLogger(__name__)

EVENTS: Final = frozenset({"JOIN", "KICK", "MODE", "NICK", "PART", "QUIT", "TOPIC"})
"""What history holds beside what people say; remembered, so that it is not told twice."""

REGISTRATION_SECONDS: Final = 60.0
"""How long a server may take to let us in."""

HANDLERS: Final = HandlerTable()
"""Every command and numeric that has a handler."""

for _topic in (
    changes, channels, greeting, logins, members, membership, messages, metadata, replies,
):  # fmt: skip
    HANDLERS.update(_topic.TABLE)


class ClientSession:
    """One server as one person sees it; owner: the UI thread.

    ``state`` is for reading; events say what changed in it.

    Args:
        settings: who we are and where we go.
        clock: tells the time; nothing else of the outside world is touched.
    """

    def __init__(self, settings: SessionSettings, clock: Clock) -> None:
        self._ctx = Context(settings, clock)
        self._registering_since = 0.0
        self._open_first_rooms()

    @property
    def state(self) -> SessionState:
        """What is known; the same object for the whole session."""
        return self._ctx.state

    @property
    def settings(self) -> SessionSettings:
        """What the session was told before it began."""
        return self._ctx.settings

    @property
    def stalled(self) -> str:
        """Why the connection should be given up, one sentence; ``""`` while it is fine."""
        return self._ctx.stalled

    @property
    def gives_up(self) -> bool:
        """Whether the connection is to be ended and not tried again; why becomes the problem."""
        return self._ctx.gives_up

    @property
    def login(self) -> Login | None:
        """The account that is used, ``None`` for a guest; a token comes after the first login."""
        return self._ctx.login

    @property
    def unsent_revision(self) -> int:
        """A number that changes whenever ``unsent()`` does."""
        return self._ctx.deliveries.revision

    def unsent(self) -> tuple[Unsent, ...]:
        """Return the own messages that are not confirmed, in the order typed."""
        return unsent_of(self._ctx)

    def restore(self, unsent: Iterable[Unsent]) -> list[Event]:
        """Take over messages that an earlier run left: what was never written is sent again."""
        restore(self._ctx, unsent)
        return self._finish()

    def start(self) -> list[Event]:
        """Return the events that tell what there is before anything happens."""
        return self._finish()

    def move(self, settings: SessionSettings) -> list[Event]:
        """Begin anew with another server; what was on screen goes, ``state`` stays the object."""
        ctx = self._ctx
        ctx.move(settings)
        self._open_first_rooms()
        return self._finish()

    def use_password(self, password: str) -> None:
        """Give the server another password from the next connection on."""
        self._ctx.settings = replace(self._ctx.settings, password=password)

    def connecting(self) -> list[Event]:
        """A connection is being made."""
        self._ctx.state.retry_at = None
        self._ctx.set_phase(ConnectionPhase.CONNECTING, self._ctx.state.problem)
        return self._finish()

    def connected(self, *, is_tls: bool = False, is_loopback: bool = False) -> list[Event]:
        """The connection stands: sign in."""
        self._ctx.state.tls = is_tls
        self._ctx.is_private = is_tls or is_loopback
        self._registering_since = self._ctx.clock.monotonic()
        registration.begin(self._ctx)
        return self._finish()

    def disconnected(self, reason: str, retry_at: float | None) -> list[Event]:
        """The connection is gone or could not be made; see ``breaking.break_off``."""
        messages.finish_batches(self._ctx, self._ctx.batches.end_all())
        breaking.break_off(self._ctx, reason, retry_at)
        return self._finish()

    def receive(self, lines: Iterable[bytes]) -> list[Event]:
        """Take in lines from the server, without their line ends; whatever they hold."""
        for line in lines:
            self._receive_one(line)
        return self._finish()

    def request(self, intent: Intent) -> list[Event]:
        """Do what the person wants."""
        WISHES[type(intent)](self._ctx, intent)
        return self._finish()

    def focus(self, is_focused: bool) -> list[Event]:
        """Take in whether somebody looks at the screen: only then does a room count as read."""
        ctx = self._ctx
        room = ctx.room(ctx.state.current)
        if room is not None and is_focused:
            ctx.mark_seen(room)
        elif room is not None and ctx.state.focused and room.lines:
            room.read_line = room.lines[-1].id
        ctx.state.focused = is_focused
        return self._finish()

    def report(self, text: str) -> list[Event]:
        """Show an error of the program's own where the person looks."""
        self._ctx.note(text, kind=LineKind.ERROR)
        return self._finish()

    def tell(self, text: str, room: str = "") -> list[Event]:
        """Show a remark of the program's own in a room, by default where the person looks."""
        self._ctx.note(text, self._ctx.room(room) if room else None)
        return self._finish()

    def tick(self) -> list[Event]:
        """Do what time asks for: PINGs, deadlines, the pace of sending, typing notices."""
        ctx = self._ctx
        now = ctx.clock.monotonic()
        typists.expire(ctx)
        if ctx.state.phase is ConnectionPhase.ONLINE:
            speaking.flush(ctx)
            if ctx.pings.is_dead(now):
                ctx.stalled = _("The server does not answer any more.")
        elif self._is_registration_late(now):
            ctx.stalled = _("The server did not let us in.")
        return self._finish()

    def next_deadline(self) -> float | None:
        """Return when ``tick`` has something to do (monotonic), ``None`` for never."""
        ctx = self._ctx
        deadlines = [typists.next_expiry(ctx)]
        if ctx.stalled:
            return deadlines[0]
        if ctx.state.phase is ConnectionPhase.ONLINE:
            deadlines += [ctx.pings.next_at(), markers.next_at(ctx)]
            if speaking.has_writable(ctx):
                deadlines.append(ctx.pacer.next_at())
        elif ctx.state.phase is ConnectionPhase.REGISTERING:
            deadlines.append(self._registering_since + REGISTRATION_SECONDS)
        return min((one for one in deadlines if one is not None), default=None)

    def take_output(self) -> list[bytes]:
        """Return the lines to write, complete with their line ends, and forget them."""
        return self._ctx.take_output()

    def _open_first_rooms(self) -> None:
        ctx, rooms = self._ctx, self._ctx.settings.rooms
        ctx.open_room(SERVER_ROOM, RoomKind.SERVER)
        for name in rooms:
            ctx.wished[name] = ""
            ctx.open_room(name, RoomKind.CHANNEL)
        ctx.select(rooms[0] if rooms else SERVER_ROOM)

    def _receive_one(self, line: bytes) -> None:
        ctx = self._ctx
        if not line.strip():
            return
        try:
            message = decode_line(line, errors="replace")
        except ParseError:
            ctx.note_server(line.decode("utf-8", "replace"))
            return
        collector = ctx.batches.collector_of(message)
        if collector is not None and message.command != "BATCH":
            collector.collect(message)
            return
        ctx.label = ctx.batches.label_of(message)
        row = HANDLERS.get(message.command)
        try:
            if row is not None and row.accepts(message):
                row.handler(ctx, message)
                if message.command in EVENTS:
                    ctx.is_heard(message)
            else:
                show_unknown(ctx, message)
        except Exception:  # noqa: BLE001 — one bad line must not end the conversation
            _log.exception("A %s from the server could not be handled.", message.command)

    def _is_registration_late(self, now: float) -> bool:
        is_registering = self._ctx.state.phase is ConnectionPhase.REGISTERING
        return is_registering and now >= self._registering_since + REGISTRATION_SECONDS

    def _finish(self) -> list[Event]:
        """Write a PING if one is due, and hand over what happened."""
        ctx = self._ctx
        if ctx.state.phase is ConnectionPhase.ONLINE:
            markers.tell(ctx)
            now = ctx.clock.monotonic()
            if ctx.pings.is_due(now):
                ctx.send("PING", ctx.pings.next_token(now))
        return ctx.take_events()
