"""Names in any case: https://modern.ircdocs.horse/#casemapping-parameter"""

import pytest

from tests.support.accounts import add_account, log_in
from tests.support.harness import Client, Harness, make_config
from tests.support.matchers import TEXT, line, numeric


def casemapping(client: Client) -> str:
    """Return what the server says its rule is."""
    tokens = [token for message in client.ask("VERSION") for token in message.params]
    return next(token for token in tokens if token.startswith("CASEMAPPING="))


class TestAscii:
    """The default."""

    def test_nicks_are_ascii(self, chat: Harness, ana: Client) -> None:
        client = chat.connect()

        client.send("NICK Işıl")

        assert client.read() == [numeric("432", "*", "Işıl", TEXT)]
        assert ana.ask("NICK ñ") == [numeric("432", "ana", "ñ", TEXT)]
        assert casemapping(ana) == "CASEMAPPING=ascii"

    def test_channels_of_any_script_are_as_spelled(self, ana: Client, bob: Client) -> None:
        ana.send("JOIN #ÑANDÚ")
        ana.sync()

        bob.send("JOIN #ñandú")

        assert ana.sync() == []


class TestPrecis:
    @pytest.fixture
    def chat(self) -> Harness:
        return Harness(make_config(server={"casemapping": "precis"}))

    @pytest.fixture
    def isil(self, chat: Harness) -> Client:
        return chat.connect("Işıl")

    def test_nicks_of_any_script(self, isil: Client) -> None:
        """ISUPPORT has the name that Modern IRC gives the rule."""
        assert casemapping(isil) == "CASEMAPPING=rfc7613"
        assert isil.nick == "Işıl"

    @pytest.mark.parametrize("nick", ["işıl", "IŞıl", "Is\u0327ıl"])
    def test_one_nick_in_every_spelling(self, chat: Harness, isil: Client, nick: str) -> None:
        client = chat.connect()

        client.send(f"NICK {nick}")

        assert client.read() == [numeric("433", "*", nick, TEXT)]
        client.send("NICK ana", "USER a 0 * :A", f"PRIVMSG {nick} :hola")
        assert isil.sync() == [line("PRIVMSG", "Işıl", "hola", source="ana!a@127.0.0.1")]

    def test_a_change_of_case_is_shown(self, chat: Harness, isil: Client) -> None:
        """And is no news for who watches the nick."""
        ana = chat.connect("ana")
        ana.ask("MONITOR + IŞIL,IŞıL")
        chat.join("#c", ana, isil)

        isil.send("NICK işıl")

        assert ana.sync() == [line("NICK", "işıl", source="Işıl!user@127.0.0.1")]

    def test_watching_and_looking_up_in_any_case(self, chat: Harness, isil: Client) -> None:
        ana = chat.connect("ana")

        assert ana.ask("MONITOR + IŞıL") == [numeric("730", "ana", "Işıl!user@127.0.0.1")]
        assert ana.ask("WHOIS işıl")[0].params[1] == "Işıl"
        assert ana.ask("WHO IŞ*")[0].params[5] == "Işıl"
        isil.send("NICK eva")
        assert ana.ask("WHOWAS IŞıL")[0].params[1] == "Işıl"

    def test_channels_and_masks_too(self, chat: Harness, isil: Client) -> None:
        ana = chat.connect("ana")
        chat.join("#ÑANDÚ", ana, isil)
        ana.send("MODE #ñandú +b IŞıL")

        assert isil.ask("PRIVMSG #Ñandú :hola") == [numeric("404", "Işıl", "#ÑANDÚ", TEXT)]
        assert ana.ask("LIST #ñ*")[1] == numeric("322", "ana", "#ÑANDÚ", "2", "")
        assert ana.ask("MODE #ñandú -b işıl")[0].params == ("#ÑANDÚ", "-b", "IŞıL!*@*")

    @pytest.mark.parametrize("nick", ["ñ!", "1ñ", "ﬁn", "a\u200db", "😀"])
    def test_what_is_no_name_there_either(self, isil: Client, nick: str) -> None:
        assert isil.ask(f"NICK {nick}") == [numeric("432", "Işıl", nick, TEXT)]

    @pytest.mark.parametrize("nick", ["еvan", "ꓰvan", "ĕvan", "Eνan"])
    def test_a_nick_that_looks_like_an_account_s(self, chat: Harness, nick: str) -> None:
        """Is its owner's alone, before the welcome and later; a mark makes it another one."""
        add_account(chat, "evan")
        is_other = nick == "ĕvan"
        other = chat.connect("bob")

        answer = other.ask(f"NICK {nick}")

        assert [message.command for message in answer] == ["NICK" if is_other else "433"]
        other.send("QUIT")
        owner = log_in(chat, "evan")
        assert [message.command for message in owner.ask(f"NICK {nick}")] == ["NICK"]

    def test_a_nick_that_looks_like_somebody_s(self, chat: Harness) -> None:
        """Nobody else's as long as they are here."""
        chat.connect("Mario")
        client = chat.connect()

        client.send("NICK rnаrіо")

        assert client.read() == [numeric("433", "*", "rnаrіо", TEXT)]
