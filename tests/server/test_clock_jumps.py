"""Somebody sets the clock while people talk: nobody is thrown out, nothing changes its order."""

import pytest

from tests.support.switchboard import Switchboard, Wire

HOUR = 3_600.0
CAPS = "batch draft/chathistory echo-message message-tags server-time"


def enter(board: Switchboard, nick: str) -> Wire:
    """Return a member of the room who sees ids and times."""
    wire = board.plug()
    wire.send(f"CAP REQ :{CAPS}\r\nNICK {nick}\r\nUSER u 0 * :U\r\nCAP END\r\nJOIN #sala\r\n")
    assert f" 366 {nick} " in wire.read()
    return wire


def texts(wire: Wire) -> list[str]:
    """Return what was said in what came since the last time."""
    return [line.rpartition(" :")[2] for line in wire.lines() if " PRIVMSG " in line]


@pytest.mark.parametrize("jump", [-HOUR, HOUR, -400 * 24 * HOUR, 400 * 24 * HOUR])
def test_history_keeps_the_order_in_which_things_were_said(jump: float) -> None:
    """Whether one asks for what is newest, oldest, or around a message from before."""
    board = Switchboard()
    ana, bob = enter(board, "ana"), enter(board, "bob")
    ana.read()
    ana.send("PRIVMSG #sala :before\r\n")
    board.clock.jump(jump)
    board.tick()
    for word in ("after", "later"):
        ana.send(f"PRIVMSG #sala :{word}\r\n")
        board.pass_time(1.0)
    said = ["before", "after", "later"]
    assert texts(ana) == texts(bob) == said

    bob.send("CHATHISTORY LATEST #sala * 10\r\n")
    (first, *_) = (line for line in bob.lines() if " PRIVMSG " in line)
    msgid = first.partition("msgid=")[2].partition(" ")[0].partition(";")[0]
    for question in ("LATEST #sala *", "AFTER #sala timestamp=1970-01-01T00:00:00.000Z"):
        bob.send(f"CHATHISTORY {question} 10\r\n")
        assert texts(bob) == said
    bob.send(f"CHATHISTORY AFTER #sala msgid={msgid} 10\r\n")
    assert texts(bob) == said[1:]
    assert not ana.is_closed
    assert not bob.is_closed


@pytest.mark.parametrize("jump", [-HOUR, HOUR])
def test_nobody_times_out_because_of_it(jump: float) -> None:
    """Deadlines go by the clock that nobody can set."""
    board = Switchboard()
    ana = enter(board, "ana")
    newcomer = board.plug()
    board.clock.jump(jump)
    board.pass_time(1.0)

    ana.send("PING here\r\n")
    assert ana.lines()[-1].endswith(":here")
    assert not newcomer.is_closed
