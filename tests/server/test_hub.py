"""The hub: the order of a tick, the loop that turns it, and that one link's trouble is its own."""

from collections.abc import Iterable

import pytest

from tertulia_core.broadcast.outbox import Outbox
from tertulia_core.clock import ManualClock
from tertulia_core.ids import LinkId
from tertulia_core.transport.events import (
    CloseReason,
    EofReceived,
    LinesReceived,
    LinkClosed,
    LinkDrained,
    LinkOpened,
    Peer,
    TransportEvent,
)
from tertulia_core.transport.loop import SelectorLoop
from tertulia_server.dispatch import Dispatcher
from tertulia_server.hub import Hub
from tertulia_server.inbox import Inbox, Notice, StopRequested
from tertulia_server.turning import GOODBYE_SECONDS, turn
from tertulia_server.workers import PromptWorkers
from tests.support.harness import make_config, make_store
from tests.support.switchboard import GUESTS, Switchboard, Wire

PEER = Peer("127.0.0.1", 40_000, is_loopback=True, is_tls=False)


@pytest.fixture
def board() -> Switchboard:
    """A server with nobody in it."""
    return Switchboard()


# -- a tick ------------------------------------------------------------------------


def test_what_arrives_together_leaves_together(board: Switchboard) -> None:
    """However many speak in one tick, each link is written to once."""
    people = [board.irc(f"p{number}") for number in range(10)]
    board.writes = 0
    for wire in people:
        wire.unread = b"PRIVMSG #sala :a\r\nPRIVMSG #sala :b\r\n"

    board.tick(*[event for wire in people for event in wire.arrived()])

    assert board.writes == 10
    assert len([line for line in people[0].lines() if "PRIVMSG" in line]) == 18


def test_a_barrier_answer_follows_everything_before_it(board: Switchboard) -> None:
    """What others said in the tick before the PING stands before the PONG."""
    ana, eva = board.irc("ana"), board.irc("eva")
    ana.read()
    ana.unread, eva.unread = b"PRIVMSG #sala :hola\r\n", b"PING token\r\n"

    board.tick(*ana.arrived(), *eva.arrived())

    said, pong = eva.lines()
    assert said.endswith(" PRIVMSG #sala :hola")
    assert pong.endswith("token")


def test_the_port_probe_of_a_test_program(board: Switchboard) -> None:
    """An unregistered QUIT gets ERROR and a close, and has never been counted."""
    probe = board.plug()

    probe.send("QUIT :chkport\r\n")

    assert "ERROR" in probe.read()
    assert probe.is_closed
    ana = board.irc("ana")
    ana.send("LUSERS\r\n")
    assert any(" 265 ana 1 1 " in line for line in ana.lines())


def test_nothing_is_heard_after_quit(board: Switchboard) -> None:
    """Lines behind a QUIT in the same packet are not acted on."""
    ana, eva = board.irc("ana"), board.irc("eva")
    ana.read()

    eva.send("QUIT :adiós\r\nPRIVMSG #sala :fantasma\r\n")

    assert eva.is_closed
    assert "fantasma" not in ana.read()


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (CloseReason.EOF, "Connection closed"),
        (CloseReason.ERROR, "Connection lost"),
        (CloseReason.SENDQ, "SendQ exceeded"),
        (CloseReason.TIMEOUT, "Connection timed out"),
    ],
)
def test_the_others_are_told_why_a_link_closed(
    board: Switchboard, reason: CloseReason, told: str
) -> None:
    """In the words of the server."""
    ana, eva = board.irc("ana"), board.irc("eva")
    ana.read()

    eva.break_off(reason)

    assert ana.lines() == [f":eva!eva@127.0.0.1 QUIT :{told}"]
    assert len(board.hub) == 1


def test_a_link_that_fails_is_the_only_one_that_suffers(
    board: Switchboard, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An error of ours ends one link, is logged, and reveals nothing."""
    ana, eva = board.irc("ana"), board.irc("eva")
    ana.read()

    def fail(*_arguments: object) -> None:
        raise RuntimeError("a bug")

    with monkeypatch.context() as patch:
        patch.setattr(board.dispatcher, "message", fail)
        eva.send("PING x\r\n")

    assert eva.is_closed
    assert "a bug" not in ana.read()
    assert "link failed" in caplog.text
    ana.send("PING x\r\n")
    assert "PONG" in ana.read()


def test_a_thousand_connections_and_a_message_in_no_time(board: Switchboard) -> None:
    """Each of a thousand guests reads the same bytes."""
    guests = [board.guest("hola") for _number in range(100)]
    for guest in guests:
        guest.read()

    guests[0].send("a todos\n")

    assert {guest.read() for guest in guests[1:]} == {"invitado-1: a todos\n"}


# -- long answers, and who does not read ------------------------------------------------


@pytest.fixture
def crowd() -> tuple[Switchboard, Wire]:
    """A server with a room full of people, whose names fill three slices, and one outside it."""
    board = Switchboard()
    board.crowd(2500, "#otra")
    ana = board.irc("ana")
    ana.send("CAP REQ userhost-in-names\r\n")
    return board, ana


def test_a_long_answer_comes_in_slices_and_later_commands_wait(
    crowd: tuple[Switchboard, Wire],
) -> None:
    """No more than a slice ahead of what is read; the next answer comes after the whole of it."""
    _board, ana = crowd
    ana.is_reading = False

    ana.send("NAMES #otra\r\nPING after\r\n")

    assert 64_000 < len(ana.piled) < 80_000
    assert b"PONG" not in ana.piled
    while ana.piled:
        ana.start_reading()
        ana.is_reading = False
    ana.start_reading()
    heard = ana.lines()
    assert sum(line.count("somebody-with-a") for line in heard) == 2500
    assert heard[-1].endswith("after")


def test_who_sends_no_more_gets_the_whole_answer(crowd: tuple[Switchboard, Wire]) -> None:
    """``printf … | nc -N``: everything asked for is answered before the close."""
    board, ana = crowd

    board.tick(
        LinesReceived(ana.link, [b"NAMES #otra", b"PING after"], 0), EofReceived(ana.link, b"")
    )

    heard = ana.lines()
    assert sum(line.count("somebody-with-a") for line in heard) == 2500
    assert heard[-1].endswith("after")
    assert ana.is_closed


def test_who_does_not_read_the_answers_is_not_heard(crowd: tuple[Switchboard, Wire]) -> None:
    """Asking again and again fills no memory of ours; it is all answered in the end."""
    _board, ana = crowd
    ana.is_reading = False
    for _number in range(5):
        ana.send("NAMES #otra\r\n")

    assert len(ana.piled) < 80_000
    assert ana.unread != b""
    while ana.piled or ana.unread:
        ana.start_reading()
    assert sum(" 366 " in line for line in ana.lines()) == 5


# -- the loop ------------------------------------------------------------------------


class ScriptedLoop(SelectorLoop):
    """A loop that reports what it is told to; it records what it is asked for.

    Attributes:
        script: what each poll reports; the clock moves by the timeout where that is nothing.
        timeouts: what each poll was given.
        calls: what was sent, closed and stopped, in order.
    """

    def __init__(self, clock: ManualClock, script: Iterable[list[TransportEvent]]) -> None:
        self.clock = clock
        self.script = list(script)
        self.timeouts: list[float | None] = []
        self.calls: list[tuple[object, ...]] = []
        self.when_empty: list[TransportEvent] = []

    def poll(self, timeout: float | None) -> list[TransportEvent]:
        self.timeouts.append(timeout)
        events = self.script.pop(0) if self.script else self.when_empty
        if not events and timeout:
            self.clock.advance(timeout)
        return events

    def send(self, link_id: LinkId, data: bytes, *, relayed: int = 0) -> None:
        self.calls.append(("send", link_id, data))

    def close(self, link_id: LinkId, *, linger: float = 2.0) -> None:
        self.calls.append(("close", link_id))

    def queued(self, link_id: LinkId) -> int:
        return 0

    def partial(self, link_id: LinkId) -> bytes:
        return b"hola"

    def take_partial(self, link_id: LinkId) -> bytes:
        return b"hola"

    def stop_listening(self) -> None:
        self.calls.append(("stop_listening",))

    def close_all(self) -> None:
        self.calls.append(("close_all",))


def run(*script: list[TransportEvent]) -> ScriptedLoop:
    """Run a hub over what a loop reports; it is asked to stop once all of that was polled."""
    clock = ManualClock()
    loop = ScriptedLoop(clock, script)
    dispatcher = Dispatcher(
        make_config(), Outbox(), started=clock.wall(), store=make_store(), workplace=PromptWorkers()
    )

    class StopsAtTheEnd(Inbox):
        def take(self) -> list[Notice]:
            return [] if loop.script else [StopRequested("Bye")]

    turn(Hub(make_config(), dispatcher, loop, [GUESTS]), loop, StopsAtTheEnd(lambda: None), clock)
    return loop


def opened(number: int) -> LinkOpened:
    """Return that a link was opened."""
    return LinkOpened(LinkId(number), PEER, GUESTS)


def lines(number: int, *rows: bytes) -> LinesReceived:
    """Return that a link sent lines."""
    return LinesReceived(LinkId(number), list(rows), 0)


def test_it_polls_again_before_it_writes() -> None:
    """What comes while a tick is worked on leaves with it, in one write per link."""
    loop = run(
        [opened(1), lines(1, b"hola")],
        [opened(2), lines(2, b"buenas")],
        [lines(1, b"dos")],
        [],
    )

    assert loop.timeouts[:4] == [None, 0, 0, 0]
    assert set(loop.calls[:2]) == {
        ("send", 1, b"invitado-2: buenas\n"),
        ("send", 2, b"invitado-1: dos\n"),
    }


def test_it_polls_again_three_times_at_most() -> None:
    """A busy server writes all the same."""
    busy: list[list[TransportEvent]] = [[lines(1, b"PING x")] for _number in range(9)]
    loop = run(*busy)

    assert loop.timeouts[:9] == [None, 0, 0, 0, None, 0, 0, 0, None]


def test_what_another_thread_says_meanwhile_is_not_slept_over() -> None:
    """Whichever poll it was that the wake ended, the inbox is looked at before the next sleep."""
    clock = ManualClock()
    inbox = Inbox(lambda: None)

    class WokenInTheMiddle(ScriptedLoop):
        def poll(self, timeout: float | None) -> list[TransportEvent]:
            if timeout == 0:
                inbox.put(StopRequested("Bye"))
            return super().poll(timeout)

    loop = WokenInTheMiddle(clock, [[opened(1), lines(1, b"hola")], [], [lines(1, b"more")]])
    dispatcher = Dispatcher(
        make_config(), Outbox(), started=clock.wall(), store=make_store(), workplace=PromptWorkers()
    )

    turn(Hub(make_config(), dispatcher, loop, [GUESTS]), loop, inbox, clock)

    assert loop.timeouts[:2] == [None, 0]
    assert None not in loop.timeouts[1:]


def test_it_sleeps_until_exactly_what_is_due_next() -> None:
    """200 ms for text without a newline, and for ever when nothing is due."""
    loop = run([opened(1), LinesReceived(LinkId(1), [], 4)], [], [], [])

    assert loop.timeouts[0] is None
    assert loop.timeouts[2] == pytest.approx(0.2)
    assert loop.timeouts[3] is None


def test_the_end_has_its_order() -> None:
    """No newcomers any more, goodbyes, closes, a wait for them, and everything is closed."""
    loop = run([opened(1), lines(1, b"hola")], [])

    what = [call[:2] for call in loop.calls]
    assert what == [("stop_listening",), ("send", 1), ("close", 1), ("close_all",)]


def test_it_does_not_wait_for_ever_for_those_who_stay() -> None:
    """A second for all together."""
    loop = run([opened(1), lines(1, b"hola")], [])

    assert sum(timeout or 0 for timeout in loop.timeouts[2:]) == pytest.approx(GOODBYE_SECONDS)


def test_it_does_not_wait_once_all_are_gone() -> None:
    """The last close ends the wait."""
    gone = LinkClosed(LinkId(1), CloseReason.LOCAL, "")
    clock = ManualClock()
    loop = ScriptedLoop(clock, [[opened(1)], [], [gone]])
    dispatcher = Dispatcher(
        make_config(), Outbox(), started=clock.wall(), store=make_store(), workplace=PromptWorkers()
    )
    inbox = Inbox(lambda: None)
    inbox.put(StopRequested("Bye"))

    turn(Hub(make_config(), dispatcher, loop, [GUESTS]), loop, inbox, clock)

    assert clock.monotonic() == ManualClock().monotonic()


def test_a_failure_while_something_was_due_ends_that_link_only(
    board: Switchboard, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Time is one more door through which trouble may come."""
    ana, guest = board.irc("ana"), board.plug()

    def fail(*_arguments: object) -> None:
        raise RuntimeError("a bug")

    with monkeypatch.context() as patch:
        patch.setattr(board.dispatcher.reception, "say", fail)
        guest.send("hola")
        board.pass_time(0.3)

    assert guest.is_closed
    assert "link failed" in caplog.text
    ana.send("PING x\r\n")
    assert "PONG" in ana.read()


def test_news_of_a_link_that_is_gone_is_ignored(board: Switchboard) -> None:
    """The transport may report what happened before it was told to close."""
    wire = board.irc("ana")
    wire.break_off()

    board.tick(
        LinesReceived(wire.link, [b"PING x"], 0),
        EofReceived(wire.link, b"x"),
        LinkDrained(wire.link),
        LinkClosed(wire.link, CloseReason.LOCAL, ""),
    )

    assert wire.read() == ""
    assert len(board.hub) == 0
