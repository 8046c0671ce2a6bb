"""The door: who still stands there, and what may yet become a line of a protocol."""

import pytest

from tests.server.dialects.conftest import Pair
from tests.support.switchboard import NO_GUESTS, Switchboard


@pytest.mark.parametrize("text", ["NICK", "G", "GET /", "@ana", ":)", "CAP"])
def test_what_may_become_a_protocol_gets_a_second_from_the_opening(
    pair: Pair, board: Switchboard, text: str
) -> None:
    """A line that comes in slow pieces is not said aloud piece by piece."""
    wire = board.plug()
    wire.send(text)
    board.pass_time(0.9)
    assert pair.ana.read() == ""

    board.pass_time(0.2)

    assert pair.ana.lines()[-1].endswith(f" PRIVMSG #sala :{text}")


def test_later_it_gets_a_moment_like_any_text(pair: Pair, board: Switchboard) -> None:
    """Somebody who has been there for long and writes a G means a G."""
    wire = board.plug()
    board.pass_time(10)
    wire.send("G")

    board.pass_time(0.21)

    assert pair.ana.lines()[-1].endswith(" PRIVMSG #sala :G")


@pytest.mark.parametrize("rest", ["nick ana2\nuser a 0 * :A", "NICK ana2\r\nUSER a 0 * :A"])
def test_a_last_line_without_an_end_may_be_irc(board: Switchboard, rest: str) -> None:
    """``printf 'NICK …' | nc -N``: what is a whole line at the end of file counts as one."""
    wire = board.plug()
    wire.send(rest)
    wire.finish()

    assert wire.read() == ""
    ana = board.irc("ana")
    ana.send("LUSERS\r\n")
    assert any(" 266 ana 1 1 " in line for line in ana.lines())


def test_text_where_guests_are_not_welcome_counts_towards_registration(board: Switchboard) -> None:
    """So that nobody stands there for ever."""
    wire = board.plug(NO_GUESTS)
    wire.send("hola")
    board.pass_time(29)
    assert not wire.is_closed

    board.pass_time(2)

    assert wire.is_closed


def test_a_foreign_protocol_is_refused_there_as_well(board: Switchboard) -> None:
    """Without a word."""
    wire = board.plug(NO_GUESTS)

    wire.send("GET / HTTP/1.1\r\n\r\n")

    assert wire.is_closed
    assert wire.read() == ""


@pytest.mark.parametrize("beginning", ["", "\r\n\r\n", "NICK ana", "NICK ana\r\nPING x\r\n"])
def test_where_guests_are_not_welcome_registering_has_to_be_over_in_time(
    board: Switchboard, beginning: str
) -> None:
    """Counted from the opening: nobody holds a socket there without being anybody."""
    wire = board.plug(NO_GUESTS)
    board.pass_time(20)
    wire.unread = beginning.encode()
    board.tick(*wire.arrived())
    board.pass_time(9.9)
    assert not wire.is_closed

    board.pass_time(0.1)

    assert " ERROR :" in wire.read()
    assert wire.is_closed


def test_where_guests_are_welcome_silence_has_no_end(board: Switchboard) -> None:
    """Somebody may be listening."""
    wire = board.plug()

    board.pass_time(100_000)

    assert not wire.is_closed
