"""Bare text: any bytes in any pieces are said whole, in order, and never as broken characters."""

from hypothesis import given
from hypothesis import strategies as st

from tests.support.switchboard import Switchboard

WORDS = st.lists(st.text("aé\u20ac🙂", min_size=1, max_size=12), min_size=1, max_size=6)


@given(WORDS, st.lists(st.integers(1, 7), max_size=40), st.lists(st.booleans(), max_size=40))
def test_any_pieces_make_the_same_text(
    words: list[str], sizes: list[int], waits: list[bool]
) -> None:
    """However the network cuts it and however long the pauses are, no character is lost."""
    board = Switchboard()
    ana, guest = board.irc("ana"), board.plug()
    data = "".join(words).encode()

    for number, size in enumerate(sizes):
        guest.send(data[:size])
        data = data[size:]
        if waits[number : number + 1] == [True]:
            board.pass_time(0.25)
    guest.send(data)
    guest.finish()

    said = [line.partition(" PRIVMSG #sala :")[2] for line in ana.lines()]
    assert "".join(said) == "".join(words)


@given(st.binary(max_size=200).map(lambda data: data.replace(b"\0", b"")))
def test_any_bytes_are_heard_as_text(data: bytes) -> None:
    """Whatever is no UTF-8 becomes U+FFFD; nothing raises, nobody else is hurt."""
    board = Switchboard()
    ana, guest = board.irc("ana"), board.guest("hola")
    ana.read()

    guest.send(data)
    guest.finish()
    board.pass_time(1)

    assert all(" " in line for line in ana.lines())
    ana.send("PING x\r\n")
    assert ana.lines()[-1].endswith("x")


def test_who_is_gone_says_nothing_more() -> None:
    """What stands behind ``/quit`` in the same packet is not said."""
    board = Switchboard()
    ana, guest = board.irc("ana"), board.guest("hola")
    ana.read()

    guest.send("/quit\nfantasma\n")

    assert guest.is_closed
    assert "fantasma" not in ana.read()


def test_the_rest_of_a_command_is_its_argument() -> None:
    """``/nick`` takes one, spaces around it do not matter."""
    board = Switchboard()
    ana, guest = board.irc("ana"), board.guest("hola")
    ana.read()

    guest.send("/nick   eva \n")

    assert ana.lines() == [":invitado-1!invitado@127.0.0.1 NICK eva"]


def test_a_nul_ends_a_guest_that_was_one() -> None:
    """Nobody who writes sends it; nothing of its line is heard."""
    board = Switchboard()
    ana, guest = board.irc("ana"), board.guest("hola")
    ana.read()

    guest.send(b"a\0b\n")

    assert guest.is_closed
    assert "PRIVMSG" not in ana.read()
