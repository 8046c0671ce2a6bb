"""Which part of a room is drawn: its end, or the pages around what one reads.

A room opens with its newest ``PAGE`` lines. Older ones are drawn as one reads
back, and what is then far below is taken away; it is drawn again on the way
down. So however long a conversation is, as many items stay drawn as Tk can bear.
"""

from collections.abc import Sequence
from typing import Final

from tertulia_core.ids import LineId
from tertulia_core.session.presentation import Grouper, UnreadMark
from tertulia_core.session.state import Line, Room
from tertulia_tk.widgets.paging import PAGE, grouped, is_drawn_line, lines_after, page_before
from tertulia_tk.widgets.sheet import Sheet
from tertulia_tk.widgets.transcript import Entry

__all__ = ["LIMIT", "Pages"]

LIMIT: Final = 4_000
"""Items that stay drawn; while the reader scrolls back they may grow to twice as many."""


class Pages:
    """The drawn part of one room; owner: the UI thread.

    Args:
        sheet: where it is drawn.
    """

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.room: Room | None = None
        self._read_line: LineId | None = None
        self._grouper = Grouper()
        self._newest: LineId | None = None
        self.is_cut = False

    @property
    def oldest(self) -> LineId | None:
        """The oldest line that is drawn."""
        entries = self._sheet.transcript.entries
        return entries[0].line if entries else None

    def open(self, room: Room, read_line: LineId | None) -> None:
        """Draw the end of a room; its lines stay the engine's and are only read."""
        self.room, self._read_line = room, read_line
        self._begin()
        self._append(list(room.lines)[-PAGE:])

    def reopen(self) -> None:
        """Draw the end of the same room, where what is drawn does not reach it."""
        if self.room is not None:
            self.open(self.room, None)

    def add(self, lines: Sequence[Line], limit: int) -> int:
        """Draw lines that were added at the room's end; return how many are new to the reader.

        Those that are drawn already are left out; where the end is not drawn, none is.
        """
        if self._newest is not None:
            lines = [line for line in lines if line.id > self._newest]
        count = sum(not line.own for line in lines)
        if self.is_cut:
            return count
        if len(lines) > LIMIT:  # what would be trimmed at once is not drawn
            self._grouper.add_all(lines[:-LIMIT])
            lines = lines[-LIMIT:]
        self._append(lines)
        self._sheet.trim(limit)
        return count

    def change(self, line: Line) -> bool:
        """Draw a line anew; say whether it is drawn at all."""
        entry = self._sheet.transcript.body(line.id)
        if entry is None:
            return False
        self._sheet.replace_item(entry, self._grouper.change(line))
        return True

    def clear(self) -> None:
        """Draw nothing; the room goes on below."""
        self._begin()

    def mark_unread(self) -> None:
        """Let what comes from now on stand below an unread mark; an older mark goes."""
        for entry in list(self._sheet.transcript.entries):
            if isinstance(entry.item, UnreadMark):
                self._sheet.remove(entry)
        if self.room is not None and self.room.lines:
            self._grouper.mark_read(self.room.lines[-1].id)

    def mark_read(self) -> None:
        """Let nothing that comes stand below an unread mark."""
        self._grouper.mark_read(None)

    def show_older(self) -> bool:
        """Draw the page above what is drawn, and join the two seamlessly; say if there is one."""
        entries, oldest = self._sheet.transcript.entries, self.oldest
        if self.room is None or oldest is None:
            return False
        page = page_before(self.room, oldest, self._read_line)
        if not page:
            return False
        first = next(entry for entry in entries if is_drawn_line(entry.item))
        with self._sheet.standing_still(first):
            self._sheet.drop_before(first)
            self._sheet.prepend(page)
        if len(self._sheet.transcript) > 2 * LIMIT:
            self._cut(LIMIT)
        return True

    def show_newer(self) -> bool:
        """Draw the page below what is drawn; say if there is one."""
        if self.room is None or not self.is_cut:
            return False
        entries = self._sheet.transcript.entries
        last = entries[-1]
        newer = lines_after(self.room, self._newest)
        with self._sheet.standing_still(last):
            self._append(newer[:PAGE])
            self._sheet.trim(2 * LIMIT)
        self.is_cut = len(newer) > PAGE
        return bool(newer)

    def reach(self, line: LineId) -> Entry | None:
        """Draw pages until a line is among them; ``None`` if it is not here any more."""
        while (entry := self._sheet.transcript.body(line)) is None:
            oldest = self.oldest
            is_above = oldest is not None and line < oldest
            if not (self.show_older() if is_above else self.show_newer()):
                return None
        return entry

    def redraw(self) -> None:
        """Draw the same part anew: lines were put in or taken out of it."""
        oldest, newest, room = self.oldest, self._newest, self.room
        if room is None:
            return
        anchor = self._sheet.place_in_view()
        lines = [
            line
            for line in room.lines
            if (oldest is None or line.id >= oldest)
            and (not self.is_cut or newest is None or line.id <= newest)
        ]
        is_cut = self.is_cut
        self._begin()
        self._append(lines[-2 * LIMIT :])
        self.is_cut = is_cut
        self._sheet.return_to(anchor)

    def _begin(self) -> None:
        self._sheet.clear()
        self._grouper = Grouper(self._read_line, self.room)
        self._newest, self.is_cut = None, False

    def _append(self, lines: Sequence[Line]) -> None:
        if lines:
            self._newest = lines[-1].id
        self._sheet.append(grouped(self._grouper, lines))

    def _cut(self, limit: int) -> None:
        """Take away what is drawn beyond ``limit`` items, at the end."""
        entries = self._sheet.transcript.entries
        last = next(entry for entry in reversed(entries[:limit]) if is_drawn_line(entry.item))
        self._sheet.drop_after(last)
        self._newest, self.is_cut = last.line, True
        self._grouper = Grouper(None, self.room)
        lines = self.room.lines if self.room is not None else ()
        for line in lines:
            if line.id == last.line:
                self._grouper.add(line)  # so that what follows it continues its group
