"""What was said before one came, for clients that cannot ask for it.

https://ircv3.net/specs/extensions/chathistory#implementation
"""

import pytest

from tertulia_core.wire.message import Message
from tests.support.harness import Client, Harness, make_config
from tests.support.matchers import ANY, TEXT, line, numeric

ANA = "ana!user@127.0.0.1"


@pytest.fixture
def ana(chat: Harness) -> Client:
    """Somebody who said three things in a channel, and did one that is no speech."""
    client = chat.connect("ana")
    chat.join("#c", client)
    client.send("PRIVMSG #c :one", "TOPIC #c :t", "NOTICE #c :two", "PRIVMSG #c :three")
    return client


def said(answer: list[Message]) -> list[Message]:
    """Return what follows the names."""
    commands = [message.command for message in answer]
    return answer[commands.index("366") + 1 :]


def test_a_plain_client(chat: Harness, ana: Client) -> None:
    """The messages between two notices of the server's, the first says of when they are."""
    before, *messages, after = said(chat.connect("bob").ask("JOIN #c"))

    assert before == numeric("NOTICE", "#c", TEXT)
    assert "2026-05-28 20:26" in before.params[-1]
    assert messages == [
        line("PRIVMSG", "#c", "one", source=ANA),
        line("NOTICE", "#c", "two", source=ANA),
        line("PRIVMSG", "#c", "three", source=ANA),
    ]
    assert after == numeric("NOTICE", "#c", TEXT)


def test_a_client_with_batches(chat: Harness, ana: Client) -> None:
    """They are a batch of history, with their times."""
    bob = chat.connect("bob", "batch server-time")
    _before, opening, *messages, closing, _after = said(bob.ask("JOIN #c"))

    assert opening.params[1:] == ("chathistory", "#c")
    assert closing.params == (f"-{opening.params[0][1:]}",)
    tags = {"batch": opening.params[0][1:], "time": ANY}
    assert messages[0] == line("PRIVMSG", "#c", "one", source=ANA, tags=tags)


def test_who_can_ask_is_played_nothing(chat: Harness, ana: Client) -> None:
    """A client with draft/chathistory decides itself."""
    bob = chat.connect("bob", "draft/chathistory batch")

    assert said(bob.ask("JOIN #c")) == []


def test_a_new_channel(chat: Harness) -> None:
    """A plain JOIN is answered as ever."""
    assert said(chat.connect("bob").ask("JOIN #c")) == []


def test_so_many_and_no_more() -> None:
    """The last ones."""
    chat = Harness(make_config(history={"playback": 2}))
    ana = chat.connect("ana")
    chat.join("#c", ana)
    ana.send(*(f"PRIVMSG #c :{number}" for number in range(5)))

    played = said(chat.connect("bob").ask("JOIN #c"))

    assert [message.params[-1] for message in played[1:-1]] == ["3", "4"]


def test_switched_off() -> None:
    """Zero is none."""
    chat = Harness(make_config(history={"playback": 0}))
    ana = chat.connect("ana")
    chat.join("#c", ana)
    ana.send("PRIVMSG #c :one")

    assert said(chat.connect("bob").ask("JOIN #c")) == []


@pytest.mark.parametrize("mode", ["+i", "+k x", "+s"])
def test_nothing_of_a_closed_channel(chat: Harness, ana: Client, mode: str) -> None:
    """What was said before the first entering is nobody's business."""
    bob = chat.connect("bob")
    ana.send(f"MODE #c {mode}", "INVITE bob #c")
    bob.read()

    assert said(bob.ask("JOIN #c x")) == []


def test_what_is_said_meanwhile_comes_once(chat: Harness, ana: Client) -> None:
    """What one hears oneself is not played as well."""
    bob = chat.connect("bob")
    chat.work_waits = True
    bob.send("JOIN #c")
    ana.send("PRIVMSG #c :meanwhile")
    chat.finish_work()

    texts = [message.params[-1] for message in bob.read()]

    assert texts.count("meanwhile") == 1


def test_who_is_thrown_out_meanwhile(chat: Harness, ana: Client) -> None:
    """Nothing is shown to somebody who is not there any more."""
    bob = chat.connect("bob")
    chat.work_waits = True
    bob.send("JOIN #c")
    ana.send("KICK #c bob")
    bob.read()
    chat.finish_work()

    assert bob.read() == []


def test_guests_are_played_nothing(chat: Harness) -> None:
    """A bare socket hears the room from now on, as it always did."""
    ana = chat.connect("ana")
    chat.join("#sala", ana)
    ana.send("PRIVMSG #sala :before")

    guest = chat.guest()

    assert "before" not in " ".join(guest.hear())
