"""The name and the topic of the room on screen, on one line."""

from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from tertulia_core.session.formatting import strip_formatting
from tertulia_core.session.presentation import room_label
from tertulia_core.session.state import SessionState
from tertulia_core.text import sanitize
from tertulia_tui.theme import Styles

__all__ = ["TopicBar"]


class TopicBar(Widget):
    """One line above the timeline. Owner: the UI thread."""

    def __init__(self, *, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self._text = Text()

    @property
    def text(self) -> str:
        """What it says now."""
        return self._text.plain

    def show(self, state: SessionState, styles: Styles) -> None:
        """Say where we are."""
        text = Text()
        room = state.rooms.get(state.current)
        if room is not None:
            text.append(room_label(room, state), styles.text + Style(bold=True))
            topic = sanitize(strip_formatting(room.topic))
            text.append(f"  {topic}" if topic else "", styles.muted)
        if text != self._text:
            self._text = text
            self.refresh()

    def render(self) -> Text:
        """Return the line; the stylesheet cuts it."""
        return self._text
