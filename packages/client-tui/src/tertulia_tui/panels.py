"""What happened → what is drawn: a table from the engine's events to the widgets."""

from collections.abc import Callable, Iterable
from typing import Final

from textual.screen import Screen

from tertulia_core.client import server_events
from tertulia_core.client.server_events import Happening
from tertulia_core.client.servers import Servers
from tertulia_core.session import events as facts
from tertulia_core.session.state import ConnectionPhase, Room, SessionState
from tertulia_core.session.theme import Theme
from tertulia_core.text import sanitize
from tertulia_tui.acting import message_hint
from tertulia_tui.keymap import Keymap
from tertulia_tui.room_view import RoomView
from tertulia_tui.theme import styles_of
from tertulia_tui.widgets.composer import Composer
from tertulia_tui.widgets.member_list import MemberList
from tertulia_tui.widgets.notice_bar import NoticeBar
from tertulia_tui.widgets.room_list import RoomList
from tertulia_tui.widgets.status_bar import StatusBar
from tertulia_tui.widgets.timeline import Timeline
from tertulia_tui.widgets.topic_bar import TopicBar
from tertulia_tui.wording import (
    hint_text,
    news_text,
    offer_text,
    placeholder_text,
    problem_text,
)

__all__ = ["Panels"]


class Panels:
    """The widgets of the main screen, fed from the servers. Owner: the UI thread.

    Lines are drawn as they come; the parts around the timeline are marked
    stale and drawn once per batch of events.

    Args:
        screen: holds the widgets.
        servers: what is shown.
        keymap: the keys in force.
        theme: the colours to begin with.
        now: tells the monotonic time.
    """

    def __init__(
        self,
        screen: Screen[object],
        servers: Servers,
        keymap: Keymap,
        theme: Theme,
        now: Callable[[], float],
    ) -> None:
        self.timeline = screen.query_one(Timeline)
        self.view = RoomView(self.timeline, servers.state)
        self.styles = styles_of(theme)
        self._servers = servers
        self._keymap = keymap
        self.shows_hints = servers.options.settings.hints
        self._now = now
        self._rooms = screen.query_one(RoomList)
        self._members = screen.query_one(MemberList)
        self._topic = screen.query_one(TopicBar)
        self._status = screen.query_one(StatusBar)
        self._nick = screen.query_one("#nick", NoticeBar)
        self._news = screen.query_one("#news", NoticeBar)
        self._problem = screen.query_one("#problem", NoticeBar)
        self._offer = screen.query_one("#offer", NoticeBar)
        self._answer = screen.query_one("#answer", NoticeBar)
        self._composer = screen.query_one(Composer)

    def restyle(self, theme: Theme) -> None:
        """Draw everything in another theme."""
        self.styles = styles_of(theme)
        self.timeline.restyle(self.styles)
        for draw in _PARTS.values():
            draw(self)

    def show(self, happened: Iterable[Happening]) -> None:
        """Draw what happened."""
        stale: dict[str, None] = {}
        for event in happened:
            draw, parts = _DRAWS.get(type(event), (None, ()))
            if draw is not None:
                draw(self, event)
            stale |= dict.fromkeys(parts)
        self.view.flush()
        for part in stale:
            _PARTS[part](self)

    def show_status(self) -> None:
        """Say how the connection is, and offer a server where there is none."""
        state = self._state
        hint = hint_text(self._unread_elsewhere(), self._keymap)
        if not self.shows_hints:
            hint = ""
        elif self.timeline.focused is not None:
            hint = message_hint()
        self._status.show(state, hint, self._now(), self.styles)
        is_offered = (
            state.phase in _WAITING and state.problem and self._servers.current.can_start_server()
        )
        self._problem.show(problem_text(state))
        self._offer.show(offer_text(self._keymap) if is_offered else "")

    def show_answer(self, words: str) -> None:
        """Say which message the next text answers; ``""`` for none."""
        self._answer.show(words)

    def show_news(self) -> None:
        """Say how much waits below the part of the timeline on screen."""
        self._news.show(news_text(self.timeline.unseen, self._keymap))

    @property
    def _state(self) -> SessionState:
        return self._servers.state

    @property
    def _room(self) -> Room | None:
        return self._state.rooms.get(self._state.current)

    def _unread_elsewhere(self) -> int:
        """Return how much is unread in the rooms that are not on screen."""
        states = self._servers.states().values()
        everything = sum(room.unread for state in states for room in state.rooms.values())
        return everything - (self._room.unread if self._room is not None else 0)

    def _show_rooms(self) -> None:
        self._rooms.show(self._servers.states(), self._servers.place, self.styles)

    def _show_members(self) -> None:
        self._members.show(self._room, self.styles)

    def _show_topic(self) -> None:
        self._topic.show(self._state, self.styles)

    def _show_nick(self) -> None:
        self._nick.show(sanitize(self._state.nick, name=True))

    def _show_composer(self) -> None:
        if (room := self._room) is not None:
            place, kept = self._servers.place, self._servers.current.draft(room.name)
            placeholder = placeholder_text(room, self._state)
            self._composer.show_room(place.to_text(), placeholder, kept)

    def _turn(self, _event: server_events.ServerSelected) -> None:
        self.view.turn_to(self._state)

    def _select(self, _event: facts.RoomSelected) -> None:
        if (room := self._room) is not None:
            self.view.select(room)

    def _add(self, event: facts.LineAdded) -> None:
        self.view.add(event.line)

    def _change(self, event: facts.LineChanged) -> None:
        self.view.change(event.line)

    def _rearrange(self, event: facts.LinesInserted | facts.LinesRemoved) -> None:
        if event.room == self._state.current:
            self.view.rearrange()

    def _clear(self, event: facts.LinesCleared) -> None:
        if event.room == self._state.current:
            self.view.reload()


_WAITING: Final = frozenset({ConnectionPhase.WAITING, ConnectionPhase.CONNECTING})
"""While this holds nothing answered, so that a server of one's own may be in order."""

_PARTS: Final[dict[str, Callable[[Panels], None]]] = {
    "rooms": Panels._show_rooms,
    "members": Panels._show_members,
    "topic": Panels._show_topic,
    "nick": Panels._show_nick,
    "composer": Panels._show_composer,
    "status": Panels.show_status,
    "news": Panels.show_news,
}
"""The parts of the screen around the timeline."""

_DRAWS: Final[dict[type, tuple[Callable[..., None] | None, tuple[str, ...]]]] = {
    facts.LineAdded: (Panels._add, ("news",)),
    facts.LineChanged: (Panels._change, ()),
    facts.LinesCleared: (Panels._clear, ()),
    facts.LinesInserted: (Panels._rearrange, ("news",)),
    facts.LinesRemoved: (Panels._rearrange, ("news",)),
    facts.HistoryChanged: (None, ("status",)),
    facts.RoomSelected: (Panels._select, tuple(_PARTS)),
    facts.RoomOpened: (None, ("rooms",)),
    facts.RoomClosed: (None, ("rooms",)),
    facts.UnreadChanged: (None, ("rooms", "status")),
    facts.MembersChanged: (None, ("members", "rooms")),
    facts.TopicChanged: (None, ("topic",)),
    facts.TypingChanged: (None, ("status",)),
    facts.NickChanged: (None, ("nick",)),
    facts.ConnectionChanged: (None, ("status", "rooms", "nick", "topic")),
    facts.LagMeasured: (None, ("status",)),
    facts.SearchChanged: (None, ()),  # what the server found comes as a page
    server_events.ServerSelected: (Panels._turn, tuple(_PARTS)),
    server_events.ServersChanged: (None, ("rooms",)),
    server_events.Elsewhere: (None, ("rooms", "status")),
}
"""Each event → what draws it, and which parts it makes stale."""
