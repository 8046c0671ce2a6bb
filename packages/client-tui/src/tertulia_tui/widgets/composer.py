"""Where one writes: a plain text area in which Enter sends."""

from textual import events
from textual.message import Message
from textual.widgets import TextArea

from tertulia_tui.keymap import composer_keys
from tertulia_tui.messages import TextSubmitted

__all__ = ["Composer"]


class Composer(TextArea):
    """The entry field; grows to 8 rows, walks what was typed before. Owner: the UI thread.

    The real cursor of the terminal stands in it, so that input methods work.
    """

    class CompletionAsked(Message):
        """Tab was pressed after a partial word."""

    def __init__(self, *, widget_id: str) -> None:
        super().__init__(id=widget_id, soft_wrap=True, show_line_numbers=False, compact=True)
        self.highlight_cursor_line = False
        self._typed: list[str] = []
        self._recalled = 0
        self._draft = ""
        self._actions = composer_keys()

    @property
    def cursor_index(self) -> int:
        """The cursor's place as an index into ``text``."""
        row, column = self.cursor_location
        return sum(len(line) + 1 for line in self.text.split("\n")[:row]) + column

    def replace_text(self, text: str, cursor: int | None = None) -> None:
        """Put ``text`` in the field with the cursor at an index of it, by default at its end."""
        self.load_text(text)
        before = text if cursor is None else text[:cursor]
        self.move_cursor((before.count("\n"), len(before) - before.rfind("\n") - 1))

    def action_submit(self) -> None:
        """Send what was written; blank text stays where it is and is not sent."""
        text = self.text
        if not text.strip():
            return
        self._typed.append(text)
        self._recalled = len(self._typed)
        self.replace_text("")
        self.post_message(TextSubmitted(text))

    def action_newline(self) -> None:
        """Break the line without sending."""
        self.insert("\n")

    def action_recall(self, step: int) -> None:
        """Walk through what was typed before; the draft waits at the newer end."""
        position = self._recalled + step
        if not 0 <= position <= len(self._typed):
            return
        if self._recalled == len(self._typed):
            self._draft = self.text
        self._recalled = position
        is_draft = position == len(self._typed)
        self.replace_text(self._draft if is_draft else self._typed[position])

    def action_complete(self) -> None:
        """Complete the word before the cursor, or go to the next pane where there is none."""
        before = self.text[: self.cursor_index]
        if before and not before[-1].isspace():
            self.post_message(self.CompletionAsked())
        else:
            self.screen.focus_next()

    async def _on_key(self, event: events.Key) -> None:
        """Do what the key means here; every other key is the text area's."""
        action = self._actions.get(event.key)
        if action is not None:
            event.stop()
            event.prevent_default()
            await self.run_action(action)
