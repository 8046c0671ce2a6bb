"""From room to room by keyboard: which one comes next in the list."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from tertulia_core.session.state import SessionState

__all__ = ["neighbour", "next_place"]

T = TypeVar("T")


def neighbour(state: SessionState, step: int, *, unread: bool = False) -> str:
    """Return the room ``step`` places from the one on screen, round the ends of the list.

    Args:
        state: of the session; the list is in the order of ``state.rooms``.
        step: 1 for the next room, -1 for the one before.
        unread: pass over rooms in which nothing is unread.

    Returns:
        The room's name, ``""`` where there is no other.
    """
    names = [room.name for room in state.rooms.values()]
    is_wanted = (lambda name: state.rooms[name].unread > 0) if unread else (lambda _name: True)
    return next_place(names, state.current, step, is_wanted) or ""


def next_place(
    places: Sequence[T], here: T, step: int, is_wanted: Callable[[T], bool] = lambda _place: True
) -> T | None:
    """Return the first wanted place after ``here``, round the ends of the list.

    Args:
        places: all there are, in order.
        here: where one is; if that is no place of the list, its first one is next.
        step: 1 to look forwards, -1 to look back.
        is_wanted: says of a place whether one may stop there.

    Returns:
        The place, ``None`` where there is no other that is wanted.
    """
    if here not in places:
        return places[0] if places else None
    index = places.index(here)
    others = (places[(index + step * distance) % len(places)] for distance in range(1, len(places)))
    return next(filter(is_wanted, others), None)
