"""The right column: who is in the room, those with a status first."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from tertulia_core.i18n import Catalogue
from tertulia_core.session.presentation import display_name, sorted_members
from tertulia_core.session.state import Member, Room
from tertulia_core.text import sanitize
from tertulia_tk.theme import Look
from tertulia_tk.widgets.rows import Row, RowList

__all__ = ["MemberList"]

_catalogue = Catalogue("tertulia_tk")
_ = _catalogue.gettext


class MemberList(ttk.Frame):
    """The people of one room; owner: the UI thread.

    Args:
        master: the parent.
        look: colours, fonts and sizes.
        choose: called with the nick of somebody who was chosen.
    """

    def __init__(self, master: tk.Misc, look: Look, *, choose: Callable[[str], None]) -> None:
        super().__init__(master, style="Side.TFrame")
        self._look = look
        self._count = ttk.Label(self, style="SideMuted.TLabel")
        self.list = RowList(self, look, choose)
        look.follow(self, self._lay_out)
        self._lay_out()

    def _lay_out(self) -> None:
        scale = self._look.scale
        self._count.pack(anchor="w", padx=scale(20), pady=(scale(16), scale(8)))
        self.list.pack(fill="both", expand=True)

    def show(self, room: Room) -> None:
        """Show who is in ``room``."""
        count = len(room.members)
        text = _catalogue.ngettext("{count} person", "{count} people", count).format(count=count)
        self._count.configure(text=text if count else "")
        self.list.show([_row(room.members[nick]) for nick in sorted_members(room)])


def _row(member: Member) -> Row:
    return Row(
        id=member.nick,
        label=sanitize(display_name(member.nick, member.realname), name=True),
        sign=member.prefixes[:1],
        note=_("away") if member.away else "",
        dim=member.away,
    )
