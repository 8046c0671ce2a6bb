"""Several servers at once: each with its own engine, all behind one pump and one room list."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from tertulia_core.client.instances import adopt
from tertulia_core.client.link import ScriptedLink
from tertulia_core.client.options import ClientOptions
from tertulia_core.client.servers import (
    Elsewhere,
    Happening,
    RoomKey,
    ServerId,
    Servers,
    ServersChanged,
    ServerSelected,
)
from tertulia_core.clock import ManualClock
from tertulia_core.session import events, intents
from tertulia_core.session.state import ConnectionPhase
from tests.support.scripted import ScriptedServer, scripted_options

T = TypeVar("T")

FIRST, SECOND = ServerId(1), ServerId(2)
OTHER = "otra.example:6667"


class Stage:
    """A client whose servers the test plays, one for each link, in the order opened."""

    def __init__(self, options: ClientOptions | None = None) -> None:
        self.clock = ManualClock()
        self.plays: list[ScriptedServer] = []
        self.wakes = 0
        self.servers = Servers(
            options or scripted_options(),
            self.clock,
            on_ready=self._wake,
            open_link=self._open_link,
            chance=lambda: 0.0,
        )
        self.servers.start()

    def let_in(self, index: int, room: str = "#sala") -> list[Happening]:
        """Let a server take the client in, and into a room."""
        play = self.plays[index]
        play.accept()
        happened = self.pump()
        play.welcome()
        happened += self.pump()
        play.join(room)
        return happened + self.pump()

    def pump(self) -> list[Happening]:
        """Take in all that the servers wrote."""
        return self.servers.pump(budget=float("inf"))

    def say(self, index: int, text: str, room: str = "#sala") -> list[Happening]:
        """Let somebody say something on a server."""
        self.plays[index].say("rosa", text, room)
        return self.pump()

    def heard(self, index: int, command: str) -> list[tuple[str, ...]]:
        """Return the parameters of the commands that a server was sent."""
        return [each.params for each in self.plays[index].take() if each.command == command]

    def unread(self, server: ServerId, room: str = "#sala") -> int:
        """Return how much waits in a room."""
        (found,) = (each for each in self.servers.all() if each.id == server)
        return found.state.rooms[room].unread

    def _open_link(self, ready: Callable[[], None]) -> ScriptedLink:
        link = ScriptedLink(ready)
        self.plays.append(ScriptedServer(link))
        return link

    def _wake(self) -> None:
        self.wakes += 1


@pytest.fixture
def stage() -> Stage:
    """A client on two servers, with ``#sala`` of the second one on screen."""
    here = Stage()
    here.let_in(0)
    here.servers.submit_text(f"/connect {OTHER}/#redes")
    here.let_in(1, "#redes")
    return here


def of_type(kind: type[T], happened: Iterable[object]) -> list[T]:
    """Return the happenings of one type."""
    return [each for each in happened if isinstance(each, kind)]


def instance_name(folder: Path) -> str:
    """Return which instance a client would adopt now."""
    with adopt(folder) as instance:
        return instance.name


def test_one_server_is_as_if_there_were_no_list() -> None:
    """What happens there comes as the engine tells it."""
    here = Stage()

    happened = here.let_in(0)

    assert of_type(Elsewhere, happened) == []
    assert here.servers.place == RoomKey(FIRST, "#sala")
    assert here.servers.state.phase is ConnectionPhase.ONLINE


def test_connecting_elsewhere_opens_a_second_server(stage: Stage) -> None:
    """The first one stays, and the second one is on screen."""
    states = [server.state for server in stage.servers.all()]

    assert [state.address for state in states] == ["localhost:12345", OTHER]
    assert all(state.phase is ConnectionPhase.ONLINE for state in states)
    assert stage.servers.place == RoomKey(SECOND, "#redes")


def test_what_opens_a_server_is_told() -> None:
    """That the list changed, and that all that is shown belongs to the new one."""
    here = Stage()
    here.let_in(0)

    happened = here.servers.request(intents.Connect(OTHER))

    assert ServersChanged() in happened
    place = happened.index(ServerSelected(SECOND))
    assert of_type(events.RoomSelected, happened[place:])


def test_a_server_is_told_its_password_and_no_other_is() -> None:
    """Before the nick, and again on every later connection."""
    here = Stage()
    here.let_in(0)
    first = here.heard(0, "PASS")
    here.servers.request(intents.Connect(OTHER, "sésamo"))
    here.plays[1].accept()
    here.pump()

    assert first == []
    assert here.heard(1, "PASS") == [("sésamo",)]
    assert "sésamo" not in repr(intents.Connect(OTHER, "sésamo"))


def test_a_mistyped_password_is_given_again() -> None:
    """To the same address, with what was typed there kept."""
    here = Stage()
    here.let_in(0)
    here.servers.request(intents.Connect(OTHER, "seamo"))
    here.plays[1].accept()
    here.pump()
    here.plays[1].close()
    here.pump()
    here.plays[1].take()
    here.servers.request(intents.Connect(OTHER, "sésamo"))
    here.plays[1].accept()
    here.pump()

    assert here.heard(1, "PASS") == [("sésamo",)]
    assert len(here.servers.all()) == 2


def test_a_server_that_never_answered_gives_way() -> None:
    """A mistyped address leaves nothing behind in the list."""
    here = Stage()
    here.plays[0].close()
    here.pump()

    here.servers.submit_text(f"/connect {OTHER}")

    assert [server.state.address for server in here.servers.all()] == [OTHER]


def test_a_mistyped_address_is_a_line(stage: Stage) -> None:
    """And opens nothing."""
    (added,) = of_type(events.LineAdded, stage.servers.submit_text("/connect a b"))

    assert "names no host" in added.line.text
    assert len(stage.servers.all()) == 2


def test_what_happens_on_the_other_server_is_told_as_such(stage: Stage) -> None:
    """With the server's id, so that it is drawn in the room list and not in the timeline."""
    happened = stage.say(0, "¿hay alguien?")

    added = [each.event for each in of_type(Elsewhere, happened) if each.server == FIRST]
    assert [event.line.text for event in of_type(events.LineAdded, added)] == ["¿hay alguien?"]
    assert of_type(events.LineAdded, happened) == []


def test_what_happens_on_the_other_server_is_unread(stage: Stage) -> None:
    """Also in the room that was on screen there last."""
    stage.say(0, "¿hay alguien?")
    stage.say(1, "aquí sí", "#redes")

    assert (stage.unread(FIRST), stage.unread(SECOND, "#redes")) == (1, 0)


def test_a_room_of_another_server_can_be_shown(stage: Stage) -> None:
    """From then on it is read there, and no longer here."""
    stage.say(0, "¿hay alguien?")

    happened = stage.servers.select(RoomKey(FIRST, "#sala"))
    stage.say(1, "¿y tú?", "#redes")

    assert happened.index(ServerSelected(FIRST)) < happened.index(events.RoomSelected("#sala"))
    assert (stage.unread(FIRST), stage.unread(SECOND, "#redes")) == (0, 1)
    assert stage.servers.place == RoomKey(FIRST, "#sala")


def test_where_reading_stopped_is_kept_while_another_server_is_shown(stage: Stage) -> None:
    """Going to another room of that server does not count as having read."""
    first = stage.servers.all()[0].state
    read = first.rooms["#sala"].read_line
    stage.say(0, "¿hay alguien?")

    stage.servers.select(RoomKey(FIRST, "*"))

    assert first.rooms["#sala"].read_line == read


def test_a_window_without_the_focus_reads_nothing(stage: Stage) -> None:
    """Whichever server is shown."""
    stage.servers.focus(False)
    stage.servers.select(RoomKey(FIRST, "#sala"))
    stage.say(0, "¿hay alguien?")

    assert stage.unread(FIRST) == 1


def test_a_room_that_is_gone_cannot_be_shown(stage: Stage) -> None:
    """A click may come late."""
    assert stage.servers.select(RoomKey(ServerId(9), "#sala")) == []


def test_what_is_typed_goes_to_the_server_on_screen(stage: Stage) -> None:
    """And to no other."""
    stage.servers.submit_text("hola")

    assert stage.heard(0, "PRIVMSG") == []
    assert stage.heard(1, "PRIVMSG") == [("#redes", "hola")]


def test_the_keyboard_walks_through_the_rooms_of_all_servers(stage: Stage) -> None:
    """Round the ends of the list; or only to where something waits."""
    servers = stage.servers

    assert [*servers.rooms()] == [
        RoomKey(FIRST, "*"),
        RoomKey(FIRST, "#sala"),
        RoomKey(SECOND, "*"),
        RoomKey(SECOND, "#redes"),
    ]
    assert servers.neighbour(1) == RoomKey(FIRST, "*")
    assert servers.neighbour(-1) == RoomKey(SECOND, "*")
    assert servers.neighbour(1, unread=True) is None
    stage.say(0, "¿hay alguien?")
    assert servers.neighbour(1, unread=True) == RoomKey(FIRST, "#sala")


def test_a_known_address_is_shown_instead_of_opened_again(stage: Stage) -> None:
    """With the room that was asked for."""
    stage.servers.submit_text("/connect localhost:12345/#cine")

    assert stage.servers.shown.id == FIRST
    assert stage.heard(0, "JOIN")[-1] == ("#cine",)
    assert len(stage.servers.all()) == 2


def test_connect_without_an_address_means_the_server_on_screen(stage: Stage) -> None:
    """Which may be waiting for its next try."""
    stage.plays[1].close()
    stage.pump()

    stage.servers.submit_text("/connect")

    assert stage.servers.state.phase is ConnectionPhase.CONNECTING
    assert stage.servers.shown.id == SECOND


def test_leaving_a_servers_own_room_closes_the_server(stage: Stage) -> None:
    """It is told goodbye, and another one is on screen."""
    stage.servers.select(RoomKey(SECOND, "*"))

    happened = stage.servers.submit_text("/part")

    assert [server.id for server in stage.servers.all()] == [FIRST]
    assert happened[-1] == ServersChanged()
    assert stage.servers.place.server == FIRST
    assert stage.heard(1, "QUIT") == [()]
    assert not stage.plays[1].link.is_started


def test_the_last_server_cannot_be_closed() -> None:
    """There is always one to look at."""
    here = Stage()
    here.servers.select(RoomKey(FIRST, "*"))

    here.servers.submit_text("/part")

    assert len(here.servers.all()) == 1


def test_other_rooms_are_left_as_always(stage: Stage) -> None:
    """Only a server's own room stands for the server."""
    stage.servers.submit_text("/part")

    assert stage.heard(1, "PART") == [("#redes",)]
    assert len(stage.servers.all()) == 2


def test_an_id_is_never_used_again(stage: Stage) -> None:
    """What was meant for a closed server reaches no other."""
    stage.servers.select(RoomKey(SECOND, "*"))
    stage.servers.submit_text("/part")

    stage.servers.submit_text("/connect tercera.example")

    assert [server.id for server in stage.servers.all()] == [FIRST, ServerId(3)]


def test_leaving_the_program_says_goodbye_everywhere(stage: Stage) -> None:
    """With the reason; the program is asked to end once."""
    happened = stage.servers.submit_text("/quit hasta luego")

    assert [stage.heard(index, "QUIT") for index in (0, 1)] == [[("hasta luego",)]] * 2
    assert of_type(events.QuitRequested, happened) == [events.QuitRequested()]


def test_stopping_releases_everything(tmp_path: Path) -> None:
    """Every link, and the instance: once the last server is left, not before."""
    instance = adopt(tmp_path)
    base = scripted_options()
    here = Stage(ClientOptions(base.target, "ana", instance=instance))
    here.let_in(0)
    here.servers.submit_text(f"/connect {OTHER}")
    here.let_in(1)
    here.servers.select(RoomKey(SECOND, "*"))
    here.servers.submit_text("/part")
    assert instance_name(tmp_path) == "2"

    here.servers.stop()
    here.servers.stop()

    assert not any(play.link.is_started for play in here.plays)
    assert instance_name(tmp_path) == "1"


def test_what_is_unsent_is_kept_for_every_server(tmp_path: Path) -> None:
    """The servers of one client share its outbox, and none overwrites what another one keeps."""
    base = scripted_options()
    with adopt(tmp_path) as instance:
        here = Stage(ClientOptions(base.target, "ana", instance=instance))
        here.let_in(0)
        here.servers.submit_text("para el primero")
        here.servers.submit_text(f"/connect {OTHER}/#redes")
        here.servers.submit_text("para el segundo")

        kept = (instance.folder / "outbox.json").read_text(encoding="utf-8")

    assert "para el primero" in kept
    assert "para el segundo" in kept


def test_any_server_wakes_the_user_interface(stage: Stage) -> None:
    """By the call, and by the descriptor for toolkits that watch files."""
    fileno = stage.servers.wake_fileno()
    before = stage.wakes

    stage.plays[0].say("rosa", "hola")
    stage.servers.clear_wake()
    stage.pump()
    stage.plays[1].say("rosa", "hola", "#redes")

    assert stage.wakes == before + 2
    assert stage.servers.wake_fileno() == fileno
    stage.servers.stop()


def test_a_flood_on_screen_leaves_the_others_their_turn(stage: Stage) -> None:
    """Each call takes something of every server, and says that more waits."""
    for number in range(100):
        stage.plays[1].say("rosa", str(number), "#redes")
    stage.plays[0].say("rosa", "yo también")

    happened = stage.servers.pump(budget=0.0)

    assert of_type(Elsewhere, happened) or of_type(Elsewhere, stage.servers.pump(budget=0.0))
    assert stage.servers.pending


def test_the_next_deadline_is_the_earliest_of_all(stage: Stage) -> None:
    """A server that waits for its next try is not forgotten while another one is fine."""
    stage.plays[0].close()
    stage.pump()
    retry_at = stage.servers.all()[0].state.retry_at

    assert retry_at is not None
    assert stage.servers.next_deadline() == retry_at
    stage.clock.advance(retry_at - stage.clock.monotonic())
    stage.pump()
    assert stage.servers.all()[0].state.phase is ConnectionPhase.CONNECTING


@pytest.mark.parametrize("room", ["#sala", "*", "con espacio", ""])
def test_a_key_is_read_back_from_its_text(room: str) -> None:
    """Whatever the room is called."""
    key = RoomKey(SECOND, room)

    assert RoomKey.from_text(key.to_text()) == key


def test_guests_stay_on_the_server_they_came_for() -> None:
    """They may come back to it, and nothing is started or written on the host."""
    here = Stage(replace(scripted_options(), is_guest=True))
    here.let_in(0)

    (refused,) = of_type(events.LineAdded, here.servers.submit_text(f"/connect {OTHER}"))
    here.servers.submit_text("/export")

    assert refused.line.text == "Guests of this computer stay on its server."
    assert len(here.servers.all()) == 1
    assert here.servers.state.rooms["#sala"].lines[-1].text == (
        "Guests of this computer write no files here."
    )
    here.plays[0].close()
    here.pump()
    assert not here.servers.current.can_start_server()
