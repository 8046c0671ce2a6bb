"""The left column: where one is, the rooms, and the people one talks to."""

import tkinter as tk
from collections.abc import Callable, Iterator
from tkinter import ttk
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.session.presentation import room_label
from tertulia_core.session.state import Room, RoomKind, SessionState
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
        select: called with the name of a room that was chosen.
        show_server: called when the place of the server is clicked.
    """

    def __init__(
        self,
        master: tk.Misc,
        look: Look,
        *,
        select: Callable[[str], None],
        show_server: Callable[[], None],
    ) -> None:
        super().__init__(master, style="Side.TFrame")
        self._look = look
        self._title = ttk.Label(self, text="tertulia", style="SideTitle.TLabel")
        self._place = ttk.Button(
            self, style="SideQuiet.TButton", command=show_server, cursor="hand2", takefocus=False
        )
        self.list = RowList(self, look, select)
        look.follow(self, self._lay_out)
        self._lay_out()

    def _lay_out(self) -> None:
        scale = self._look.scale
        self._title.pack(anchor="w", padx=scale(20), pady=(scale(12), 0))
        self._place.pack(anchor="w", padx=scale(14), pady=(0, scale(4)))
        self.list.pack(fill="both", expand=True)

    def show(self, state: SessionState) -> None:
        """Show the rooms of ``state`` and which one is on screen."""
        self._place.configure(text=self._look.fit(sanitize(state.address, name=True)))
        self.list.show(list(_rows(state)), state.current)


def _rows(state: SessionState) -> Iterator[Row]:
    for kind, heading in (
        (RoomKind.SERVER, ""), (RoomKind.CHANNEL, _("Rooms")), (RoomKind.PRIVATE, _("People")),
    ):  # fmt: skip
        rooms = [room for room in state.rooms.values() if room.kind is kind]
        if rooms and heading:
            yield Row("", heading)
        for room in rooms:
            if kind is not RoomKind.SERVER or room.unread or room.name == state.current:
                yield _row(room, state)


def _row(room: Room, state: SessionState) -> Row:
    count = room.mentions or room.unread
    return Row(
        id=room.name,
        label=room_label(room, state),
        badge="" if not count else str(count) if count <= MOST_SHOWN else f"{MOST_SHOWN}+",
        strong=bool(count),
        urgent=bool(room.mentions),
        dim=not room.joined and room.kind is RoomKind.CHANNEL,
    )
