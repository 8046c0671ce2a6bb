"""From room to room by keyboard: which one comes next in the list."""

from tertulia_core.session.state import SessionState

__all__ = ["neighbour"]


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
    if state.current not in names:
        return names[0] if names else ""
    here = names.index(state.current)
    for distance in range(1, len(names)):
        name = names[(here + step * distance) % len(names)]
        if not unread or state.rooms[name].unread:
            return name
    return ""
