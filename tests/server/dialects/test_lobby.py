"""The lobby: in the order in which they came, and as few as may be."""

from tests.server.dialects.conftest import Pair
from tests.support.harness import make_config
from tests.support.switchboard import Switchboard


def test_they_are_let_in_in_the_order_in_which_they_came(pair: Pair, board: Switchboard) -> None:
    """Who has waited longest has the smallest number."""
    first = board.plug()
    board.pass_time(0.5)
    second = board.plug()
    board.pass_time(1)

    pair.ana.send("PRIVMSG #sala :hola\r\n")

    assert first.read() == second.read() == "ana: hola\n"
    first.send("uno\n")
    assert second.read() == "invitado-1: uno\n"


def test_those_who_left_are_forgotten(pair: Pair, board: Switchboard) -> None:
    """Nobody is let in who is not there any more."""
    board.plug().break_off()
    board.pass_time(1)

    pair.ana.send("PRIVMSG #sala :hola\r\n")

    assert board.dispatcher.world.guests == 0


def test_no_more_are_let_in_than_may_be() -> None:
    """The others wait on and are not disturbed."""
    board = Switchboard(make_config(guests={"max": 3}))
    ana = board.irc("ana")
    wires = [board.plug() for _number in range(5)]
    board.pass_time(1)

    ana.send("PRIVMSG #sala :hola\r\n")

    assert [wire.read() for wire in wires] == ["ana: hola\n"] * 3 + [""] * 2
    assert not any(wire.is_closed for wire in wires)


def test_another_room_is_a_setting() -> None:
    """``[guests] room``."""
    board = Switchboard(make_config(guests={"room": "#plaza"}))
    ana, listener = board.irc("ana", room="#plaza"), board.plug()
    board.pass_time(1)

    ana.send("PRIVMSG #PLAZA :hola\r\n")

    assert listener.read() == "ana: hola\n"
