"""One line of words: how the connection is, and who is writing."""

from rich.text import Text
from textual.widget import Widget

from tertulia_core.session.state import ConnectionPhase, Room, SessionState
from tertulia_core.session.status import connection_text, typing_text
from tertulia_tui.theme import Styles

__all__ = ["StatusBar"]


class StatusBar(Widget):
    """Connection, lag and typing on one line. Owner: the UI thread."""

    def __init__(self, *, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self._text = Text()

    @property
    def text(self) -> str:
        """What it says now."""
        return self._text.plain

    def show(self, state: SessionState, now: float, styles: Styles) -> None:
        """Say how ``state`` is at ``now``, monotonic seconds; an unchanged line is not drawn."""
        text = Text(no_wrap=True, overflow="ellipsis")
        is_online = state.phase is ConnectionPhase.ONLINE
        text.append("● ", styles.theme.success if is_online else styles.theme.danger)
        text.append(connection_text(state, now), styles.muted)
        room: Room | None = state.rooms.get(state.current)
        if room is not None and room.typing:
            text.append("  ")
            text.append(typing_text(room.typing), styles.accent)
        if text != self._text:
            self._text = text
            self.refresh()

    def render(self) -> Text:
        """Return the line."""
        return self._text
