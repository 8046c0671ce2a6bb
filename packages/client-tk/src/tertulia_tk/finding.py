"""Finding words in the room on screen: the bar, the walk, the words marked where they stand."""

from typing import TYPE_CHECKING, Final

from tertulia_core.ids import LineId
from tertulia_core.session.searching import Finder, places

if TYPE_CHECKING:
    from tertulia_tk.app import App

__all__ = ["Finding"]

TAG: Final = "found"


class Finding:
    """The find bar at work; owner: the UI thread.

    Args:
        app: whose room is searched.
    """

    def __init__(self, app: "App") -> None:
        self._app = app
        self._finder = Finder()

    def open(self) -> None:
        """Show the bar, or go to it."""
        self._app.window.find_bar.open()
        self.search(self._app.window.find_bar.field.get())

    def close(self) -> None:
        """Take the bar away and go back to writing; the view stays where it is."""
        window = self._app.window
        if window.find_bar.is_open:
            window.find_bar.close()
            window.timeline.sheet.tag_remove(TAG, "1.0", "end")
            window.timeline.focus_on.clear()
            window.composer.take_keyboard()

    def search(self, query: str) -> None:
        """Look for words, and show the newest line that has them."""
        room = self._app.window.current_room()
        if room is not None:
            self._finder.search(room.lines, query)
            self._show()

    def step(self, by: int) -> None:
        """Show an older (1) or newer (-1) line that has the words."""
        self.search(self._finder.query)
        self._finder.step(by)
        self._show()

    def _show(self) -> None:
        window, line = self._app.window, self._finder.current
        window.find_bar.tell(self._finder.number, self._finder.count)
        window.timeline.sheet.tag_remove(TAG, "1.0", "end")
        window.timeline.focus_on.clear()
        if line is not None and window.timeline.pages.reach(line) is not None:
            self._mark(line)

    def _mark(self, line: LineId) -> None:
        """Mark the words in a line that is drawn, and bring it into view."""
        timeline = self._app.window.timeline
        entry = timeline.sheet.transcript.body(line)
        assert entry is not None, "it has just been reached"
        timeline.is_following = False
        first = timeline.sheet.transcript.line_of(entry)
        for number in range(first, first + entry.height):
            text = timeline.sheet.get(f"{number}.0", f"{number}.end")
            for start, end in places(text, self._finder.query):
                timeline.sheet.tag_add(TAG, f"{number}.{start}", f"{number}.{end}")
        timeline.sheet.see(f"{first}.0")
