"""The bar above the timeline names the room and says what it is about."""

from textual.pilot import Pilot

from tertulia_core.session.state import SERVER_ROOM, Room, RoomKind, SessionState
from tertulia_tui.widgets.topic_bar import TopicBar
from tests.support.textual_pilot import with_widget
from tests.support.tui_lines import STYLES, channel, state_with


def text(state: SessionState) -> str:
    """Return what the bar says."""
    found: list[str] = []

    async def look(_pilot: Pilot[None], widget: TopicBar) -> None:
        widget.show(state, STYLES)
        found.append(widget.text)

    with_widget(TopicBar(widget_id="topic"), look)
    return found[0]


def test_name_and_topic_stand_in_one_line() -> None:
    """Without the topic's formatting and without what a terminal would obey."""
    state = state_with(channel(topic="\x02Hoy\x02: \x1b[2J sockets\ny más"))

    assert text(state) == "#sala  Hoy: ␛[2J sockets␊y más"


def test_without_a_topic_there_is_only_the_name() -> None:
    """No empty space waits for one."""
    assert text(state_with(channel())) == "#sala"


def test_the_servers_room_is_called_after_the_network() -> None:
    """Or after its address, before it said what it is called."""
    state = state_with(Room(SERVER_ROOM, RoomKind.SERVER), current=SERVER_ROOM)
    before = text(state)
    state.network = "Tertulia"

    assert (before, text(state)) == ("localhost:12345", "Tertulia")


def test_without_a_room_it_is_empty() -> None:
    """Before anything is known."""
    assert text(state_with(current="")) == ""
