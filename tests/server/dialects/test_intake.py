"""The intake: the pace at which lines are taken, and what happens to those that wait."""

import pytest

from tertulia_core.transport.events import EofReceived, LinesReceived
from tests.support.harness import make_config
from tests.support.switchboard import Switchboard, Wire


@pytest.fixture
def board() -> Switchboard:
    """A server that slows people down, as it does by default."""
    return Switchboard(make_config(limits={"flood": True}))


@pytest.fixture
def ana(board: Switchboard) -> Wire:
    """An IRC client with a full bucket, who has asked for more than it holds."""
    ana = board.irc("ana")
    board.pass_time(10)
    ana.send("".join(f"TIME\r\nPING {number}\r\n" for number in range(12)))
    return ana


def answered(wire: Wire) -> int:
    """Return how many barriers were answered."""
    return sum("PONG" in line for line in wire.lines())


def test_a_burst_passes_and_the_rest_waits(board: Switchboard, ana: Wire) -> None:
    """PING costs nothing, and waits for its turn all the same, so that order is kept."""
    first = answered(ana)
    assert 2 <= first <= 6
    assert ana.is_paused

    board.pass_time(30)

    assert first + answered(ana) == 12
    assert not ana.is_paused


def test_the_time_of_the_next_line_is_known_exactly(board: Switchboard, ana: Wire) -> None:
    """A tick per line that may pass, and none in between."""
    ticks = 0
    while (due := board.hub.next_deadline(board.now)) is not None and ana.is_paused:
        board.clock.advance(due - board.clock.monotonic())
        board.tick()
        ticks += 1

    assert ticks <= 12


def test_a_slow_connection_does_not_slow_the_others(board: Switchboard, ana: Wire) -> None:
    """Each has its own bucket."""
    eva = board.irc("eva")

    eva.send("PING x\r\n")

    assert ana.is_paused
    assert answered(eva) == 1


def test_one_who_waits_may_be_closed(board: Switchboard, ana: Wire) -> None:
    """What still waits for a link that is gone is not waited for by anybody."""
    eva = board.irc("eva")

    board.dispatcher.drop(board.dispatcher.world.sessions[ana.link], "enough", board.now)
    board.tick()
    board.pass_time(20)

    assert ana.is_closed
    eva.send("PING x\r\n")
    assert answered(eva) == 1


def test_a_partial_text_waits_for_its_turn_too(board: Switchboard) -> None:
    """Text without a newline comes after the lines before it."""
    ana, guest = board.irc("ana"), board.plug()
    guest.send("".join(f"{number}\n" for number in range(7)) + "resto")
    board.pass_time(1)
    assert not any(line.endswith(":resto") for line in ana.lines())

    board.pass_time(1)

    assert ana.lines()[-1].endswith(":resto")


def test_lines_that_were_read_before_the_pause_wait_behind_the_others(
    board: Switchboard, ana: Wire
) -> None:
    """The transport may have had them in hand already."""
    board.tick(LinesReceived(ana.link, [b"PING last"], 0))
    board.pass_time(30)

    answers = [line for line in ana.lines() if "PONG" in line]
    assert len(answers) == 13
    assert answers[-1].endswith("last")


def test_an_end_that_was_read_before_the_pause_waits_too(board: Switchboard, ana: Wire) -> None:
    """Everything before it is answered first."""
    board.tick(EofReceived(ana.link, b""))
    assert not ana.is_closed

    board.pass_time(30)

    assert answered(ana) == 12
    assert ana.is_closed
