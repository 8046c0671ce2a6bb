"""The room list says where one is and what waits elsewhere."""

from textual.pilot import Pilot

from tertulia_core.client.server_events import RoomKey, ServerId
from tertulia_core.session.state import SERVER_ROOM, Room, RoomKind, SessionState
from tertulia_tui.widgets.room_list import RoomList
from tertulia_tui.widgets.rows import Row
from tests.support.textual_pilot import with_widget
from tests.support.tui_lines import STYLES, channel, state_with

SERVER = ServerId(1)


def listed(state: SessionState) -> tuple[Row, ...]:
    """Return the rows that a state makes."""
    found: list[Row] = []

    async def look(_pilot: Pilot[None], widget: RoomList) -> None:
        widget.show({SERVER: state}, RoomKey(SERVER, state.current), STYLES)
        found.extend(widget.rows)

    with_widget(RoomList(widget_id="rooms"), look)
    return tuple(found)


def row(rows: tuple[Row, ...], key: str) -> Row:
    """Return the row of a room."""
    return next(each for each in rows if each.key == RoomKey(SERVER, key).to_text())


def test_rooms_and_people_stand_below_their_headings() -> None:
    """The server comes first; a heading without anything below it is left out."""
    server = Room(SERVER_ROOM, RoomKind.SERVER)
    luis = Room("luis", RoomKind.PRIVATE, joined=True)

    full = listed(state_with(server, channel(), luis))
    bare = listed(state_with(server, channel()))

    place = "localhost:12345"
    assert [each.text for each in full] == [
        "tertulia", place, "", "Rooms", "#sala", "", "People", "luis",
    ]  # fmt: skip
    assert [each.text for each in bare] == ["tertulia", place, "", "Rooms", "#sala"]
    assert full[1].key == RoomKey(SERVER, SERVER_ROOM).to_text()


def test_the_room_on_screen_is_marked() -> None:
    """In the colours of a selection."""
    rows = listed(state_with(channel("#sala"), channel("#redes"), current="#redes"))

    assert row(rows, "#redes").style == STYLES.selected
    assert row(rows, "#sala").style == STYLES.text


def test_what_waits_is_counted() -> None:
    """Mentions before the rest, and in the accent; very many are not told exactly."""
    rows = listed(
        state_with(
            channel("#a", unread=3),
            channel("#b", unread=9, mentions=2),
            channel("#c", unread=5_000),
        )
    )

    badges = [(row(rows, name).badge, row(rows, name).badge_style) for name in ("#a", "#b", "#c")]
    assert badges == [("3", STYLES.muted), ("2", STYLES.selected), ("999+", STYLES.muted)]
    assert row(rows, "#a").style.bold


def test_rooms_we_are_not_in_are_muted() -> None:
    """Removed, or not connected."""
    rows = listed(state_with(channel("#otra", joined=False)))

    assert row(rows, "#otra").style == STYLES.muted


def test_names_cannot_hide_anything() -> None:
    """Control signs and directions in a name are seen."""
    name = "#a\u202eb\x1b"

    assert row(listed(state_with(channel(name))), name).text == "#a␦b␛"


def test_each_server_has_its_place_and_its_rooms() -> None:
    """Rooms of one name on two servers are two, and only one of them is on screen."""
    second = state_with(channel("#sala", unread=2))
    second.address = "otra.example:6667"
    found: list[Row] = []

    async def look(_pilot: Pilot[None], widget: RoomList) -> None:
        states = {SERVER: state_with(channel("#sala")), ServerId(2): second}
        widget.show(states, RoomKey(SERVER, "#sala"), STYLES)
        found.extend(widget.rows)

    with_widget(RoomList(widget_id="rooms"), look)

    texts = [each.text for each in found]
    assert texts[texts.index("otra.example:6667") - 1 :] == [
        "", "otra.example:6667", "", "Rooms", "#sala",
    ]  # fmt: skip
    looks = [each.style for each in found if each.text == "#sala"]
    assert [look == STYLES.selected for look in looks] == [True, False]
