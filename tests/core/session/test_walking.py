"""Walking from room to room goes round the list and can pass over what is read."""

import pytest

from tertulia_core.session.state import Room, RoomKind, SessionState
from tertulia_core.session.walking import neighbour


def state(current: str, unread: tuple[str, ...] = ()) -> SessionState:
    """Return a session with four rooms."""
    made = SessionState(nick="ana", address="localhost:12345", current=current)
    for name in ("#a", "#b", "#c", "#d"):
        made.rooms[name] = Room(name, RoomKind.CHANNEL, unread=int(name in unread))
    return made


@pytest.mark.parametrize(
    ("current", "step", "expected"), [("#a", 1, "#b"), ("#d", 1, "#a"), ("#a", -1, "#d")]
)
def test_the_list_is_a_ring(current: str, step: int, expected: str) -> None:
    """After the last room comes the first."""
    assert neighbour(state(current), step) == expected


@pytest.mark.parametrize(("step", "expected"), [(1, "#c"), (-1, "#d")])
def test_only_rooms_with_something_unread(step: int, expected: str) -> None:
    """Rooms that are read are passed over."""
    assert neighbour(state("#b", unread=("#c", "#d")), step, unread=True) == expected


def test_nothing_unread_leads_nowhere() -> None:
    """There is no room to go to."""
    assert neighbour(state("#b", unread=("#b",)), 1, unread=True) == ""


def test_from_nowhere_to_the_first_room() -> None:
    """A room that was just closed is left for the first of the list."""
    assert neighbour(state("#gone"), 1) == "#a"
