"""User modes R and T, and ACCEPT.

https://modern.ircdocs.horse/#user-modes, and for the numerics 281, 282 and 456 to 458
https://defs.ircdocs.horse/defs/numerics.html; no specification covers the two modes.
"""

import pytest

from tests.support.harness import Client, Harness
from tests.support.matchers import TEXT, line, numeric

BOB = "bob!user@127.0.0.1"


@pytest.fixture
def ana(chat: Harness) -> Client:
    """Return somebody who takes private messages from people with accounts only."""
    ana = chat.connect("ana")
    ana.ask("MODE ana +R")
    return ana


def test_people_without_an_account_are_refused(ana: Client, bob: Client) -> None:
    """477 to the sender; NOTICE silently."""
    assert bob.ask("PRIVMSG ana :x") == [numeric("477", "bob", "ana", TEXT)]
    assert bob.ask("NOTICE ana :x") == []
    assert ana.sync() == []


def test_people_with_one_are_heard(chat: Harness, ana: Client, bob: Client) -> None:
    """Whatever it is called."""
    chat.log_in(bob, "roberto")

    assert bob.ask("PRIVMSG ana :x") == []
    assert ana.read() == [line("PRIVMSG", "ana", "x", source=BOB)]


@pytest.mark.parametrize("how", ["ACCEPT bob", "ACCEPT nobody,BOB", "PRIVMSG bob :hola"])
def test_the_accepted_are_heard(ana: Client, bob: Client, how: str) -> None:
    """By name, or because one wrote to them; under any nick they take later."""
    ana.ask(how)
    bob.ask("NICK rob")

    assert bob.ask("PRIVMSG ana :x") == []
    assert ana.sync()[-1].params == ("ana", "x")


def test_it_can_be_taken_back_and_listed(ana: Client, bob: Client, eva: Client) -> None:
    """281 and 282; errors say what is so already."""
    ana.ask("ACCEPT bob,eva")

    assert ana.ask("ACCEPT bob") == [numeric("457", "ana", "bob", TEXT)]
    assert ana.ask("ACCEPT -eva") == []
    assert ana.ask("ACCEPT -eva") == [numeric("458", "ana", "eva", TEXT)]
    assert ana.ask("ACCEPT nobody") == [numeric("401", "ana", "nobody", TEXT)]
    assert ana.ask("ACCEPT *") == [numeric("281", "ana", "bob"), numeric("282", "ana", TEXT)]
    assert eva.ask("PRIVMSG ana :x") == [numeric("477", "eva", "ana", TEXT)]


def test_who_left_leaves_the_list(chat: Harness, ana: Client, bob: Client) -> None:
    """Somebody else under the same nick is somebody else."""
    ana.ask("ACCEPT bob")
    bob.send("QUIT")
    other = chat.connect("bob")

    assert other.ask("PRIVMSG ana :x") == [numeric("477", "bob", "ana", TEXT)]
    assert ana.ask("ACCEPT *") == [numeric("282", "ana", TEXT)]


def test_the_list_has_an_end(chat: Harness, ana: Client) -> None:
    """A hundred people."""
    for number in range(101):
        chat.connect(f"n{number}")

    answers = [ana.ask(f"ACCEPT n{number}") for number in range(101)]

    assert answers == [[]] * 100 + [[numeric("456", "ana", TEXT)]]


def test_ctcp_is_dropped_silently(chat: Harness, bob: Client) -> None:
    """``+T``; plain text and actions pass, and the sender sees no difference."""
    ana, eva = chat.connect("ana"), chat.connect("eva", "echo-message")
    ana.ask("MODE ana +T")

    assert bob.ask("PRIVMSG ana :\x01VERSION\x01") == []
    assert [m.params[1] for m in eva.ask("PRIVMSG ana :\x01PING 1\x01")] == ["\x01PING 1\x01"]
    bob.send("PRIVMSG ana :\x01ACTION ríe\x01", "PRIVMSG ana :hola")
    assert [message.params[1] for message in ana.sync()] == ["\x01ACTION ríe\x01", "hola"]
