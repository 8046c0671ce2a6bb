"""Find here: a field above the timeline that walks through the messages that fit."""

from typing import TYPE_CHECKING

from tertulia_core.i18n import Catalogue
from tertulia_core.session.searching import Finder
from tertulia_tui.widgets.find_bar import FindBar

if TYPE_CHECKING:
    from tertulia_tui.app import TertuliaApp

__all__ = ["Finding"]

_ = Catalogue("tertulia_tui").gettext


class Finding:
    """Joins core's ``Finder`` to the field and the timeline. Owner: the UI thread."""

    def __init__(self, app: "TertuliaApp") -> None:
        self._app = app
        self._finder = Finder()

    @property
    def _bar(self) -> FindBar:
        return self._app.query_one(FindBar)

    @property
    def is_open(self) -> bool:
        """Whether the field is on screen."""
        return self._bar.display

    def open(self) -> None:
        """Show the field; what was looked for last stands in it."""
        self._bar.open()

    def search(self, text: str) -> None:
        """Show the newest message that holds every word, or where one was if it fits."""
        state = self._app.servers.state
        room = state.rooms.get(state.current)
        self._finder.search(room.lines if room is not None else (), text)
        self._show()

    def step(self, by: int) -> None:
        """Show the next one: 1 for an older one, -1 for a newer one."""
        self._finder.step(by)
        self._show()

    def end(self) -> None:
        """Close the field; what was found stays in focus, so that one can act on it."""
        self._bar.close()
        self._app.composer.focus()

    def _show(self) -> None:
        found = self._finder.current
        self._app.panels.timeline.show_line(found)
        if not self._finder.query.strip():
            self._bar.tell("")
        elif found is None:
            self._bar.tell(_("nothing"))
        else:
            self._bar.tell(f"{self._finder.number}/{self._finder.count}")
