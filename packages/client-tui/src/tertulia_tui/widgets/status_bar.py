"""One line of words: how the connection is, who is writing, and what one may do next."""

from rich.text import Text
from textual.widget import Widget

from tertulia_core.session.state import ConnectionPhase, SessionState
from tertulia_core.session.status import connection_text, typing_text
from tertulia_tui.theme import Styles

__all__ = ["StatusBar"]


class StatusBar(Widget):
    """Connection, lag and typing on the left, a hint on the right. Owner: the UI thread.

    Attributes:
        connection: how the connection is, in words.
        typing: who is writing, ``""`` for nobody.
        hint: what stands on the right, where there is room for it.
    """

    def __init__(self, *, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self.connection = ""
        self.typing = ""
        self.hint = ""
        self._left, self._right = Text(), Text()

    def show(self, state: SessionState, hint: str, now: float, styles: Styles) -> None:
        """Say how ``state`` is at ``now``, monotonic seconds; an unchanged line is not drawn.

        Args:
            state: of the server on screen.
            hint: what stands on the right where there is room for it.
            now: the time.
            styles: the colours in force.
        """
        room = state.rooms.get(state.current)
        self.connection = connection_text(state, now)
        self.typing = typing_text(room.typing) if room is not None else ""
        self.hint = hint
        is_online = state.phase is ConnectionPhase.ONLINE
        left = Text()
        left.append("● ", styles.success if is_online else styles.danger)
        left.append(self.connection, styles.muted)
        left.append(f"  {self.typing}" if self.typing else "", styles.accent)
        right = Text(self.hint, styles.muted)
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    def render(self) -> Text:
        """Return the line; the hint gives way to what is said on the left."""
        space = self.size.width - self._left.cell_len - self._right.cell_len
        if space < 2:
            return self._left
        return Text.assemble(self._left, " " * space, self._right)
