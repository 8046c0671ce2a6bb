"""SEARCH: what was said, found by its words, by those who may read it.

docs/protocol.md#search
"""

import pytest

from tertulia_core.wire.message import Message
from tertulia_server.commands.searching import parse_query
from tertulia_server.model.refusals import Fail
from tertulia_server.store.ports import StoreError
from tests.support.accounts import add_account, log_in
from tests.support.harness import Client, Harness
from tests.support.matchers import ANY, TEXT, line, numeric

CAPS = "tertulia.invalid/search batch message-tags server-time account-tag"
MAY_FIRST = 1_777_593_600.0


def found(client: Client, query: str, target: str = "*") -> list[Message]:
    """Search, check the batch, and return what is in it, without its tag."""
    opening, *inside, closing = client.ask(f"SEARCH {target} :{query}")
    reference = opening.params[0][1:]
    assert opening == numeric("BATCH", f"+{reference}", "tertulia.invalid/search", target)
    assert closing == numeric("BATCH", f"-{reference}")
    assert all(message.tags["batch"] == reference for message in inside)
    return [
        message._replace(tags={k: v for k, v in message.tags.items() if k != "batch"})
        for message in inside
    ]


def texts(client: Client, query: str, target: str = "*") -> list[str]:
    """Return what the messages found say."""
    return [message.params[-1] for message in found(client, query, target)]


@pytest.fixture
def ana(chat: Harness) -> Client:
    """Somebody with an account who said things in two channels and to a person."""
    add_account(chat, "ana")
    client = log_in(chat, "ana", caps=CAPS)
    bob = chat.connect("Bob", CAPS)
    chat.join("#c", client, bob)
    chat.join("#d", client)
    for target, text in (
        ("#c", "the quick brown fox"),
        ("#d", "La zorra rápida http://zorra.example"),
        ("bob", "敏捷的棕色狐狸 and a fox"),
    ):
        chat.clock.advance(86_400)
        client.send(f"PRIVMSG {target} :{text}")
    bob.send("PRIVMSG #c :no foxes here")
    client.read()
    return client


def test_what_is_found_is_what_was_said(ana: Client) -> None:
    """The newest last, in all one may read, as it was: source, target, time, id, account."""
    messages = found(ana, "FOX")

    tags = {"time": ANY, "msgid": ANY, "account": "ana"}
    ours = "ana!user@127.0.0.1"
    assert messages == [
        line("PRIVMSG", "#c", "the quick brown fox", source=ours, tags=tags),
        line("PRIVMSG", "Bob", "敏捷的棕色狐狸 and a fox", source=ours, tags=tags),
        line(
            "PRIVMSG", "#c", "no foxes here",
            source="Bob!user@127.0.0.1", tags={"time": ANY, "msgid": ANY},
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("target", "query", "expected"),
    [
        ("#c", "fox", ["the quick brown fox", "no foxes here"]),
        ("#C", "fox quick", ["the quick brown fox"]),
        ("bob", "狐", ["敏捷的棕色狐狸 and a fox"]),
        ("*", "fox in:bob", ["敏捷的棕色狐狸 and a fox"]),
        ("*", "fox in:#c in:#d from:BOB", ["no foxes here"]),
        ("*", "from:bob", ["no foxes here"]),
        ("*", "rapida", ["La zorra rápida http://zorra.example"]),
        ("*", "has:link", ["La zorra rápida http://zorra.example"]),
        ("*", "fox before:2026-05-31", ["the quick brown fox"]),
        ("*", "fox after:2026-05-30", ["敏捷的棕色狐狸 and a fox", "no foxes here"]),
        ("*", '"brown fox"', ["the quick brown fox"]),
        ("*", "nothing like this", []),
        ("*", "' OR 1=1 --", []),
    ],
)
def test_words_and_filters(ana: Client, target: str, query: str, expected: list[str]) -> None:
    """All must hold."""
    assert texts(ana, query, target) == expected


@pytest.mark.parametrize(
    ("question", "params"),
    [
        ("#none :fox", ("INVALID_TARGET", "#none")),
        ("#elsewhere :fox", ("INVALID_TARGET", "#elsewhere")),
        ("* :fox in:#elsewhere", ("INVALID_TARGET", "*")),
        ("* :", ("INVALID_QUERY", "*")),
        ("* :in:#c", ("INVALID_QUERY", "in:#c")),
        ("* :fox before:may", ("INVALID_QUERY", "may")),
        ("* :fox after:2026-02-30", ("INVALID_QUERY", "2026-02-30")),
    ],
)
def test_refused(chat: Harness, ana: Client, question: str, params: tuple[str, ...]) -> None:
    """What is not to be read, and what cannot be looked for."""
    chat.join("#elsewhere", chat.connect("eva"))

    assert ana.ask(f"SEARCH {question}") == [numeric("FAIL", "SEARCH", *params, TEXT, tags=ANY)]


def test_too_few_parameters(ana: Client) -> None:
    """A target and a query."""
    assert [message.command for message in ana.ask("SEARCH fox")] == ["461"]


def test_nobody_finds_what_is_not_for_them(chat: Harness, ana: Client) -> None:
    """Neither other people's conversations nor what operators alone heard, nor before a join."""
    ana.send("PRIVMSG @#c :an operators' fox", "MODE #c +s")
    eva = chat.connect("eva", CAPS)
    chat.log_in(eva, "eva")
    chat.join("#c", eva)
    ana.send("PRIVMSG #c :the last fox")
    eva.read()

    assert texts(eva, "fox") == ["the last fox"]
    assert "an operators' fox" in texts(ana, "fox")
    eva.send("PART #c")
    assert texts(eva, "fox") == []


def test_what_is_taken_back_is_not_found(chat: Harness, ana: Client) -> None:
    """Nor what was edited, by its old words."""
    quick = found(ana, "quick")[0].tags["msgid"]
    ana.send(f"EDIT #c {quick} :a slow one")
    foxes = found(ana, "slow")
    ana.send(f"REDACT #c {quick}")

    assert [message.params[-1] for message in foxes] == ["a slow one"]
    assert texts(ana, "quick") == texts(ana, "slow") == []


def test_who_leaves_while_it_is_searched(chat: Harness, ana: Client) -> None:
    """What may not be read any more is left out."""
    bob = chat.client_of("bob")
    chat.work_waits = True
    bob.send("SEARCH * :fox")
    ana.send("KICK #c bob")
    bob.read()
    chat.finish_work()

    assert [m.params[-1] for m in bob.read() if m.command == "PRIVMSG"] == []


def test_when_it_cannot_be_searched(
    chat: Harness, ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store's trouble is told without its words."""

    def fail(query: object) -> None:
        raise StoreError("/secret/path: the disk is full")

    monkeypatch.setattr(chat.store.history, "search", fail)

    (answer,) = ana.ask("SEARCH * :fox")

    assert answer == numeric("FAIL", "SEARCH", "UNAVAILABLE", "*", TEXT, tags=ANY)
    assert "secret" not in answer.params[-1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a b", ("a", "b")),
        ('a "b c" d', ("a", "b c", "d")),
        ('"from:ana"', ("from:ana",)),
        ("http://x has:", ("http://x", "has:")),
        ('half "open', ("half", "open")),
    ],
)
def test_words(text: str, words: tuple[str, ...]) -> None:
    """Quotation marks keep words together and make filters words."""
    assert parse_query(text)[0].words == words


def test_filters() -> None:
    """Days are whole days in UTC."""
    query, places = parse_query(
        "x From:Ana in:#c in:bob after:2026-04-30 before:2026-05-02 has:link"
    )

    assert places == ("#c", "bob")
    assert query.senders == ("ana",)
    assert (query.after, query.before) == (MAY_FIRST - 0.001, MAY_FIRST + 86_400)
    assert query.has_link


def test_a_day_at_the_end_of_time() -> None:
    """No date from the wire is too far away."""
    assert parse_query("x after:9999-12-31")[0].after is not None
    with pytest.raises(Fail):
        parse_query("x after:99999-12-31")
