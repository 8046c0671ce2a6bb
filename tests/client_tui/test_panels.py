"""Every event of the engine is drawn, and only what it touches."""

from dataclasses import replace
from typing import get_args

from tertulia_core.client.server_events import Happening
from tertulia_core.ids import LineId
from tertulia_core.session import events as facts
from tertulia_core.session.state import SERVER_ROOM
from tertulia_tui import panels
from tests.support.tui_driver import TuiDriver

ELSEWHERE = {facts.TextShown, facts.QuitRequested}
"""What concerns the whole program is the app's."""


def test_every_event_has_its_row() -> None:
    """A new event that nothing draws is found here."""
    assert set(panels._DRAWS) | ELSEWHERE == set(get_args(Happening))
    named = {part for _draw, parts in panels._DRAWS.values() for part in parts}
    assert named <= set(panels._PARTS)


def test_a_room_that_is_gone_again_is_no_trouble(client: TuiDriver) -> None:
    """Selected and closed within one batch: the one that is on screen now is drawn."""
    happened: list[facts.Event] = [facts.RoomSelected("#fue"), facts.RoomClosed("#fue")]

    client.call(lambda: client.app.show_events(happened))

    assert client.screen().topic == "#sala"


def test_another_rooms_lines_can_be_cleared(client: TuiDriver) -> None:
    """The room on screen keeps its own."""
    client.server.speak("rosa", "sigue aquí")
    client.wait_for(lambda screen: "sigue aquí" in screen.timeline, "said")

    client.call(lambda: client.app.show_events([facts.LinesCleared(SERVER_ROOM)]))

    assert "sigue aquí" in client.screen().timeline


def test_each_room_has_its_draft_and_placeholder(client: TuiDriver) -> None:
    """The composer goes along with the room on screen."""
    client.type("a medias")
    client.choose_person("luis")
    elsewhere = client.screen()
    placeholder = str(client.app.composer.placeholder)
    client.select("#sala")

    assert (elsewhere.composer, placeholder) == ("", "Write to luis")
    assert client.screen().composer == "a medias"


def test_another_theme_draws_everything_anew(client: TuiDriver) -> None:
    """Words stay, colours change."""
    client.server.speak("rosa", "hola")
    before = client.wait_for(lambda screen: "hola" in screen.timeline, "said")

    client.call(lambda: client.app.looks.use("light"))

    assert client.app.theme == "tertulia-light"
    assert client.screen() == before
    assert client.app.panels.styles.theme.name == "light"


def test_lines_that_came_in_between_are_drawn_in_their_place(client: TuiDriver) -> None:
    """And those that went are gone."""
    client.server.speak("rosa", "después")
    client.wait_for(lambda screen: "después" in screen.timeline, "said")
    room = client.app.servers.state.rooms["#sala"]
    older = replace(room.lines[-1], id=LineId(-1), text="antes")

    room.lines.appendleft(older)
    inserted = facts.LinesInserted("#sala", (older,), room.lines[1].id)
    client.call(lambda: client.app.show_events([inserted]))
    timeline = client.screen().timeline
    room.lines.popleft()
    client.call(lambda: client.app.show_events([facts.LinesRemoved("#sala", (older.id,))]))

    assert timeline.index("antes") < timeline.index("después")
    assert "antes" not in client.screen().timeline
