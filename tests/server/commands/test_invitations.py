"""INVITE, KNOCK and invite-notify.

https://modern.ircdocs.horse/#invite-message
https://ircv3.net/specs/extensions/invite-notify
"""

import pytest

from tests.support.harness import Client, Harness
from tests.support.matchers import SERVER, TEXT, line, numeric

ANA = "ana!user@127.0.0.1"


@pytest.fixture
def ana(chat: Harness) -> Client:
    """Return the operator of ``#c``."""
    ana = chat.connect("ana")
    chat.join("#c", ana)
    return ana


class TestInvite:
    def test_only_the_invited_sees_it(
        self, chat: Harness, ana: Client, bob: Client, eva: Client
    ) -> None:
        chat.join("#c", eva)

        assert ana.ask("INVITE BOB #C") == [numeric("341", "ana", "bob", "#c")]
        assert bob.read() == [line("INVITE", "bob", "#c", source=ANA)]
        assert eva.sync() == []

    def test_who_asked_for_it_is_notified(self, chat: Harness, ana: Client, bob: Client) -> None:
        eva = chat.connect("eva", "invite-notify")
        chat.join("#c", eva)

        ana.send("INVITE bob #c")

        assert eva.read() == [line("INVITE", "bob", "#c", source=ANA)]

    def test_each_reason_to_refuse(
        self, chat: Harness, ana: Client, bob: Client, eva: Client
    ) -> None:
        chat.join("#c", bob)

        assert ana.ask("INVITE nobody #c") == [numeric("401", "ana", "nobody", TEXT)]
        assert ana.ask("INVITE eva #no") == [numeric("403", "ana", "#no", TEXT)]
        assert eva.ask("INVITE bob #c") == [numeric("442", "eva", "#c", TEXT)]
        assert ana.ask("INVITE bob #c") == [numeric("443", "ana", "bob", "#c", TEXT)]
        assert ana.ask("INVITE bob") == [numeric("461", "ana", "INVITE", TEXT)]

    def test_any_member_may_unless_it_takes_an_invitation(
        self, chat: Harness, ana: Client, bob: Client, eva: Client
    ) -> None:
        chat.join("#c", bob)

        assert bob.ask("INVITE eva #c") == [numeric("341", "bob", "eva", "#c")]
        ana.ask("MODE #c +i")
        assert bob.ask("INVITE eva #c") == [numeric("482", "bob", "#c", TEXT)]

    @pytest.mark.parametrize("closed", ["+i", "+b bob", "+l 1", "+R"])
    def test_it_opens_once(self, ana: Client, bob: Client, closed: str) -> None:
        ana.ask(f"MODE #c {closed}")
        ana.ask("INVITE bob #c")

        assert bob.ask("JOIN #c")[0].command == "JOIN"
        bob.ask("PART #c")
        assert bob.ask("JOIN #c")[0].command in {"471", "473", "474", "477"}

    def test_a_key_is_asked_all_the_same(self, ana: Client, bob: Client) -> None:
        ana.ask("MODE #c +k llave")
        ana.ask("INVITE bob #c")

        assert bob.ask("JOIN #c") == [numeric("475", "bob", "#c", TEXT)]

    def test_without_parameters_it_lists(self, chat: Harness, ana: Client, bob: Client) -> None:
        """336 and 337; channels that are gone are not on it."""
        chat.join("#d", ana)
        chat.join("#e", ana)
        for name in ("#c", "#d", "#e"):
            ana.ask(f"INVITE bob {name}")
        ana.ask("PART #d")
        bob.ask("JOIN #e")

        assert bob.ask("INVITE") == [
            numeric("336", "bob", "#c"),
            numeric("337", "bob", TEXT),
        ]

    def test_an_invitation_to_a_channel_that_is_gone_opens_nothing(
        self, chat: Harness, ana: Client, bob: Client, eva: Client
    ) -> None:
        ana.ask("INVITE bob #c")
        ana.ask("PART #c")
        chat.join("#c", eva)
        eva.ask("MODE #c +i")

        assert bob.ask("JOIN #c") == [numeric("473", "bob", "#c", TEXT)]

    def test_somebody_who_is_away_is_told_to_be(self, ana: Client, bob: Client) -> None:
        bob.ask("AWAY :lejos")

        assert [message.command for message in ana.ask("INVITE bob #c")] == ["341", "301"]


class TestKnock:
    def test_operators_hear_it(self, chat: Harness, ana: Client, bob: Client, eva: Client) -> None:
        chat.join("#c", eva)
        ana.ask("MODE #c +i")
        eva.read()

        assert bob.ask("KNOCK #c") == [numeric("711", "bob", "#c", TEXT)]
        assert ana.read() == [line("710", "#c", "#c", "bob!user@127.0.0.1", TEXT, source=SERVER)]
        assert eva.read() == []

    def test_once_a_minute(self, chat: Harness, ana: Client, bob: Client) -> None:
        ana.ask("MODE #c +i")
        bob.ask("KNOCK #c")

        assert bob.ask("KNOCK #c") == [numeric("712", "bob", "#c", TEXT)]
        chat.pass_time(60)
        assert bob.ask("KNOCK #c")[0].command == "711"

    def test_each_reason_to_refuse(self, ana: Client, bob: Client) -> None:
        assert bob.ask("KNOCK #no") == [numeric("403", "bob", "#no", TEXT)]
        assert bob.ask("KNOCK #c") == [numeric("713", "bob", "#c", TEXT)]
        assert ana.ask("KNOCK #c") == [numeric("714", "ana", "#c", TEXT)]
        ana.ask("MODE #c +ib bob")
        assert bob.ask("KNOCK #c") == [numeric("480", "bob", "#c", TEXT)]
        ana.ask("MODE #c +s")
        assert bob.ask("KNOCK #c") == [numeric("403", "bob", "#c", TEXT)]
