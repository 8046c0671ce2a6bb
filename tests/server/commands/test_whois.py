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


class TestWhowas:
    """https://modern.ircdocs.horse/#whowas-message"""

    def test_the_latest_first(self, chat: Harness, ana: Client) -> None:
        for realname in ("Uno", "Dos", "Tres"):
            chat.connect("bob", realname=realname).send("QUIT")
        chat.connect("Bob", realname="Cuatro").send("NICK rob")

        answer = ana.ask("WHOWAS BOB")

        assert [message.command for message in answer] == ["314", "312"] * 4 + ["369"]
        assert answer[0] == numeric("314", "ana", "Bob", "user", HOST, "*", "Cuatro")
        assert [m.params[-1] for m in answer if m.command == "314"] == [
            "Cuatro", "Tres", "Dos", "Uno",
        ]  # fmt: skip
        assert answer[-1] == numeric("369", "ana", "BOB", TEXT)

    @pytest.mark.parametrize(
        ("count", "given"), [("1", 1), ("2", 2), ("0", 3), ("-1", 3), ("x", 3)]
    )
    def test_a_count(self, chat: Harness, ana: Client, count: str, given: int) -> None:
        for _ in range(3):
            chat.connect("bob").send("QUIT")

        answer = ana.ask(f"WHOWAS bob {count}")

        assert [message.command for message in answer].count("314") == given

    def test_of_nobody(self, ana: Client, bob: Client) -> None:
        """Who is here still is not who was."""
        for nick in ("nobody", "bob", "b*"):
            assert ana.ask(f"WHOWAS {nick}") == [
                numeric("406", "ana", nick, TEXT),
                numeric("369", "ana", nick, TEXT),
            ]
        assert ana.ask("WHOWAS") == [numeric("431", "ana", TEXT)]


class TestBots:
    """https://ircv3.net/specs/extensions/bot-mode"""

    def test_a_bot_is_shown_as_one(self, chat: Harness, ana: Client) -> None:
        bot = chat.connect("bot", "echo-message message-tags")
        eva, old = chat.connect("eva", "message-tags"), chat.connect("old")
        chat.join("#c", ana, bot, eva, old)

        assert bot.ask("MODE bot +B")[0].params == ("bot", "+B")
        assert numeric("335", "ana", "bot", TEXT) in ana.ask("WHOIS bot")
        assert ana.ask("WHO bot")[0].params[6] == "HB"
        bot.send("PRIVMSG #c :bip", "TOPIC #c :x", "PRIVMSG eva :bip")
        for message in [*bot.read(), *eva.read()]:
            assert message.tags.get("bot", "x") == ("x" if message.command == "482" else "")
        assert dict(old.read()[0].tags) == {}

    def test_no_more(self, chat: Harness, ana: Client) -> None:
        bot = chat.connect("bot")
        bot.ask("MODE bot +B")
        bot.ask("MODE bot -B")

        assert "335" not in [message.command for message in ana.ask("WHOIS bot")]
