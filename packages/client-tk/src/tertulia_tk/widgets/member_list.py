"""The right column: who is in the room, those with a status first."""

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final, overload

from tertulia_core.i18n import Catalogue
from tertulia_core.session.presentation import display_name, sorted_members
from tertulia_core.session.state import Member, Room
from tertulia_core.text import sanitize
from tertulia_tk.theme import Look
from tertulia_tk.widgets.rows import Row, RowList

__all__ = ["MemberList"]

HUGE: Final = 2_000
"""People above which sorting them all costs more than a frame has time for."""

PAUSE: Final = 500
"""Milliseconds between two sortings of a huge room."""

_catalogue = Catalogue("tertulia_tk")
_ = _catalogue.gettext


class MemberList(ttk.Frame):
    """The people of one room; owner: the UI thread.

    Args:
        master: the parent.
        look: colours, fonts and sizes.
        choose: called with the nick of somebody who was chosen.
        open_menu: called with a nick and where on the screen its menu is to open.
    """

    def __init__(
        self,
        master: tk.Misc,
        look: Look,
        *,
        choose: Callable[[str], None],
        open_menu: Callable[[str, int, int], None],
    ) -> None:
        super().__init__(master, style="Side.TFrame")
        self._look = look
        self._room: Room | None = None
        self._timer: str | None = None
        self._is_stale = False
        self._count = ttk.Label(self, style="SideMuted.TLabel")
        self.list = RowList(self, look, choose, open_menu)
        look.follow(self, self._lay_out)
        self._lay_out()

    def _lay_out(self) -> None:
        scale = self._look.scale
        self._count.pack(anchor="w", padx=scale(20), pady=(scale(16), scale(8)))
        self.list.pack(fill="both", expand=True)

    def show(self, room: Room) -> None:
        """Show who is in ``room``; a huge room is sorted anew at most twice a second."""
        if self._timer is not None:
            if room is self._room:
                self._is_stale = True
                return
            self.after_cancel(self._timer)
            self._timer = None
        self._room, self._is_stale = room, False
        self._show_now(room)
        if len(room.members) > HUGE:
            self._timer = self.after(PAUSE, self._rested)

    def _rested(self) -> None:
        """Show what changed while a huge room was left alone."""
        self._timer = None
        if self._is_stale and self._room is not None:
            self.show(self._room)

    def _show_now(self, room: Room) -> None:
        count = len(room.members)
        text = _catalogue.ngettext("{count} person", "{count} people", count).format(count=count)
        self._count.configure(text=text if count else "")
        nicks = sorted_members(room)
        has_signs = bool(nicks) and bool(room.members[nicks[0]].prefixes)
        self.list.show(_Rows(room, nicks), has_signs=has_signs)


class _Rows(Sequence[Row]):
    """The rows of a room's people, made as they are looked at."""

    def __init__(self, room: Room, nicks: Sequence[str]) -> None:
        self._room, self._nicks = room, nicks

    def __len__(self) -> int:
        return len(self._nicks)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        if isinstance(index, slice):
            return _Rows(self._room, self._nicks[index])
        nick = self._nicks[index]
        return _row(self._room.members.get(nick) or Member(nick))


def _row(member: Member) -> Row:
    return Row(
        id=member.nick,
        label=sanitize(display_name(member.nick, member.realname), name=True),
        sign=member.prefixes[:1],
        note=_("away") if member.away else "",
        dim=member.away,
    )
