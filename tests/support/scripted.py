"""A controller with a server that the test plays: lines in, written lines out, no network.

User interfaces under test own their controller and pump it themselves; they
take a ``ScriptedLink`` and a ``ScriptedServer`` on it. Tests of the engine
take a ``ScriptedClient``, which pumps after every line.
"""

from collections.abc import Sequence
from typing import Final

from tertulia_core.address import Target, parse_target
from tertulia_core.client.controller import Controller
from tertulia_core.client.link import ScriptedLink
from tertulia_core.client.options import ClientOptions
from tertulia_core.clock import ManualClock
from tertulia_core.session.events import Event
from tertulia_core.session.intents import Intent
from tertulia_core.session.state import Line, Room, SessionState
from tertulia_core.session.unsent import Unsent
from tertulia_core.transport.events import CloseReason
from tertulia_core.wire.codec import decode_line
from tertulia_core.wire.message import Message

__all__ = ["ALL_CAPABILITIES", "ScriptedClient", "ScriptedServer", "scripted_options"]

SERVER: Final = "irc.example.org"

ALL_CAPABILITIES: Final = (
    "account-notify account-tag away-notify batch cap-notify chghost echo-message extended-join"
    " invite-notify labeled-response message-tags multi-prefix server-time setname"
    " standard-replies userhost-in-names"
)
"""What a complete server offers."""

ISUPPORT: Final = (
    "CASEMAPPING=ascii CHANMODES=b,k,l,mnt CHANTYPES=# MODES=4 NETWORK=Casa"
    " PREFIX=(ov)@+ STATUSMSG=@+"
)


def scripted_options(nick: str = "ana", target: str = "localhost:12345/#sala") -> ClientOptions:
    """Return options that keep nothing on disk."""
    return ClientOptions(target=parse_target(target), nick=nick, realname=nick)


class ScriptedServer:
    """The server's side of a ``ScriptedLink``.

    Args:
        link: where the client writes to.
        nick: the client's, as this server spells it.
        version: the server's program; ours paces its clients itself.
    """

    def __init__(
        self, link: ScriptedLink, nick: str = "ana", *, version: str = "tertulia-1.0"
    ) -> None:
        self.link = link
        self.nick = nick
        self.version = version
        self._msgids = 0

    def send(self, *lines: str | bytes) -> None:
        """Write lines as they are."""
        self.link.deliver(*lines)

    def accept(self) -> None:
        """Take the connection."""
        self.link.open()

    def welcome(self, capabilities: str = ALL_CAPABILITIES, isupport: str = ISUPPORT) -> None:
        """Grant capabilities (``""``: there are none) and let the client in."""
        if capabilities:
            names = " ".join(word.partition("=")[0] for word in capabilities.split())
            self.send(f":{SERVER} CAP * LS :{capabilities}", f":{SERVER} CAP * ACK :{names}")
        nick = self.nick
        self.send(
            f":{SERVER} 001 {nick} :Welcome",
            f":{SERVER} 004 {nick} {SERVER} {self.version} iw bklmnotv",
            f":{SERVER} 005 {nick} {isupport} :are supported here",
            f":{SERVER} 422 {nick} :There is no message of the day",
        )

    def join(self, room: str = "#sala", members: str = "@ana rosa luis", topic: str = "") -> None:
        """Let the client into a room."""
        nick = self.nick
        self.send(f":{nick}!{nick}@127.0.0.1 JOIN {room}")
        if topic:
            self.send(f":{SERVER} 332 {nick} {room} :{topic}")
        self.send(
            f":{SERVER} 353 {nick} = {room} :{members}",
            f":{SERVER} 366 {nick} {room} :End of /NAMES list",
        )

    def say(self, nick: str, text: str, target: str = "#sala", *, command: str = "PRIVMSG") -> None:
        """Let somebody say something."""
        self._msgids += 1
        self.send(f"@msgid=s{self._msgids} :{nick}!{nick}@example.org {command} {target} :{text}")

    def echo(self) -> int:
        """Answer every message that the client wrote by its echo; return how many there were."""
        messages = [each for each in self.take() if each.command == "PRIVMSG"]
        for message in messages:
            self._msgids += 1
            label = message.tags.get("label")
            tags = f"@msgid=s{self._msgids}" + (f";label={label}" if label else "")
            target, text = message.params
            self.send(f"{tags} :{self.nick}!{self.nick}@127.0.0.1 PRIVMSG {target} :{text}")
        return len(messages)

    def take(self) -> list[Message]:
        """Return what the client wrote since the last call."""
        return [decode_line(line.rstrip(b"\r\n")) for line in self.link.take_sent()]

    def close(self, cause: CloseReason = CloseReason.EOF) -> None:
        """End the connection."""
        self.link.close(cause)


class ScriptedClient:
    """A controller, its link, its clock and its server in one hand.

    Attributes:
        events: everything that happened, in order; clear it as you like.
    """

    def __init__(
        self,
        options: ClientOptions | None = None,
        *,
        version: str = "tertulia-1.0",
        clock: ManualClock | None = None,
    ) -> None:
        self.clock = clock or ManualClock()
        self.link = ScriptedLink()
        self.options = options or scripted_options()
        self.server = ScriptedServer(self.link, self.options.nick, version=version)
        self.controller = Controller(self.options, self.link, self.clock, chance=lambda: 0.0)
        self.events: list[Event] = []

    @property
    def state(self) -> SessionState:
        """What the client knows."""
        return self.controller.state

    @property
    def target(self) -> Target:
        """Where the client went last."""
        return self.link.targets[-1]

    def room(self, name: str = "#sala") -> Room:
        """Return a room."""
        return self.state.rooms[name]

    def lines(self, name: str = "#sala") -> list[Line]:
        """Return the lines of a room."""
        return list(self.room(name).lines)

    def texts(self, name: str = "#sala") -> list[str]:
        """Return what the lines of a room say."""
        return [line.text for line in self.room(name).lines]

    def last(self, name: str = "#sala") -> Line:
        """Return the last line of a room."""
        return self.room(name).lines[-1]

    def unsent(self) -> tuple[Unsent, ...]:
        """Return our messages that are not confirmed."""
        return self.controller.unsent()

    def start(self) -> list[Event]:
        """Start the controller."""
        return self._note(self.controller.start())

    def go_online(
        self, capabilities: str = ALL_CAPABILITIES, members: str = "@ana rosa luis"
    ) -> None:
        """Start, sign in and enter the room; what was written until then is answered and gone."""
        self.enter(capabilities, members)
        self.answer_pings()
        self.events.clear()

    def enter(self, capabilities: str = ALL_CAPABILITIES, members: str = "@ana rosa luis") -> None:
        """Start, sign in and enter the room; what is written waits to be looked at."""
        if not self.link.targets:
            self.start()
        self.server.accept()
        self.pump()
        self.server.welcome(capabilities)
        self.pump()
        self.server.join(self.options.target.room, members)
        self.pump()

    def pump(self) -> list[Event]:
        """Take in what the server wrote, all of it."""
        return self._note(self.controller.pump(budget=float("inf")))

    def receive(self, *lines: str | bytes) -> list[Event]:
        """Let the server write lines, and take them in."""
        self.server.send(*lines)
        return self.pump()

    def type(self, text: str) -> list[Event]:
        """Type a text and press Enter."""
        return self._note(self.controller.submit_text(text))

    def request(self, intent: Intent) -> list[Event]:
        """Wish for something."""
        return self._note(self.controller.request(intent))

    def written(self) -> list[str]:
        """Return the lines written since the last call, without PINGs and line ends."""
        lines = [line.decode().rstrip("\r\n") for line in self.link.take_sent()]
        return [line for line in lines if not line.startswith("PING ")]

    def answer_pings(self) -> list[str]:
        """Let the server answer every PING; return the other lines written."""
        lines = [line.decode().rstrip("\r\n") for line in self.link.take_sent()]
        for line in lines:
            if line.startswith("PING "):
                self.receive(f":{SERVER} PONG {SERVER} {line.removeprefix('PING ')}")
        return [line for line in lines if not line.startswith("PING ")]

    def advance(self, seconds: float) -> list[Event]:
        """Let time pass, and do what is due then."""
        self.clock.advance(seconds)
        return self.pump()

    def break_off(self, cause: CloseReason = CloseReason.EOF) -> list[Event]:
        """Let the connection end."""
        self.server.close(cause)
        return self.pump()

    def wait_for_retry(self) -> Sequence[Event]:
        """Let time pass until the client tries again."""
        retry_at = self.state.retry_at
        assert retry_at is not None, "no other try is planned"
        return self.advance(retry_at - self.clock.monotonic())

    def _note(self, happened: list[Event]) -> list[Event]:
        self.events += happened
        return happened
