"""The room list and the member list: what of the state they show."""

import tkinter as tk

from tertulia_core.client.server_events import RoomKey, ServerId
from tertulia_core.session.state import (
    SERVER_ROOM,
    ConnectionPhase,
    Member,
    Room,
    RoomKind,
    SessionState,
)
from tertulia_tk.theme import Look
from tertulia_tk.widgets.member_list import HUGE, MemberList
from tertulia_tk.widgets.room_list import RoomList
from tests.support.tk_stage import until


def make_state() -> SessionState:
    """Return a state with a server's room, two channels and a conversation."""
    state = SessionState(nick="ana", address="localhost:12345", current="#sala")
    for room in (
        Room(SERVER_ROOM, RoomKind.SERVER),
        Room("#sala", RoomKind.CHANNEL, joined=True),
        Room("luis", RoomKind.PRIVATE, joined=True, unread=1, mentions=1),
        Room("#redes", RoomKind.CHANNEL, joined=True, unread=1_200),
        Room("#cerrada", RoomKind.CHANNEL),
    ):
        state.rooms[room.name] = room
    return state


def open_rooms(root: tk.Tk, look: Look) -> RoomList:
    """Return a room list that does nothing."""
    return RoomList(
        root, look, select=lambda _room: None, show_server=lambda: None,
        open_menu=lambda _room, _x, _y: None,
    )  # fmt: skip


HERE = ServerId(1)


def show(rooms: RoomList, state: SessionState) -> None:
    """Show the rooms of the only server."""
    rooms.show({HERE: state}, RoomKey(HERE, state.current))


def key(room: str) -> str:
    """Return the id of a room's row."""
    return RoomKey(HERE, room).to_text()


def test_rooms_and_people_stand_under_their_headings(root: tk.Tk, look: Look) -> None:
    """In the order in which they were opened."""
    rooms = open_rooms(root, look)
    show(rooms, make_state())

    labels = [row.label for row in rooms.list.rows]
    assert labels == ["Rooms", "#sala", "#redes", "#cerrada", "People", "luis"]
    assert rooms.list.selected == key("#sala")


def test_what_waits_is_counted(root: tk.Tk, look: Look) -> None:
    """Mentions stand out; very many are just many; a room one is not in is dim."""
    rooms = open_rooms(root, look)
    show(rooms, make_state())
    rows = {row.id: row for row in rooms.list.rows}

    assert (rows[key("luis")].badge, rows[key("luis")].urgent, rows[key("luis")].strong) == (
        "1",
        True,
        True,
    )
    assert (rows[key("#redes")].badge, rows[key("#redes")].urgent) == ("999+", False)
    assert (rows[key("#sala")].badge, rows[key("#sala")].strong) == ("", False)
    assert rows[key("#cerrada")].dim
    assert not rows[key("#sala")].dim


def test_the_servers_own_lines_are_listed_while_they_matter(root: tk.Tk, look: Look) -> None:
    """While they are on screen, or something in them is unread."""
    rooms, state = open_rooms(root, look), make_state()
    state.current = SERVER_ROOM
    show(rooms, state)
    current = [row.id for row in rooms.list.rows]
    state.current = "#sala"
    state.rooms[SERVER_ROOM].unread = 1
    show(rooms, state)

    assert current[0] == key(SERVER_ROOM)
    assert rooms.list.rows[0].id == key(SERVER_ROOM)


def test_the_place_of_the_server_leads_to_its_lines(root: tk.Tk, look: Look) -> None:
    """It stands below the program's name."""
    asked = []
    rooms = RoomList(
        root, look, select=lambda _room: None, show_server=lambda: asked.append(True),
        open_menu=lambda _room, _x, _y: None,
    )  # fmt: skip
    show(rooms, make_state())
    rooms._place.invoke()

    assert rooms._place.cget("text") == "localhost:12345"
    assert asked == [True]


def test_members_are_counted_and_listed_with_their_signs(root: tk.Tk, look: Look) -> None:
    """Status first; away ones dim with a word; whole names where they are known."""
    room = Room("#sala", RoomKind.CHANNEL)
    for member in (
        Member("rosa", "@+"),
        Member("Inaki", realname="Iñaki"),
        Member("luis", away=True),
    ):
        room.members[member.nick] = member
    members = MemberList(
        root, look, choose=lambda _nick: None, open_menu=lambda _nick, _x, _y: None
    )
    members.show(room)

    rows = [(row.id, row.label, row.sign, row.note, row.dim) for row in members.list.rows]
    assert rows == [
        ("rosa", "rosa", "@", "", False),
        ("Inaki", "Iñaki", "", "", False),
        ("luis", "luis", "", "away", True),
    ]
    assert members._count.cget("text") == "3 people"


def test_a_huge_room_is_not_sorted_at_every_change(root: tk.Tk, look: Look) -> None:
    """What changes meanwhile is shown a moment later, once."""
    room = Room("#plaza", RoomKind.CHANNEL)
    for number in range(HUGE + 1):
        room.members[f"n{number}"] = Member(f"n{number}")
    members = MemberList(
        root, look, choose=lambda _nick: None, open_menu=lambda _nick, _x, _y: None
    )
    members.show(room)
    for nick in ("aaa", "aab", "aac"):
        room.members[nick] = Member(nick)
        members.show(room)
    at_once = len(members.list.rows)
    until(root, lambda: len(members.list.rows) == HUGE + 4, "the newcomers")

    assert at_once == HUGE + 1
    assert [row.id for row in members.list.rows[:3]] == ["aaa", "aab", "aac"]


def test_another_room_is_shown_at_once(root: tk.Tk, look: Look) -> None:
    """Also while a huge one is left alone."""
    huge, small = Room("#plaza", RoomKind.CHANNEL), Room("#sala", RoomKind.CHANNEL)
    for number in range(HUGE + 1):
        huge.members[f"n{number}"] = Member(f"n{number}")
    small.members["ana"] = Member("ana")
    members = MemberList(
        root, look, choose=lambda _nick: None, open_menu=lambda _nick, _x, _y: None
    )
    members.show(huge)
    members.show(huge)
    members.show(small)

    assert [row.id for row in members.list.rows] == ["ana"]


def test_one_is_a_person_and_none_is_nobody(root: tk.Tk, look: Look) -> None:
    """In words."""
    room = Room("#sala", RoomKind.CHANNEL)
    members = MemberList(
        root, look, choose=lambda _nick: None, open_menu=lambda _nick, _x, _y: None
    )
    members.show(room)
    nobody = members._count.cget("text")
    room.members["ana"] = Member("ana")
    members.show(room)

    assert nobody == ""
    assert members._count.cget("text") == "1 person"


def test_strange_names_are_made_visible(root: tk.Tk, look: Look) -> None:
    """In both lists, and in the place of the server."""
    state = make_state()
    state.address = "a\u202eb:1"
    state.rooms["#x\x1b"] = Room("#x\x1b", RoomKind.CHANNEL)
    rooms = open_rooms(root, look)
    show(rooms, state)
    room = Room("#sala", RoomKind.CHANNEL)
    room.members["a\u202eb"] = Member("a\u202eb")
    members = MemberList(
        root, look, choose=lambda _nick: None, open_menu=lambda _nick, _x, _y: None
    )
    members.show(room)

    shown = [row.label for row in (*rooms.list.rows, *members.list.rows)]
    shown.append(str(rooms._place.cget("text")))
    assert not any(sign in label for label in shown for sign in "\x1b\u202e")


def test_several_servers_stand_one_below_the_other(root: tk.Tk, look: Look) -> None:
    """Each with its rooms; the same name on two servers are two rows; a muted room says so."""
    rooms, first, second = open_rooms(root, look), make_state(), make_state()
    second.address, second.phase = "irc.example:6697", ConnectionPhase.ONLINE
    second.attention.toggle_muted("#redes")
    there = ServerId(2)
    rooms.show({HERE: first, there: second}, RoomKey(there, "#sala"))
    rows = rooms.list.rows

    assert [row.label for row in rows if row.is_title] == ["localhost:12345", "irc.example:6697"]
    assert [row.dim for row in rows if row.is_title] == [True, False]
    assert len({row.id for row in rows}) == len(rows) == 10
    assert rooms.list.selected == RoomKey(there, "#sala").to_text()
    assert [row.note for row in rows if row.label == "#redes"] == ["", "muted"]
    assert rooms._place.cget("text") == "irc.example:6697"
