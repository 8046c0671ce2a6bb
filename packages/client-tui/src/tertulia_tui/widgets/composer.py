"""Where one writes: a plain text area in which Enter sends."""

import unicodedata

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea

from tertulia_core.client.recall import Recall
from tertulia_core.text import sanitize
from tertulia_tui.keymap import Keymap
from tertulia_tui.messages import TextSubmitted

__all__ = ["Composer"]


class Composer(TextArea):
    """The entry field; grows to 8 rows, keeps a draft per room. Owner: the UI thread.

    The real cursor of the terminal stands in it, so that input methods work.

    Args:
        keymap: the keys in force.
    """

    class CompletionAsked(Message):
        """Tab was pressed."""

    class LastAsked(Message):
        """The arrow up was pressed where nothing is written."""

    def __init__(self, keymap: Keymap, *, widget_id: str) -> None:
        super().__init__(id=widget_id, soft_wrap=True, show_line_numbers=False, compact=True)
        self.highlight_cursor_line = False
        self.cursor_blink = False  # blinking is most of what an idle client would cost
        self._recall = Recall()
        self._drafts: dict[str, str] = {}
        self._room = ""
        self._actions = keymap.of_composer()

    @property
    def cursor_index(self) -> int:
        """The cursor's place as an index into ``text``."""
        row, column = self.cursor_location
        return sum(len(line) + 1 for line in self.text.split("\n")[:row]) + column

    def show_room(self, room: str, placeholder: str, kept: str = "") -> None:
        """Write for another room: what was being written stays with the one before.

        Args:
            room: where what is written goes.
            placeholder: shown while nothing is written.
            kept: what an earlier run left unsent there.
        """
        self.placeholder = Content(placeholder)
        if room != self._room:
            self._drafts[self._room] = self.text
            self._room = room
            self.replace_text(self._drafts.pop(room, kept))

    def replace_text(self, text: str, cursor: int | None = None) -> None:
        """Put ``text`` in the field with the cursor at an index of it, by default at its end."""
        if text != self.text:
            self.load_text(text)
        before = text if cursor is None else text[:cursor]
        self.move_cursor((before.count("\n"), len(before) - before.rfind("\n") - 1))

    def write(self, text: str) -> None:
        """Put ``text`` at the cursor, in place of what is selected."""
        self.replace(text, *self.selection, maintain_selection_offset=False)

    def action_submit(self) -> None:
        """Send what was written; blank text stays where it is and is not sent."""
        text = self.text
        if not text.strip():
            return
        self._recall.add(text)
        self.replace_text("")
        self.post_message(TextSubmitted(text))

    def action_newline(self) -> None:
        """Break the line without sending."""
        self.write("\n")

    def action_recall(self, step: int) -> None:
        """Walk through what was typed before; the draft waits at the newer end."""
        text = self._recall.walk(step, self.text)
        if text is not None:
            self.replace_text(text)

    def action_complete(self) -> None:
        """Ask what the word before the cursor may become."""
        self.post_message(self.CompletionAsked())

    async def _on_paste(self, event: events.Paste) -> None:
        """Take pasted text as it is read: several lines stay several, signs for terminals show."""
        event.stop()
        event.prevent_default()
        lines = event.text.replace("\r\n", "\n").replace("\r", "\n")
        self.write("\t".join(sanitize(part, keep_newlines=True) for part in lines.split("\t")))

    async def _on_key(self, event: events.Key) -> None:
        """Do what the key means here; every other key is the text area's."""
        action = self._actions.get(event.key)
        if event.key == "up" and not self.text:
            event.stop()
            event.prevent_default()
            self.post_message(self.LastAsked())
        elif action is not None:
            event.stop()
            event.prevent_default()
            await self.run_action(action)
        elif event.character and is_joiner(event.character):
            event.stop()
            event.prevent_default()
            self.write(event.character)


def is_joiner(character: str) -> bool:
    """Tell whether a character only says how its neighbours are drawn.

    Input methods write emoji families letter by letter, with such signs in
    between, which a text area takes for keys that are not to be written.
    """
    return unicodedata.category(character) == "Cf"
