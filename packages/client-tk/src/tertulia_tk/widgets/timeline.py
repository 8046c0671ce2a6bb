"""The conversation on screen: a sheet of one room's lines that follows its end.

What arrives together is drawn together. The view stays where the reader is,
unless it is at the end: then it stays at the end. Rooms open with their newest
``PAGE`` lines; older ones are drawn when the reader comes near the top.
"""

import datetime as dt
import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.ids import LineId
from tertulia_core.session.presentation import Grouper, UnreadMark
from tertulia_core.session.state import Line, Room
from tertulia_tk.theme import Look
from tertulia_tk.widgets.drawing import Painter
from tertulia_tk.widgets.paging import PAGE, grouped, is_drawn_line, page_before
from tertulia_tk.widgets.sheet import Sheet

__all__ = ["LIMIT", "Timeline"]

_catalogue = Catalogue("tertulia_tk")

LIMIT: Final = 4_000
"""Items that stay drawn; while the reader scrolls back they may grow to twice as many."""

NEAR_TOP: Final = 0.02
"""The share of the text above the view below which older lines are drawn."""

MARGIN: Final = 24
"""Pixels between the sheet's text and its sides, at 100 %."""

_USER_SCROLLS: Final = (
    "<MouseWheel>", "<Button-4>", "<Button-5>", "<B1-Motion>", "<ButtonRelease-1>", "<Prior>",
    "<Next>", "<Up>", "<Down>", "<Home>", "<End>", "<Control-Home>", "<Control-End>",
)  # fmt: skip
"""What makes Tk's own bindings move the view."""


_COMMANDING: Final = 0x4 | 0x8
"""The bits of Control and Alt in the state of a key event."""


class Timeline(ttk.Frame):
    """One room's lines; owner: the UI thread.

    Args:
        master: the parent.
        look: colours, fonts and sizes.
        display_name: the name to show for a nick.
        follow_link: called with the address of a link that was clicked.
        retry: called with a line that is to be sent again.
        typed: called with what is typed while the lines have the keyboard.
        today: the local day.
    """

    def __init__(
        self,
        master: tk.Misc,
        look: Look,
        *,
        display_name: Callable[[str], str],
        follow_link: Callable[[str], object],
        retry: Callable[[LineId], None],
        typed: Callable[[str], None],
        today: Callable[[], dt.date] = dt.date.today,
    ) -> None:
        super().__init__(master)
        self._look, self._follow_link, self._retry = look, follow_link, retry
        self._typed = typed
        self._room: Room | None = None
        self._read_line: LineId | None = None
        self._grouper = Grouper()
        self._newest: LineId | None = None
        self._new = 0
        self.is_following = True
        self.sheet = Sheet(self, look, Painter(display_name, today))
        self._build()
        self._restyle()

    @property
    def news(self) -> str:
        """What the pill says, ``""`` while there is none."""
        return str(self._pill.cget("text")) if self._pill.winfo_manager() else ""

    def show(self, room: Room, *, empty: str) -> None:
        """Show a room from its end.

        Args:
            room: its lines stay the engine's; they are only read.
            empty: what to say while there are none.
        """
        self._room = room
        self._read_line = room.read_line
        self._empty.configure(text=self._look.fit(empty))
        self.sheet.clear()
        self._grouper = Grouper(self._read_line)
        self._newest = None
        self._append(list(room.lines)[-PAGE:])
        self.come_back()
        self.go_to_end()

    def add(self, lines: Sequence[Line]) -> None:
        """Draw lines that were added to the room on screen, all at once.

        Those that ``show`` has drawn already are left out.
        """
        if self._newest is not None:
            lines = [line for line in lines if line.id > self._newest]
        if len(lines) > LIMIT:  # what would be trimmed at once is not drawn
            self._grouper.add_all(lines[:-LIMIT])
            lines = lines[-LIMIT:]
        self._append(lines)
        self.sheet.trim(LIMIT if self.is_following else 2 * LIMIT)
        if self.is_following:
            self.sheet.see("end")
        else:
            self._count_new(self._new + sum(not line.own for line in lines))

    def change(self, line: Line) -> None:
        """Draw a line anew that is on screen already."""
        entry = self.sheet.transcript.body(line.id)
        if entry is not None:
            self.sheet.replace_item(entry, self._grouper.change(line))
            if self.is_following:
                self.sheet.see("end")

    def clear(self) -> None:
        """Empty the view; the room goes on below."""
        self.sheet.clear()
        self._grouper = Grouper()
        self.go_to_end()
        self._show_empty()

    def leave(self) -> None:
        """The reader looks elsewhere: what comes from now on goes below an unread mark."""
        for entry in list(self.sheet.transcript.entries):
            if isinstance(entry.item, UnreadMark):
                self.sheet.remove(entry)
        if self._room is not None and self._room.lines:
            self._grouper.mark_read(self._room.lines[-1].id)

    def come_back(self) -> None:
        """The reader looks again: what comes from now on is read as it comes."""
        self._grouper.mark_read(None)

    def go_to_end(self) -> None:
        """Show the newest line and follow it."""
        self.is_following = True
        self._count_new(0)
        self.sheet.see("end")

    def scroll_pages(self, pages: int) -> None:
        """Scroll by whole pages, up where negative."""
        self.sheet.yview_scroll(pages, "pages")
        self._scrolled()

    def selected_text(self) -> str:
        """Return what is selected, ``""`` for nothing."""
        ranges = self.sheet.tag_ranges("sel")
        return self.sheet.get(ranges[0], ranges[1]) if ranges else ""

    def _build(self) -> None:
        self._bar = ttk.Scrollbar(self, orient="vertical", command=self._bar_moved, takefocus=False)
        self.sheet.configure(yscrollcommand=self._moved)
        self.sheet.pack(fill="both", expand=True)
        self._bar.place(relx=1.0, relheight=1.0, anchor="ne")  # in the sheet's own margin
        self._empty = ttk.Label(self, style="Muted.TLabel", anchor="center", justify="center")
        self._pill = ttk.Button(self, style="Pill.TButton", command=self.go_to_end, takefocus=False)
        for sequence in _USER_SCROLLS:
            self.sheet.bind(sequence, lambda _event: self._scrolled_soon(), add=True)
        self.sheet.bind("<Configure>", lambda _event: self._resized(), add=True)
        self.sheet.bind("<Key>", self._key, add=True)
        self.sheet.tag_bind("link", "<Button-1>", lambda _event: self._click_link())
        self.sheet.tag_bind("retry", "<Button-1>", lambda _event: self._click_retry())
        for tag in ("link", "retry"):
            self.sheet.tag_bind(tag, "<Enter>", lambda _event: self._point("hand2"))
            self.sheet.tag_bind(tag, "<Leave>", lambda _event: self._point("xterm"))
        self._look.follow(self, self._restyle)

    def _restyle(self) -> None:
        self.sheet.configure(padx=self._look.scale(MARGIN), pady=self._look.scale(4))
        if self.is_following:
            self.sheet.see("end")

    def _append(self, lines: Sequence[Line]) -> None:
        if lines:
            self._newest = lines[-1].id
        self.sheet.append(grouped(self._grouper, lines))
        self._show_empty()

    def _show_older(self) -> None:
        """Draw the page before the oldest line on screen, and join the two seamlessly."""
        entries = self.sheet.transcript.entries
        if self._room is None or not entries:
            return
        page = page_before(self._room, entries[0].line, self._read_line)
        if page:
            oldest = next(entry for entry in entries if is_drawn_line(entry.item))
            with self.sheet.standing_still(oldest):
                self.sheet.drop_before(oldest)
                self.sheet.prepend(page)

    def _scrolled_soon(self) -> None:
        self.after_idle(self._scrolled)

    def _scrolled(self) -> None:
        """The reader moved the view: note whether it is at the end, and fetch what is above."""
        self.is_following = self.sheet.is_at_end()
        if self.is_following:
            self._count_new(0)
        elif float(self.sheet.yview()[0]) <= NEAR_TOP:
            self._show_older()

    def _moved(self, first: float, last: float) -> None:
        """Show where the view is; with everything in view the bar has nothing to show."""
        self._bar.set(first, last)
        is_whole = float(first) <= 0 and float(last) >= 1  # Tk hands over words
        self._bar.state(["disabled" if is_whole else "!disabled"])

    def _bar_moved(self, *arguments: str) -> None:
        self.sheet.yview(*arguments)
        self._scrolled()

    def _resized(self) -> None:
        if self.is_following:
            self.sheet.see("end")

    def _count_new(self, count: int) -> None:
        """Show how many messages wait below, nothing for none."""
        self._new = count
        if not count:
            self._pill.place_forget()
            return
        text = _catalogue.ngettext("{count} new", "{count} new", count).format(count=count)
        self._pill.configure(text=f"{text} ↓")
        self._pill.place(relx=0.5, rely=1.0, y=-self._look.scale(12), anchor="s")

    def _show_empty(self) -> None:
        if len(self.sheet.transcript):
            self._empty.place_forget()
        else:
            self._empty.place(relx=0.5, rely=0.5, anchor="center")

    def _key(self, event: "tk.Event[tk.Misc]") -> None:
        """Hand letters on to where one writes; keys that move the view are Tk's."""
        if event.char and event.char.isprintable() and not int(event.state) & _COMMANDING:
            self._typed(event.char)

    def _point(self, cursor: str) -> None:
        self.sheet.configure(cursor=cursor)

    def _click_link(self) -> None:
        if address := self.sheet.link_at("current"):
            self._follow_link(address)

    def _click_retry(self) -> None:
        entry = self.sheet.entry_at("current")
        if entry is not None:
            self._retry(entry.line)
