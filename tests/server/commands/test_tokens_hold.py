"""What 005 announces is so: https://modern.ircdocs.horse/#rplisupport-parameters

Each limit is tried at its value and one past it. MONITOR, MAXLIST, CHANLIMIT, MODES, NICKLEN and
CHANNELLEN are tried where their commands are tested.
"""

from collections.abc import Callable
from typing import Final

import pytest

from tertulia_core.wire.message import Message
from tests.support.harness import Client, Harness
from tests.support.matchers import TEXT, line, numeric

BOB: Final = "bob!user@127.0.0.1"

Ask = Callable[[Client, Client, str], str]
"""Has a text of the first client's reach the second, and returns it as it arrived."""


def last(messages: list[Message]) -> str:
    """Return the last parameter of the last message."""
    return messages[-1].params[-1]


def topic(bob: Client, ana: Client, text: str) -> str:
    """Return a topic as the channel sees it."""
    bob.send(f"TOPIC #c :{text}")
    return last(ana.sync())


def kick(bob: Client, ana: Client, text: str) -> str:
    """Return the comment of a kick as its victim sees it."""
    bob.send(f"KICK #c ana :{text}")
    return last(ana.sync())


def away(bob: Client, ana: Client, text: str) -> str:
    """Return an away text as who writes is told it."""
    bob.send(f"AWAY :{text}")
    return last(ana.ask("PRIVMSG bob :x"))


@pytest.fixture
def tokens(chat: Harness) -> dict[str, str]:
    """Return the tokens of 005 by name."""
    burst = chat.connect().register("zoe")
    words = [word for message in burst if message.command == "005" for word in message.params[1:-1]]
    return dict(word.partition("=")[::2] for word in words)


@pytest.mark.parametrize(
    ("name", "ask"),
    [
        ("TOPICLEN", topic),
        ("KICKLEN", kick),
        ("AWAYLEN", away),
    ],
)
def test_a_text_is_cut_at_the_length_announced(
    chat: Harness, ana: Client, bob: Client, tokens: dict[str, str], name: str, ask: Ask
) -> None:
    """Neither before nor after."""
    length = int(tokens[name])
    chat.join("#c", bob, ana)

    assert ask(bob, ana, "x" * (length + 1)) == "x" * length


def test_a_key_may_be_as_long_as_announced(
    chat: Harness, bob: Client, tokens: dict[str, str]
) -> None:
    """One character more is 696."""
    chat.join("#c", bob)
    text = "x" * int(tokens["KEYLEN"])

    assert bob.ask(f"MODE #c +k {text}") == [line("MODE", "#c", "+k", text, source=BOB)]
    assert bob.ask(f"MODE #c +k {text}x") == [numeric("696", "bob", "#c", "k", "*", TEXT)]


@pytest.mark.parametrize(("name", "place"), [("NAMELEN", -1), ("USERLEN", 2)])
def test_who_one_is_is_cut_there_too(
    chat: Harness, ana: Client, tokens: dict[str, str], name: str, place: int
) -> None:
    """The real name and the username."""
    length = int(tokens[name])
    text = "x" * (length + 1)
    chat.connect("eva", username=text, realname=text)

    assert ana.ask("WHOIS eva")[0].params[place] == "x" * length


@pytest.mark.parametrize("symbol", "~@%+")
def test_every_status_that_may_be_addressed_is_one(
    chat: Harness, bob: Client, tokens: dict[str, str], symbol: str
) -> None:
    """STATUSMSG has the signs of PREFIX."""
    chat.join("#c", bob)

    assert symbol in tokens["STATUSMSG"]
    assert symbol in tokens["PREFIX"]
    assert bob.ask(f"PRIVMSG {symbol}#c :x") == []


def test_commands_take_as_many_targets_as_announced(
    chat: Harness, ana: Client, bob: Client, tokens: dict[str, str]
) -> None:
    """TARGMAX of PRIVMSG, KICK and NAMES; one more is 407, and nothing is done to anybody."""
    most = dict(word.split(":") for word in tokens["TARGMAX"].split(","))
    people = [chat.connect(f"p{number}") for number in range(int(most["KICK"]) + 1)]
    nicks = [person.nick for person in people]
    chat.join("#c", bob, *people)
    heard = nicks[: int(most["PRIVMSG"])]

    assert bob.ask(f"PRIVMSG {','.join(heard)} :x") == []
    assert [len(person.sync()) for person in people] == [nick in heard for nick in nicks]
    assert bob.ask(f"PRIVMSG {','.join([*heard, 'bob'])} :x")[0].command == "407"
    assert bob.ask(f"KICK #c {','.join(nicks)}") == [
        numeric("407", "bob", ",".join(nicks), "Those are too many at once; nothing was done")
    ]
    assert len(bob.ask(f"KICK #c {','.join(nicks[1:])}")) == int(most["KICK"])
    rooms = [f"#{number}" for number in range(int(most["NAMES"]) + 1)]
    assert bob.ask(f"NAMES {','.join(rooms)}") == [numeric("407", "bob", ",".join(rooms), TEXT)]
    assert bob.ask(f"NAMES {','.join(rooms[1:])}") == [
        numeric("366", "bob", ",".join(rooms[1:]), TEXT)
    ]
