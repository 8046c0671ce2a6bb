"""What happened → what is drawn: a table from the engine's events to the widgets.

What surrounds the timeline is drawn once per frame, however many events touched it.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from tertulia_core.client.server_events import (
    Elsewhere,
    Happening,
    ServersChanged,
    ServerSelected,
)
from tertulia_core.session import events as facts
from tertulia_core.session import slash
from tertulia_core.session.state import Line
from tertulia_tk.window import Window

if TYPE_CHECKING:
    from tertulia_tk.app import App

__all__ = ["Display"]


class Display:
    """Draws for one window; owner: the UI thread.

    Args:
        app: whose widgets draw, and whose servers know what is true.
    """

    def __init__(self, app: "App") -> None:
        self._app = app
        self._window: Window = app.window
        self._fresh: list[Line] = []

    def show(self, happened: Iterable[Happening]) -> None:
        """Draw what happened: lines that came together at once, everything else at most once."""
        stale: dict[str, None] = {}
        for event in happened:
            draw, parts = _DRAWS.get(type(event), _NOTHING)
            if draw is not None:
                draw(self, event)
            stale.update(dict.fromkeys(parts))
        self._draw_fresh()
        if self._app.is_closing:
            return
        for part in stale:
            _PARTS[part](self)

    def show_connection(self) -> None:
        """Show how the connection is, and whether a room can be started here without one."""
        self._window.show_connection(can_host=self._app.servers.current.can_start_server())

    def speak(self) -> None:
        """Say everything anew, in the language in force; the reader stays where they are."""
        self._draw_fresh()
        self._window.speak()
        for draw in _PARTS.values():
            draw(self)

    def _draw_fresh(self) -> None:
        if self._fresh:
            fresh, self._fresh = self._fresh, []
            self._window.timeline.add(fresh)

    def _is_shown(self, room: str) -> bool:
        return room == self._app.servers.state.current

    # Each event of the engine: what draws it

    def _add_line(self, event: facts.LineAdded) -> None:
        if self._is_shown(event.line.room):
            self._fresh.append(event.line)

    def _change_line(self, event: facts.LineChanged) -> None:
        self._draw_fresh()
        if self._is_shown(event.line.room):
            self._window.timeline.change(event.line)

    def _select(self, _event: facts.RoomSelected) -> None:
        self._fresh.clear()  # the room is drawn with them
        self._window.show_room()
        self._app.room_changed()

    def _select_server(self, _event: ServerSelected) -> None:
        self._fresh.clear()  # they are of the server that was on screen

    def _insert(self, event: facts.LinesInserted) -> None:
        if self._is_shown(event.room):
            self._draw_fresh()
            self._window.timeline.lines_put_in(event.lines)

    def _remove(self, event: facts.LinesRemoved) -> None:
        if self._is_shown(event.room):
            self._draw_fresh()
            self._window.timeline.redraw()

    def _clear(self, event: facts.LinesCleared) -> None:
        self._fresh = [line for line in self._fresh if line.room != event.room]
        if self._is_shown(event.room):
            self._window.timeline.clear()

    def _show_text(self, event: facts.TextShown) -> None:
        is_overview = event.text == slash.help_text()  # F1 shows that one with the keys, in columns
        self._app.show_page(event.title, "" if is_overview else event.text)

    def _quit(self, _event: facts.QuitRequested) -> None:
        self._app.root.after_idle(self._app.close)


_PARTS: Final[dict[str, Callable[[Display], None]]] = {
    "connection": Display.show_connection,
    "nick": lambda display: display._window.show_nick(),
    "header": lambda display: display._window.show_header(),
    "rooms": lambda display: display._window.show_rooms(),
    "people": lambda display: display._window.show_people(),
    "typing": lambda display: display._window.show_typing(),
}
"""The parts around the timeline, each drawn at most once per frame."""

_Row = tuple[Callable[[Display, Any], None] | None, tuple[str, ...]]

_NOTHING: Final[_Row] = (None, ())

_DRAWS: Final[dict[type[Happening], _Row]] = {
    facts.LineAdded: (Display._add_line, ()),
    facts.LineChanged: (Display._change_line, ()),
    facts.LinesInserted: (Display._insert, ()),
    facts.LinesRemoved: (Display._remove, ()),
    facts.HistoryChanged: (None, ("header",)),
    facts.SearchChanged: (lambda display, _event: display._app.finding.show_found(), ()),
    facts.LinesCleared: (Display._clear, ()),
    facts.RoomSelected: (Display._select, ()),
    facts.RoomOpened: (None, ("rooms",)),
    facts.RoomClosed: (None, ("rooms",)),
    facts.UnreadChanged: (None, ("rooms",)),
    facts.MembersChanged: (None, ("people", "rooms")),
    facts.TopicChanged: (None, ("header",)),
    facts.TypingChanged: (None, ("typing",)),
    facts.NickChanged: (None, ("nick",)),
    facts.ConnectionChanged: (None, ("connection", "nick")),
    facts.LagMeasured: (None, ("connection",)),
    facts.TextShown: (Display._show_text, ()),
    facts.QuitRequested: (Display._quit, ()),
    Elsewhere: (None, ("rooms",)),
    ServersChanged: (None, ("rooms",)),
    ServerSelected: (Display._select_server, tuple(_PARTS)),
}
"""Each event → what draws it, and which parts it makes stale."""
