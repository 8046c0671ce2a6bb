"""Deadlines: registering takes at most so long, silence is asked about.

https://modern.ircdocs.horse/#ping-message
"""

import pytest

from tests.support.harness import Harness
from tests.support.matchers import SERVER, TEXT, Pattern, line


def test_registering_takes_at_most_so_long(chat: Harness) -> None:
    """From the first IRC byte; a connection that says nothing has all the time."""
    silent, slow = chat.connect(), chat.connect()
    chat.pass_time(100)
    slow.send("NICK ana")

    chat.pass_time(29.9)
    assert slow.sync() == []
    chat.pass_time(0.1)

    assert slow.read() == [line("ERROR", TEXT, source=SERVER)]
    assert slow.is_closed
    assert not silent.is_closed
    assert chat.dispatcher.next_timer() is None


def test_silence_is_asked_about_and_ends_the_connection(chat: Harness) -> None:
    """PING after 180 s, the end 60 s later; who answers stays."""
    ana, bob = chat.connect("ana"), chat.connect("bob")
    chat.join("#c", ana, bob)

    chat.pass_time(30)
    chat.pass_time(150)
    asked = line("PING", SERVER, source=SERVER)
    assert ana.read() == [asked]
    assert bob.read() == [asked]
    bob.send(f"PONG {SERVER}")
    chat.pass_time(60)

    assert ana.read() == [line("ERROR", Pattern("Ping timeout: 240 seconds"), source=SERVER)]
    assert ana.is_closed
    assert bob.read() == [line("QUIT", "Ping timeout: 240 seconds", source="ana!user@127.0.0.1")]


@pytest.mark.parametrize("sign_of_life", ["PONG x", "PRIVMSG bob :x", "NONSENSE"])
def test_any_line_is_a_sign_of_life(chat: Harness, sign_of_life: str) -> None:
    """Not only PONG."""
    ana = chat.connect("ana")
    chat.pass_time(30)

    for _ in range(10):
        chat.pass_time(100)
        ana.send(sign_of_life)
    ana.read()
    chat.pass_time(179)

    assert not ana.is_closed
    assert ana.read() == []


def test_guests_are_never_asked(chat: Harness) -> None:
    """They could not answer."""
    guest = chat.guest()

    chat.pass_time(100_000)

    assert guest.hear() == []
    assert not guest.is_closed


def test_who_is_gone_is_not_looked_at(chat: Harness) -> None:
    """Deadlines of closed connections come to nothing."""
    ana = chat.connect("ana")
    ana.send("QUIT")

    chat.pass_time(1000)

    assert chat.dispatcher.next_timer() is None
