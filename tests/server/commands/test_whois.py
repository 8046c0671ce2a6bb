"""WHOIS, USERHOST and ISON: https://modern.ircdocs.horse/#user-based-queries"""

import pytest

from tests.support.harness import Client, Harness
from tests.support.matchers import SERVER, TEXT, numeric

HOST = "127.0.0.1"


@pytest.fixture
def ana(chat: Harness) -> Client:
    """Return a client with a real name of her own."""
    return chat.connect("ana", realname="Ana B")


@pytest.mark.parametrize(
    ("asked", "nick"),
    [("ANA", "ANA"), (f"{SERVER} ana", "ana"), ("ana ana", "ana"), ("no.such.server ana", "ana")],
)
def test_everything_in_its_order(
    chat: Harness, ana: Client, bob: Client, asked: str, nick: str
) -> None:
    """311 first, 318 last with the nick as asked."""
    chat.join("#a", ana)
    chat.join("#b", bob, ana)
    ana.ask("AWAY :lejos")
    chat.pass_time(65)

    assert bob.ask(f"WHOIS {asked}") == [
        numeric("311", "bob", "ana", "user", HOST, "*", "Ana B"),
        numeric("319", "bob", "ana", "@#a #b"),
        numeric("312", "bob", "ana", SERVER, chat.config.server.description),
        numeric("301", "bob", "ana", "lejos"),
        numeric("317", "bob", "ana", "65", str(int(chat.clock.wall()) - 65), TEXT),
        numeric("318", "bob", nick, TEXT),
    ]


def test_writing_ends_idleness(chat: Harness, ana: Client, bob: Client) -> None:
    """317 counts from the last message."""
    chat.pass_time(50)
    ana.send("PRIVMSG bob :x")
    chat.pass_time(7)

    assert [m.params[2] for m in bob.ask("WHOIS ana") if m.command == "317"] == ["7"]


def test_the_channels_of_the_invisible_are_hidden_from_strangers(
    chat: Harness, ana: Client, bob: Client
) -> None:
    """From those who share none with them."""
    chat.join("#a", ana)
    ana.ask("MODE ana +i")

    assert "319" not in [message.command for message in bob.ask("WHOIS ana")]
    assert "319" in [message.command for message in ana.ask("WHOIS ana")]


def test_many_channels_take_several_lines(chat: Harness, ana: Client, bob: Client) -> None:
    """Each within the limit, none left out."""
    names = [f"#{number}{'x' * 40}" for number in range(20)]
    ana.send(*(f"JOIN {name}" for name in names))

    bob.send("WHOIS ana")

    assert max(len(data) for data in bob.raw.split(b"\r\n")) <= 510
    lines = [message for message in bob.read() if message.command == "319"]
    assert [word[1:] for message in lines for word in message.params[2].split()] == names


def test_of_nobody(ana: Client) -> None:
    """401 and then 318; 431 where no nick is given."""
    assert ana.ask("WHOIS nobody") == [
        numeric("401", "ana", "nobody", TEXT),
        numeric("318", "ana", "nobody", TEXT),
    ]
    assert ana.ask("WHOIS") == [numeric("431", "ana", TEXT)]
    assert ana.ask("WHOIS :") == [numeric("431", "ana", TEXT)]


def test_a_guest_can_be_asked_about(chat: Harness, ana: Client) -> None:
    """A guest is a person like others."""
    chat.guest()

    assert ana.ask("WHOIS invitado-1")[0].command == "311"


def test_userhost(ana: Client, bob: Client) -> None:
    """Up to five; those who are not here are left out."""
    ana.ask("AWAY :x")

    assert bob.ask("USERHOST BOB nobody ana") == [
        numeric("302", "bob", f"bob=+user@{HOST} ana=-user@{HOST}")
    ]
    assert bob.ask("USERHOST nobody") == [numeric("302", "bob", "")]


@pytest.mark.parametrize("asked", ["ISON nobody ANA bob", "ISON :nobody ANA bob"])
def test_ison(ana: Client, bob: Client, asked: str) -> None:
    """In one parameter or in many, spelled as they spell themselves."""
    assert bob.ask(asked) == [numeric("303", "bob", "ana bob")]
    assert bob.ask("ISON nobody") == [numeric("303", "bob", "")]
