"""MARKREAD: up to when one has read a conversation.

https://ircv3.net/specs/extensions/read-marker
"""

import pytest

from tests.support.accounts import add_account, log_in, plain
from tests.support.harness import Client, Harness
from tests.support.matchers import TEXT, numeric

CAPS = "draft/read-marker"
EARLY, LATE = "timestamp=2019-01-01T00:00:00.000Z", "timestamp=2019-06-01T12:00:00.123Z"


@pytest.fixture
def ana(chat: Harness) -> Client:
    """Somebody with the capability."""
    return chat.connect("ana", CAPS)


@pytest.mark.parametrize("target", ["#unknown", "bob"])
def test_nothing_is_a_star(ana: Client, target: str) -> None:
    """Also for what is not there."""
    assert ana.ask(f"MARKREAD {target}") == [numeric("MARKREAD", target, "*")]


@pytest.mark.parametrize("target", ["#c", "bob"])
def test_set_and_get(ana: Client, target: str) -> None:
    """The answer is what is stored, in any case of the name, as it was asked."""
    stored = numeric("MARKREAD", target, LATE)

    assert ana.ask(f"MARKREAD {target} {LATE}") == [stored]
    assert ana.ask(f"MARKREAD {target}") == [stored]
    assert ana.ask(f"MARKREAD {target.upper()}") == [numeric("MARKREAD", target.upper(), LATE)]


def test_an_older_moment_changes_nothing(ana: Client) -> None:
    """The answer is the newer one that is stored."""
    ana.ask(f"MARKREAD #c {LATE}")

    assert ana.ask(f"MARKREAD #c {EARLY}") == [numeric("MARKREAD", "#c", LATE)]


def test_the_future_has_not_been_read(chat: Harness, ana: Client) -> None:
    """A moment to come is taken for now."""
    answer = ana.ask("MARKREAD #c timestamp=2999-01-01T00:00:00.000Z")

    assert answer == [numeric("MARKREAD", "#c", "timestamp=2026-05-28T20:26:40.000Z")]


@pytest.mark.parametrize(
    ("question", "params"),
    [
        ("MARKREAD", ("NEED_MORE_PARAMS",)),
        ("MARKREAD :", ("NEED_MORE_PARAMS",)),
        ("MARKREAD #c *", ("INVALID_PARAMS", "#c", "*")),
        ("MARKREAD #c now", ("INVALID_PARAMS", "#c", "now")),
        ("MARKREAD #c timestamp=x", ("INVALID_PARAMS", "#c", "timestamp=x")),
        (f"MARKREAD #c {LATE} x", ("INVALID_PARAMS", "#c", LATE)),
    ],
)
def test_refused(ana: Client, question: str, params: tuple[str, ...]) -> None:
    """What is missing or cannot be read."""
    assert ana.ask(question) == [numeric("FAIL", "MARKREAD", *params, TEXT)]


def test_on_join_before_the_end_of_the_names(ana: Client) -> None:
    """A star at first, what is known after PART and JOIN, also without an account."""
    first = ana.ask("JOIN #c")
    ana.ask(f"MARKREAD #c {LATE}")
    ana.ask("PART #c")
    again = ana.ask("JOIN #c")

    assert [message.command for message in first] == ["JOIN", "MARKREAD", "353", "366"]
    assert first[1] == numeric("MARKREAD", "#c", "*")
    assert again[1] == numeric("MARKREAD", "#c", LATE)


def test_only_for_those_who_ask_for_it(chat: Harness) -> None:
    """A plain JOIN is answered as ever."""
    bob = chat.connect("bob")

    assert [message.command for message in bob.ask("JOIN #c")] == ["JOIN", "353", "366"]


def test_other_connections_of_the_account_are_told(chat: Harness, ana: Client) -> None:
    """Those with the capability; nobody else learns what one has read."""
    phone, old, other = chat.connect("ana2", CAPS), chat.connect("ana3"), chat.connect("bob", CAPS)
    for client in (ana, phone, old):
        chat.log_in(client, "ana")
        client.read()

    ana.send(f"MARKREAD #c {LATE}", f"MARKREAD #c {EARLY}")

    assert phone.read() == [numeric("MARKREAD", "#c", LATE)]
    assert old.read() == other.read() == []
    assert other.ask("MARKREAD #c") == [numeric("MARKREAD", "#c", "*")]


def test_an_account_keeps_them(chat: Harness, ana: Client) -> None:
    """Over a reconnect and over a restart of the server, until the account is deleted."""
    chat.log_in(ana, "ana")
    ana.ask(f"MARKREAD #c {LATE}")
    ana.send("QUIT")
    again = Harness(chat.config, store=chat.store)
    ana = again.connect("ana", CAPS)
    again.log_in(ana, "Ana")

    assert ana.ask("MARKREAD #C") == [numeric("MARKREAD", "#C", LATE)]
    again.act(lambda: again.dispatcher.world.markers.forget("ana"))
    assert ana.ask("MARKREAD #c") == [numeric("MARKREAD", "#c", "*")]
    assert list(chat.store.documents("marker")) == []


def test_a_further_connection_is_told_in_each_channel(chat: Harness) -> None:
    """It reads on where the other one stopped: JOIN, then MARKREAD."""
    add_account(chat, "ana")
    first = log_in(chat, "ana", "ana", CAPS)
    chat.join("#c", first)
    first.ask(f"MARKREAD #c {LATE}")
    second = chat.connect()

    second.send(
        "CAP LS 302", f"CAP REQ :{CAPS}", *plain("ana"), "NICK x", "USER a 0 * :A", "CAP END"
    )

    burst = second.read()
    commands = [message.command for message in burst]
    assert commands[commands.index("JOIN") :] == ["JOIN", "MARKREAD", "353", "366"]
    assert numeric("MARKREAD", "#c", LATE) in burst


def test_so_many_and_no_more(chat: Harness, ana: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that was not moved for longest makes room."""
    monkeypatch.setattr("tertulia_server.model.markers.MOST", 2)
    for name in ("#a", "#b", "#c"):
        ana.ask(f"MARKREAD {name} {LATE}")

    stored = [ana.ask(f"MARKREAD {name}")[0].params[1] for name in ("#a", "#b", "#c")]
    assert stored == ["*", LATE, LATE]
