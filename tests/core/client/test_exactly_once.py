"""Whatever breaks between client and server, each line is stored once and shown once.

The connection breaks anywhere in what both sides write, the client is killed at
any moment; afterwards everything is settled, and compared with what was typed.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tertulia_core.client.controller import Controller
from tertulia_core.client.instances import Instance, adopt
from tertulia_core.client.link import ScriptedLink
from tertulia_core.client.options import ClientOptions
from tertulia_core.clock import ManualClock
from tertulia_core.session import intents
from tertulia_core.session.state import ConnectionPhase, Delivery, Line, LineKind
from tertulia_core.transport.events import CloseReason
from tests.support.model_server import ModelServer
from tests.support.scripted import scripted_options

DAY = 86_400.0


class Life:
    """One person, their instance on the disk, and one server; clients come and go."""

    def __init__(self, folder: Path, *, knows_keys: bool = True) -> None:
        self.folder = folder
        self.server = ModelServer(knows_keys=knows_keys)
        self.clock = ManualClock()
        self.start()

    def start(self) -> None:
        """Start a client."""
        self.instance: Instance = adopt(self.folder)
        plain = scripted_options()
        options = ClientOptions(plain.target, plain.nick, plain.realname, instance=self.instance)
        self.link = ScriptedLink()
        self.client = Controller(options, self.link, self.clock, chance=lambda: 0.0)
        self.client.start()
        self.client.focus(False)

    def kill(self) -> None:
        """End the client without its leave, and start the next one."""
        self.instance.close()
        self.start()

    def connect(self) -> None:
        """Let a connection that is being made stand."""
        if self.link.is_connecting:
            self.server.accept(self.link)
            self.pump()

    def break_off(self) -> None:
        """Let the connection break; what is under way is lost."""
        if self.link.is_connected:
            self.link.close(CloseReason.ERROR)
            self.pump()

    def pump(self) -> None:
        """Let the client take in what came."""
        self.client.pump(budget=float("inf"))

    def wait(self) -> None:
        """Let time pass until the client tries again."""
        retry_at = self.client.state.retry_at
        if retry_at is not None:
            self.clock.advance(max(0.0, retry_at - self.clock.monotonic()))
            self.pump()

    def settle(self) -> None:
        """Let everything arrive that can."""
        self.wait()
        self.connect()
        while self.server.hear() + self.server.send():
            self.pump()

    def lines(self) -> list[Line]:
        """Return what was said in the room, as it stands on screen."""
        speech = {LineKind.MESSAGE, LineKind.ACTION}
        room = self.client.state.rooms["#sala"]
        return [line for line in room.lines if line.kind in speech]


@pytest.fixture
def born(tmp_path: Path) -> Iterator[Callable[..., Life]]:
    """Return what begins a life; all of them end with the test."""
    lives: list[Life] = []

    def begin(**details: bool) -> Life:
        lives.append(Life(tmp_path, **details))
        return lives[-1]

    yield begin
    for life in lives:
        life.instance.close()


Birth = Callable[..., Life]


def test_what_was_never_confirmed_is_sent_again_under_its_key(born: Birth) -> None:
    """The server knows it: it is stored once, and its echo confirms it."""
    life = born()
    life.settle()
    life.client.submit_text("hola")
    life.server.hear()  # stored, and the echo is lost
    life.break_off()
    assert [line.delivery for line in life.lines()] == [Delivery.SENDING]

    life.settle()

    assert life.server.own() == ["hola"]
    assert [(line.text, line.delivery, line.msgid) for line in life.lines()] == [
        ("hola", Delivery.SENT, "m1")
    ]


def test_without_keys_the_person_decides(born: Birth) -> None:
    """A server that does not know them might say it twice."""
    life = born(knows_keys=False)
    life.settle()
    life.client.submit_text("hola")
    life.server.hear()
    life.break_off()
    life.settle()

    assert Delivery.NOT_SENT in [line.delivery for line in life.lines()]
    assert life.server.own() == ["hola"]


@pytest.mark.parametrize(("days", "stored"), [(5.9, ["hola"]), (6.1, [])])
def test_after_six_days_the_person_is_asked(born: Birth, days: float, stored: list[str]) -> None:
    """Servers keep keys for seven days; a retry is the person's own word."""
    life = born()
    life.client.submit_text("hola")
    life.clock.advance(days * DAY)
    life.kill()
    life.settle()
    assert life.server.own() == stored

    for line in life.lines():
        if line.delivery is Delivery.NOT_SENT:
            assert line.reason == "You wrote this more than six days ago. It may have arrived."
            life.client.request(intents.Retry(line.id))
    life.settle()

    assert life.server.own() == ["hola"]


def test_two_windows_killed_with_unsent_lines_lose_nothing(born: Birth) -> None:
    """Each has its own outbox; the next two take them over."""
    first, second = born(), born()
    second.server = first.server
    for number, life in enumerate((first, second)):
        life.client.submit_text(f"uno {number}")
        life.client.submit_text(f"dos {number}\nvarias líneas")
    for life in (first, second):
        life.instance.close()
    for life in (first, second):
        life.start()
        life.settle()

    assert sorted(first.server.own()) == [
        *("dos 0\nvarias líneas", "dos 1\nvarias líneas", "uno 0", "uno 1")
    ]


def test_what_an_earlier_run_left_is_not_lost_before_it_is_taken_over(born: Birth) -> None:
    """A user interface may tell its focus before it starts the client."""
    life = born()
    life.client.submit_text("hola")
    life.instance.close()
    life.instance = adopt(life.folder)
    plain = scripted_options()
    options = ClientOptions(plain.target, plain.nick, plain.realname, instance=life.instance)
    life.client = Controller(options, ScriptedLink(), life.clock)

    life.client.focus(False)
    life.client.stop()
    life.start()
    life.settle()

    assert life.server.own() == ["hola"]


def test_a_message_is_not_cut_anew_once_it_was_written(born: Birth) -> None:
    """Its key stands for the whole text, however short the next connection's lines are."""
    life = born()
    life.settle()
    text = "x" * 420
    life.client.submit_text(text)
    life.server.hear()
    life.break_off()
    life.settle()

    assert life.server.own() == [text]
    assert life.lines()[-1].delivery is Delivery.SENT


class Machine(RuleBasedStateMachine):
    """Everything that can happen between typing a line and knowing that it is stored."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.life = Life(self.folder / str(Machine.runs))
        Machine.runs += 1
        self.typed: list[str] = []

    runs = 0

    @rule(lines=st.integers(1, 3))
    def type(self, lines: int) -> None:
        """The person says something nobody said before."""
        number = len(self.typed)
        text = "\n".join(f"mía {number}.{line}" for line in range(lines))
        self.typed.append(text)
        self.life.client.submit_text(text)

    @rule()
    def rosa_speaks(self) -> None:
        """Somebody else says something."""
        self.life.server.say("rosa", f"suya {len(self.life.server.stored)}")

    @rule()
    def try_again(self) -> None:
        """Time passes until the client connects, and the server is there."""
        self.life.wait()
        self.life.connect()

    @rule()
    def settle(self) -> None:
        """Everything that is under way arrives, and the client is in its room."""
        self.life.settle()

    @precondition(lambda self: self.life.link.is_connected)
    @rule(most=st.one_of(st.none(), st.integers(1, 4)))
    def server_hears(self, most: int | None) -> None:
        """Some of what the client wrote arrives."""
        self.life.server.hear(most)

    @precondition(lambda self: self.life.link.is_connected)
    @rule(most=st.one_of(st.none(), st.integers(1, 4)))
    def client_hears(self, most: int | None) -> None:
        """Some of what the server wrote arrives."""
        self.life.server.send(most)
        self.life.pump()

    @precondition(lambda self: self.life.link.is_connected)
    @rule(heard=st.integers(0, 9), arrived=st.integers(0, 9))
    def break_off(self, heard: int, arrived: int) -> None:
        """The connection breaks anywhere in what both sides wrote, and the rest is lost."""
        self.life.server.hear(heard)
        self.life.server.send(arrived)
        self.life.pump()
        self.life.break_off()

    @rule(heard=st.integers(0, 9))
    def kill(self, heard: int) -> None:
        """The client is killed, and started again; the server hears some of its last words."""
        if self.life.link.is_connected:
            self.life.server.hear(heard)
        self.life.kill()

    @rule()
    def read_back(self) -> None:
        """The person scrolls up."""
        self.life.client.request(intents.LoadOlder("#sala"))

    @invariant()
    def nothing_is_stored_twice(self) -> None:
        """What the server holds of us is what was typed, in order, without anything twice."""
        own = self.life.server.own()
        assert own == [text for text in self.typed if text in own]

    @invariant()
    def nothing_is_shown_twice(self) -> None:
        """No id, no text; and ids of lines grow."""
        room = self.life.client.state.rooms["#sala"]
        ids = [line.msgid for line in room.lines if line.msgid]
        assert len(ids) == len(set(ids))
        texts = [line.text for line in self.life.lines()]
        assert len(texts) == len(set(texts))
        places = [line.id for line in room.lines]
        assert places == sorted(set(places))

    def teardown(self) -> None:
        """In the end everything is stored, confirmed and shown, in its order."""
        try:
            self._check_the_end(self.life)
        finally:
            self.life.instance.close()

    def _check_the_end(self, life: Life) -> None:
        life.settle()
        assert life.client.state.phase is ConnectionPhase.ONLINE
        while not life.client.state.rooms["#sala"].reached_start:
            life.client.request(intents.LoadOlder("#sala"))
            life.settle()
        assert life.server.own() == self.typed
        assert life.client.unsent() == ()
        shown = life.lines()
        assert sorted(line.text for line in shown) == sorted(one.text for one in life.server.stored)
        assert {line.delivery for line in shown if line.own} <= {Delivery.SENT}
        others = [line.text for line in shown if not line.own]
        assert others == [one.text for one in life.server.stored if one.nick == "rosa"]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path) -> None:
    Machine.folder = tmp_path


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
