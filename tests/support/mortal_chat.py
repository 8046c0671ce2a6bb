"""A server with its store, and clients with their outboxes, all of which may die at any step.

Everything runs in one thread without sockets: the test says how many lines of
which side arrive, what is committed, what fails, who is killed.
"""

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tertulia_core.client.controller import Controller
from tertulia_core.client.instances import adopt
from tertulia_core.client.link import ScriptedLink
from tertulia_core.client.options import ClientOptions
from tertulia_core.clock import ManualClock
from tertulia_core.session.state import Line, LineKind
from tertulia_core.transport.events import CloseReason
from tertulia_core.wire.codec import decode_line
from tertulia_server.store.ports import Store
from tests.support.checker import Kept
from tests.support.scripted import scripted_options
from tests.support.step_writer import Crash, Faults, StepWriter
from tests.support.switchboard import NO_GUESTS, Switchboard, Wire

__all__ = ["ALL", "ROOM", "MortalChat", "Person"]

ROOM = "#sala"
ALL = 1_000_000
"""More lines than there ever are."""


class Person:
    """Somebody with a client whose outbox is on the disk; owner: the chat."""

    def __init__(self, chat: "MortalChat", nick: str, folder: Path) -> None:
        self.nick = nick
        self._chat = chat
        self._folder = folder
        self._wire: Wire | None = None
        self._ghosts: list[Wire] = []
        self._written: deque[bytes] = deque()
        self._coming: deque[bytes] = deque()
        self._start()

    def _start(self) -> None:
        self._instance = adopt(self._folder)
        plain = scripted_options(self.nick)
        options = ClientOptions(plain.target, plain.nick, plain.realname, instance=self._instance)
        self._link = ScriptedLink()
        self.client = Controller(options, self._link, self._chat.clock, chance=lambda: 0.0)
        self.client.start()
        self.client.focus(False)

    def kill(self) -> None:
        """End the client without its leave, and start the next one."""
        self._gone(is_noticed=True)
        self._instance.close()
        self._start()

    def close(self) -> None:
        """Let go of the folder."""
        self._instance.close()

    def connect(self) -> None:
        """Let a connection that is being made stand."""
        if self._link.is_connecting:
            self._link.take_sent()
            self._link.open()
            self._wire = self._chat.board.plug(NO_GUESTS)
            self._pump()

    def break_off(self, *, is_noticed: bool) -> None:
        """Let the connection break, with all that is under way; the server may notice later."""
        self._gone(is_noticed=is_noticed)
        if self._link.is_connected:
            self._link.close(CloseReason.ERROR)
            self._pump()

    def hear(self, most: int = ALL) -> int:
        """Let lines that the client wrote reach the server; return how many."""
        self._written += self._link.take_sent()
        count = min(most, len(self._written)) if self._wire is not None else 0
        for _line in range(count):
            assert self._wire is not None, "counted above"
            self._wire.send(self._written.popleft())
        return count

    def arrive(self, most: int = ALL) -> int:
        """Let lines that the server wrote reach the client; return how many."""
        if self._wire is None or not self._link.is_connected:
            return 0
        self._coming += self._wire.read_bytes().splitlines()
        count = min(most, len(self._coming))
        self._link.deliver(*(self._coming.popleft() for _line in range(count)))
        self._pump()
        if self._is_over() and not self._coming:
            self.break_off(is_noticed=True)
        return count

    def _is_over(self) -> bool:
        return self._wire is not None and self._wire.is_closed

    def wait(self) -> None:
        """Let time pass until the client tries again."""
        retry_at = self.client.state.retry_at
        if retry_at is not None:
            self._chat.pass_time(max(0.0, retry_at - self._chat.clock.monotonic()))

    def forget_ghosts(self) -> None:
        """Let the server notice which connections are gone."""
        ghosts, self._ghosts = self._ghosts, []
        for wire in ghosts:
            if not wire.is_closed:
                wire.break_off()

    def server_died(self) -> None:
        """Lose the connection with everything in it."""
        self._ghosts.clear()
        self._wire = None
        self.break_off(is_noticed=False)

    def lines(self) -> list[Line]:
        """Return what was said in the room, as it stands on screen."""
        speech = {LineKind.MESSAGE, LineKind.ACTION}
        return [line for line in self.client.state.rooms[ROOM].lines if line.kind in speech]

    def pump(self) -> None:
        """Do what is due."""
        self._pump()

    def _pump(self) -> None:
        self.client.pump(budget=float("inf"))
        if self._wire is not None and not self._link.is_connected:
            self._gone(is_noticed=False)  # the client has given it up

    def _gone(self, *, is_noticed: bool) -> None:
        wire, self._wire = self._wire, None
        self._written.clear()
        self._coming.clear()
        if wire is not None and not wire.is_closed:
            self._ghosts.append(wire)
            if is_noticed:
                self.forget_ghosts()


class MortalChat:
    """A server, its store and two people; owner: the test.

    Args:
        folder: for the outboxes.
        open_store: opens the store where the last one died, with its faults.
        nicks: who is there.
    """

    def __init__(
        self,
        folder: Path,
        open_store: Callable[[Faults], Store],
        nicks: tuple[str, ...] = ("ana", "bob"),
    ) -> None:
        self.clock = ManualClock()
        self.faults = Faults()
        self._open_store = open_store
        self._serve()
        self.people = [Person(self, nick, folder / nick) for nick in nicks]

    def _serve(self) -> None:
        self.store = self._open_store(self.faults)
        self._writer = StepWriter(self.store)
        self.board = Switchboard(writer=self._writer, store=self.store, clock=self.clock)

    def commit(self, most: int | None = None) -> bool:
        """Let the store write what waits; return whether there was anything. It may be the end."""
        outcome = None
        with suppress(Crash):
            outcome = self._writer.step(most)
        if self.faults.take_crash():
            self.crash()
        elif outcome is not None:
            self.board.notice(outcome)
        return outcome is not None

    def crash(self) -> None:
        """Kill the server, and start it again on what is on the disk."""
        self.faults.failures, self.faults.crashes_at = 0, ""
        self._serve()
        for person in self.people:
            person.server_died()

    def pass_time(self, seconds: float) -> None:
        """Let time go by for everybody."""
        self.board.pass_time(seconds)
        for person in self.people:
            person.pump()

    def settle(self) -> None:
        """Let everything arrive that can, on a sound disk and sound links."""
        self.faults.failures, self.faults.crashes_at = 0, ""
        for person in self.people:
            person.forget_ghosts()
            person.wait()
            person.connect()
        while self._move():
            pass

    def _move(self) -> int:
        moved = sum(person.hear() for person in self.people)
        moved += self.commit()
        return moved + sum(person.arrive() for person in self.people)

    def kept(self) -> list[Kept]:
        """Return what is on the disk of what was said in the room."""
        found = []
        for room in self.store.last_numbers():
            entries = self.store.history.range(room, limit=ALL, newest=True, commands=("PRIVMSG",))
            for entry in entries:
                message = decode_line(entry.line.rstrip(b"\r\n"))
                target, text = message.params
                if target == ROOM:
                    msgid = f"{self.store.name}-{room}-{entry.number}"
                    found.append(Kept(msgid, ROOM, text.split()[0], text))
        return found
