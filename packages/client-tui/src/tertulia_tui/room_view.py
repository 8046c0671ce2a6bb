"""What is drawn of the room on screen: its lines grouped into items as they come."""

from tertulia_core.session.presentation import Grouper, Item
from tertulia_core.session.state import Line, Room, SessionState
from tertulia_tui.widgets.timeline import Timeline

__all__ = ["RoomView"]


class RoomView:
    """Feeds one timeline from one session. Owner: the UI thread.

    Lines that arrive together are collected by ``add`` and ``change`` and
    drawn together by ``flush``.
    """

    def __init__(self, timeline: Timeline, state: SessionState) -> None:
        self._timeline = timeline
        self._state = state
        self._grouper = Grouper()
        self._fresh: list[Item] = []
        self._room = ""

    def select(self, room: Room) -> None:
        """Show ``room`` from its end, with the mark where reading stopped."""
        self._room = room.name
        self._grouper = Grouper(room.read_line if room.unread else None)
        self._fresh = []
        self._timeline.show_items(self._grouper.add_all(room.lines))

    def reload(self) -> None:
        """Show the room anew, for when lines were taken away."""
        if (room := self._state.rooms.get(self._room)) is not None:
            self.select(room)

    def add(self, line: Line) -> None:
        """Take a new line; those of other rooms are drawn when their room is selected."""
        if line.room == self._room:
            self._fresh.extend(self._grouper.add(line))

    def change(self, line: Line) -> None:
        """Draw a line anew that is on screen already."""
        if line.room == self._room:
            self.flush()
            self._timeline.change_item(line.id, self._grouper.change(line))

    def flush(self) -> None:
        """Draw what was added since the last time."""
        if self._fresh:
            fresh, self._fresh = self._fresh, []
            self._timeline.add_items(fresh)
