"""Topics, modes and invitations are kept and told."""

import pytest

from tertulia_core.session import events
from tertulia_core.session.presentation import describe
from tertulia_core.session.state import SERVER_ROOM, LineKind
from tests.support.scripted import ScriptedClient


@pytest.fixture
def client() -> ScriptedClient:
    """Return a client in its room."""
    made = ScriptedClient()
    made.go_online()
    made.written()
    return made


def test_a_topic_set_now(client: ScriptedClient) -> None:
    """The room's topic and a line that says who."""
    happened = client.receive(":rosa!r@h TOPIC #sala :De qué va")

    assert client.room().topic == "De qué va"
    assert describe(client.last()) == "rosa set the topic: De qué va"
    assert events.TopicChanged("#sala") in happened


def test_the_topic_on_entering(client: ScriptedClient) -> None:
    """It is shown; who set it is not, unless one asks."""
    client.server.join("#otra", topic="Tema")
    client.receive(":s 333 ana #otra rosa!r@h 1780000000")
    assert client.texts("#otra") == ["", "Tema"]

    client.type("/topic #otra")
    client.receive(":s 332 ana #otra :Tema", ":s 333 ana #otra rosa!r@h 1780000000")

    assert client.last("#otra").text.startswith("The topic was set by rosa on ")


def test_no_topic_is_said_only_when_asked(client: ScriptedClient) -> None:
    """Entering a room without topic adds no line."""
    lines = len(client.lines())
    client.receive(":s 331 ana #sala :No topic is set")
    assert len(client.lines()) == lines

    client.type("/topic")
    client.receive(":s 331 ana #sala :No topic is set")

    assert describe(client.last()) == "There is no topic"


def test_ranks(client: ScriptedClient) -> None:
    """Signs stand in the network's order, whatever order they come in."""
    client.receive(":ana!a@h MODE #sala +vo-k+b rosa rosa clave *!*@malo")

    assert client.room().members["rosa"].prefixes == "@+"
    assert client.last().kind is LineKind.MODE
    assert client.last().text == "+vo-k+b rosa rosa clave *!*@malo"
    client.receive(":s MODE #sala -o rosa", ":s MODE #sala +o nadie", ":s MODE #sala +o")
    assert client.room().members["rosa"].prefixes == "+"


def test_our_own_modes_and_those_of_other_rooms(client: ScriptedClient) -> None:
    """They belong into the server's room."""
    client.receive(":ana MODE ana +i", ":s MODE #otra +m")

    assert client.texts(SERVER_ROOM)[-2:] == ["Modes of ana: +i", "Modes of #otra: +m"]


def test_modes_asked_for(client: ScriptedClient) -> None:
    """The modes, and since when there has been the room."""
    client.receive(":s 324 ana #sala +nt", ":s 329 ana #sala 1780000000", ":s 329 ana #sala soon")

    mode, created, strange = client.lines()[-3:]
    assert describe(mode) == "Modes: +nt"
    assert created.text.startswith("#sala was opened on ")
    assert strange.text == "#sala was opened on soon."


def test_invitations(client: ScriptedClient) -> None:
    """To us where we look, to others in their room, by us where it belongs."""
    client.receive(
        ":rosa!r@h INVITE ana #otra", ":rosa!r@h INVITE eva #sala", ":s 341 ana eva #sala"
    )

    assert client.texts()[-3:] == [
        "rosa invites you to #otra. To go there: /join #otra",
        "rosa invited eva to #sala.",
        "You invited eva to #sala.",
    ]
