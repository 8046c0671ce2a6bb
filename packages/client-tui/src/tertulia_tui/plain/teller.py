"""What happened → lines of text, each written once and never taken back.

Nothing is drawn, so everything is said when it happens: who came, what was said, that
a message of ours was not sent. Rooms that are not the present one are named.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from tertulia_core.client.server_events import Elsewhere, Happening, ServerSelected
from tertulia_core.client.servers import Servers
from tertulia_core.i18n import Catalogue
from tertulia_core.session import events as facts
from tertulia_core.session.formatting import strip_formatting
from tertulia_core.session.presentation import (
    clock_text,
    delivery_text,
    describe,
    room_label,
)
from tertulia_core.session.state import (
    SERVER_ROOM,
    ConnectionPhase,
    Delivery,
    Line,
    LineKind,
    SessionState,
)
from tertulia_core.text import sanitize

__all__ = ["Teller"]

_ = Catalogue("tertulia_tui").gettext


class Teller:
    """Words what happened on every server; owner: the talk's thread.

    Args:
        servers: whose happenings are told.
        tells_own: whether our own messages are told once they are confirmed; not where the
            person has just typed them in the same place.
    """

    def __init__(self, servers: Servers, *, tells_own: bool) -> None:
        self._servers = servers
        self._tells_own = tells_own
        self._phases: dict[str, ConnectionPhase] = {}  # by address
        self._told: set[tuple[int, str, Delivery]] = set()

    def tell(self, happened: Iterable[Happening]) -> list[str]:
        """Return the lines for what happened, in order."""
        told: list[str] = []
        for event in happened:
            match event:
                case Elsewhere(server, inner):
                    state = self._servers.states().get(server)
                    if state is not None:
                        told += self._of_event(inner, state, is_elsewhere=True)
                case _:
                    told += self._of_event(event, self._servers.state, is_elsewhere=False)
        return told

    def _of_event(self, event: object, state: SessionState, *, is_elsewhere: bool) -> Iterator[str]:
        word = _WORDS.get(type(event))
        if word is not None:
            place = f"{sanitize(state.address, name=True)} " if is_elsewhere else ""
            yield from (place + text for text in word(self, event, state))

    def _added(self, event: facts.LineAdded, state: SessionState) -> Iterator[str]:
        line = event.line
        if line.own and line.kind in _SPEECH:
            return  # told when it is confirmed
        if line.room == SERVER_ROOM != state.current and line.kind is not LineKind.ERROR:
            return  # greetings and figures, for who goes there
        yield self._line(line, state)

    def _inserted(self, event: facts.LinesInserted, state: SessionState) -> Iterator[str]:
        yield from (self._line(line, state) for line in event.lines)

    def _changed(self, event: facts.LineChanged, state: SessionState) -> Iterator[str]:
        line = event.line
        key = (line.id, line.removed_by or line.text, line.delivery)
        is_news = line.edited or line.removed_by or line.delivery in _ENDS
        if not is_news or key in self._told:
            return
        self._told.add(key)
        if line.delivery is Delivery.NOT_SENT:
            yield f"!! {_text(line)}: {delivery_text(line)}"
        elif line.delivery is not Delivery.SENT or self._tells_own or line.edited:
            yield self._line(line, state)

    def _connection(self, event: facts.ConnectionChanged, state: SessionState) -> Iterator[str]:
        phase = event.phase
        if self._phases.get(state.address) is phase or phase not in _PHASES:
            return
        self._phases[state.address] = phase
        problem = sanitize(event.problem)
        yield f"-- {_PHASES[phase]()}{f': {problem}' if problem else ''}"

    def _selected(self, event: facts.RoomSelected, state: SessionState) -> Iterator[str]:
        room = state.rooms.get(event.room)
        if room is not None:
            yield "-- " + _("Now in {room}").format(room=room_label(room, state))

    def _text_shown(self, event: facts.TextShown, _state: SessionState) -> Iterator[str]:
        yield f"-- {sanitize(event.title)}"
        yield from (f"   {line}" for line in sanitize(event.text, keep_newlines=True).split("\n"))

    def _server(self, _event: ServerSelected, state: SessionState) -> Iterator[str]:
        yield "-- " + _("On {server}").format(server=sanitize(state.address, name=True))

    def _line(self, line: Line, state: SessionState) -> str:
        form = _FORMS.get(line.kind, "-- {text}")
        words = _text(line) if line.kind in _FORMS or line.kind in _PLAIN else describe(line)
        if line.removed_by:
            words = _("(removed by {nick})").format(nick=sanitize(line.removed_by, name=True))
        text = form.format(nick=sanitize(line.nick, name=True), text=words)
        edited = " " + _("(edited)") if line.edited else ""
        room = state.rooms.get(line.room)
        is_here = line.room == state.current and state is self._servers.state
        place = "" if is_here or room is None else f"{room_label(room, state)} "
        return f"{clock_text(line.time)} {place}{text}{edited}"


def _text(line: Line) -> str:
    """Return what a line says; further lines of a message are indented."""
    text = sanitize(strip_formatting(line.text), keep_newlines=True)
    return text.replace("\n", "\n    ")


_SPEECH: Final = frozenset({LineKind.MESSAGE, LineKind.ACTION, LineKind.NOTICE})
_PLAIN: Final = frozenset({LineKind.INFO, LineKind.ERROR})
_ENDS: Final = frozenset({Delivery.SENT, Delivery.NOT_SENT})

_FORMS: Final = {
    LineKind.MESSAGE: "<{nick}> {text}",
    LineKind.ACTION: "* {nick} {text}",
    LineKind.NOTICE: "-{nick}- {text}",
    LineKind.ERROR: "!! {text}",
}

_PHASES: Final[dict[ConnectionPhase, Callable[[], str]]] = {
    ConnectionPhase.ONLINE: lambda: _("Connected"),
    ConnectionPhase.WAITING: lambda: _("Not connected, trying again"),
    ConnectionPhase.OFFLINE: lambda: _("Not connected"),
}
"""The phases that are told; the others pass in a moment."""

_WORDS: Final[dict[type, Callable[[Teller, Any, SessionState], Iterator[str]]]] = {
    facts.LineAdded: Teller._added,
    facts.LineChanged: Teller._changed,
    facts.LinesInserted: Teller._inserted,
    facts.ConnectionChanged: Teller._connection,
    facts.RoomSelected: Teller._selected,
    facts.TextShown: Teller._text_shown,
    ServerSelected: Teller._server,
}
"""Each event that is told → its words; the rest is for screens."""
