"""Small things that both user interfaces draw alike."""

import pytest

from tertulia_core.session.presentation import (
    colour_index,
    initial,
    room_label,
    sorted_members,
)
from tertulia_core.session.state import SERVER_ROOM, Member, Room, RoomKind, SessionState


def test_a_nick_has_its_colour_everywhere() -> None:
    """The index does not depend on the process, on case, or on anything but the nick."""
    assert colour_index("ana") == colour_index("ANA") == 6
    assert {colour_index(f"persona{number}") for number in range(200)} == set(range(12))


@pytest.mark.parametrize(
    ("nick", "letter"),
    [("ana", "A"), ("_ana", "A"), ("7up", "7"), ("ñu", "Ñ"), ("___", "_"), ("", "?"), ("ß", "S")],
)
def test_initials(nick: str, letter: str) -> None:
    """One letter, whatever the nick begins with."""
    assert initial(nick) == letter


def test_the_server_has_a_name() -> None:
    """Its own room is called after the network, or its address before that is known."""
    state = SessionState("ana", "localhost:12345")
    room = Room(SERVER_ROOM, RoomKind.SERVER)

    assert room_label(room, state) == "localhost:12345"
    state.network = "Ca\x1bsa"
    assert room_label(room, state) == "Ca␛sa"
    assert room_label(Room("#sala", RoomKind.CHANNEL), state) == "#sala"


def test_members_stand_by_rank_and_name() -> None:
    """Operators first, then voiced people, then all others, each by name in any case."""
    room = Room("#sala", RoomKind.CHANNEL)
    for nick, signs in (("zoe", "@"), ("Bea", ""), ("ana", ""), ("luis", "+"), ("eva", "@+")):
        room.members[nick] = Member(nick, signs)

    assert sorted_members(room) == ["eva", "zoe", "luis", "ana", "Bea"]
