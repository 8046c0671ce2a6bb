"""A server in thirty commands' stead: it stores what it hears under keys, and plays it back.

It sits at a ``ScriptedLink`` and does nothing by itself: the test says how many
of the client's lines it hears and how many of its own arrive, so that a
connection can break anywhere in between.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from tertulia_core.client.link import ScriptedLink
from tertulia_core.wire.codec import decode_line
from tertulia_core.wire.message import Message

__all__ = ["ModelServer", "Stored"]

CAPABILITIES = (
    "batch draft/chathistory draft/multiline=max-bytes=40000,max-lines=500 echo-message"
    " labeled-response message-tags server-time tertulia.invalid/key"
)
ISUPPORT = "CASEMAPPING=ascii CHANTYPES=# CHATHISTORY=5 MSGREFTYPES=msgid PREFIX=(ov)@+"


@dataclass(frozen=True)
class Stored:
    """A message of the room: its number is its id."""

    number: int
    nick: str
    text: str

    def lines(self, reference: str, label: str = "", batch: str = "") -> list[str]:
        """Return it as it is sent: one line, or a batch of lines."""
        tags = [f"msgid=m{self.number}", f"time=2026-01-01T00:{self.number // 60:02}"]
        tags[1] += f":{self.number % 60:02}.000Z"
        tags += [f"label={label}"] if label else []
        tags += [f"batch={batch}"] if batch else []
        source, pieces = f":{self.nick}!u@h", self.text.split("\n")
        if len(pieces) == 1:
            return [f"@{';'.join(tags)} {source} PRIVMSG #sala :{self.text}"]
        name = f"{reference}{self.number}"
        end = f"@batch={batch} " if batch else ""
        return [
            f"@{';'.join(tags)} {source} BATCH +{name} draft/multiline #sala",
            *(f"@batch={name} {source} PRIVMSG #sala :{piece}" for piece in pieces),
            f"{end}{source} BATCH -{name}",
        ]


@dataclass
class _Gathered:
    """A message of several lines that is not complete yet."""

    opening: Message
    pieces: list[str] = field(default_factory=list)


class ModelServer:
    """The other side of one link after another; owner: the test.

    Attributes:
        stored: the room's messages, in order.
        keys: key → the message stored under it.
        knows_keys: whether it offers the capability.
    """

    def __init__(self, nick: str = "ana", *, knows_keys: bool = True) -> None:
        self.nick = nick
        self.knows_keys = knows_keys
        self.stored: list[Stored] = []
        self.keys: dict[str, Stored] = {}
        self._link: ScriptedLink | None = None
        self._unheard: list[bytes] = []
        self._unsent: list[str] = []
        self._gathered: dict[str, _Gathered] = {}
        self._is_joined = False

    def accept(self, link: ScriptedLink) -> None:
        """Take the connection that a client is making."""
        self._link = link
        self._unheard, self._unsent, self._gathered = [], [], {}
        self._is_joined = False
        link.take_sent()  # what an earlier connection took with it
        link.open()

    def hear(self, most: int | None = None) -> int:
        """Take in lines that the client wrote, all or ``most``; return how many there were."""
        assert self._link is not None, "nobody is connected"
        self._unheard += self._link.take_sent()
        heard = self._unheard[:most]
        del self._unheard[: len(heard)]
        for line in heard:
            message = decode_line(line.rstrip(b"\r\n"))
            answer = _ANSWERS.get(message.command)
            if answer is not None:
                answer(self, message)
        return len(heard)

    def send(self, most: int | None = None) -> int:
        """Let lines arrive that it wrote, all or ``most``; return how many there were."""
        assert self._link is not None, "nobody is connected"
        lines = self._unsent[:most]
        del self._unsent[: len(lines)]
        if lines:
            self._link.deliver(*lines)
        return len(lines)

    def say(self, nick: str, text: str) -> None:
        """Let somebody else say something, which the client hears if it is in the room."""
        stored = self._store(nick, text)
        if self._is_joined:
            self._relay(stored)

    def own(self) -> list[str]:
        """Return what it stored of the client."""
        return [each.text for each in self.stored if each.nick == self.nick]

    def _store(self, nick: str, text: str) -> Stored:
        self.stored.append(Stored(len(self.stored) + 1, nick, text))
        return self.stored[-1]

    def _relay(self, stored: Stored, label: str = "") -> None:
        self._unsent += stored.lines("l", label)

    def _said(self, opening: Message, text: str) -> None:
        key = opening.tags.get("tertulia.invalid/key", "")
        known = self.keys.get(key)
        stored = known or self._store(self.nick, text)
        if key:
            assert known is None or known.text == text, "one key is one text"
            self.keys[key] = stored
        self._relay(stored, opening.tags.get("label", ""))

    def _privmsg(self, message: Message) -> None:
        gathered = self._gathered.get(message.tags.get("batch", ""))
        if gathered is not None:
            gathered.pieces.append(message.params[1])
        else:
            self._said(message, message.params[1])

    def _batch(self, message: Message) -> None:
        sign, name = message.params[0][0], message.params[0][1:]
        if sign == "+":
            self._gathered[name] = _Gathered(message)
        else:
            gathered = self._gathered.pop(name)
            self._said(gathered.opening, "\n".join(gathered.pieces))

    def _cap(self, message: Message) -> None:
        match message.params[0]:
            case "LS":
                offered = CAPABILITIES.split()
                if not self.knows_keys:
                    offered.remove("tertulia.invalid/key")
                self._unsent.append(f":s CAP * LS :{' '.join(offered)}")
            case "REQ":
                self._unsent.append(f":s CAP * ACK :{message.params[1]}")
            case "END":
                self._unsent += [
                    f":s 001 {self.nick} :Welcome",
                    f":s 004 {self.nick} s tertulia-1.0 i b",
                    f":s 005 {self.nick} {ISUPPORT} :x",
                    f":s 422 {self.nick} :x",
                ]

    def _join(self, message: Message) -> None:
        self._is_joined = True
        self._unsent += [
            f":{self.nick}!u@h JOIN {message.params[0]}",
            f":s 353 {self.nick} = {message.params[0]} :{self.nick} rosa",
            f":s 366 {self.nick} {message.params[0]} :x",
        ]

    def _ping(self, message: Message) -> None:
        self._unsent.append(f":s PONG s {message.params[0]}")

    def _chathistory(self, message: Message) -> None:
        how, target, *rest = message.params
        label = message.tags.get("label", "")
        kind = "draft/chathistory-targets" if how == "TARGETS" else f"chathistory {target}"
        inside = [] if how == "TARGETS" else self._page(how, rest[0], int(rest[1]))
        self._unsent += [f"@label={label} :s BATCH +h {kind}"]
        for stored in inside:
            self._unsent += stored.lines("h", batch="h")
        self._unsent.append(":s BATCH -h")

    def _page(self, how: str, place: str, limit: int) -> list[Stored]:
        number = int(place.removeprefix("msgid=m")) if place != "*" else 0
        if how == "AFTER":
            return self.stored[number : number + limit]
        end = number - 1 if how == "BEFORE" else len(self.stored)
        return self.stored[max(0, end - limit) : end]


_ANSWERS: dict[str, Callable[[ModelServer, Message], None]] = {
    "BATCH": ModelServer._batch,
    "CAP": ModelServer._cap,
    "CHATHISTORY": ModelServer._chathistory,
    "JOIN": ModelServer._join,
    "PING": ModelServer._ping,
    "PRIVMSG": ModelServer._privmsg,
}
