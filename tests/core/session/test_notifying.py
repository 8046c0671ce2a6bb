"""Which messages call the person."""

import pytest

from tertulia_core.session.events import Event
from tertulia_core.session.notifying import Notification, Notifier
from tests.support.scripted import ScriptedClient


@pytest.fixture
def client() -> ScriptedClient:
    """Return a client in its room that nobody looks at."""
    made = ScriptedClient()
    made.go_online()
    made.controller.focus(False)
    return made


def called(client: ScriptedClient, happened: list[Event]) -> list[Notification]:
    """Return whom a fresh notifier calls."""
    return Notifier().of(happened, client.state, client.clock.monotonic())


def test_a_mention_calls_with_who_where_and_what(client: ScriptedClient) -> None:
    """Formatting and what should not be shown left out."""
    happened = client.receive(":rosa!r@h PRIVMSG #sala :\x02ana\x02: ¿vienes\u202e?")

    assert called(client, happened) == [Notification("#sala", "rosa · #sala", "ana: ¿vienes␦?")]


def test_a_private_message_calls(client: ScriptedClient) -> None:
    """The room is the person."""
    happened = client.receive(":luis!l@h PRIVMSG ana :hola")

    assert called(client, happened) == [Notification("luis", "luis", "hola")]


@pytest.mark.parametrize(
    "line",
    [
        ":rosa!r@h PRIVMSG #sala :hola a todos",
        ":ana!a@h PRIVMSG #sala :ana habla sola",
        ":rosa!r@h TOPIC #sala :ana",
        ":play.example NOTICE ana :ana",
    ],
)
def test_the_rest_does_not(client: ScriptedClient, line: str) -> None:
    """Talk among others, our own words, what is no speech, the server."""
    assert called(client, client.receive(line)) == []


@pytest.mark.parametrize(
    ("commands", "count"),
    [
        (["/notify all"], 2),
        (["/notify nothing"], 0),
        (["/mute"], 0),
        (["/ignore rosa"], 0),
        (["/notify all", "/mute", "/mute"], 2),
    ],
)
def test_rooms_have_their_own_level(
    client: ScriptedClient, commands: list[str], count: int
) -> None:
    """All, nothing, muted; people ignored never call."""
    for command in commands:
        client.type(command)
    happened = [
        [*client.receive(f":rosa!r@h PRIVMSG #sala :{text}")] for text in ("hola", "ana: hola")
    ]

    assert sum(len(called(client, one)) for one in happened) == count


def test_nobody_is_called_to_what_is_on_screen(client: ScriptedClient) -> None:
    """Only while somebody looks; another room still calls."""
    client.controller.focus(True)
    here = client.receive(":rosa!r@h PRIVMSG #sala :ana: aquí")
    elsewhere = client.receive(":luis!l@h PRIVMSG ana :allí")

    assert called(client, here) == []
    assert len(called(client, elsewhere)) == 1


def test_a_burst_calls_once(client: ScriptedClient) -> None:
    """With its last message; after a pause the room may call again."""
    notifier = Notifier()
    burst = client.receive(*(f":luis!l@h PRIVMSG ana :{number}" for number in range(9)))
    first = notifier.of(burst, client.state, 10.0)
    more = client.receive(":luis!l@h PRIVMSG ana :más")

    assert [one.text for one in first] == ["8"]
    assert notifier.of(more, client.state, 12.9) == []
    assert len(notifier.of(more, client.state, 13.0)) == 1
