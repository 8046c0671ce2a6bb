"""RENAME: https://ircv3.net/specs/extensions/channel-rename"""

import pytest

from tests.support.accounts import add_account, log_in
from tests.support.harness import Client, Harness
from tests.support.matchers import SERVER, TEXT, line, numeric

ANA, BOB = "ana!user@127.0.0.1", "bob!user@127.0.0.1"


@pytest.fixture
def ana(chat: Harness) -> Client:
    """Return the operator of ``#old``, who knows RENAME."""
    ana = chat.connect("ana", "draft/channel-rename")
    chat.join("#old", ana)
    return ana


def test_who_knows_it_sees_one_line(chat: Harness, ana: Client) -> None:
    """With a reason, which may be empty."""
    bob = chat.connect("bob", "draft/channel-rename")
    chat.join("#old", bob)

    ana.send("RENAME #old #new :mejor así", "RENAME #new #newer")

    for client in (ana, bob):
        assert client.sync()[-2:] == [
            line("RENAME", "#old", "#new", "mejor así", source=ANA),
            line("RENAME", "#new", "#newer", "", source=ANA),
        ]


def test_others_see_a_move(chat: Harness, ana: Client, bob: Client, eva: Client) -> None:
    """PART and JOIN of their own, the topic and the names."""
    chat.join("#old", bob, eva)
    ana.ask("TOPIC #old :tema")
    bob.read()

    ana.send("RENAME #old #new :mejor")

    assert bob.read() == [
        line("PART", "#old", "mejor", source=BOB),
        line("JOIN", "#new", source=BOB),
        numeric("332", "bob", "#new", "tema"),
        numeric("333", "bob", "#new", ANA, TEXT),
        numeric("353", "bob", "=", "#new", "@ana bob eva"),
        numeric("366", "bob", "#new", TEXT),
    ]


def test_everything_stays_and_the_old_name_is_free(
    chat: Harness, ana: Client, bob: Client, eva: Client
) -> None:
    """Members, modes, lists, and the way messages go."""
    chat.join("#old", bob)
    ana.ask("MODE #old +bm eva")
    ana.ask("RENAME #old #new")
    bob.read()

    ana.send("PRIVMSG #NEW :hola")

    assert bob.read() == [line("PRIVMSG", "#new", "hola", source=ANA)]
    assert eva.ask("JOIN #new") == [numeric("474", "eva", "#new", TEXT)]
    assert eva.ask("JOIN #old")[1].params[3] == "@eva"
    assert bob.ask("PRIVMSG #new :x") == [numeric("404", "bob", "#new", TEXT)]


def test_a_change_of_case_is_seen_by_those_who_know_it_only(
    chat: Harness, ana: Client, bob: Client
) -> None:
    """Others call it the same."""
    chat.join("#old", bob)

    assert ana.ask("RENAME #old #OLD") == [line("RENAME", "#old", "#OLD", "", source=ANA)]
    assert bob.sync() == []
    assert ana.ask("NAMES #old")[0].params[2] == "#OLD"


def test_the_one_who_renames_may_not_know_it(chat: Harness, bob: Client) -> None:
    """Then it is a move for that one as well, in one labelled answer."""
    eva = chat.connect("eva", "labeled-response batch")
    chat.join("#old", eva, bob)

    eva.send("@label=L RENAME #old #new")

    assert [message.command for message in eva.read()] == [
        "BATCH", "PART", "JOIN", "353", "366", "BATCH",
    ]  # fmt: skip
    assert [message.command for message in bob.read()] == ["PART", "JOIN", "353", "366"]


def test_guests_go_along(chat: Harness) -> None:
    """They notice nothing and go on talking."""
    ana, guest = chat.connect("ana"), chat.guest()
    chat.join("#sala", ana)
    ana.ask("RENAME #sala #cocina")

    guest.say("hola")

    assert ana.sync()[-1].params == ("#cocina", "hola")
    assert guest.hear() == []


def test_no_registered_name_is_taken(chat: Harness, bob: Client) -> None:
    """A registered channel is its founder's, with nobody in it too, and so is its history."""
    add_account(chat, "ana")
    ana = log_in(chat, "ana", caps="draft/chathistory batch draft/metadata-3")
    ana.send("JOIN #mine", "CS REGISTER #mine", "PRIVMSG #mine :kept", "PART #mine")
    chat.join("#other", bob)

    assert bob.ask("RENAME #other #Mine")[0].params[:2] == ("RENAME", "CHANNEL_NAME_IN_USE")
    ana.ask("JOIN #mine")
    assert "kept" in [m.params[-1] for m in ana.ask("CHATHISTORY LATEST #mine * 5")]


def test_values_go_along(chat: Harness) -> None:
    """Those that are kept, of a registered channel, under the new name only."""
    add_account(chat, "ana")
    ana = log_in(chat, "ana", caps="draft/metadata-3 batch")
    ana.send("JOIN #a", "CS REGISTER #a", "METADATA #a SET url :x", "RENAME #a #b")

    assert [m.params[-1] for m in ana.ask("METADATA #b LIST")][1:-1] == ["x"]
    ana.ask("JOIN #a")
    assert [m.command for m in ana.ask("METADATA #a LIST")] == ["BATCH", "BATCH"]
    assert dict(chat.store.documents("metadata")) == {"#b": '{"url": "x"}'}


def test_each_reason_to_refuse(chat: Harness, ana: Client, bob: Client, eva: Client) -> None:
    """Numerics where there are any, else FAIL."""
    chat.join("#other", ana)
    chat.join("#old", bob)

    def fail(code: str, new: str) -> object:
        return line("FAIL", "RENAME", code, "#old", new, TEXT, source=SERVER)

    assert ana.ask("RENAME #old #other") == [fail("CHANNEL_NAME_IN_USE", "#other")]
    assert ana.ask("RENAME #old ana") == [fail("CANNOT_RENAME", "ana")]
    assert ana.ask("RENAME #old #old") == [fail("CANNOT_RENAME", "#old")]
    assert ana.ask("RENAME #no #new") == [numeric("403", "ana", "#no", TEXT)]
    assert bob.ask("RENAME #old #new") == [numeric("482", "bob", "#old", TEXT)]
    assert eva.ask("RENAME #old #new") == [numeric("442", "eva", "#old", TEXT)]
    assert ana.ask("RENAME #old") == [numeric("461", "ana", "RENAME", TEXT)]
