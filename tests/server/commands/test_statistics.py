"""STATS: https://modern.ircdocs.horse/#stats-message"""

import pytest

from tertulia_server.config import OperConfig
from tests.support.harness import Client, Harness, make_config
from tests.support.matchers import TEXT, Pattern, numeric
from tests.support.switchboard import Switchboard


@pytest.fixture
def chat() -> Harness:
    """Return a server with one operator in its configuration."""
    return Harness(make_config(oper={"root": OperConfig("secreto")}))


@pytest.fixture
def ana(chat: Harness) -> Client:
    """Return an operator of the server."""
    ana = chat.connect("ana")
    ana.ask("OPER root secreto")
    return ana


def test_u_is_how_long_it_runs(chat: Harness, bob: Client) -> None:
    """242 before 219, for everybody."""
    chat.clock.advance(86_400 + 3600 + 100)

    assert bob.ask("STATS u") == [
        numeric("242", "bob", Pattern(r".* 1 days 1:01:40")),
        numeric("219", "bob", "u", TEXT),
    ]


def test_other_letters_have_only_the_end(bob: Client) -> None:
    """And no letter at all is too little."""
    assert bob.ask("STATS z") == [numeric("219", "bob", "z", TEXT)]
    assert bob.ask("STATS :") == [numeric("219", "bob", "*", TEXT)]
    assert bob.ask("STATS") == [numeric("461", "bob", "STATS", TEXT)]


def test_o_names_the_operators_there_may_be(ana: Client) -> None:
    """Never their passwords."""
    assert ana.ask("STATS o") == [
        numeric("243", "ana", "O", "*@*", "*", "root"),
        numeric("219", "ana", "o", TEXT),
    ]


def test_m_counts_commands(ana: Client, bob: Client) -> None:
    """Those that exist, most used first; refused ones too."""
    for _number in range(9):
        bob.send("ISON bob")
    bob.send("KILL ana", "NONSENSE", "STATS m")

    *counts, end = ana.ask("STATS m")

    assert counts[0] == numeric("212", "ana", "ISON", "9")
    assert numeric("212", "ana", "KILL", "1") in counts
    assert numeric("212", "ana", "STATS", "2") in counts
    assert "NONSENSE" not in {message.params[1] for message in counts}
    assert end == numeric("219", "ana", "m", TEXT)


def test_l_lists_connections(chat: Harness, ana: Client) -> None:
    """Guests and who is registering too, but nobody who has not said a word."""
    chat.connect("bob", host="192.0.2.7")
    chat.clock.advance(60)
    chat.connect(host="192.0.2.8").send("NICK eva")
    chat.connect(host="192.0.2.9")
    chat.guest()

    assert ana.ask("STATS l") == [
        numeric("211", "ana", "ana", "127.0.0.1", "0", "60", "0"),
        numeric("211", "ana", "bob", "192.0.2.7", "0", "60", "60"),
        numeric("211", "ana", "eva", "192.0.2.8", "0", "0", "0"),
        numeric("211", "ana", "invitado-1", "127.0.0.1", "0", "0", "0"),
        numeric("219", "ana", "l", TEXT),
    ]


def test_l_tells_how_much_waits() -> None:
    """As the transport says, for one who does not read."""
    board = Switchboard(make_config(oper={"root": OperConfig("secreto")}))
    ana, bob = board.irc("ana"), board.irc("bob")
    bob.is_reading = False
    ana.send(f"PRIVMSG #sala :{'x' * 300}\r\nOPER root secreto\r\n")
    ana.read()

    ana.send("STATS l\r\n")

    assert f" 211 ana bob 127.0.0.1 {len(bob.piled)} 0 :0\r\n" in ana.read()
    assert len(bob.piled) > 300


@pytest.mark.parametrize("letter", ["l", "m", "o"])
def test_what_is_about_others_is_for_operators(bob: Client, letter: str) -> None:
    """481 and nothing else."""
    assert bob.ask(f"STATS {letter}") == [numeric("481", "bob", TEXT)]


def test_m_counts_a_burst_of_messages_one_by_one() -> None:
    """Also those that take the short way."""
    board = Switchboard(make_config(oper={"root": OperConfig("secreto")}))
    ana = board.irc("ana")

    ana.send("PRIVMSG #sala :a\r\n" * 7 + "OPER root secreto\r\nSTATS m\r\n")

    assert " 212 ana PRIVMSG 7\r\n" in ana.read().replace(":7", "7")
