"""The member list: who is here, by status and name."""

from textual.pilot import Pilot

from tertulia_core.session.state import Member, Room, RoomKind
from tertulia_tui.widgets.member_list import MemberList
from tertulia_tui.widgets.rows import Row
from tests.support.textual_pilot import with_widget
from tests.support.tui_lines import STYLES, channel


def listed(room: Room | None) -> list[Row]:
    """Return the rows that a room makes."""
    found: list[Row] = []

    async def look(_pilot: Pilot[None], widget: MemberList) -> None:
        widget.show(room, STYLES)
        found.extend(widget.rows)

    with_widget(MemberList(widget_id="members"), look)
    return found


def test_the_highest_status_comes_first() -> None:
    """Only the highest sign is shown, in bold; the count stands above."""
    rows = listed(channel("#sala", Member("luis"), Member("rosa", "@+"), Member("eva", "+")))

    assert [row.text for row in rows] == ["3 people", "", "@rosa", "+eva", "luis"]
    assert [row.style.bold for row in rows[2:]] == [True, True, False]


def test_the_absent_are_dimmed_and_say_so() -> None:
    """In words, for who sees no colours."""
    rows = listed(channel("#sala", Member("luis", away=True)))

    assert (rows[-1].text, rows[-1].style, rows[-1].key) == ("luis away", STYLES.muted, "luis")


def test_whole_names_stand_for_folded_nicks() -> None:
    """What is chosen is the nick all the same."""
    rows = listed(channel("#sala", Member("Inaki", realname="Iñaki")))

    assert (rows[-1].text, rows[-1].key) == ("Iñaki", "Inaki")


def test_where_nobody_can_be_there_is_nothing() -> None:
    """Private conversations, the server's lines, a room one is not in yet."""
    private = Room("luis", RoomKind.PRIVATE)

    assert listed(None) == listed(private) == listed(channel()) == []
