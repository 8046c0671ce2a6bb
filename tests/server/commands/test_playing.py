"""*playback, as clients know it from the bouncer ZNC.

https://wiki.znc.in/Playback
"""

import pytest

from tests.support.harness import Client, Harness, make_config
from tests.support.matchers import ANY, TEXT, line

CAPS = "server-time message-tags"
START = 1_780_000_000.0


def speak(chat: Harness) -> Client:
    """Let five things be said in a channel, a second apart, and one between two people."""
    ana, bob = chat.connect("ana", CAPS), chat.connect("Bob", CAPS)
    chat.log_in(ana, "ana")
    chat.join("#c", bob, ana)
    for number in range(5):
        chat.pass_time(1)
        bob.send(f"PRIVMSG #c :{number}", f"TOPIC #c :{number}")
    bob.send("PRIVMSG ana :in private")
    ana.read()
    return ana


@pytest.fixture
def ana(chat: Harness) -> Client:
    """Somebody who heard all of it."""
    return speak(chat)


def play(client: Client, words: str) -> list[str]:
    """Ask and return the texts that are played."""
    answer = client.ask(f"PRIVMSG *playback :{words}")
    return [message.params[-1] for message in answer if message.command == "PRIVMSG"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("play #c", "01234"),
        ("PLAY #C 1780000003", "234"),
        ("play #c 1780000003.001", "34"),
        ("play #c 1780000002 1780000004", "12"),
        ("play #c 99999999999999", ""),
    ],
)
def test_since_is_included_and_until_is_not(ana: Client, words: str, expected: str) -> None:
    """Seconds with a fraction; nothing but speech."""
    assert "".join(play(ana, words)) == expected


def test_everything(ana: Client) -> None:
    """An asterisk is every channel and every person."""
    assert play(ana, "play *") == [*"01234", "in private"]


@pytest.mark.parametrize("nick", ["Bob", "BOB"])
def test_a_person(ana: Client, nick: str) -> None:
    """By nick, in any case."""
    assert play(ana, f"play {nick} {START}") == ["in private"]


def test_as_it_was_said(ana: Client) -> None:
    """Time, id and source of then, and a batch for those who know batches."""
    (shown,) = ana.ask("PRIVMSG *playback :play #c 1780000005")
    assert shown == line(
        "PRIVMSG", "#c", "4",
        source="Bob!user@127.0.0.1",
        tags={"time": "2026-05-28T20:26:45.000Z", "msgid": ANY},
    )  # fmt: skip
    ana.ask("CAP REQ batch")
    opening, *_inside, _closing = ana.ask("PRIVMSG *playback :play #c")
    assert opening.params[1:] == ("znc.in/playback", "#c")


def test_the_limit_keeps_the_latest() -> None:
    """As many as the configuration says."""
    chat = Harness(make_config(limits={"znc_max_messages": 2}))

    assert play(speak(chat), "play #c 1780000000") == ["3", "4"]


@pytest.mark.parametrize("words", ["play #none", "play #c soon", "play #c -1", "play #c 1e9", "x"])
def test_what_cannot_be_played_is_told_by_notice(ana: Client, words: str) -> None:
    """From *playback itself."""
    answer = ana.ask(f"PRIVMSG *playback :{words}")

    assert answer[0] == line("NOTICE", "ana", TEXT, source=ANY, tags=ANY)
    assert (answer[0].source or "").startswith("*playback!")


def test_who_asks_alone_is_played_nothing_on_entering(chat: Harness, ana: Client) -> None:
    """A client with the capability has its own idea of what it missed."""
    eva = chat.connect("eva", "znc.in/playback")

    assert [message.command for message in eva.ask("JOIN #c")][-1] == "366"
