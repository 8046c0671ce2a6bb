"""One sentence that stands somewhere while there is something to say."""

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widget import Widget

__all__ = ["NoticeBar"]


class NoticeBar(Widget):
    """A sentence that can be clicked; hidden while it is empty. Owner: the UI thread.

    Args:
        action: what a click does, an id of ``commands.ACTIONS``.
    """

    class Clicked(Message):
        """The sentence was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, action: str, *, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self._action = action
        self._text = Text()

    @property
    def text(self) -> str:
        """What it says now, ``""`` while hidden."""
        return self._text.plain

    def show(self, sentence: str) -> None:
        """Say ``sentence``, or hide for ``""``."""
        if sentence != self._text.plain:
            self._text = Text(sentence)
            self.display = bool(sentence)
            self.refresh(layout=True)

    def render(self) -> Text:
        """Return the sentence; the stylesheet says whether it wraps."""
        return self._text

    def on_click(self, _event: events.Click) -> None:
        """Tell the app."""
        self.post_message(self.Clicked(self._action))
