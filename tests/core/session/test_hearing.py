"""``/ignore``, ``/mute`` and ``/notify`` in a session."""

import pytest

from tertulia_core.session.attention import Level
from tertulia_core.session.events import UnreadChanged
from tests.support.scripted import ScriptedClient


@pytest.fixture
def client() -> ScriptedClient:
    """Return a client in its room."""
    made = ScriptedClient()
    made.go_online()
    return made


def test_somebody_ignored_is_not_seen_at_all(client: ScriptedClient) -> None:
    """Not in rooms, not in private, not as writing or reacting; the rest is."""
    client.type("/ignore Rosa")
    told = client.last().text
    client.receive(
        ":rosa!r@h PRIVMSG #sala :no",
        ":rosa!r@h NOTICE #sala :no",
        ":rosa!r@h PRIVMSG ana :no",
        "@+typing=active :rosa!r@h TAGMSG #sala",
        ":luis!l@h PRIVMSG #sala :sí",
    )

    assert "Rosa" in told
    assert "no" not in client.texts()
    assert client.texts()[-1] == "sí"
    assert "rosa" not in client.state.rooms
    assert client.room().typing == ()


def test_ignored_people_can_be_listed_and_heard_again(client: ScriptedClient) -> None:
    """Without a nick the list; with it again, the end of it."""
    for text in ("/ignore", "/ignore rosa", "/ignore", "/ignore rosa"):
        client.type(text)
    client.receive(":rosa!r@h PRIVMSG #sala :otra vez")

    nobody, _told, listed, again, said = client.texts()[-5:]
    assert "nobody" in nobody
    assert "rosa" in listed
    assert "again" in again
    assert said == "otra vez"


def test_a_muted_room_is_not_counted(client: ScriptedClient) -> None:
    """What was counted already is forgotten; afterwards it counts again."""
    client.receive(":luis!l@h PRIVMSG ana :hola")
    happened = client.type("/mute luis")
    client.receive(":luis!l@h PRIVMSG ana :¿estás?")
    quiet = client.room("luis").unread
    client.type("/mute luis")
    client.receive(":luis!l@h PRIVMSG ana :¿y ahora?")

    assert UnreadChanged("luis") in happened
    assert (quiet, client.room("luis").unread) == (0, 1)


def test_what_notifies_is_chosen_room_by_room(client: ScriptedClient) -> None:
    """And told on request."""
    client.type("/notify ALL")
    client.type("/notify")

    assert client.state.attention.level("#sala") is Level.ALL
    assert "every message" in client.last().text


def test_another_word_shows_the_usage(client: ScriptedClient) -> None:
    """Nothing changes."""
    client.type("/notify sometimes")

    assert "/notify [all" in client.last().text
    assert client.state.attention.level("#sala") is Level.MENTIONS
