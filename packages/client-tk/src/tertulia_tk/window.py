"""The main window: its widgets in their places, each fed from the session's state.

The view only. What a click or a key means is told by ``Deeds``; what is true
is read from ``SessionState``; no rule of the chat lives here.
"""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from tertulia_core.client.server_events import RoomKey
from tertulia_core.client.servers import Servers
from tertulia_core.i18n import Catalogue
from tertulia_core.session.presentation import (
    display_name,
    room_label,
    typing_text,
    window_title,
)
from tertulia_core.session.state import Room, RoomKind, SessionState
from tertulia_core.text import sanitize
from tertulia_tk.columns import Columns
from tertulia_tk.deeds import Deeds
from tertulia_tk.theme import Look
from tertulia_tk.widgets.composer import Composer
from tertulia_tk.widgets.find_bar import FindBar
from tertulia_tk.widgets.header import Header
from tertulia_tk.widgets.hint_bar import HintBar
from tertulia_tk.widgets.member_list import MemberList
from tertulia_tk.widgets.notice_bar import NoticeBar
from tertulia_tk.widgets.room_list import RoomList
from tertulia_tk.widgets.status_bar import StatusBar
from tertulia_tk.widgets.timeline import SheetDeeds, Timeline

__all__ = ["Window"]

_ = Catalogue("tertulia_tk").gettext

MARGIN: Final = 24
"""Pixels between the middle's widgets and its sides, at 100 %."""


class Window:
    """All widgets of the main window; owner: the UI thread.

    Args:
        root: the window.
        look: colours, fonts and sizes.
        servers: what is shown; read only.
        deeds: what the widgets call.
        monotonic: the time scale of ``SessionState.retry_at``.
    """

    def __init__(
        self,
        root: tk.Tk,
        look: Look,
        servers: Servers,
        deeds: Deeds,
        monotonic: Callable[[], float],
    ) -> None:
        self.root, self.look, self._servers = root, look, servers
        self.columns = Columns(root, look)
        self._drafts: dict[RoomKey, str] = {}
        self._shown_room: RoomKey | None = None
        self._build(deeds, monotonic)
        self._place()

    @property
    def _state(self) -> SessionState:
        return self._servers.state

    @property
    def typing(self) -> str:
        """The sentence about who is writing, ``""`` for nobody."""
        return str(self._typing.cget("text"))

    def show_room(self) -> None:
        """Show the room that is current now; what was being written stays with its room."""
        room = self.current_room()
        place = self._servers.place
        if self._shown_room != place:
            if self._shown_room is not None:
                self._drafts[self._shown_room] = self.composer.content()
            draft = self._drafts.pop(place, None)
            kept = self._servers.current.draft(place.room) if draft is None else draft
            self.composer.set_content(kept)
            self._shown_room = place
        if room is not None:
            self.timeline.show(room, empty=_empty_sentence(room))
        self.columns.has_people = room is not None and room.kind is RoomKind.CHANNEL
        self.columns.arrange()
        for refresh in (self.show_header, self.show_people, self.show_typing, self.show_rooms):
            refresh()

    def speak(self) -> None:
        """Say in the language in force what is said once: the menu's name, the timeline's words."""
        self.header.menu_button.configure(text=_("Menu"))
        room = self.current_room()
        if room is not None:
            self.timeline.redraw(empty=_empty_sentence(room))

    def show_header(self) -> None:
        """Show the room's name and topic, and the placeholder that names it."""
        room = self.current_room()
        if room is None:
            return
        label = room_label(room, self._state)
        self.header.show(label, room.topic)
        self.composer.set_placeholder(_PLACEHOLDERS[room.kind](label))

    def show_people(self) -> None:
        """Show who is in the room."""
        room = self.current_room()
        if room is not None and self.columns.has_people:
            self.people.show(room)

    def show_rooms(self) -> None:
        """Show the rooms, and how much is unread in the title."""
        states = self._servers.states()
        self.rooms.show(states, self._servers.place)
        mentions = sum(room.mentions for state in states.values() for room in state.rooms.values())
        self.root.title(self.look.fit(window_title(self._state, mentions)))

    def show_typing(self) -> None:
        """Show who is writing."""
        room = self.current_room()
        self._typing.configure(text=self.look.fit(typing_text(room.typing)) if room else "")

    def show_nick(self) -> None:
        """Show our nick."""
        self.composer.nick.show(self._state.nick)

    def show_connection(self, *, can_host: bool) -> None:
        """Show how the connection is, and whether a room can be started here without one."""
        self.status.show(self._state)
        self.notice.show(self._state, can_host=can_host)
        self.show_rooms()

    def current_room(self) -> Room | None:
        """Return the room on screen."""
        return self._state.rooms.get(self._state.current)

    def name_of(self, nick: str) -> str:
        """Return the name to show for a nick, as the room's members know it; not sanitized."""
        room = self.current_room()
        member = room.members.get(nick) if room is not None else None
        return display_name(nick, member.realname) if member is not None else nick

    def shown_name(self, nick: str) -> str:
        """Return the name to show for a nick, sanitized."""
        return sanitize(self.name_of(nick), name=True)

    def _build(self, deeds: Deeds, monotonic: Callable[[], float]) -> None:
        look, columns = self.look, self.columns
        self.rooms = RoomList(
            columns.rooms, look, select=deeds.select, show_server=deeds.show_server,
            open_menu=deeds.room_menu,
        )  # fmt: skip
        self.people = MemberList(
            columns.people, look, choose=deeds.talk_to, open_menu=deeds.person_menu
        )
        self.header = Header(columns.middle, look)
        self.header.menu_button.configure(command=deeds.open_menu, text=_("Menu"))
        self.find_bar = FindBar(
            columns.middle, look, search=deeds.find, step=deeds.find_next, close=deeds.find_close
        )
        self.timeline = Timeline(
            columns.middle, look, display_name=self.name_of, deeds=SheetDeeds(
                follow_link=deeds.follow_link, retry=deeds.retry_line, typed=self._type,
                on_message=deeds.on_message, open_menu=deeds.message_menu,
                load_older=deeds.load_older,
            ),
        )  # fmt: skip
        self.hint = HintBar(columns.middle, look, cancel=deeds.cancel_hint)
        self.notice = NoticeBar(columns.middle, look, retry=deeds.reconnect, host=deeds.host)
        self._typing = ttk.Label(columns.middle, style="Muted.TLabel")
        self.composer = Composer(
            columns.middle, look, send=deeds.send, rename=deeds.rename, complete=deeds.complete,
            edited=deeds.edited, copy=deeds.copy, edit_last=deeds.edit_last,
        )  # fmt: skip
        self.status = StatusBar(self.root, look, monotonic)
        self._hairline = ttk.Frame(columns.middle, style="Line.TFrame", height=1)
        look.follow(self.root, self._place)

    def _type(self, text: str) -> None:
        self.composer.insert(text)

    def _place(self) -> None:
        columns, margin, small = self.columns, self.look.scale(MARGIN), self.look.scale(4)
        self.rooms.grid(in_=columns.rooms, row=0, sticky="nsew")
        self.people.grid(in_=columns.people, row=0, sticky="nsew")
        columns.rooms.rowconfigure(0, weight=1)
        columns.people.rowconfigure(0, weight=1)
        columns.middle.rowconfigure(3, weight=1)
        self.header.grid(row=0, sticky="ew")
        self._hairline.grid(row=1, sticky="ew")
        self.find_bar.grid(row=2, sticky="ew", padx=margin)
        self.timeline.grid(row=3, sticky="nsew")
        self._typing.grid(row=4, sticky="ew", padx=margin + small, pady=(0, small))
        self.notice.grid(row=5, sticky="ew", padx=margin)
        self.hint.grid(row=6, sticky="ew", padx=margin)
        self.composer.grid(row=7, sticky="ew", padx=margin, pady=(0, self.look.scale(16)))
        columns.set_status(self.status)


_PLACEHOLDERS: Final[dict[RoomKind, Callable[[str], str]]] = {
    RoomKind.CHANNEL: lambda label: _("Write in {room}").format(room=label),
    RoomKind.PRIVATE: lambda label: _("Write to {nick}").format(nick=label),
    RoomKind.SERVER: lambda _label: _("Type a command, such as /join #room"),
}
"""What an empty composer says, by the kind of the room."""


def _empty_sentence(room: Room) -> str:
    """Return what to do next in a room where nothing was said."""
    label = sanitize(room.name, name=True)
    match room.kind:
        case RoomKind.CHANNEL:
            return _(
                "Nobody has said anything in {room} yet.\nWrite below and press Enter."
            ).format(room=label)
        case RoomKind.PRIVATE:
            return _("This is between you and {nick}.\nWrite below and press Enter.").format(
                nick=label
            )
        case RoomKind.SERVER:
            return _("What the server says appears here.\n/join #room takes you to a room.")
