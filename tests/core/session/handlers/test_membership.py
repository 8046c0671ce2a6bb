"""Who comes and goes is kept in every member list and told in every room concerned."""

import pytest

from tertulia_core.session import events, intents
from tertulia_core.session.state import LineKind
from tests.support.scripted import ScriptedClient


@pytest.fixture
def client() -> ScriptedClient:
    """Return a client in its room with ana, rosa and luis."""
    made = ScriptedClient()
    made.go_online()
    return made


def members(client: ScriptedClient, room: str = "#sala") -> list[str]:
    """Return the members with their signs."""
    return sorted(each.prefixes + each.nick for each in client.room(room).members.values())


def told(client: ScriptedClient, room: str = "#sala") -> tuple[LineKind, str, str]:
    """Return what the last line of a room tells."""
    line = client.last(room)
    return line.kind, line.nick, line.text


def test_a_newcomer(client: ScriptedClient) -> None:
    """The line and the list; extended-join brings the display name."""
    happened = client.receive(":eva!e@h JOIN #sala * :Eva María")

    assert members(client) == ["@ana", "eva", "luis", "rosa"]
    assert client.room().members["EVA"].realname == "Eva María"
    assert told(client) == (LineKind.JOINED, "eva", "")
    assert events.MembersChanged("#sala") in happened


def test_many_changes_are_one_event(client: ScriptedClient) -> None:
    """A list is drawn once per batch, the lines are all there."""
    happened = client.receive(*(f":n{number}!n@h JOIN #sala" for number in range(30)))

    assert happened.count(events.MembersChanged("#sala")) == 1
    assert sum(isinstance(event, events.LineAdded) for event in happened) == 30


def test_somebody_leaves(client: ScriptedClient) -> None:
    """PART and KICK take out of one room, QUIT out of all and tells the conversation."""
    client.server.join("#otra", "ana rosa")
    client.pump()
    client.type("/query rosa")

    client.receive(":rosa!r@h PART #otra :hasta luego")
    assert told(client, "#otra") == (LineKind.LEFT, "rosa", "hasta luego")
    assert "rosa" in client.room().members

    client.receive(":rosa!r@h QUIT :Ping timeout")
    assert members(client) == ["@ana", "luis"]
    assert told(client) == told(client, "rosa") == (LineKind.LEFT, "rosa", "Ping timeout")

    client.receive(":ana!a@h KICK #sala luis :fuera")
    assert members(client) == ["@ana"]
    assert told(client) == (LineKind.KICKED, "ana", "fuera")
    assert client.last().members == ("luis",)


def test_being_kicked(client: ScriptedClient) -> None:
    """The room stays on screen, empty; we do not go back by ourselves."""
    client.receive(":rosa!r@h KICK #sala ana :fuera")

    room = client.room()
    assert (room.joined, len(room.members)) == (False, 0)
    assert client.last().mention
    client.break_off()
    client.wait_for_retry()
    client.server.accept()
    client.server.welcome()
    client.pump()
    assert not any(line.startswith("JOIN") for line in client.written())


def test_leaving_on_purpose_closes_the_room(client: ScriptedClient) -> None:
    """When the server says that we are out; the neighbour is shown."""
    client.server.join("#otra", "ana")
    client.pump()
    client.type("/part adiós")
    assert client.written()[-1] == "PART #sala :adiós"

    happened = client.receive(":ana!a@h PART #sala :adiós")

    assert events.RoomClosed("#sala") in happened
    assert "#sala" not in client.state.rooms
    assert client.state.current == "#otra"


def test_being_put_out_by_the_server_keeps_the_room(client: ScriptedClient) -> None:
    """A PART we did not ask for is shown where it happened."""
    client.receive(":ana!a@h PART #sala :removed by services")

    assert told(client) == (LineKind.LEFT, "ana", "removed by services")
    assert not client.room().joined


def test_others_change_their_nick(client: ScriptedClient) -> None:
    """In every room, with their signs, in any case."""
    client.receive(":s MODE #sala +v rosa", ":ROSA!r@h NICK Rosita")

    assert members(client) == ["+Rosita", "@ana", "luis"]
    assert told(client) == (LineKind.RENAMED, "ROSA", "Rosita")


def test_a_conversation_follows_its_nick(client: ScriptedClient) -> None:
    """Its lines, what is on its way, and the screen go along."""
    client.type("/query rosa hola")
    client.request(intents.SelectRoom("rosa"))

    happened = client.receive(":rosa!r@h NICK rosita")

    assert [type(event) for event in happened][:4] == [
        events.LineAdded, events.RoomClosed, events.RoomOpened, events.RoomSelected,
    ]  # fmt: skip
    assert "rosa" not in client.state.rooms
    assert {line.room for line in client.lines("rosita")} == {"rosita"}
    assert client.unsent()[0].room == "rosita"
    assert client.state.current == "rosita"


def test_a_nick_that_has_a_conversation_already(client: ScriptedClient) -> None:
    """Two conversations are not mixed."""
    client.type("/query rosa")
    client.type("/query eva")

    client.receive(":rosa!r@h NICK eva")

    assert {"rosa", "eva"} <= set(client.state.rooms)


def test_our_own_nick(client: ScriptedClient) -> None:
    """It changes when the server says so, and is the wanted one from then on."""
    client.type("/nick eva")
    assert client.state.nick == "ana"

    happened = client.receive(":ana!a@h NICK eva")

    assert events.NickChanged("eva") in happened
    assert client.last().own
    client.break_off()
    client.wait_for_retry()
    client.server.accept()
    client.pump()
    assert "NICK eva" in client.written()


def test_a_nick_forced_on_us_is_not_the_wanted_one(client: ScriptedClient) -> None:
    """After a reconnect we ask for our own again."""
    client.receive(":ana!a@h NICK Guest123")
    client.break_off()
    client.wait_for_retry()
    client.server.accept()
    client.pump()

    assert "NICK ana" in client.written()


def test_a_netsplit_is_one_line(client: ScriptedClient) -> None:
    """Its QUITs are gathered until the batch ends; the list is right at once."""
    client.receive(
        ":s BATCH +x netsplit a.example b.example",
        "@batch=x :rosa!r@h QUIT :a.example b.example",
        "@batch=x :luis!l@h QUIT :a.example b.example",
    )
    assert members(client) == ["@ana"]
    assert client.last().kind is LineKind.JOINED

    client.receive(":s BATCH -x")

    assert client.last().members == ("rosa", "luis")
    assert told(client) == (LineKind.LEFT, "rosa", "a.example b.example")


def test_a_netsplit_without_end_is_told_when_the_connection_ends(client: ScriptedClient) -> None:
    """Nothing gathered is lost."""
    client.receive(":s BATCH +x netjoin a b", "@batch=x :eva!e@h JOIN #sala")

    client.break_off()

    assert any(line.members == ("eva",) for line in client.lines())


def test_joins_of_many_rooms_at_once(client: ScriptedClient) -> None:
    """Old servers name several in one line."""
    client.receive(":ana!a@h JOIN #a,#b")

    assert client.room("#a").joined
    assert client.room("#b").joined


def test_a_room_typed_is_shown_when_we_are_in(client: ScriptedClient) -> None:
    """/join goes there; a room we are put into by others does not take the screen."""
    client.type("/join #otra")
    assert client.state.current == "#sala"
    client.server.join("#otra")
    client.pump()
    assert client.state.current == "#otra"

    client.server.join("#forzada")
    client.pump()
    assert client.state.current == "#otra"
