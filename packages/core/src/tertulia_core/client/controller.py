"""The engine and the network in one hand, for any user interface.

A user interface calls ``start``, then ``pump`` whenever the link says that it
is ready and whenever ``next_deadline`` has come, and shows the events that
every call returns.
"""

import random
from collections import deque
from collections.abc import Callable
from itertools import islice
from typing import Final

from tertulia_core.address import Target, TcpAddress, is_loopback, parse_target
from tertulia_core.client.backoff import Backoff
from tertulia_core.client.drafts import Drafts
from tertulia_core.client.errands import export_room, keep_choices
from tertulia_core.client.hosted_room import HostedRoom
from tertulia_core.client.hosting import HostState, RoomHost, can_host
from tertulia_core.client.link import ClientLink, Connected, Disconnected, Lines, LinkEvent
from tertulia_core.client.options import ClientOptions
from tertulia_core.client.outbox import Outbox
from tertulia_core.client.preferences import choices_of
from tertulia_core.client.tokens import Tokens
from tertulia_core.clock import Clock
from tertulia_core.errors import AddressError
from tertulia_core.i18n import Catalogue
from tertulia_core.session import intents, slash
from tertulia_core.session.completion import Completion, complete
from tertulia_core.session.engine import ClientSession, Unsent
from tertulia_core.session.events import Event
from tertulia_core.session.intents import Intent
from tertulia_core.session.settings import SessionSettings
from tertulia_core.session.state import ConnectionPhase, RoomKind, SessionState

__all__ = ["Controller"]

_ = Catalogue("tertulia_core").gettext

SLICE: Final = 32
"""Lines taken in between two looks at the clock."""

_SERVED: Final = frozenset({ConnectionPhase.REGISTERING, ConnectionPhase.ONLINE})
"""While this holds a server has answered."""


class Controller:
    """One connection to one server and all that is known about it; owner: the UI thread.

    Args:
        options: where to go and as whom.
        link: the network; its ``on_ready`` is the user interface's.
        clock: tells the time.
        chance: returns random numbers from 0 to 1, for the waits between tries.
        host: starts a server as a child process.
        outbox: one that controllers of several servers share, with the instance whose it is:
            then whoever made it closes the instance. ``None`` for one of its own.
        drafts: those that controllers of several servers share, in the same way.
    """

    def __init__(
        self,
        options: ClientOptions,
        link: ClientLink,
        clock: Clock,
        *,
        chance: Callable[[], float] = random.random,
        host: Callable[[TcpAddress], RoomHost] = RoomHost,
        outbox: Outbox | None = None,
        drafts: Drafts | None = None,
    ) -> None:
        self.options = options
        self._target = options.target
        self._password = options.password
        self._link = link
        self._clock = clock
        self._chance = chance
        self._backoff = Backoff()
        self._tokens = Tokens(options.instance)
        self._session = ClientSession(self._settings(), clock)
        self._stored_login = self._session.login
        self._is_sharing = outbox is not None
        self._outbox = outbox or Outbox.of_instance(options.instance)
        self._drafts = drafts or Drafts.of_instance(options.instance)
        self._stored_revision = -1
        self._inbox: deque[LinkEvent] = deque()
        self._lines: deque[bytes] = deque()
        self._attempts = 0  # connects whose end has not come yet
        self._failures = 0
        self._retry_at: float | None = None
        self._is_leaving = False
        self._is_started = False
        self._is_stopped = False
        self._hosted = HostedRoom(host)

    @property
    def state(self) -> SessionState:
        """What is known; the same object for as long as the controller lives."""
        return self._session.state

    @property
    def target(self) -> Target:
        """Where it is connected, or tries to be."""
        return self._target

    @property
    def pending(self) -> bool:
        """Whether more waits than the last ``pump`` had time for."""
        return bool(self._lines or self._inbox)

    def start(self) -> list[Event]:
        """Open the rooms, take over what an earlier run left unsent, and connect."""
        self._link.start()
        happened = self._session.start()
        for problem in self.options.problems:
            happened += self._session.report(problem)
        happened += self._session.restore(self._outbox.of(str(self._target.address)))
        self._is_started = True
        return self._finish(happened + self._connect())

    def pump(self, budget: float = 0.008) -> list[Event]:
        """Take in what the network brought, for ``budget`` seconds at most, then look at timers."""
        end = self._clock.monotonic() + budget
        self._inbox += self._link.drain()
        happened: list[Event] = []
        while self.pending:
            happened += self._take_one()
            if self._clock.monotonic() >= end:
                break
        return self._finish(happened + self._look_at_timers())

    def submit_text(self, text: str) -> list[Event]:
        """Do what Enter does: say something, or carry out a command."""
        text = text.strip()
        if not text:
            return []
        try:
            intent = slash.parse(text, self.state.current)
        except slash.SlashError as error:
            return self._session.report(str(error))
        return self.request(intent)

    def request(self, intent: Intent) -> list[Event]:
        """Do what the person wants."""
        happened = self._session.request(intent)
        match intent:
            case intents.Connect(address, password):
                happened += self._connect_to(address, password)
            case intents.Disconnect() | intents.Quit():
                happened += self._leave()
            case intents.ExportRoom():
                happened += export_room(self._session, self.options, self._clock, intent)
            case intents.IgnoreNick() | intents.MuteRoom() | intents.SetLevel():
                happened += keep_choices(self._session, self.options)
        return self._finish(happened)

    def report(self, problem: str) -> list[Event]:
        """Show a problem of the user interface's own where the person looks."""
        return self._session.report(problem)

    def complete(self, text: str, cursor: int) -> Completion:
        """Return what Tab offers at ``cursor`` in ``text``."""
        return complete(self.state, text, cursor)

    def typed(self, text: str) -> list[Event]:
        """Take in what stands in the composer now: others may see that we are writing.

        It is the draft of the room on screen.
        """
        server, now = str(self._target.address), self._clock.monotonic()
        self._drafts.store(server, self.state.current, text, now)
        if not self.options.settings.typing:
            return []
        is_speech = bool(text.strip()) and (not text.startswith("/") or text.startswith("//"))
        word = "active" if is_speech else "done"
        return self.request(intents.SetTyping(self.state.current, word))

    def draft(self, room: str) -> str:
        """Return what was being written in a room, for its composer."""
        return self._drafts.get(str(self._target.address), room)

    def focus(self, is_focused: bool) -> list[Event]:
        """Take in whether the window has the focus: only then does a room count as read."""
        return self._finish(self._session.focus(is_focused))

    def unsent(self) -> tuple[Unsent, ...]:
        """Return our messages that are not confirmed, in the order typed."""
        return self._session.unsent()

    def next_deadline(self) -> float | None:
        """Return the monotonic time at which ``pump`` is due even if nothing arrives."""
        moments = (
            self._retry_at, self._session.next_deadline(), self._hosted.look_at,
            self._drafts.next_deadline(),
        )  # fmt: skip
        return min((moment for moment in moments if moment is not None), default=None)

    def can_start_server(self) -> bool:
        """Tell whether "Start a room here" can be offered.

        Nobody serves us, and our target is this computer's.
        """
        address = self._target.address
        return (
            not self._hosted.is_running
            and not self.options.is_guest
            and self.state.phase not in _SERVED
            and isinstance(address, TcpAddress)
            and is_loopback(address.host)
            and not self._target.tls
            and can_host()
        )

    def start_server(self) -> list[Event]:
        """Start a server where the target is; it ends with this client."""
        address = self._target.address
        if self.state.phase in _SERVED:
            return self._session.tell(_("You are in a room already: there is nothing to start."))
        if not self.can_start_server() or not isinstance(address, TcpAddress):
            return []
        try:
            self._hosted.start(address, self._clock.monotonic())
        except OSError as error:
            return self._session.report(str(error))
        return []

    def is_hosting_others(self) -> bool:
        """Tell whether somebody else is in a room that ends with this client."""
        if not self._hosted.is_running or self._target.address != self._hosted.address:
            return False
        rooms = self.state.rooms.values()
        return any(room.kind is RoomKind.CHANNEL and len(room.members) > 1 for room in rooms)

    def stop(self) -> None:
        """Take leave, close the link, end a server of ours, and unlock the instance."""
        if self._is_stopped:
            return
        self._is_stopped = True
        self.request(intents.Disconnect())
        self._drafts.write()
        self._link.stop()
        self._hosted.stop()
        if self.options.instance is not None and not self._is_sharing:
            self.options.instance.close()

    # Connecting

    def _settings(self) -> SessionSettings:
        options = self.options
        return SessionSettings(
            nick=options.nick,
            address=str(self._target.address),
            realname=options.realname,
            rooms=(self._target.room,) if self._target.room else (),
            password=self._password,
            login=self.options.login or self._tokens.of(self._target),
            keeps_tokens=self._tokens.keeps,
            attention=choices_of(options.settings, str(self._target.address)),
        )

    def _connect(self) -> list[Event]:
        self._retry_at = None
        self._is_leaving = False
        self._attempts += 1
        self._lines.clear()
        happened = self._session.connecting()
        self._link.connect(self._target)
        return happened

    def _connect_to(self, address: str, password: str) -> list[Event]:
        """Connect now, to where we were or elsewhere, or with another password."""
        try:
            target = parse_target(address) if address else self._target
        except AddressError as error:
            return self._session.report(str(error))
        is_elsewhere = (target.address, target.tls) != (self._target.address, self._target.tls)
        if not is_elsewhere and self.state.phase is ConnectionPhase.ONLINE:
            return self._session.request(intents.JoinRoom(target.room))
        happened: list[Event] = []
        if password and not is_elsewhere:
            self._password = password
            self._session.use_password(password)
        if is_elsewhere:
            self._target, self._password = target, password
            self._failures = 0
            happened += self._session.move(self._settings())
            self._stored_login = self._session.login
            self._stored_revision = -1
            happened += self._session.restore(self._outbox.of(str(target.address)))
        return happened + self._connect()

    def _leave(self) -> list[Event]:
        """Close the connection and stay away; the goodbye is written first."""
        self._is_leaving, self._retry_at = True, None
        self._write()
        if self._attempts:
            self._link.disconnect()
            return []
        return self._session.disconnected("", None)

    def _take_one(self) -> list[Event]:
        """Take in one event of the link, or one slice of the lines it brought."""
        if self._lines:
            lines = [*islice(self._lines, SLICE)]
            for _line in lines:
                self._lines.popleft()
            happened = self._session.receive(lines)
            return happened + self._leave() if self._session.gives_up else happened
        event = self._inbox.popleft()
        if isinstance(event, Disconnected):
            return self._disconnected(event)
        if self._attempts > 1:
            return []  # the connection before this one still had something to say
        if isinstance(event, Lines):
            self._lines += event.lines
            return []
        return self._connected(event)

    def _connected(self, event: Connected) -> list[Event]:
        return self._session.connected(is_tls=event.peer.is_tls, is_loopback=event.peer.is_loopback)

    def _disconnected(self, event: Disconnected) -> list[Event]:
        self._attempts -= 1
        if self._attempts:
            return []
        if self._is_leaving:
            return self._session.disconnected("", None)
        if self.state.phase is ConnectionPhase.ONLINE:
            self._failures = 0
        self._failures += 1
        delay = self._backoff.delay(self._failures, self._chance())
        self._retry_at = self._clock.monotonic() + delay
        return self._session.disconnected(event.reason, self._retry_at)

    # Timers and output

    def _look_at_timers(self) -> list[Event]:
        happened: list[Event] = []
        now = self._clock.monotonic()
        deadline = self._session.next_deadline()
        if deadline is not None and deadline <= now:
            happened += self._session.tick()
            if self._session.stalled:
                self._link.disconnect()
        draft_at = self._drafts.next_deadline()
        if draft_at is not None and draft_at <= now:
            self._drafts.write()
        if self._hosted.look_at is not None and self._hosted.look_at <= now:
            happened += self._look_at_host(now)
        if self._retry_at is not None and self._retry_at <= now:
            happened += self._connect()
        return happened

    def _look_at_host(self, now: float) -> list[Event]:
        """Connect as soon as the server we started listens; say why if it ended."""
        state = self._hosted.look(now)
        if state is HostState.READY:
            self._retry_at = now if not self._attempts else None
            return self._session.tell(
                _("You opened this room: it lasts until you close this program, for everybody."),
                self._target.room,
            )
        return self._session.report(self._hosted.problem) if state is HostState.ENDED else []

    def _finish(self, happened: list[Event]) -> list[Event]:
        self._write()
        return happened

    def _write(self) -> None:
        """Keep what is unconfirmed, then hand over what is to be written."""
        is_changed = self._session.unsent_revision != self._stored_revision
        if is_changed and self._is_started:  # before that the file has what is not restored yet
            self._stored_revision = self._session.unsent_revision
            self._outbox.store(self._session.settings.address, self._session.unsent())
        if self._session.login != self._stored_login:
            self._stored_login = self._session.login
            self._tokens.store(self._target, self._stored_login)
        output = self._session.take_output()
        if output:
            self._link.submit(output)
