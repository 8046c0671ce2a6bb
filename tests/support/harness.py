"""The whole chat in one thread, without sockets: clients as objects, time as a value.

A line that a client sends is acted on and everything it causes is delivered
before ``send`` returns, so that a test has nothing to wait for::

    chat = Harness()
    ana = chat.connect("ana")
    ana.send("JOIN #sala")
    assert ana.sync() == [...]
"""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from textwrap import wrap
from typing import Any, Final

from tertulia_core.broadcast.outbox import Outbox
from tertulia_core.clock import ManualClock
from tertulia_core.errors import ParseError
from tertulia_core.ids import LinkId
from tertulia_core.wire.codec import decode_line
from tertulia_core.wire.limits import check_line
from tertulia_core.wire.message import Message
from tertulia_server.config import Config, Reload
from tertulia_server.config.values import NAMED_SECTIONS
from tertulia_server.dispatch import Dispatcher, Now
from tertulia_server.model.session import Session
from tertulia_server.store.memory import MemoryStore
from tertulia_server.store.ports import Store
from tertulia_server.workers import PromptWorkers
from tests.support.matchers import SERVER

__all__ = ["Client", "Guest", "Harness", "make_config", "make_store"]

_REQUEST_LENGTH: Final = 400
"""Names of capabilities that one line asks for."""


def make_store() -> MemoryStore:
    """Return an empty store whose messages have ids that begin with ``store-``."""
    store = MemoryStore()
    store.name = "store"
    return store


def make_config(**tables: dict[str, Any]) -> Config:
    """Return a configuration for tests, ``make_config(server={"password": "x"})``.

    It differs from the default in the server's name, in being patient with floods and in
    hashing fast.
    """
    tables.setdefault("server", {}).setdefault("name", SERVER)
    tables.setdefault("limits", {}).setdefault("flood", False)
    tables.setdefault("accounts", {}).setdefault("fast_hash", True)
    config = Config()
    changed: dict[str, Any] = {
        name: values if name in NAMED_SECTIONS else dataclasses.replace(section, **values)
        for name, values in tables.items()
        if (section := getattr(config, name)) is not None
    }
    return dataclasses.replace(config, **changed)


class Harness:
    """A server in a test; owner: the test.

    Attributes:
        store: where its history is; a server that is to go on where another one stopped
            is given that one's.
        work_waits: whether what commands have done ``Later`` waits for ``finish_work``;
            otherwise it is done at once.
    """

    def __init__(
        self,
        config: Config | None = None,
        reload: Callable[[], Reload] | None = None,
        store: Store | None = None,
    ) -> None:
        self.clock = ManualClock()
        self.config = config or make_config()
        self._outbox = Outbox()
        self.store = store or make_store()
        self._workers = PromptWorkers()
        self.work_waits = False
        self.dispatcher = Dispatcher(
            self.config,
            self._outbox,
            started=self.clock.wall(),
            store=self.store,
            workplace=self._workers,
            reload=reload,
        )
        self.dispatcher.bring_back(self.now)
        self._links = count(1)
        self._is_collecting = False
        self._ends: dict[LinkId, Client | Guest] = {}

    @property
    def now(self) -> Now:
        """The moment at which everything happens until ``pass_time``."""
        return Now(self.clock.monotonic(), self.clock.wall())

    def connect(
        self,
        nick: str = "",
        caps: str = "",
        *,
        username: str = "user",
        realname: str = "Real Name",
        host: str = "127.0.0.1",
    ) -> "Client":
        """Open a connection; with a ``nick`` it is registered, with ``caps`` in use, and quiet."""
        client = Client(self, self._open(host))
        self._ends[client.session.link] = client
        if nick:
            client.register(nick, caps, username=username, realname=realname)
        return client

    def guest(self, host: str = "127.0.0.1") -> "Guest":
        """Open a bare socket that is in the guests' room."""
        guest = Guest(self, self._open(host))
        self._ends[guest.session.link] = guest
        self.act(lambda: self.dispatcher.reception.enter(guest.session, self.now))
        return guest

    def join(self, channel: str, *clients: "Client") -> None:
        """Let clients into a channel, the first as its operator, and forget what they read."""
        for client in clients:
            client.send(f"JOIN {channel}")
        for client in clients:
            client.read()

    def log_in(self, client: "Client", account: str) -> None:
        """Let a client be logged in to an account, as if it had been before it connected."""
        user = client.session.user
        assert user is not None
        self.act(lambda: self.dispatcher.services.set_account(user, account, self.now))

    def pass_time(self, seconds: float) -> None:
        """Let time go by, and do what becomes due at its end."""
        self.clock.advance(seconds)
        self.act(lambda: self.dispatcher.timers(self.now))

    def client_of(self, nick: str) -> "Client":
        """Return the client that is called ``nick``."""
        client = self._ends[self.dispatcher.world.users[nick].sessions[0].link]
        assert isinstance(client, Client)
        return client

    def as_client(self, guest: "Guest") -> "Client":
        """Return a guest's connection as that of an IRC client, which it turns out to be."""
        client = self._ends[guest.session.link] = Client(self, guest.session)
        return client

    @contextmanager
    def one_tick(self) -> Iterator[None]:
        """Let everything inside happen in one tick: it is delivered at the end."""
        self._is_collecting = True
        yield
        self._is_collecting = False
        self.act(lambda: None)

    def act(self, what: Callable[[], None]) -> None:
        """Do something and deliver what it causes, long answers to their end."""
        what()
        if self._is_collecting:
            return
        self.deliver()
        while self.dispatcher.unfinished or (self._workers and not self.work_waits):
            self._go_on()
            self.deliver()

    def finish_work(self) -> None:
        """Do the oldest piece of work that waits, and all that follows from it."""
        self.act(self._finish_work)

    def _finish_work(self) -> None:
        done = self._workers.take()
        assert done is not None, "no work waits"
        self.dispatcher.worked(done, self.now)

    def _go_on(self) -> None:
        """Go on with long answers, and with those that waited for work."""
        for link in list(self.dispatcher.unfinished):
            session = self.dispatcher.world.sessions[link]
            self.dispatcher.continue_answers(session, self.now)
        if self._workers and not self.work_waits:
            self._finish_work()

    def deliver(self) -> None:
        """End the tick: keep its rows, hand out what was sealed, close what wants to be closed."""
        if rows := self.dispatcher.journal.take().rows:
            self.store.write([rows])
        for delivery in self._outbox.seal():
            self._ends[delivery.link].take(delivery.data)
        for link in self.dispatcher.take_closing():
            self._ends[link].is_closed = True
            self.dispatcher.closed(self._ends[link].session, "", self.now)

    def _open(self, host: str) -> Session:
        return self.dispatcher.opened(
            LinkId(next(self._links)), host, is_tls=False, is_loopback=True, now=self.now
        )


class Client:
    """An IRC client in a test.

    Attributes:
        is_closed: whether the server closed the connection.
        raw: the bytes that came and were not read, as they came.
    """

    def __init__(self, chat: Harness, session: Session) -> None:
        self.session = session
        self.is_closed = False
        self.raw = b""
        self._chat = chat
        self._tokens = count(1)

    @property
    def nick(self) -> str:
        """What it is called now."""
        return self.session.shown_nick

    def register(
        self, nick: str, caps: str = "", *, username: str = "user", realname: str = "Real Name"
    ) -> list[Message]:
        """Register and return the burst."""
        for some in wrap(caps, _REQUEST_LENGTH, break_on_hyphens=False):
            self.send(f"CAP REQ :{some}")
        self.send(f"NICK {nick}", f"USER {username} 0 * :{realname}")
        if caps:
            self.send("CAP END")
        burst = self.read()
        welcomed = [message for message in burst if message.command == "001"]
        assert welcomed, f"{nick} was not welcomed: {burst}"
        return burst

    def send(self, *lines: str | bytes) -> None:
        """Send lines, without their line ends; each is a tick of its own."""
        for line in lines:
            data = line if isinstance(line, bytes) else line.encode()
            self._chat.act(lambda data=data: self._hear(data))  # type: ignore[misc]

    def _hear(self, line: bytes) -> None:
        dispatcher, now = self._chat.dispatcher, self._chat.now
        try:
            check_line(line)
            message = decode_line(line)
        except ParseError as error:
            dispatcher.bad_line(self.session, error, now)
        else:
            dispatcher.message(self.session, message, now)

    def take(self, data: bytes) -> None:
        """Take what the server sends."""
        self.raw += data

    def read(self) -> list[Message]:
        """Return everything that came since the last time."""
        data, self.raw = self.raw, b""
        assert not data or data.endswith(b"\r\n"), f"half a line: {data!r}"
        return [decode_line(line) for line in data.split(b"\r\n")[:-1]]

    def sync(self) -> list[Message]:
        """Return everything that came before the answer to a PING sent now."""
        token = f"sync-{next(self._tokens)}"
        self.send(f"PING {token}")
        *before, pong = self.read()
        assert pong.command == "PONG", f"no answer to PING but {pong}"
        assert pong.params == (SERVER, token)
        return before

    def ask(self, line: str) -> list[Message]:
        """Send a line and return what comes in answer; what came before is dropped."""
        self.sync()
        self.send(line)
        return self.sync()

    def hang_up(self, reason: str = "Connection closed") -> None:
        """Break the connection off."""
        self._chat.act(lambda: self._chat.dispatcher.closed(self.session, reason, self._chat.now))
        self.is_closed = True


class Guest:
    """A bare socket in a test."""

    def __init__(self, chat: Harness, session: Session) -> None:
        self.session = session
        self.is_closed = False
        self._chat = chat
        self._heard = b""

    def say(self, text: str) -> None:
        """Say a text."""
        self._chat.act(
            lambda: self._chat.dispatcher.reception.say(self.session, text, self._chat.now)
        )

    def command(self, name: str, argument: str = "") -> None:
        """Use ``/name argument``."""
        self._chat.act(
            lambda: self._chat.dispatcher.reception.command(
                self.session, name, argument, self._chat.now
            )
        )

    def take(self, data: bytes) -> None:
        """Take what the server sends."""
        self._heard += data

    def hang_up(self, reason: str = "Connection closed") -> None:
        """Break the connection off."""
        self._chat.act(lambda: self._chat.dispatcher.closed(self.session, reason, self._chat.now))
        self.is_closed = True

    def hear(self) -> list[str]:
        """Return the lines that came since the last time."""
        data, self._heard = self._heard, b""
        assert not data or data.endswith(b"\n"), f"half a line: {data!r}"
        return data.decode().split("\n")[:-1]
