"""A program that talks: the public way to write bots, bridges and scripts.

An echo bot::

    from tertulia_core.client import Bot

    bot = Bot("localhost:12345/#sala", nick="eco")
    bot.on_message(lambda message: message.reply(message.text))
    bot.run()

What it sends is stored once, however often the connection breaks and the server
restarts meanwhile: every message travels under a key until the server has
confirmed it.

Threads: a bot has one of its own, which calls the functions given to
``on_message``, one after the other. Everything else here MAY be called from
any thread, those functions included; ``send`` and ``history`` wait for the
server, and while a function waits, what others say waits behind it.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from tertulia_core.address import Target, parse_target
from tertulia_core.client.bot_hearing import HEARD, Hearing
from tertulia_core.client.bot_thread import BotThread
from tertulia_core.client.bot_values import BotError, BotMessage, message_of
from tertulia_core.client.controller import Controller
from tertulia_core.client.instances import adopt
from tertulia_core.client.link import ClientLink, NetworkLink
from tertulia_core.client.options import ClientOptions
from tertulia_core.clock import Clock, SystemClock
from tertulia_core.i18n import Catalogue
from tertulia_core.ids import LineId, MessageId
from tertulia_core.session import intents
from tertulia_core.session.events import Event, LineAdded, LineChanged
from tertulia_core.session.intents import Intent
from tertulia_core.session.nicks import fold_nick
from tertulia_core.session.settings import Login
from tertulia_core.session.state import ConnectionPhase, Delivery, Line
from tertulia_core.session.unsent import Unsent

__all__ = ["Bot"]

_ = Catalogue("tertulia_core").gettext

_UNSURE: Final = frozenset({Delivery.SENDING, Delivery.NOT_SENT})


class Bot:
    """One participant of a chat.

    Args:
        target: where to go: ``"host:port/#room"``, ``"ircs://host/room"``, ``"#room"``…
        nick: how it is called; a number is added where somebody else is.
        account: the account to log in to, ``""`` for a guest.
        password: its password.
        folder: where what is not confirmed outlives the program; ``None``: nowhere.
        clock: tells the time.
        link: makes the connection from the function that wakes the bot; the network by default.

    Raises:
        AddressError: ``target`` names no address.
        InstanceError: ``folder`` cannot be used, or another bot uses it.
    """

    def __init__(
        self,
        target: str | Target,
        *,
        nick: str,
        account: str = "",
        password: str = "",
        folder: Path | None = None,
        clock: Clock | None = None,
        link: Callable[[Callable[[], None]], ClientLink] = NetworkLink,
    ) -> None:
        where = parse_target(target) if isinstance(target, str) else target
        login = Login(account, password) if account else None
        instance = adopt(folder, "bot") if folder is not None else None
        options = ClientOptions(where, fold_nick(nick), nick, instance=instance, login=login)
        self._clock = clock or SystemClock()
        self._thread = BotThread(self._take, self._clock)
        self._controller = Controller(options, link(self._thread.wake), self._clock)
        self._hearing = Hearing(self._clock.wall(), self._controller.state)
        self._listeners: list[Callable[[BotMessage], object]] = []
        self._awaited: dict[LineId, Line | None] = {}

    def on_message(
        self, listener: Callable[[BotMessage], object]
    ) -> Callable[[BotMessage], object]:
        """Call ``listener`` with every message that others send from now on; also a decorator.

        What was said while the connection was broken comes too, in its order.
        """
        self._listeners.append(listener)
        return listener

    def run(self) -> None:
        """Start, and return when ``stop`` is called or the person presses Ctrl+C."""
        self.start()
        try:
            self._thread.join()
        except KeyboardInterrupt:
            pass
        finally:
            self.stop()

    def start(self) -> None:
        """Connect, on the bot's own thread; ``with bot:`` starts and stops it."""
        self._controller.focus(False)  # nobody reads what a bot hears
        self._thread.start(self._controller)

    def stop(self) -> None:
        """Take leave and end the thread; what is not confirmed stays in ``folder``."""
        self._thread.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def send(
        self, room: str, text: str, *, reply_to: str = "", timeout: float | None = None
    ) -> MessageId:
        """Say something in a room or to a person, and wait until the server has stored it.

        Args:
            room: a channel, which the bot enters if it is not there, or a nick.
            text: what to say; it may hold line breaks.
            reply_to: the id of the message that it answers.
            timeout: seconds after which waiting ends, ``None`` for never.

        Returns:
            The message's id, of the first one where the server needs several; ``""`` where
            it gives none.

        Raises:
            BotError: the server refused it, or ``timeout`` is over; then it may still be sent.
        """
        if not text.strip():
            raise BotError(_("There is nothing to say."))
        self._enter(room)
        lines = self._thread.call(lambda: self._say(intents.SendText(room, text, reply_to)))
        try:
            self._wait_for(lambda: all(map(self._is_settled, lines)), timeout)
        finally:
            settled = [self._awaited.pop(line) for line in lines]
        for line in settled:
            if line is not None and line.delivery is Delivery.NOT_SENT:
                raise BotError(line.reason)
        first = settled[0] if settled else None
        return (first.msgid if first is not None else None) or MessageId("")

    def history(
        self, room: str, before: str = "", *, timeout: float | None = 60.0
    ) -> Iterator[BotMessage]:
        """Yield what was said in a room, from the newest message to the oldest.

        Args:
            room: a channel, which the bot enters if it is not there, or a nick.
            before: the id of a message: what was said before it; ``""`` for everything.
            timeout: seconds that each page may take, ``None`` for no end.

        Raises:
            BotError: the server does not let the bot in, or does not answer in time.
        """
        self._enter(room, opens=True)
        self._wait_for(lambda: self._is_caught_up(room), timeout)
        is_before, lowest = not before, None
        while True:
            for line in self._thread.call(partial(self._lines_before, room, lowest)):
                lowest = line.id
                if is_before and line.kind in HEARD and line.delivery not in _UNSURE:
                    yield message_of(self, line)
                is_before = is_before or line.msgid == before
            if not self._load_older(room, timeout):
                return

    def join(self, room: str, key: str = "") -> None:
        """Enter a channel, now and after every reconnect."""
        self._request(intents.JoinRoom(room, key))

    def leave(self, room: str, reason: str = "") -> None:
        """Leave a channel."""
        self._request(intents.PartRoom(room, reason))

    def request(self, intent: Intent) -> None:
        """Wish for anything that a person can (see ``tertulia_core.session.intents``)."""
        self._request(intent)

    def wait_until_online(self, timeout: float | None = None) -> None:
        """Wait until the server has let the bot in.

        Raises:
            BotError: ``timeout`` (seconds) is over, or the server does not let it in.
        """
        self._wait_for(lambda: self._phase() is ConnectionPhase.ONLINE, timeout)

    def unsent(self) -> tuple[Unsent, ...]:
        """Return what is not confirmed yet, in the order in which it was sent."""
        return self._thread.call(self._controller.unsent)

    @property
    def nick(self) -> str:
        """How the bot is called at the moment."""
        return self._controller.state.nick

    # The bot's thread

    def _take(self, happened: list[Event]) -> list[Callable[[], object]]:
        """Note what happened; return the calls of listeners that follow."""
        for event in happened:
            if isinstance(event, LineChanged):
                self._note(event.line)
        return [
            partial(listener, message_of(self, line))
            for line in self._hearing.take(happened)
            for listener in self._listeners
        ]

    def _note(self, line: Line) -> None:
        is_settled = line.delivery in {Delivery.SENT, Delivery.NOT_SENT}
        if is_settled and line.id in self._awaited:
            self._awaited[line.id] = line

    def _say(self, intent: intents.SendText) -> list[LineId]:
        """Send a message; return the lines to wait for."""
        happened = self._controller.request(intent)
        lines = [event.line.id for event in happened if isinstance(event, LineAdded)]
        self._awaited.update(dict.fromkeys(lines))
        self._thread.note(happened)
        return lines

    def _is_settled(self, line: LineId) -> bool:
        return self._awaited[line] is not None

    def _request(self, intent: Intent) -> list[Event]:
        return self._thread.act(lambda: self._controller.request(intent))

    def _enter(self, room: str, *, opens: bool = False) -> None:
        """Make sure that the bot is in a channel, or goes there; ``opens`` a conversation too."""
        if room in self._controller.state.rooms:
            return
        if room[:1] in {"#", "&"}:
            self.join(room)
        elif opens:
            self.wait_until_online()
            self._request(intents.OpenPrivate(room))

    def _is_caught_up(self, name: str) -> bool:
        room = self._controller.state.rooms.get(name)
        return room is not None and room.joined and room.gap is None

    def _phase(self) -> ConnectionPhase:
        return self._controller.state.phase

    def _wait_for(self, ask: Callable[[], bool], timeout: float | None) -> None:
        """Wait, while the bot goes on; raises ``BotError`` when it cannot come true any more."""
        if not self._thread.wait_for(lambda: ask() or self._is_over(), timeout) or not ask():
            problem = self._controller.state.problem
            raise BotError(problem or _("The server did not confirm it in time."))

    def _is_over(self) -> bool:
        return self._phase() is ConnectionPhase.OFFLINE or self._thread.is_stopping

    def _lines_before(self, name: str, place: LineId | None) -> list[Line]:
        room = self._controller.state.rooms.get(name)
        lines = reversed(room.lines) if room is not None else ()
        return [line for line in lines if place is None or line.id < place]

    def _load_older(self, name: str, timeout: float | None) -> bool:
        """Fetch the page before; return whether there was one to ask for."""
        room = self._controller.state.rooms.get(name)
        if room is None or room.reached_start:
            return False
        self._request(intents.LoadOlder(name))
        self._wait_for(lambda: not room.loading, timeout)
        return True
