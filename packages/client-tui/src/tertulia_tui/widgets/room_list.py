"""The rooms and the private conversations, with what is unread in them."""

from rich.style import Style

from tertulia_core.i18n import Catalogue
from tertulia_core.session.presentation import room_label
from tertulia_core.session.state import Room, RoomKind, SessionState
from tertulia_core.text import sanitize
from tertulia_tui.messages import RoomChosen
from tertulia_tui.theme import Styles
from tertulia_tui.widgets.rows import Row, RowList

__all__ = ["RoomList"]

_ = Catalogue("tertulia_tui").gettext


class RoomList(RowList):
    """Server, rooms, people; the room on screen is marked. Owner: the UI thread."""

    def show(self, state: SessionState, styles: Styles) -> None:
        """List what ``state`` holds now."""
        rows = [*self._server(state, styles), Row(sanitize(state.address), style=styles.muted)]
        rows += self._section(_("Rooms"), RoomKind.CHANNEL, state, styles)
        rows += self._section(_("People"), RoomKind.PRIVATE, state, styles)
        self.show_rows(rows)

    def chosen(self, key: str) -> None:
        """Ask the app to show the room."""
        self.post_message(RoomChosen(key))

    def _server(self, state: SessionState, styles: Styles) -> list[Row]:
        rooms = [room for room in state.rooms.values() if room.kind is RoomKind.SERVER]
        return [_row(room, state, styles) for room in rooms]

    def _section(
        self, title: str, kind: RoomKind, state: SessionState, styles: Styles
    ) -> list[Row]:
        rooms = [room for room in state.rooms.values() if room.kind is kind]
        if not rooms:
            return []
        blank = [Row("")]
        heading = [Row(title, style=styles.muted)] if title else []
        return blank + heading + [_row(room, state, styles) for room in rooms]


def _row(room: Room, state: SessionState, styles: Styles) -> Row:
    theme = styles.theme
    current = room.name == state.current
    is_absent = room.kind is RoomKind.CHANNEL and not room.joined
    style = styles.muted if is_absent else styles.text
    if current:
        style = Style(color=theme.on_accent, bgcolor=theme.accent, bold=True)
    elif room.unread:
        style += Style(bold=True)
    badge_style = styles.muted
    if room.mentions:
        badge_style = Style(color=theme.on_accent, bgcolor=theme.accent, bold=True)
    badge = str(room.mentions or room.unread or "")
    return Row(room_label(room, state), room.name, style, "" if current else badge, badge_style)
