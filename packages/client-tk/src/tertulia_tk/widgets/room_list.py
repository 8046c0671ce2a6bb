"""The left column: where one is, the rooms, and the people one talks to."""

import tkinter as tk
from collections.abc import Callable, Iterator, Mapping
from tkinter import ttk
from typing import Final

from tertulia_core.client.server_events import RoomKey, ServerId
from tertulia_core.i18n import Catalogue
from tertulia_core.session.presentation import room_label
from tertulia_core.session.state import SERVER_ROOM, ConnectionPhase, Room, RoomKind, SessionState
from tertulia_core.text import sanitize
from tertulia_tk.theme import Look
from tertulia_tk.widgets.rows import Row, RowList

__all__ = ["RoomList"]

_ = Catalogue("tertulia_tk").gettext

MOST_SHOWN: Final = 999


class RoomList(ttk.Frame):
    """Rooms and conversations with what waits in them; owner: the UI thread.

    The server's own lines stand behind its place at the top, and in the list while they matter.

    Args:
        master: the parent.
        look: colours, fonts and sizes.
        select: called with a room that was chosen.
        show_server: called when the place of the server is clicked.
        open_menu: called with a room and where on the screen its menu is to open.
    """

    def __init__(
        self,
        master: tk.Misc,
        look: Look,
        *,
        select: Callable[[RoomKey], None],
        show_server: Callable[[], None],
        open_menu: Callable[[RoomKey, int, int], None],
    ) -> None:
        super().__init__(master, style="Side.TFrame")
        self._look = look
        self._title = ttk.Label(self, text="tertulia", style="SideTitle.TLabel")
        self._place = ttk.Button(
            self, style="SideQuiet.TButton", command=show_server, cursor="hand2", takefocus=False
        )
        self.list = RowList(
            self, look, lambda row: select(RoomKey.from_text(row)),
            lambda row, x, y: open_menu(RoomKey.from_text(row), x, y),
        )  # fmt: skip
        look.follow(self, self._lay_out)
        self._lay_out()

    def _lay_out(self) -> None:
        scale = self._look.scale
        self._title.pack(anchor="w", padx=scale(20), pady=(scale(12), 0))
        self._place.pack(anchor="w", padx=scale(14), pady=(0, scale(4)))
        self.list.pack(fill="both", expand=True)

    def show(self, states: Mapping[ServerId, SessionState], place: RoomKey) -> None:
        """Show the rooms of all servers and which one is on screen."""
        here = states[place.server]
        self._place.configure(text=self._look.fit(sanitize(here.address, name=True)))
        rows = _rows_of_one(place, here) if len(states) == 1 else _rows_of_all(states)
        self.list.show(list(rows), place.to_text())


def _rows_of_one(place: RoomKey, state: SessionState) -> Iterator[Row]:
    """Yield the rows of the only server; its own lines stand there only while they matter."""
    for kind, heading in (
        (RoomKind.SERVER, ""), (RoomKind.CHANNEL, _("Rooms")), (RoomKind.PRIVATE, _("People")),
    ):  # fmt: skip
        rooms = [room for room in state.rooms.values() if room.kind is kind]
        if rooms and heading:
            yield Row("", heading)
        for room in rooms:
            if kind is not RoomKind.SERVER or room.unread or room.name == state.current:
                yield _row(place.server, room, state)


def _rows_of_all(states: Mapping[ServerId, SessionState]) -> Iterator[Row]:
    """Yield the rows of several servers: each one's own row, and its rooms below."""
    for server, state in states.items():
        address = sanitize(state.network or state.address, name=True)
        is_away = state.phase is not ConnectionPhase.ONLINE
        yield Row(RoomKey(server, SERVER_ROOM).to_text(), address, is_title=True, dim=is_away)
        for kind in (RoomKind.CHANNEL, RoomKind.PRIVATE):
            for room in state.rooms.values():
                if room.kind is kind:
                    yield _row(server, room, state)


def _row(server: ServerId, room: Room, state: SessionState) -> Row:
    is_muted = state.attention.is_muted(room.name)
    count = room.mentions or room.unread
    return Row(
        id=RoomKey(server, room.name).to_text(),
        label=room_label(room, state),
        note=_("muted") if is_muted else "",
        badge="" if not count else str(count) if count <= MOST_SHOWN else f"{MOST_SHOWN}+",
        strong=bool(count),
        urgent=bool(room.mentions),
        dim=is_muted or (not room.joined and room.kind is RoomKind.CHANNEL),
    )
