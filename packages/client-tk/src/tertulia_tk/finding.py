"""Finding words: in the room on screen, marked where they stand, and in all rooms."""

from typing import TYPE_CHECKING, Final

from tertulia_core.client.server_events import RoomKey
from tertulia_core.ids import LineId
from tertulia_core.session.intents import Search
from tertulia_core.session.searching import Finder, found_everywhere, places
from tertulia_core.session.state import Line
from tertulia_tk.dialogs.search import SearchDialog

if TYPE_CHECKING:
    from tertulia_tk.app import App

__all__ = ["Finding"]

TAG: Final = "found"


class Finding:
    """The find bar and the search window at work; owner: the UI thread.

    Args:
        app: whose room is searched.
    """

    def __init__(self, app: "App") -> None:
        self._app = app
        self._finder = Finder()
        self._dialog: SearchDialog | None = None

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

    def everywhere(self) -> None:
        """Look for words in every room: here while they are typed, then on the server."""
        app = self._app
        self._dialog = SearchDialog(
            app.root, app.look,
            search=lambda query: found_everywhere(app.servers.states().values(), query),
            ask=lambda query: app.request(Search(query)), go_to=self._go_to_line,
        )  # fmt: skip

    def _go_to_line(self, line: Line) -> None:
        """Show a line in its room; where it is not here any more, the room."""
        app = self._app
        for server, state in app.servers.states().items():
            room = state.rooms.get(line.room)
            if room is None:
                continue
            here = next((one for one in room.lines if _is_same(one, line)), None)
            if here is not None or server == app.servers.shown.id:
                app.go_to(RoomKey(server, line.room))
            if here is not None:
                app.window.timeline.go_to_line(here.id)
                return

    def show_found(self) -> None:
        """Show what a server found, where it was asked for."""
        found = self._app.servers.state.search
        if found is not None and self._dialog is not None and self._dialog.winfo_exists():
            self._dialog.show(found)

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


def _is_same(line: Line, other: Line) -> bool:
    """Tell whether two lines are the same message, one of them perhaps as the server found it."""
    if line.msgid is not None and line.msgid == other.msgid:
        return True
    return line.id == other.id and line.text == other.text
