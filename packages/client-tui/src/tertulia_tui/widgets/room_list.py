"""The left column: where one is, the rooms, and the people one talks to."""

from collections.abc import Mapping
from typing import Final

from rich.style import Style

from tertulia_core.client.server_events import RoomKey, ServerId
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

    Each server's own lines stand behind its place, above its rooms.
    """

    def show(self, states: Mapping[ServerId, SessionState], place: RoomKey, styles: Styles) -> None:
        """List the rooms of every server; the one at ``place`` is on screen and marked."""
        rows = [Row("tertulia", style=styles.text + Style(bold=True))]
        for number, (server, state) in enumerate(states.items()):
            painter = _Painter(server, state, place, styles)
            rows += [*([Row("")] if number else []), painter.head()]
            rows += painter.section(_("Rooms"), RoomKind.CHANNEL)
            rows += painter.section(_("People"), RoomKind.PRIVATE)
        self.show_rows(rows)
        if not self.has_focus:
            self.point_at(place.to_text())

    def chosen(self, key: str) -> None:
        """Ask the app to show the room."""
        self.post_message(RoomChosen(RoomKey.from_text(key)))


class _Painter:
    """Makes the rows of one server."""

    def __init__(
        self, server: ServerId, state: SessionState, place: RoomKey, styles: Styles
    ) -> None:
        self._id, self._state = server, state
        self._place, self._styles = place, styles

    def head(self) -> Row:
        """Return the row of the server: its address, and what waits there."""
        address = sanitize(self._state.address, name=True)
        room = self._state.rooms.get(SERVER_ROOM)
        if room is None:
            return Row(address, style=self._styles.muted)
        return self._row(room, address)

    def section(self, title: str, kind: RoomKind) -> list[Row]:
        """Return the rooms of one kind below their heading; nothing where there are none."""
        rooms = [room for room in self._state.rooms.values() if room.kind is kind]
        if not rooms:
            return []
        rows = [self._row(room, room_label(room, self._state)) for room in rooms]
        return [Row(""), Row(title, style=self._styles.muted), *rows]

    def _row(self, room: Room, label: str) -> Row:
        key = RoomKey(self._id, room.name)
        count = room.mentions or room.unread
        badge = "" if not count else str(count) if count <= MOST_SHOWN else f"{MOST_SHOWN}+"
        is_marked = room.mentions or key == self._place
        badge_style = self._styles.selected if is_marked else self._styles.muted
        return Row(label, key.to_text(), self._style(room, key), badge, badge_style)

    def _style(self, room: Room, key: RoomKey) -> Style:
        styles = self._styles
        if key == self._place:
            return styles.selected
        if room.unread:
            return styles.text + Style(bold=True)
        is_absent = room.kind is RoomKind.CHANNEL and not room.joined
        return styles.muted if is_absent or room.kind is RoomKind.SERVER else styles.text
