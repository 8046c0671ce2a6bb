"""Ctrl+Shift+F: words in every room of every server, and the way to where they were said."""

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.session.presentation import clock_text, day_text, excerpt, local_date
from tertulia_core.session.state import Line, Search
from tertulia_core.text import sanitize
from tertulia_tk.dialogs.base import Dialog
from tertulia_tk.theme import Look

__all__ = ["SearchDialog"]

_ = Catalogue("tertulia_tk").gettext

MOST_SHOWN: Final = 14
PAUSE: Final = 350
"""Milliseconds without another letter after which the server is asked."""

LEAST: Final = 2
"""Letters from which a search makes sense."""


class SearchDialog(Dialog):
    """A field and what it finds; owner: the UI thread.

    Args:
        parent: the main window.
        look: colours, fonts and sizes.
        search: returns the lines here that have some words, newest first.
        ask: called with the words once nobody has typed for ``PAUSE``; ``show`` has the answer.
        go_to: called with a line that was chosen.
    """

    def __init__(
        self,
        parent: tk.Tk,
        look: Look,
        *,
        search: Callable[[str], Sequence[Line]],
        ask: Callable[[str], None],
        go_to: Callable[[Line], None],
    ) -> None:
        super().__init__(parent, look, _("Find everywhere"))
        self._search, self._ask, self._go_to = search, ask, go_to
        self._timer: str | None = None
        self._found: Sequence[Line] = ()
        self._place = 0
        self._shown = ""
        self.field = ttk.Entry(self.body, width=64, font=look.font("text"))
        self.field.pack(fill="x", pady=(0, look.scale(4)))
        self.count = ttk.Label(self.body, style="SurfaceMuted.TLabel")
        self.count.pack(anchor="w", pady=(0, look.scale(4)))
        colours = look.colours
        self.list = tk.Listbox(
            self.body, height=MOST_SHOWN, activestyle="none", borderwidth=0, takefocus=False,
            highlightthickness=0, exportselection=False, font=look.font("text"),
            background=colours.surface, foreground=colours.text,
            selectbackground=colours.accent, selectforeground=colours.on_accent,
        )  # fmt: skip
        self.list.pack(fill="both", expand=True)
        self.field.bind("<KeyRelease>", lambda _event: self._changed())
        self.field.bind("<Up>", lambda _event: self._move(-1))
        self.field.bind("<Down>", lambda _event: self._move(1))
        self.field.bind("<Return>", lambda _event: self.accept())
        self.list.bind("<ButtonRelease-1>", self._clicked)
        self.open(self.field)

    def accept(self) -> None:
        """Go to what is chosen."""
        if self._found:
            line = self._found[self._place]
            self.close()
            self._go_to(line)

    def close(self) -> None:
        """Ask nothing any more, and go."""
        if self._timer is not None:
            self.after_cancel(self._timer)
        super().close()

    def _changed(self) -> None:
        query = self.field.get()
        if query == self._shown:
            return
        self._shown = query
        if self._timer is not None:
            self.after_cancel(self._timer)
        is_query = len(query.strip()) >= LEAST
        self._timer = self.after(PAUSE, self._ask_server) if is_query else None
        self._show(self._search(query) if is_query else (), is_query=is_query)

    def show(self, found: Search) -> None:
        """Show what the server found, if it is about what is written now."""
        if found.query == self._shown.strip() and not found.is_running and not found.problem:
            self._show(found.found, is_query=True)

    def _ask_server(self) -> None:
        self._timer = None
        self._ask(self._shown.strip())

    def _show(self, found: Sequence[Line], *, is_query: bool) -> None:
        self._found = found
        self.list.delete(0, "end")
        for line in found:
            self.list.insert("end", self.look.fit(_row(line)))
        words = _("{count} found").format(count=len(found)) if is_query else ""
        self.count.configure(text=words)
        self._choose(0)

    def _move(self, by: int) -> str:
        if self._found:
            self._choose(min(max(self._place + by, 0), len(self._found) - 1))
        return "break"

    def _choose(self, place: int) -> None:
        self._place = place
        self.list.selection_clear(0, "end")
        self.list.selection_set(place)
        self.list.see(place)

    def _clicked(self, event: "tk.Event[tk.Misc]") -> None:
        if self._found:
            self._choose(int(self.tk.call(str(self.list), "nearest", event.y)))
            self.accept()


def _row(line: Line) -> str:
    """Return where, when, who and what in one line."""
    when = f"{day_text(local_date(line.time))}, {clock_text(line.time)}"
    names = f"{sanitize(line.room, name=True)}  {sanitize(line.nick, name=True)}"
    return f" {names}: {excerpt(line.text)}   {when}"
