"""What is drawn of the room on screen: its lines grouped into items as they come."""

from tertulia_core.ids import LineId
from tertulia_core.session.presentation import Grouper, Item, display_name
from tertulia_core.session.state import Line, Room, SessionState
from tertulia_tui.widgets.timeline import Timeline
from tertulia_tui.wording import empty_text

__all__ = ["RoomView", "name_of"]


def name_of(state: SessionState, nick: str) -> str:
    """Return the name to show for a nick in the room on screen; not sanitized."""
    room = state.rooms.get(state.current)
    member = room.members.get(nick) if room is not None else None
    return nick if member is None else display_name(nick, member.realname)


class RoomView:
    """Feeds one timeline from the session on screen. Owner: the UI thread.

    Lines that arrive together are collected by ``add`` and ``change`` and
    drawn together by ``flush``.
    """

    def __init__(self, timeline: Timeline, state: SessionState) -> None:
        self._timeline = timeline
        self._state = state
        self._grouper = Grouper()
        self._read_line: LineId | None = None
        self._fresh: list[Item] = []
        self._newest = LineId(0)
        self._room = ""

    def select(self, room: Room) -> None:
        """Show ``room`` from its end, with a mark where reading stopped."""
        self._room = room.name
        self._read_line = room.read_line
        self._grouper = Grouper(room.read_line, room)
        self._fresh = []
        self._newest = room.lines[-1].id if room.lines else LineId(0)
        self._timeline.show_items(self._grouper.add_all(room.lines), empty_text(room))
        if self._state.focused:
            self.come_back()

    def turn_to(self, state: SessionState) -> None:
        """Show rooms of another server from now on; the first one follows by ``select``."""
        self._state, self._room = state, ""

    def reload(self) -> None:
        """Show the room anew, for when lines were taken away."""
        if (room := self._state.rooms.get(self._room)) is not None:
            self.select(room)

    def rearrange(self) -> None:
        """Group the lines of the room anew: some came in between, or went; the view stays."""
        if (room := self._state.rooms.get(self._room)) is not None:
            self._fresh = []
            self._grouper = Grouper(self._read_line, room)
            self._newest = room.lines[-1].id if room.lines else LineId(0)
            self._timeline.rearrange(self._grouper.add_all(room.lines))

    def add(self, line: Line) -> None:
        """Take a new line, unless it was drawn with its room or will be."""
        if line.room == self._room and line.id > self._newest:
            self._newest = line.id
            self._fresh.extend(self._grouper.add(line))

    def change(self, line: Line) -> None:
        """Draw a line anew that is on screen already."""
        if line.room == self._room:
            self.flush()
            self._timeline.change_item(line.id, self._grouper.change(line))

    def leave(self) -> None:
        """The reader looks elsewhere: what comes from now on goes below a mark."""
        room = self._state.rooms.get(self._room)
        if room is not None and room.lines:
            self._timeline.remove_marks()
            self._read_line = room.lines[-1].id
            self._grouper.mark_read(self._read_line)

    def come_back(self) -> None:
        """The reader looks again: what comes from now on is read as it comes."""
        self._grouper.mark_read(None)

    def flush(self) -> None:
        """Draw what was added since the last time."""
        if self._fresh:
            fresh, self._fresh = self._fresh, []
            self._timeline.add_items(fresh)
