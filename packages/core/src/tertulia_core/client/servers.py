"""Several servers at once behind one pump and one room list, for any user interface.

Each server has a controller, a link and an engine of its own, which know
nothing of the others. One of them is on screen: what happens there comes as the
engine's events, what happens on another comes wrapped in ``Elsewhere``, and
``ServerSelected`` says that all that is shown belongs to another one from now on.

    /connect host:port     opens another server; one that never answered gives way
    /part                  said among a server's own lines closes it, if there are others
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, Final, NamedTuple

from tertulia_core.address import Target, parse_target
from tertulia_core.client.controller import Controller
from tertulia_core.client.drafts import Drafts
from tertulia_core.client.link import ClientLink, NetworkLink
from tertulia_core.client.options import ClientOptions
from tertulia_core.client.outbox import Outbox
from tertulia_core.client.server_events import (
    Elsewhere,
    Happening,
    RoomKey,
    ServerId,
    ServersChanged,
    ServerSelected,
)
from tertulia_core.clock import Clock
from tertulia_core.errors import AddressError
from tertulia_core.i18n import Catalogue
from tertulia_core.session import intents, slash
from tertulia_core.session.events import ConnectionChanged, Event
from tertulia_core.session.intents import Intent
from tertulia_core.session.state import SERVER_ROOM, ConnectionPhase, SessionState
from tertulia_core.session.walking import next_place
from tertulia_core.transport.waker import Waker

__all__ = [
    "Elsewhere",
    "Happening",
    "RoomKey",
    "Server",
    "ServerId",
    "ServerSelected",
    "Servers",
    "ServersChanged",
]


_ = Catalogue("tertulia_core").gettext


class Server(NamedTuple):
    """A server in the list."""

    id: ServerId
    controller: Controller

    @property
    def state(self) -> SessionState:
        """What is known about it."""
        return self.controller.state


class Servers:
    """All servers of one running client; owner: the UI thread.

    It is used as one controller is: ``start``, then ``pump`` whenever ``on_ready`` was called
    (or ``wake_fileno`` is readable) and whenever ``next_deadline`` has come.

    Args:
        options: where to go first, and as whom.
        clock: tells the time.
        on_ready: called on a network thread when there is something to ``pump``.
        open_link: makes the link of a server, given what to call when it is ready.
        **parts: what each ``Controller`` is given beside that; other ones in tests.
    """

    def __init__(
        self,
        options: ClientOptions,
        clock: Clock,
        *,
        on_ready: Callable[[], None] = lambda: None,
        open_link: Callable[[Callable[[], None]], ClientLink] | None = None,
        **parts: Any,
    ) -> None:
        self.options = options
        self._clock = clock
        self._on_ready = on_ready
        self._open_link = open_link or (lambda ready: NetworkLink(ready, clock=clock))
        self._parts = parts
        self._outbox = Outbox.of_instance(options.instance)
        self._drafts = Drafts.of_instance(options.instance)
        self._waker: Waker | None = None
        self._servers: dict[ServerId, Controller] = {}
        self._answered: set[ServerId] = set()
        self._last_id = 0
        self._is_focused = True
        self._is_stopped = False
        self._shown = self._add(options)

    # What there is

    @property
    def shown(self) -> Server:
        """The server on screen."""
        return Server(self._shown, self._servers[self._shown])

    @property
    def current(self) -> Controller:
        """The controller of the server on screen."""
        return self._servers[self._shown]

    @property
    def state(self) -> SessionState:
        """What is known about the server on screen."""
        return self.current.state

    def all(self) -> tuple[Server, ...]:
        """Return every server, in the order of the room list."""
        return tuple(Server(each, controller) for each, controller in self._servers.items())

    def states(self) -> dict[ServerId, SessionState]:
        """Return what is known about each server, in the order of the room list."""
        return {each: controller.state for each, controller in self._servers.items()}

    def rooms(self) -> Iterator[RoomKey]:
        """Yield every room, in the order of the room list."""
        for each, state in self.states().items():
            for room in state.rooms.values():
                yield RoomKey(each, room.name)

    @property
    def place(self) -> RoomKey:
        """The room on screen."""
        return RoomKey(self._shown, self.state.current)

    def neighbour(self, step: int, *, unread: bool = False) -> RoomKey | None:
        """Return the room ``step`` places from the one on screen, ``None`` if there is no other.

        Args:
            step: 1 for the next room, -1 for the one before.
            unread: pass over rooms in which nothing is unread.
        """
        return next_place(
            [*self.rooms()], self.place, step, lambda key: not unread or self._unread(key) > 0
        )

    # The pump

    @property
    def pending(self) -> bool:
        """Whether more waits than the last ``pump`` had time for."""
        return any(controller.pending for controller in self._servers.values())

    def start(self) -> list[Happening]:
        """Open the rooms of the first server, and connect."""
        return self._told(self._shown, self.current.start())

    def pump(self, budget: float = 0.008) -> list[Happening]:
        """Take in what the networks brought; the server on screen has ``budget`` seconds first.

        A flood there leaves each other server one slice of its lines per call.
        """
        end = self._clock.monotonic() + budget
        happened: list[Happening] = []
        for each, controller in self._on_screen_first():
            left = max(end - self._clock.monotonic(), 0.0)
            happened += self._told(each, controller.pump(left))
        return happened

    def next_deadline(self) -> float | None:
        """Return the monotonic time at which ``pump`` is due even if nothing arrives."""
        moments = (controller.next_deadline() for controller in self._servers.values())
        return min((moment for moment in moments if moment is not None), default=None)

    def wake_fileno(self) -> int:
        """Return a descriptor that is readable while ``clear_wake`` and ``pump`` are due."""
        if self._waker is None:
            self._waker = Waker()
            self._waker.wake()  # something may have happened before anybody watched
        return self._waker.fileno()

    def clear_wake(self) -> None:
        """Make the descriptor unreadable again; comes before ``pump``."""
        if self._waker is not None:
            self._waker.clear()

    def stop(self) -> None:
        """Take leave of every server, release everything, unlock the instance."""
        if self._is_stopped:
            return
        self._is_stopped = True
        for controller in self._servers.values():
            controller.request(intents.Disconnect())  # all say goodbye before one is waited for
        for controller in self._servers.values():
            controller.stop()
        if self._waker is not None:
            self._waker.close()
        if self.options.instance is not None:
            self.options.instance.close()

    # What the person wants

    def submit_text(self, text: str) -> list[Happening]:
        """Do what Enter does: say something in the room on screen, or carry out a command."""
        intent = self._intent_of(text.strip())
        if intent is not None and type(intent) in _OWN_WISHES:
            return self.request(intent)
        return self._told(self._shown, self.current.submit_text(text))

    def request(self, intent: Intent) -> list[Happening]:
        """Do what the person wants, on the server on screen or with the servers themselves."""
        wish = _OWN_WISHES.get(type(intent))
        if wish is not None:
            return wish(self, intent)
        return self._told(self._shown, self.current.request(intent))

    def select(self, key: RoomKey) -> list[Happening]:
        """Show a room of any server."""
        if key.server not in self._servers:
            return []
        if key.server != self._shown:
            return self._show(key.server, key.room)
        return self.request(intents.SelectRoom(key.room))

    def typed(self, text: str) -> list[Happening]:
        """Take in what stands in the composer now."""
        return self._told(self._shown, self.current.typed(text))

    def focus(self, is_focused: bool) -> list[Happening]:
        """Take in whether somebody looks at the window: only then does a room count as read."""
        self._is_focused = is_focused
        return self._told(self._shown, self.current.focus(is_focused))

    def start_server(self) -> list[Happening]:
        """Start a server where the one on screen should be."""
        return self._told(self._shown, self.current.start_server())

    def report(self, problem: str) -> list[Happening]:
        """Show a problem of the user interface's own where the person looks."""
        return self._told(self._shown, self.current.report(problem))

    def is_hosting_others(self) -> bool:
        """Tell whether somebody else is in a room that ends with this client."""
        return any(controller.is_hosting_others() for controller in self._servers.values())

    # The servers themselves

    def _connect(self, intent: intents.Connect) -> list[Happening]:
        """Connect again where we are, or go to another server and keep this one."""
        try:
            target = parse_target(intent.address) if intent.address else self.current.target
        except AddressError as error:
            return self.report(str(error))
        known = self._find(target)
        if known is None and self.options.is_guest:
            return self.report(_("Guests of this computer stay on its server."))
        if known is None and self._shown in self._answered:
            return self._open(target, intent.password)
        shown = self._show(known) if known is not None else []
        return [*shown, *self._told(self._shown, self.current.request(intent))]

    def _open(self, target: Target, password: str) -> list[Happening]:
        nick = target.nick or self.options.nick
        wished = replace(self.options, target=target, nick=nick, problems=(), password=password)
        opened = self._add(wished)
        happened = [ServersChanged(), *self._show(opened)]
        return [*happened, *self._told(opened, self.current.start())]

    def _part(self, intent: intents.PartRoom) -> list[Happening]:
        """Leave a room; to leave the server's own is to close the server, if it is not the last."""
        if intent.room != SERVER_ROOM or len(self._servers) == 1:
            return self._told(self._shown, self.current.request(intent))
        closed = self._shown
        others = [each for each in self._servers if each != closed]
        shown = self._show(next((each for each in others if each > closed), others[-1]))
        self._servers.pop(closed).stop()
        self._answered.discard(closed)
        return [*shown, ServersChanged()]

    def _quit(self, intent: intents.Quit) -> list[Happening]:
        happened: list[Happening] = []
        for each, controller in self._servers.items():
            is_shown = each == self._shown
            wish = intent if is_shown else intents.Disconnect(intent.reason)
            happened += self._told(each, controller.request(wish))
        return happened

    def _show(self, server: ServerId, room: str = "") -> list[Happening]:
        """Put a room of another server on screen; only there does anything count as read."""
        if server == self._shown:
            return []
        left, self._shown = self._shown, server
        happened = self._told(left, self._servers[left].focus(False))
        happened.append(ServerSelected(server))
        select = intents.SelectRoom(room or self.state.current)
        happened += self._told(server, self.current.request(select))
        return [*happened, *self._told(server, self.current.focus(self._is_focused))]

    def _find(self, target: Target) -> ServerId | None:
        """Return the server with a target's address, whatever the room."""
        for each, controller in self._servers.items():
            here = controller.target
            if (here.address, here.tls) == (target.address, target.tls):
                return each
        return None

    def _add(self, options: ClientOptions) -> ServerId:
        self._last_id += 1
        server = ServerId(self._last_id)
        link = self._open_link(self._ready)
        self._servers[server] = Controller(
            options, link, self._clock, outbox=self._outbox, drafts=self._drafts, **self._parts
        )
        return server

    def _intent_of(self, text: str) -> Intent | None:
        """Return what a text asks for, ``None`` where it is no command or a mistyped one."""
        try:
            return slash.parse(text, self.state.current)
        except slash.SlashError:
            return None

    def _ready(self) -> None:
        """Wake the user interface; on a network thread."""
        if self._waker is not None:
            self._waker.wake()
        self._on_ready()

    def _on_screen_first(self) -> list[Server]:
        return sorted(self.all(), key=lambda server: server.id != self._shown)

    def _unread(self, key: RoomKey) -> int:
        return self._servers[key.server].state.rooms[key.room].unread

    def _told(self, server: ServerId, happened: Iterable[Event]) -> list[Happening]:
        """Return events as they concern the screen, and remember who has answered."""
        happened = tuple(happened)
        for event in happened:
            if isinstance(event, ConnectionChanged) and event.phase is ConnectionPhase.ONLINE:
                self._answered.add(server)
        if server == self._shown:
            return [*happened]
        return [Elsewhere(server, event) for event in happened]


_OWN_WISHES: Final[dict[type, Callable[[Servers, Any], list[Happening]]]] = {
    intents.Connect: Servers._connect,
    intents.PartRoom: Servers._part,
    intents.Quit: Servers._quit,
}
"""What a single controller cannot do: it knows of no other."""
