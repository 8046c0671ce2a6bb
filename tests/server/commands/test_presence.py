"""AWAY and SETNAME.

https://modern.ircdocs.horse/#away-message
https://ircv3.net/specs/extensions/away-notify
https://ircv3.net/specs/extensions/setname
"""

import pytest

from tests.support.harness import Harness
from tests.support.matchers import SERVER, TEXT, line, numeric

ANA = "ana!user@127.0.0.1"


class TestAway:
    @pytest.mark.parametrize("back", ["AWAY", "AWAY :"])
    def test_going_and_coming_back(self, chat: Harness, back: str) -> None:
        ana = chat.connect("ana")

        assert ana.ask("AWAY :comiendo") == [numeric("306", "ana", TEXT)]
        assert ana.ask("USERHOST ana") == [numeric("302", "ana", "ana=-user@127.0.0.1")]
        assert ana.ask(back) == [numeric("305", "ana", TEXT)]
        assert ana.ask("USERHOST ana") == [numeric("302", "ana", "ana=+user@127.0.0.1")]

    def test_who_asked_for_it_is_notified_once(self, chat: Harness) -> None:
        """Members with away-notify; not oneself, not strangers, not those without it."""
        ana, bob = chat.connect("ana", "away-notify"), chat.connect("bob", "away-notify")
        plain, stranger = chat.connect("eva"), chat.connect("sol", "away-notify")
        chat.join("#a", ana, bob, plain)
        chat.join("#b", ana, bob)

        answers = ana.ask("AWAY :lejos") + ana.ask("AWAY")

        assert [message.command for message in answers] == ["306", "305"]
        assert bob.read() == [line("AWAY", "lejos", source=ANA), line("AWAY", source=ANA)]
        assert plain.read() == stranger.read() == []

    def test_entering_away_is_notified_too(self, chat: Harness) -> None:
        ana, bob, eva = chat.connect("ana"), chat.connect("bob", "away-notify"), chat.connect("eva")
        chat.join("#a", bob, eva)
        ana.ask("AWAY :lejos")

        answer = ana.ask("JOIN #a")

        joined = line("JOIN", "#a", source=ANA)
        assert bob.read() == [joined, line("AWAY", "lejos", source=ANA)]
        assert eva.read() == [joined]
        assert [message.command for message in answer] == ["JOIN", "353", "366"]


class TestSetname:
    def test_shown_to_those_who_asked(self, chat: Harness) -> None:
        ana, bob = chat.connect("ana", "setname"), chat.connect("bob", "setname")
        plain = chat.connect("eva")
        chat.join("#a", ana, bob, plain)

        ana.send("SETNAME :Ana la nueva")

        renamed = line("SETNAME", "Ana la nueva", source=ANA)
        assert ana.read() == [renamed]
        assert bob.read() == [renamed]
        assert plain.read() == []
        assert plain.ask("WHOIS ana")[0].params[-1] == "Ana la nueva"

    @pytest.mark.parametrize("name", ["", "ñ" * 100])
    def test_what_cannot_be_one_fails(self, chat: Harness, name: str) -> None:
        ana = chat.connect("ana", "setname")

        assert ana.ask(f"SETNAME :{name}") == [
            line("FAIL", "SETNAME", "INVALID_REALNAME", TEXT, source=SERVER)
        ]


class TestPreAway:
    """https://ircv3.net/specs/extensions/pre-away"""

    def test_away_before_being_registered(self, chat: Harness) -> None:
        bob, ana = chat.connect("bob", "away-notify"), chat.connect()
        chat.join("#c", bob)
        ana.send("CAP REQ draft/pre-away", "AWAY :durmiendo", "CAP END")
        ana.register("ana")

        ana.send("JOIN #c")

        assert bob.ask("USERHOST ana")[0].params[1].startswith("ana=-")
        assert bob.ask("PRIVMSG ana :x") == [numeric("301", "bob", "ana", "durmiendo")]

    def test_it_can_be_taken_back(self, chat: Harness) -> None:
        ana = chat.connect()
        ana.send("CAP REQ draft/pre-away", "AWAY *", "AWAY", "CAP END")
        answers = ana.read()
        ana.register("ana")

        assert [message.command for message in answers] == ["CAP", "306", "305"]
        assert ana.ask("USERHOST ana")[0].params[1].startswith("ana=+")

    def test_without_the_capability_it_has_to_wait(self, chat: Harness) -> None:
        ana = chat.connect()

        ana.send("AWAY :x")

        assert ana.read() == [numeric("451", "*", TEXT)]
