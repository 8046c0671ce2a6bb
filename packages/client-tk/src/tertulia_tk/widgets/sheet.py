"""The text widget of the timeline: items in, characters and images out.

It knows nothing of rooms or scrolling. Texts reach Tk as arguments, never as
a script, so nothing in them can be executed.
"""

import contextlib
import tkinter as tk
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from tertulia_core.ids import LineId
from tertulia_core.session.presentation import Activity, Body, Item
from tertulia_tk import shapes
from tertulia_tk.theme import Look
from tertulia_tk.widgets import tags
from tertulia_tk.widgets.drawing import Drawing, Painter
from tertulia_tk.widgets.paging import Grouped
from tertulia_tk.widgets.transcript import Drawn, Entry, Transcript

__all__ = ["Sheet"]

VIEW_LINES: Final = 60
"""Text lines from the top of the view among which one begins a message."""

_END: Final = "end-1c"
"""Before the last line break, which Tk keeps by itself: that last line stays empty and tiny."""

DAY_WIDTH: Final = 280
"""Pixels at 100 % that the words between two hairlines may take; the lines take the rest."""


class Sheet(tk.Text):
    """Shows items one below the other; owner: the UI thread.

    Args:
        master: the parent.
        look: colours, fonts and sizes.
        painter: draws the items.
    """

    def __init__(self, master: tk.Misc, look: Look, painter: Painter) -> None:
        super().__init__(
            master, state="disabled", wrap="word", borderwidth=0, highlightthickness=0,
            font=(look.font("text").actual("family"), -1), cursor="xterm", undo=False,
            insertwidth=0, exportselection=True,
        )  # fmt: skip
        self.transcript = Transcript()
        self._look, self._painter = look, painter
        self._factor = look.factor
        self._colours: set[str] = set()
        self._hairlines = {token: tk.PhotoImage(master=self) for token in ("line", "accent")}
        look.follow(self, self.restyle)
        self.bind("<Configure>", lambda _event: self._draw_hairlines(), add=True)
        self.restyle()

    def append(self, grouped: Iterable[Grouped]) -> None:
        """Put items at the end; an activity that grows takes the place of the last one."""
        with self._writable():
            for item, line in grouped:
                if isinstance(item, Activity) and item.replaces_previous and self._last_activity():
                    self._replace(self.transcript.entries[-1], item)
                    continue
                drawing = self._painter.draw(item)
                self.transcript.append(Drawn(item, line, drawing.height))
                self._insert(_END, drawing)

    def prepend(self, grouped: Sequence[Grouped]) -> None:
        """Put items before all others; what is in view stays where it is."""
        with self._writable():
            drawn = []
            self.mark_set("older", "1.0")
            self.mark_gravity("older", "right")
            for item, line in grouped:
                drawing = self._painter.draw(item)
                drawn.append(Drawn(item, line, drawing.height))
                self._insert("older", drawing)
            self.mark_unset("older")
            self.transcript.prepend(drawn)

    def replace_item(self, entry: Entry, item: Item) -> None:
        """Show another item in an entry's place."""
        with self._writable():
            self._replace(entry, item)

    def remove(self, entry: Entry) -> None:
        """Take an entry away."""
        start = self.transcript.line_of(entry)
        with self._writable():
            self.delete(f"{start}.0", f"{start + entry.height}.0")
        self.transcript.remove(entry)

    def drop_before(self, entry: Entry) -> None:
        """Take away what stands before an entry."""
        self._delete_first(self.transcript.drop_before(entry))

    def drop_after(self, entry: Entry) -> None:
        """Take away what stands after an entry."""
        start = self.transcript.line_of(entry) + entry.height
        if self.transcript.drop_after(entry):
            with self._writable():
                self.delete(f"{start}.0", _END)

    def place_in_view(self) -> tuple[LineId, int] | None:
        """Return a line in view and its height on screen, for ``return_to``."""
        top = int(self.index("@0,0").split(".")[0])
        for number in range(top, top + VIEW_LINES):
            entry = self.transcript.at(number)
            if entry is not None and isinstance(entry.item, Body):
                place = self.dlineinfo(f"{self.transcript.line_of(entry)}.0")
                if place is not None:
                    return entry.line, place[1]
        return None

    def return_to(self, anchor: tuple[LineId, int] | None) -> None:
        """Bring the line of an anchor back to its height on screen, if it is still drawn."""
        entry = self.transcript.body(anchor[0]) if anchor is not None else None
        if anchor is not None and entry is not None:
            self.yview(f"{self.transcript.line_of(entry)}.0")
            self.yview_scroll(int(str(self.cget("pady"))) - anchor[1], "pixels")

    @contextlib.contextmanager
    def standing_still(self, entry: Entry) -> Iterator[None]:
        """Keep an entry at its height on screen while what stands above it changes.

        Tk does so by itself as long as the line at the top of the view stays.
        """
        place = self.dlineinfo(f"{self.transcript.line_of(entry)}.0")
        yield
        if place is not None:
            self.yview(f"{self.transcript.line_of(entry)}.0")
            self.yview_scroll(int(str(self.cget("pady"))) - place[1], "pixels")

    def trim(self, limit: int) -> None:
        """Take away the oldest items above ``limit``."""
        self._delete_first(self.transcript.trim(limit))

    def clear(self) -> None:
        """Take everything away."""
        with self._writable():
            self.delete("1.0", "end")
        self.transcript.clear()

    def entry_at(self, index: str) -> Entry | None:
        """Return the entry at a text index such as ``@12,40``."""
        return self.transcript.at(int(self.index(index).split(".")[0]))

    def link_at(self, index: str) -> str:
        """Return the address of the link at an index, ``""`` where there is none."""
        entry = self.entry_at(index)
        found = self.tag_prevrange("link", f"{index}+1c")
        if entry is None or not found or not isinstance(entry.item, Body):
            return ""
        shown = self.get(*found)
        return next(
            (span.href for span in entry.item.spans if span.href and
             self._look.fit(span.text) == shown), ""
        )  # fmt: skip

    def is_at_end(self) -> bool:
        """Say whether the last line is in view."""
        return self.dlineinfo(_END) is not None or float(self.yview()[1]) >= 1.0

    def restyle(self) -> None:
        """Follow the look; a change of size draws everything anew."""
        colours = self._look.colours
        self.configure(
            background=colours.background, foreground=colours.text,
            selectbackground=colours.accent, selectforeground=colours.on_accent,
            inactiveselectbackground=colours.accent,
        )  # fmt: skip
        tags.configure(self, self._look)
        self._draw_hairlines()
        if self._factor != self._look.factor:
            self._factor = self._look.factor
            self._draw_all()

    def _draw_all(self) -> None:
        everything = [(entry.item, entry.line) for entry in self.transcript.entries]
        self.clear()
        self.append((_standing_alone(item), line) for item, line in everything)

    def _last_activity(self) -> bool:
        entries = self.transcript.entries
        return bool(entries) and isinstance(entries[-1].item, Activity)

    def _replace(self, entry: Entry, item: Item) -> None:
        start = self.transcript.line_of(entry)
        drawing = self._painter.draw(item)
        self.delete(f"{start}.0", f"{start + entry.height}.0")
        self._insert(f"{start}.0", drawing)
        self.transcript.replace(entry, item, drawing.height)

    def _insert(self, index: str, drawing: Drawing) -> None:
        """Insert a drawing: its texts in one call, then its images."""
        needs_images = drawing.picture is not None or drawing.hairline is not None
        at = self.index(index) if needs_images else index
        arguments: list[str | tuple[str, ...]] = []
        for text, names in drawing.pieces:
            self._make_colours(names)
            arguments += (self._look.fit(text), names)
        self.tk.call(self._w, "insert", at, *arguments)  # type: ignore[attr-defined]
        if drawing.picture is not None:
            image = self._look.disc(drawing.picture.nick, own=drawing.picture.own)
            self.image_create(at, image=image, align="center")
            self.tag_add(drawing.pieces[0][1][0], at)
        elif drawing.hairline is not None:
            line = self._hairlines[drawing.hairline.token]
            self.image_create(f"{at} lineend", image=line, align="center")
            self.image_create(at, image=line, align="center")
            self.tag_add(drawing.pieces[0][1][0], at, f"{at} lineend")

    def _make_colours(self, names: Iterable[str]) -> None:
        for name in names:
            if name.startswith(("fg#", "bg#")) and name not in self._colours:
                self._colours.add(name)
                tags.configure_colour(self, self._look, name)

    def _delete_first(self, lines: int) -> None:
        if lines:
            with self._writable():
                self.delete("1.0", f"{lines + 1}.0")

    def _draw_hairlines(self) -> None:
        inside = self.winfo_width() - 2 * int(str(self.cget("padx")))
        width = max((inside - self._look.scale(DAY_WIDTH)) // 2, self._look.scale(12))
        for token, image in self._hairlines.items():
            image.configure(data=shapes.hairline(width, self._look.token(token)), format="ppm")

    @contextlib.contextmanager
    def _writable(self) -> Iterator[None]:
        self.configure(state="normal")
        try:
            yield
        finally:
            self.configure(state="disabled")


def _standing_alone(item: Item) -> Item:
    """Return an item as it is drawn anew: an activity no longer replaces another one."""
    if isinstance(item, Activity):
        return Activity(item.text, item.time, replaces_previous=False)
    return item
