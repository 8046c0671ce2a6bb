"""A small chat server played over a ``ScriptedLink``: it says what real ones say, at once.

It knows one client and some people who never act by themselves; what they do is
told by the test with ``says``.
"""

from collections.abc import Callable

from tertulia_core.client.link import ScriptedLink
from tertulia_core.transport.events import CloseReason
from tertulia_core.wire.codec import decode_line
from tertulia_core.wire.message import Message

__all__ = ["CAPS", "MULTILINE", "PlayedServer"]

CAPS = (
    "away-notify batch cap-notify echo-message extended-join labeled-response message-tags"
    " multi-prefix server-time setname userhost-in-names"
)
MULTILINE = "draft/multiline=max-bytes=40000,max-lines=500"
"""What a server adds that takes messages of several lines."""

NAME = "play.example"
TOKENS = (
    "CASEMAPPING=ascii CHANMODES=b,k,l,imnst CHANTYPES=# NETWORK=Tertulia NICKLEN=30"
    " PREFIX=(ov)@+ STATUSMSG=@+"
)


class PlayedServer:
    """The other side of a scripted link; owner: the test.

    Attributes:
        caps: what it offers; ``""`` plays a server that knows no capabilities.
        people: room → who is there beside the client, with their status signs.
        heard: the lines the client wrote, decoded, in order.
        answers: whether it reacts to what it hears.
    """

    def __init__(self, link: ScriptedLink) -> None:
        self.link = link
        self.caps = CAPS
        self.people: dict[str, tuple[str, ...]] = {"#sala": ("@rosa", "luis")}
        self.nick = ""
        self.heard: list[Message] = []
        self.answers = True
        self._is_registered = False
        self._count = 0
        self._batch: list[str] = []

    @property
    def source(self) -> str:
        """The client as others see it."""
        return f"{self.nick}!{self.nick}@host.example"

    def accept(self) -> None:
        """Take the connection that the client is making, and let it in."""
        self._is_registered = False
        self.nick = ""
        self.link.open()
        self.react()

    def refuse(self) -> None:
        """Refuse the connection that the client is making."""
        self.link.close(CloseReason.REFUSED)

    def break_off(self) -> None:
        """Let the connection break."""
        self.link.close(CloseReason.EOF)

    def says(self, *lines: str) -> None:
        """Write lines, without their ends."""
        self.link.deliver(*lines)

    def speak(self, nick: str, text: str, target: str = "#sala") -> None:
        """Let somebody say something in a room, or to the client."""
        self.says(f":{nick}!{nick}@host.example PRIVMSG {target} :{text}")

    def speak_lines(self, nick: str, *lines: str) -> None:
        """Let somebody say one message of several lines in ``#sala``."""
        source = f":{nick}!{nick}@host.example"
        said = (f"@batch=b {source} PRIVMSG #sala :{line}" for line in lines)
        self.says(f"{source} BATCH +b draft/multiline #sala", *said, f"{source} BATCH -b")

    def react(self) -> None:
        """Hear what the client wrote, and answer it."""
        while lines := self.link.take_sent():
            for line in lines:
                message = decode_line(line.removesuffix(b"\r\n"))
                self.heard.append(message)
                if self.answers and self.link.is_connected and message.command in _REACTIONS:
                    _REACTIONS[message.command](self, message)

    def heard_of(self, command: str) -> list[tuple[str, ...]]:
        """Return the parameters of every line with a command."""
        return [message.params for message in self.heard if message.command == command]

    def _numeric(self, number: str, *params: str) -> None:
        middle = " ".join((number, self.nick or "*", *params[:-1]))
        self.says(f":{NAME} {middle} :{params[-1]}")

    def _cap(self, message: Message) -> None:
        match message.params[0]:
            case "LS" if self.caps:
                self.says(f":{NAME} CAP * LS :{self.caps}")
            case "REQ":
                self.says(f":{NAME} CAP * ACK :{message.params[1]}")
            case "END":
                self._welcome()
            case _:
                self._numeric("421", "CAP", "Unknown command")

    def _take_nick(self, message: Message) -> None:
        if self._is_registered:
            self.says(f":{self.source} NICK {message.params[0]}")
        self.nick = message.params[0]

    def _user(self, _message: Message) -> None:
        if not self.caps:
            self._welcome()

    def _welcome(self) -> None:
        self._is_registered = True
        self._numeric("001", f"Welcome, {self.nick}")
        self.says(f":{NAME} 004 {self.nick} {NAME} 1 i b")
        self.says(f":{NAME} 005 {self.nick} {TOKENS} :are supported by this server")
        self._numeric("422", "There is no message of the day")

    def _join(self, message: Message) -> None:
        for room in message.params[0].split(","):
            account = " * :ana" if "extended-join" in self.caps else ""
            self.says(f":{self.source} JOIN {room}{account}")
            others = self.people.get(room, ())
            self._numeric("353", "=", room, " ".join((*others, self.nick)))
            self._numeric("366", room, "End of NAMES list")

    def _part(self, message: Message) -> None:
        self.says(f":{self.source} PART {message.params[0]}")

    def _privmsg(self, message: Message) -> None:
        target, text = message.params
        line = f":{self.source} {message.command} {target} :{text}"
        if "batch" in message.tags:
            tags = ";".join(("batch=e", *(name for name in message.tags if name != "batch")))
            self._batch.append(f"@{tags} {line}")
        elif "echo-message" in self.caps:
            self.says(f"{self._echo_tags(message)} {line}")

    def _on_batch(self, message: Message) -> None:
        if len(message.params) > 1:
            kind_and_target = " ".join(message.params[1:])
            self._batch = [f"{self._echo_tags(message)} :{self.source} BATCH +e {kind_and_target}"]
        else:
            self.says(*self._batch, f":{self.source} BATCH -e")

    def _echo_tags(self, message: Message) -> str:
        self._count += 1
        label = message.tags.get("label")
        return f"@msgid=m{self._count}" + (f";label={label}" if label else "")

    def _ping(self, message: Message) -> None:
        self.says(f":{NAME} PONG {NAME} :{message.params[0]}")

    def _topic(self, message: Message) -> None:
        if len(message.params) > 1:
            self.says(f":{self.source} TOPIC {message.params[0]} :{message.params[1]}")

    def _away(self, message: Message) -> None:
        if message.params and message.params[0]:
            self._numeric("306", "You have been marked as being away")
        else:
            self._numeric("305", "You are no longer marked as being away")


_REACTIONS: dict[str, Callable[[PlayedServer, Message], None]] = {
    "AWAY": PlayedServer._away,
    "BATCH": PlayedServer._on_batch,
    "CAP": PlayedServer._cap,
    "JOIN": PlayedServer._join,
    "NICK": PlayedServer._take_nick,
    "PART": PlayedServer._part,
    "PING": PlayedServer._ping,
    "PRIVMSG": PlayedServer._privmsg,
    "TOPIC": PlayedServer._topic,
    "USER": PlayedServer._user,
}
