"""The left column: where one is, the rooms, and the people one talks to."""

from typing import Final

from rich.style import Style

from tertulia_core.i18n import Catalogue
from tertulia_core.session.presentation import room_label
from tertulia_core.session.state import SERVER_ROOM, Room, RoomKind, SessionState
from tertulia_core.text import sanitize
from tertulia_tui.messages import RoomChosen
from tertulia_tui.theme import Styles
from tertulia_tui.widgets.rows import Row, RowList

__all__ = ["RoomList"]

_ = Catalogue("tertulia_tui").gettext

MOST_SHOWN: Final = 999
"""Where a count ends; more is ``999+``."""


class RoomList(RowList):
    """Rooms and conversations with what waits in them. Owner: the UI thread.

    The server's own lines stand behind its place, at the top.
    """

    def show(self, state: SessionState, styles: Styles) -> None:
        """List what ``state`` holds now; the room on screen is marked."""
        rows = [Row("tertulia", style=styles.text + Style(bold=True)), _place(state, styles)]
        rows += _section(_("Rooms"), RoomKind.CHANNEL, state, styles)
        rows += _section(_("People"), RoomKind.PRIVATE, state, styles)
        self.show_rows(rows)
        if not self.has_focus:
            self.point_at(state.current)

    def chosen(self, key: str) -> None:
        """Ask the app to show the room."""
        self.post_message(RoomChosen(key))


def _place(state: SessionState, styles: Styles) -> Row:
    """Return the row of the server: its address, and what waits there."""
    address = sanitize(state.address, name=True)
    room = state.rooms.get(SERVER_ROOM)
    if room is None:
        return Row(address, style=styles.muted)
    return _row(room, address, state, styles)


def _section(title: str, kind: RoomKind, state: SessionState, styles: Styles) -> list[Row]:
    rooms = [room for room in state.rooms.values() if room.kind is kind]
    if not rooms:
        return []
    rows = [_row(room, room_label(room, state), state, styles) for room in rooms]
    return [Row(""), Row(title, style=styles.muted), *rows]


def _row(room: Room, label: str, state: SessionState, styles: Styles) -> Row:
    count = room.mentions or room.unread
    badge = "" if not count else str(count) if count <= MOST_SHOWN else f"{MOST_SHOWN}+"
    is_marked = room.mentions or room.name == state.current
    badge_style = styles.selected if is_marked else styles.muted
    return Row(label, room.name, _style(room, state, styles), badge, badge_style)


def _style(room: Room, state: SessionState, styles: Styles) -> Style:
    if room.name == state.current:
        return styles.selected
    if room.unread:
        return styles.text + Style(bold=True)
    is_absent = room.kind is RoomKind.CHANNEL and not room.joined
    return styles.muted if is_absent or room.kind is RoomKind.SERVER else styles.text
