"""One line of words: how the connection is, and who is writing."""

from rich.text import Text
from textual.widget import Widget

from tertulia_core.session.state import ConnectionPhase, SessionState
from tertulia_core.session.status import connection_text, typing_text
from tertulia_tui.theme import Styles

__all__ = ["StatusBar"]


class StatusBar(Widget):
    """Connection, lag and typing on one line. Owner: the UI thread.

    Attributes:
        connection: how the connection is, in words.
        typing: who is writing, ``""`` for nobody.
    """

    def __init__(self, *, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self.connection = ""
        self.typing = ""
        self._text = Text()

    def show(self, state: SessionState, now: float, styles: Styles) -> None:
        """Say how ``state`` is at ``now``, monotonic seconds; an unchanged line is not drawn."""
        room = state.rooms.get(state.current)
        self.connection = connection_text(state, now)
        self.typing = typing_text(room.typing) if room is not None else ""
        is_online = state.phase is ConnectionPhase.ONLINE
        text = Text(no_wrap=True, overflow="ellipsis")
        text.append("● ", styles.theme.success if is_online else styles.theme.danger)
        text.append(self.connection, styles.muted)
        text.append(f"  {self.typing}", styles.accent)
        if text != self._text:
            self._text = text
            self.refresh()

    def render(self) -> Text:
        """Return the line."""
        return self._text
