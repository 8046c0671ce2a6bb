"""A crowd of clients that talk without pause through whatever happens to the server.

Each member has one connection after another. It says numbered things under
idempotency keys, holds a few of them unconfirmed at a time, and after every
reconnect says again, in order and under the same keys, what nobody has
confirmed. What each sent and read becomes evidence for the checker.

The clients are plain protocol code of ours, without the engine, so that what
they count as acknowledged is nothing but the echo on the wire.
"""

import asyncio
import random
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self

from tests.support.checker import Acknowledged, Shown
from tests.support.waiting import eventually

__all__ = ["CAPABILITIES", "Crowd", "split_line"]

CAPABILITIES: Final = (
    "batch draft/chathistory echo-message labeled-response message-tags server-time"
    " tertulia.invalid/key"
)
RETRY_SECONDS: Final = 0.02
"""Between two tries to connect, and before what was refused is said again."""


@dataclass(slots=True)
class _Said:
    """A message on its way."""

    key: str
    text: str
    position: int


@dataclass(slots=True)
class _Records:
    """What members wrote down; the crowd's thread appends, others read."""

    acknowledged: list[Acknowledged] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    refused: int = 0
    connections: int = 0


def split_line(line: str) -> tuple[dict[str, str], str, str, list[str]]:
    """Return the tags, the nick of the source, the command and the parameters of a line."""
    tags: dict[str, str] = {}
    if line.startswith("@"):
        words, _, line = line[1:].partition(" ")
        tags = dict(word.partition("=")[::2] for word in words.split(";"))
    source = ""
    if line.startswith(":"):
        source, _, line = line[1:].partition(" ")
    before, colon, last = line.partition(" :")
    command, *params = before.split()
    return tags, source.partition("!")[0], command, [*params, last] if colon else params


class _Member(asyncio.Protocol):
    """One who talks; owner: the crowd's thread."""

    def __init__(self, crowd: "Crowd", nick: str, room: str, chance: random.Random) -> None:
        self.crowd = crowd
        self.nick = nick
        self.room = room
        self.unconfirmed: dict[str, _Said] = {}
        self._chance = chance
        self._said = 0
        self._positions = 0
        self._stay = 0
        self._received = b""
        self._transport: asyncio.Transport | None = None
        self._is_inside = False

    # -- the connection ---------------------------------------------------

    async def live(self) -> None:
        """Connect, again and again, until the crowd goes home."""
        loop = asyncio.get_running_loop()
        while not self.crowd.is_over:
            self._gone: asyncio.Future[None] = loop.create_future()
            try:
                await loop.create_connection(lambda: self, "127.0.0.1", self.crowd.port)
                await self._gone
            except OSError:
                pass
            await asyncio.sleep(RETRY_SECONDS)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport), "TCP reads and writes"
        self._transport = transport
        self._received, self._is_inside = b"", False
        self._stay += 1
        self.crowd.records.connections += 1
        self._write(
            f"CAP REQ :{CAPABILITIES}",
            f"NICK {self.nick}",
            "USER u 0 * :U",
            "CAP END",
            f"JOIN {self.room}",
        )

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport, self._is_inside = None, False
        if not self._gone.done():
            self._gone.set_result(None)

    def hang_up(self) -> None:
        """Close the connection, if there is one."""
        if self._transport is not None:
            self._transport.abort()

    # -- reading ----------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        *lines, self._received = (self._received + data).split(b"\r\n")
        for line in lines:
            self._read(line.decode())
        self._fill()

    def _read(self, line: str) -> None:
        tags, source, command, params = split_line(line)
        if command == "PING":
            self._write(f"PONG :{params[-1]}")
        elif command == "366":
            self._is_inside = True
            self._write(*map(self._to_line, self.unconfirmed.values()))
        elif command == "433":
            self.hang_up()  # the server has not noticed yet that we were gone
        elif command == "PRIVMSG" and params[0] == self.room and "batch" not in tags:
            self._heard(tags, source, params[1])
        elif command == "FAIL":
            self._refused(tags.get("label", ""), line)

    def _heard(self, tags: dict[str, str], source: str, text: str) -> None:
        records, msgid = self.crowd.records, tags["msgid"]
        said = self.unconfirmed.pop(tags["label"], None) if "label" in tags else None
        if said is not None:
            ack = Acknowledged(msgid, self.room, source, text, said.position, said.key)
            records.acknowledged.append(ack)
        elif source != self.nick:
            records.shown.append(Shown(msgid, self.room, self.nick, text, self._stay))

    def _refused(self, label: str, line: str) -> None:
        """Say later, as if for the first time, what the server did not want now."""
        said = self.unconfirmed.pop(label, None)
        assert said is not None, f"refused, and nothing was said: {line}"
        self.crowd.records.refused += 1
        loop = asyncio.get_running_loop()
        loop.call_later(RETRY_SECONDS, self._say, said.key, said.text)
        self.crowd.in_hand += 1

    # -- talking ----------------------------------------------------------

    def _fill(self) -> None:
        """Say more, up to as much as may be unconfirmed at a time."""
        while self._is_inside and self.crowd.is_talking and len(self.unconfirmed) < self.crowd.most:
            self._said += 1
            self.crowd.in_hand += 1
            key = urlsafe_b64encode(self._chance.randbytes(16)).decode().rstrip("=")
            self._say(key, f"{self.nick} {self._said} {self.crowd.padding}")

    def _say(self, key: str, text: str) -> None:
        self.crowd.in_hand -= 1
        self._positions += 1
        said = _Said(key, text, self._positions)
        self.unconfirmed[str(self._positions)] = said
        if self._is_inside:
            self._write(self._to_line(said))

    def _to_line(self, said: _Said) -> str:
        tags = f"@label={said.position};tertulia.invalid/key={said.key}"
        return f"{tags} PRIVMSG {self.room} :{said.text}"

    def _write(self, *lines: str) -> None:
        if lines and self._transport is not None and not self._transport.is_closing():
            self._transport.write("".join(f"{line}\r\n" for line in lines).encode())


class Crowd:
    """Members in some rooms, on a thread of their own; a context manager.

    Args:
        port: where the server is, or will be, on this computer.
        size: how many.
        rooms: where they are, in turn.
        most: how many messages each leaves unconfirmed at a time.
        padding: stands at the end of every message.
        seed: for the keys.

    Attributes:
        records: what they sent and read; read it when they have finished.
        is_talking: whether they say new things.
        in_hand: messages that wait to be said again.
    """

    def __init__(
        self,
        port: int,
        size: int = 6,
        rooms: Sequence[str] = ("#a", "#b"),
        *,
        most: int = 20,
        padding: str = "·",
        seed: int = 0,
    ) -> None:
        self.port = port
        self.most = most
        self.padding = padding
        self.records = _Records()
        self.is_talking = True
        self.is_over = False
        self.in_hand = 0
        self.rooms = tuple(rooms)
        chance = random.Random(seed)
        self._members = [
            _Member(self, f"m{number}", rooms[number % len(rooms)], chance)
            for number in range(size)
        ]
        self._thread = threading.Thread(target=lambda: asyncio.run(self._live()), name="crowd")
        self._failure: BaseException | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._go_home)
        self._thread.join()
        if self._failure is not None:
            raise self._failure

    def acknowledged(self) -> int:
        """Return how many messages are confirmed so far."""
        return len(self.records.acknowledged)

    def await_more(self, count: int = 1, *, seconds: float = 15.0) -> None:
        """Wait until so many more messages are confirmed."""
        wanted = self.acknowledged() + count
        eventually(
            lambda: self._failure or self.acknowledged() >= wanted,
            lambda: f"{wanted} are confirmed but {self.acknowledged()}",
            seconds=seconds,
            every=0.005,
        )

    def finish(self, *, seconds: float = 30.0) -> None:
        """Say nothing new, and wait until everything is confirmed."""
        self.is_talking = False
        eventually(
            lambda: self._failure or not (self.in_hand or any(self._unconfirmed())),
            lambda: f"everything is confirmed: {list(self._unconfirmed())} are not",
            seconds=seconds,
        )

    def _unconfirmed(self) -> Iterator[int]:
        return (len(member.unconfirmed) for member in self._members)

    async def _live(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(self._failed)
        async with asyncio.TaskGroup() as tasks:
            for member in self._members:
                tasks.create_task(member.live())

    def _failed(self, loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        """Keep the first failure for whoever waits, and go home."""
        error = context.get("exception")
        known = error if isinstance(error, BaseException) else AssertionError(str(context))
        self._failure = self._failure or known
        self._go_home()

    def _go_home(self) -> None:
        self.is_over = True
        for member in self._members:
            member.hang_up()
