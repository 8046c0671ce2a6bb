"""The engine's working set keeps rooms, lines and events in step."""

import pytest

from tertulia_core.clock import ManualClock
from tertulia_core.session import events
from tertulia_core.session.context import Context
from tertulia_core.session.delivery import Outgoing
from tertulia_core.session.settings import SessionSettings
from tertulia_core.session.state import SERVER_ROOM, LineKind, RoomKind
from tertulia_core.wire.isupport import ISupport


@pytest.fixture
def ctx() -> Context:
    """Return a working set with three channels, the second one on screen."""
    made = Context(SessionSettings("ana", "localhost:1"), ManualClock())
    made.open_target(SERVER_ROOM)
    for name in ("#a", "#b", "#c"):
        made.open_room(name, RoomKind.CHANNEL)
    made.select("#b")
    made.take_events()
    return made


def test_closing_the_room_on_screen_shows_its_neighbour(ctx: Context) -> None:
    """The one after it, else the one before it, at last the server's."""
    for expected in ("#c", "#a", SERVER_ROOM):
        room = ctx.room(ctx.state.current)
        assert room is not None
        ctx.close_room(room)
        assert ctx.state.current == expected


def test_closing_a_room_forgets_what_was_on_its_way(ctx: Context) -> None:
    """Nothing is sent to a room that the person closed."""
    room = ctx.open_target("#a")
    line = ctx.add_line(room, LineKind.MESSAGE, "ana", "hola", own=True)
    ctx.deliveries.add(Outgoing(line, "#a"))

    ctx.close_room(room)

    assert ctx.deliveries.all() == ()


def test_leaving_a_room_marks_it_read_to_its_end(ctx: Context) -> None:
    """What comes afterwards stands behind the unread mark."""
    room = ctx.open_target("#b")
    last = ctx.add_line(room, LineKind.INFO, "", "x")

    ctx.select("#a")

    assert room.read_line == last.id


def test_a_changed_line_keeps_its_place(ctx: Context) -> None:
    """Only the line with its id is another one."""
    room = ctx.open_target("#a")
    first, second, third = (ctx.add_line(room, LineKind.INFO, "", text) for text in "xyz")

    changed = ctx.change_line(second, text="Y")

    assert list(room.lines) == [first, changed, third]
    assert ctx.take_events()[-1] == events.LineChanged(changed)


def test_a_line_that_scrolled_away_can_still_change(ctx: Context) -> None:
    """The event is reported, the timeline has no place for it any more."""
    room = ctx.open_target("#a")
    line = ctx.add_line(room, LineKind.INFO, "", "x")
    room.lines.clear()

    assert ctx.change_line(line, text="y").text == "y"
    assert list(room.lines) == []


def test_events_that_say_look_again_come_once(ctx: Context) -> None:
    """Once per batch, again in the next one."""
    for _ in range(3):
        ctx.emit_once(events.MembersChanged("#a"))
    assert ctx.take_events() == [events.MembersChanged("#a")]

    ctx.emit_once(events.MembersChanged("#a"))
    assert ctx.take_events() == [events.MembersChanged("#a")]


def test_the_networks_rule_for_names_reaches_everything(ctx: Context) -> None:
    """Rooms, wishes and members are found by it from then on."""
    ctx.wished["#X[]"] = "k"
    ascii_rule, older_rule = ISupport(), ISupport()
    ascii_rule.update(["CASEMAPPING=ascii"])
    ctx.learn(ascii_rule)
    assert "#x{}" not in ctx.wished

    ctx.learn(older_rule)

    assert ctx.wished["#x{}"] == "k"
    assert ctx.is_same("a~", "A^")


def test_what_cannot_be_one_line_is_said(ctx: Context) -> None:
    """An error line for the person, and the reason for the caller."""
    problem = ctx.send("PRIVMSG", "a b", "x")

    assert problem
    assert ctx.take_output() == []
    room = ctx.room("#b")
    assert room is not None
    assert room.lines[-1].kind is LineKind.ERROR
