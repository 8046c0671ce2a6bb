"""Two libraries from PyPI that bots are made with, driven from a test as their users drive them.

``irc`` is called and calls back on one thread; ``pydle`` lives in an event loop.
Both are put behind one protocol: do something, and read what was heard.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, Final, NamedTuple, Protocol

import irc.client
import pydle

from tests.support.waiting import eventually

__all__ = ["LIBRARIES", "Heard", "LibraryClient", "Person"]

SECONDS: Final = 15.0
"""How long an answer may take."""


class Heard(NamedTuple):
    """What a library told its user: the kind of event, who did it, where, and with which words."""

    kind: str
    who: str
    target: str
    text: str = ""


class Person(NamedTuple):
    """What WHOIS says about somebody."""

    username: str
    host: str
    realname: str
    channels: frozenset[str]
    away: str


class LibraryClient(Protocol):
    """What both can do.

    Attributes:
        heard: everything so far, in order.
    """

    nick: str
    heard: list[Heard]

    def join(self, room: str) -> None:
        """Enter a room."""
        ...

    def say(self, target: str, text: str) -> None:
        """Say something, however long, as the library sends it."""
        ...

    def set_topic(self, room: str, text: str) -> None:
        """Set a topic."""
        ...

    def kick(self, room: str, nick: str, reason: str) -> None:
        """Throw somebody out."""
        ...

    def set_away(self, text: str) -> None:
        """Be away; ``""`` for back."""
        ...

    def whois(self, nick: str) -> Person:
        """Ask about somebody and return the answer."""
        ...

    def quit(self, text: str) -> None:
        """Leave the server."""
        ...


class IrcClient:
    """The package ``irc`` (https://pypi.org/project/irc): a reactor that a thread turns."""

    _KINDS: Final = {
        "action": "action",
        "join": "join",
        "kick": "kick",
        "privmsg": "message",
        "pubmsg": "message",
        "quit": "quit",
        "topic": "topic",
    }

    def __init__(self, port: int, nick: str) -> None:
        self.nick = nick
        self.heard: list[Heard] = []
        self._answers: list[Any] = []
        self._is_over = threading.Event()
        self._reactor = irc.client.Reactor()
        self._reactor.add_global_handler("all_events", self._on_event)
        self._connection = self._reactor.server().connect("127.0.0.1", port, nick)
        self._thread = threading.Thread(target=self._turn, name="irc")
        self._thread.start()
        eventually(self._connection.is_connected, "irc is connected", seconds=SECONDS)

    def join(self, room: str) -> None:
        """Enter a room."""
        self._connection.join(room)

    def say(self, target: str, text: str) -> None:
        """Say something that fits one line; the library refuses what does not."""
        self._connection.privmsg(target, text)

    def set_topic(self, room: str, text: str) -> None:
        """Set a topic."""
        self._connection.topic(room, text)

    def kick(self, room: str, nick: str, reason: str) -> None:
        """Throw somebody out."""
        self._connection.kick(room, nick, reason)

    def set_away(self, text: str) -> None:
        """Be away; ``""`` for back."""
        self._connection.send_items("AWAY", text and f":{text}")

    def whois(self, nick: str) -> Person:
        """Ask about somebody and return the answer."""
        self._answers.clear()
        self._connection.whois([nick])
        eventually(lambda: "endofwhois" in self._named_answers(), "the end of WHOIS")
        answers = self._named_answers()
        _nick, username, host, _star, realname = answers["whoisuser"]
        channels = frozenset(answers.get("whoischannels", ["", ""])[1].split())
        return Person(username, host, realname, channels, answers.get("away", [""])[-1])

    def quit(self, text: str) -> None:
        """Leave the server."""
        self._connection.quit(text)

    def stop(self) -> None:
        """End the thread and the connection."""
        self._is_over.set()
        self._thread.join(SECONDS)
        self._reactor.disconnect_all()

    def _turn(self) -> None:
        while not self._is_over.is_set():
            self._reactor.process_once(0.02)

    def _named_answers(self) -> dict[str, list[str]]:
        return {event.type: event.arguments for event in list(self._answers)}

    def _on_event(self, _connection: object, event: Any) -> None:
        self._answers.append(event)
        kind = self._KINDS.get(event.type)
        if kind is not None:
            nick = irc.client.NickMask(event.source).nick
            self.heard.append(Heard(kind, nick, event.target or "", " ".join(event.arguments)))


class PydleClient:
    """The package ``pydle`` (https://pypi.org/project/pydle): a client in an event loop."""

    def __init__(self, port: int, nick: str) -> None:
        self.nick = nick
        self.heard: list[Heard] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="pydle")
        self._thread.start()
        self._run(self._connect(port))
        eventually(lambda: self._client.registered, "pydle is registered", seconds=SECONDS)

    def join(self, room: str) -> None:
        """Enter a room."""
        self._run(self._client.join(room))

    def say(self, target: str, text: str) -> None:
        """Say something; the library cuts what is long."""
        self._run(self._client.message(target, text))

    def set_topic(self, room: str, text: str) -> None:
        """Set a topic."""
        self._run(self._client.set_topic(room, text))

    def kick(self, room: str, nick: str, reason: str) -> None:
        """Throw somebody out."""
        self._run(self._client.kick(room, nick, reason))

    def set_away(self, text: str) -> None:
        """Be away; ``""`` for back."""
        self._run(self._client.away(text) if text else self._client.back())

    def whois(self, nick: str) -> Person:
        """Ask about somebody and return the answer."""
        told = self._run(self._client.whois(nick))
        away = told["away_message"] or ""
        channels = frozenset(told.get("channels", ()))  # of somebody in none it says nothing
        return Person(told["username"], told["hostname"], told["realname"], channels, away)

    def quit(self, text: str) -> None:
        """Leave the server."""
        self._run(self._client.quit(text))

    def stop(self) -> None:
        """End the event loop with everything in it."""
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(SECONDS)
        self._loop.close()

    async def _connect(self, port: int) -> None:
        self._client: Any = pydle.Client(self.nick, realname=self.nick)
        self._client.RECONNECT_ON_ERROR = False
        for kind, name in {
            "join": "on_join",
            "kick": "on_kick",
            "message": "on_message",
            "quit": "on_quit",
            "topic": "on_topic_change",
        }.items():
            setattr(self._client, name, self._listener(kind))
        await self._client.connect("127.0.0.1", port, tls=False, tls_verify=False)

    def _listener(self, kind: str) -> Callable[..., Coroutine[Any, Any, None]]:
        async def listen(*told: Any) -> None:
            self.heard.append(_ORDERS[kind](*told))

        return listen

    async def _end(self) -> None:
        if self._client.connected:
            await self._client.disconnect(expected=True)
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _run(self, doing: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result(SECONDS)


_ORDERS: Final[dict[str, Callable[..., Heard]]] = {
    "join": lambda room, who: Heard("join", who, room),
    "kick": lambda room, whom, who, why="": Heard("kick", who, room, f"{whom} {why}"),
    "message": lambda target, who, text: Heard("message", who, target, text),
    "quit": lambda who, why="": Heard("quit", who, "", why or ""),
    "topic": lambda room, text, who: Heard("topic", who, room, text),
}
"""Kind of event → how pydle's arguments for it are ordered."""


@contextmanager
def _opened(make: Callable[[int, str], Any], port: int, nick: str) -> Iterator[LibraryClient]:
    client = make(port, nick)
    try:
        yield client
    finally:
        client.stop()


LIBRARIES: Final[dict[str, Callable[[int, str], Any]]] = {
    "irc": lambda port, nick: _opened(IrcClient, port, nick),
    "pydle": lambda port, nick: _opened(PydleClient, port, nick),
}
"""Name of a library → what opens a registered client, by port and nick, as a context manager."""
