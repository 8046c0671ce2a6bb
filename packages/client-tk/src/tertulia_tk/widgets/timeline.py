"""The conversation on screen: a sheet of one room's lines that follows its end.

What arrives together is drawn together. The view stays where the reader is,
unless it is at the end: then it stays at the end. Older lines are drawn, and
asked for, when the reader comes near the top.
"""

import datetime as dt
import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.ids import LineId
from tertulia_core.session.state import Line, Room
from tertulia_tk.theme import Look
from tertulia_tk.widgets.drawing import Painter
from tertulia_tk.widgets.message_focus import MessageFocus
from tertulia_tk.widgets.pages import LIMIT, Pages
from tertulia_tk.widgets.sheet import Sheet
from tertulia_tk.widgets.sheet_events import SheetDeeds, SheetEvents

__all__ = ["LIMIT", "SheetDeeds", "Timeline"]

_catalogue = Catalogue("tertulia_tk")

NEAR_TOP: Final = 0.02
"""The share of the text above the view below which older lines are drawn."""

NEAR_END: Final = 0.98
"""The share of the text up to the view's end above which newer lines are drawn, if any are not."""

MARGIN: Final = 24
"""Pixels between the sheet's text and its sides, at 100 %."""

_USER_SCROLLS: Final = (
    "<MouseWheel>", "<Button-4>", "<Button-5>", "<B1-Motion>", "<ButtonRelease-1>", "<Prior>",
    "<Next>", "<Up>", "<Down>", "<Home>", "<End>", "<Control-Home>", "<Control-End>",
)  # fmt: skip
"""What makes Tk's own bindings move the view."""


class Timeline(ttk.Frame):
    """One room's lines; owner: the UI thread.

    Args:
        master: the parent.
        look: colours, fonts and sizes.
        display_name: the name to show for a nick.
        deeds: what clicks and keys on a message call.
        today: the local day.
    """

    def __init__(
        self,
        master: tk.Misc,
        look: Look,
        *,
        display_name: Callable[[str], str],
        deeds: SheetDeeds,
        today: Callable[[], dt.date] = dt.date.today,
    ) -> None:
        super().__init__(master)
        self._look, self._deeds = look, deeds
        self._new = 0
        self.is_following = True
        self.sheet = Sheet(self, look, Painter(display_name, today))
        self.pages = Pages(self.sheet)
        self.focus_on = MessageFocus(self.sheet)
        self._build()
        SheetEvents(self.sheet, self.focus_on, deeds)
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
        self._empty.configure(text=self._look.fit(empty))
        self.focus_on.clear()
        self.pages.open(room, room.read_line)
        self._show_empty()
        self.come_back()
        self.go_to_end()

    def add(self, lines: Sequence[Line]) -> None:
        """Draw lines that were added to the room on screen, all at once."""
        count = self.pages.add(lines, LIMIT if self.is_following else 2 * LIMIT)
        self._show_empty()
        if self.is_following:
            self.sheet.see("end")
        else:
            self._count_new(self._new + count)

    def change(self, line: Line) -> None:
        """Draw a line anew that is on screen already."""
        if self.pages.change(line):
            self.focus_on.redraw()
            if self.is_following:
                self.sheet.see("end")

    def lines_put_in(self, lines: Sequence[Line]) -> None:
        """Take in that lines stand in the room now that came from its history."""
        oldest = self.pages.oldest
        if oldest is not None and all(line.id < oldest for line in lines):
            self._scrolled()  # they are drawn when the reader comes to them
        else:
            self.redraw()

    def redraw(self, *, empty: str = "") -> None:
        """Draw anew what is drawn; the reader stays where they are.

        Args:
            empty: what to say from now on while there are no lines, ``""`` for what was said.
        """
        if empty:
            self._empty.configure(text=self._look.fit(empty))
        self.pages.redraw()
        self._show_empty()
        if self.is_following:
            self.sheet.see("end")

    def clear(self) -> None:
        """Empty the view; the room goes on below."""
        self.focus_on.clear()
        self.pages.clear()
        self.go_to_end()
        self._show_empty()

    def leave(self) -> None:
        """The reader looks elsewhere: what comes from now on goes below an unread mark."""
        self.pages.mark_unread()

    def come_back(self) -> None:
        """The reader looks again: what comes from now on is read as it comes."""
        self.pages.mark_read()

    def go_to_end(self) -> None:
        """Show the newest line and follow it."""
        if self.pages.is_cut:
            self.pages.reopen()
        self.is_following = True
        self._count_new(0)
        self.sheet.see("end")

    def go_to_line(self, line: LineId) -> bool:
        """Bring a line into view and put the message focus on it; say if it is still here."""
        entry = self.pages.reach(line)
        if entry is None:
            return False
        self.is_following = False
        self.focus_on.put_on(line)
        return True

    def step_focus(self, step: int) -> None:
        """Put the message focus on the message before (-1) or after (1), the last one to begin."""
        if self.focus_on.line is None or not self.focus_on.step(step):
            is_new = self.focus_on.line is None
            if is_new:
                self.focus_on.put_on_last()
            elif step < 0 and self.pages.show_older():
                self.focus_on.step(step)
        self.sheet.focus_set()
        self._scrolled()

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
        self._look.follow(self, self._restyle)

    def _restyle(self) -> None:
        self.sheet.configure(padx=self._look.scale(MARGIN), pady=self._look.scale(4))
        if self.is_following:
            self.sheet.see("end")

    def _scrolled_soon(self) -> None:
        self.after_idle(self._scrolled)

    def _scrolled(self) -> None:
        """The reader moved the view: note whether it is at the end, and fetch what is beyond."""
        self.is_following = self.sheet.is_at_end() and not self.pages.is_cut
        first, last = map(float, self.sheet.yview())
        if self.is_following:
            self._count_new(0)
        elif last >= NEAR_END:
            self.pages.show_newer()
        if first <= NEAR_TOP and not self.pages.show_older() and self.pages.room is not None:
            self._deeds.load_older(self.pages.room.name)

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
