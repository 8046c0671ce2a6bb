"""One message in focus, by keyboard: what ``r``, ``e``, ``d`` and ``y`` are about."""

from typing import Final

from tertulia_core.ids import LineId
from tertulia_core.session.grouping import SPEECH
from tertulia_core.session.presentation import Body
from tertulia_core.session.state import Line
from tertulia_tk.widgets.sheet import Sheet
from tertulia_tk.widgets.transcript import Entry

__all__ = ["TAG", "MessageFocus"]

TAG: Final = "focused"


class MessageFocus:
    """The message that is marked, and the way from one to the next; owner: the UI thread.

    Args:
        sheet: where messages are drawn.
    """

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.line: LineId | None = None

    @property
    def message(self) -> Line | None:
        """The message in focus, as it is drawn."""
        entry = self._entry()
        return entry.item.line if entry is not None and isinstance(entry.item, Body) else None

    def put_on(self, line: LineId) -> None:
        """Mark a message that is drawn, and bring it into view."""
        self.line = line
        self.redraw()
        entry = self._entry()
        if entry is not None:
            start = self._sheet.transcript.line_of(entry)
            self._sheet.see(f"{start}.0")
            self._sheet.see(f"{start + entry.height - 1}.0")

    def put_on_last(self) -> None:
        """Mark the newest message."""
        newest = next((one for one in reversed(self._sheet.transcript.entries) if _is_message(one)),
                      None)  # fmt: skip
        if newest is not None:
            self.put_on(newest.line)

    def step(self, step: int) -> bool:
        """Mark the message before (-1) or after (1); say if there is one."""
        entry, entries = self._entry(), self._sheet.transcript.entries
        if entry is None:
            return False
        place = entries.index(entry) + step
        while 0 <= place < len(entries):
            if _is_message(entries[place]):
                self.put_on(entries[place].line)
                return True
            place += step
        return False

    def clear(self) -> None:
        """Mark nothing."""
        self.line = None
        self.redraw()

    def redraw(self) -> None:
        """Put the mark where the message is drawn now."""
        self._sheet.tag_remove(TAG, "1.0", "end")
        entry = self._entry()
        if entry is not None:
            start = self._sheet.transcript.line_of(entry)
            self._sheet.tag_add(TAG, f"{start}.0", f"{start + entry.height}.0")

    def _entry(self) -> Entry | None:
        return self._sheet.transcript.body(self.line) if self.line is not None else None


def _is_message(entry: Entry) -> bool:
    return isinstance(entry.item, Body) and entry.item.line.kind in SPEECH
