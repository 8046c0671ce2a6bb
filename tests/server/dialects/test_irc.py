"""Lines of the protocol: their limits in bytes, and what is no message at all.

Source: https://modern.ircdocs.horse/#message-format
"""

import pytest

from tests.server.dialects.conftest import Pair
from tests.support.switchboard import Switchboard


def test_a_line_of_512_bytes_is_read(pair: Pair) -> None:
    """Counted with its line end."""
    pair.ana.send("NOSUCH " + "x" * 503 + "\r\n")
    assert " 421 ana NOSUCH " in pair.ana.read()

    pair.ana.send("NOSUCH " + "x" * 504 + "\r\n")
    assert " 417 ana " in pair.ana.read()


def test_a_longer_line_is_417_and_the_connection_lives_on(pair: Pair) -> None:
    """Nothing of it is passed on."""
    pair.ana.send("PRIVMSG #sala :" + "x" * 500 + "\r\nPING after\r\n")

    refusal, pong = pair.ana.lines()
    assert " 417 ana " in refusal
    assert pong.endswith("after")
    assert pair.eva.read() == ""


@pytest.mark.parametrize("ended", [True, False], ids=["with its end", "without an end"])
def test_a_line_of_more_than_sixteen_kib_ends_the_connection(pair: Pair, ended: bool) -> None:
    """It gets ERROR, and the others see it leave."""
    pair.ana.send("PRIVMSG #sala :" + "x" * 17_000 + ("\r\n" if ended else ""))

    assert "ERROR" in pair.ana.read()
    assert pair.ana.is_closed
    assert " QUIT " in pair.eva.read()


def test_a_line_in_the_making_waits_for_ever(pair: Pair, board: Switchboard) -> None:
    """Only the answers to PING tell whether somebody is there."""
    pair.ana.send("PRIVMSG #sala :ho")
    board.pass_time(60)
    assert pair.eva.read() == ""

    pair.ana.send("la\r\n")

    assert pair.eva.lines() == [":ana!ana@127.0.0.1 PRIVMSG #sala :hola"]


def test_half_a_line_at_the_end_is_dropped(pair: Pair) -> None:
    """It may be half of something else than what it looks like."""
    pair.ana.send("PRIVMSG #sala :ho")
    pair.ana.finish()

    (quit_,) = pair.eva.lines()
    assert " QUIT " in quit_


def test_what_is_not_utf_8_is_told_and_dropped(pair: Pair) -> None:
    """As the UTF8ONLY specification says (https://ircv3.net/specs/extensions/utf8-only)."""
    pair.ana.send(b"PRIVMSG #sala :\xff\r\n")

    assert "INVALID_UTF8" in pair.ana.read()
    assert pair.eva.read() == ""


def test_a_bare_carriage_return_is_not_passed_on(pair: Pair) -> None:
    """Some clients take it for a line end, so that it could forge a line."""
    pair.ana.send(b"PRIVMSG #sala :a\rQUIT\r\n")

    assert pair.eva.read() == ""
    assert not pair.ana.is_closed


def test_a_nul_ends_the_connection(pair: Pair) -> None:
    """No client sends it; nobody hears what stood around it."""
    pair.ana.send(b"PRIVMSG #sala :a\0b\r\n")

    assert pair.ana.is_closed
    assert "PRIVMSG" not in pair.eva.read()


def test_blank_lines_are_ignored(pair: Pair) -> None:
    """Also between commands."""
    pair.ana.send("\r\n\r\nPING a\r\n\r\n")

    (pong,) = pair.ana.lines()
    assert pong.endswith("a")


def test_a_flood_of_blank_lines_ends_the_connection(pair: Pair) -> None:
    """Thousands in a row are not somebody at a keyboard."""
    pair.ana.send("\r\n" * 2000)

    assert pair.ana.is_closed


def test_twenty_lines_before_registering_are_enough(board: Switchboard) -> None:
    """The limit that bounds what a stranger may ask for."""
    wire = board.plug()
    wire.send("PING x\r\n" * 21)

    assert wire.is_closed
    assert wire.read().count("PONG") == 20
