"""Where to connect: a place, its rooms, a nick, passwords."""

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from tkinter import ttk
from typing import Final

from tertulia_core.address import (
    DEFAULT_ROOM,
    ROOM_SIGNS,
    Target,
    parse_address,
    parse_target,
)
from tertulia_core.client.known_servers import KnownServer
from tertulia_core.errors import AddressError
from tertulia_core.i18n import Catalogue
from tertulia_tk.dialogs.base import Dialog
from tertulia_tk.theme import Look

__all__ = ["ConnectDialog", "Wish"]

_ = Catalogue("tertulia_tk").gettext

MOST_ROOMS: Final = 5
"""Rooms that are filled in of those that were entered on a server, the latest first."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Where somebody wants to go, and as whom.

    Attributes:
        target: the place, the room to begin in, the nick.
        rooms: the other rooms to enter.
        server_password: ``""`` for none.
        account: ``""`` for the nick's, where there is a password.
        password: the account's, ``""`` for a guest.
    """

    target: Target
    rooms: tuple[str, ...] = ()
    server_password: str = field(default="", repr=False)
    account: str = ""
    password: str = field(default="", repr=False)


class ConnectDialog(Dialog):
    """Asks where to go; owner: the UI thread.

    Args:
        parent: the main window.
        look: colours, fonts and sizes.
        address: the place to begin with.
        nick: the nick to begin with.
        known: servers one has been to, the last visited first; they fill the fields in.
        connect: called with a wish whose target can be connected to.
    """

    def __init__(
        self,
        parent: tk.Tk,
        look: Look,
        *,
        address: str,
        nick: str,
        known: Sequence[KnownServer] = (),
        connect: Callable[[Wish], None],
    ) -> None:
        super().__init__(parent, look, _("Connect elsewhere"))
        self._connect, self._known = connect, known
        self._tls = tk.BooleanVar(self, False)
        self._grid = ttk.Frame(self.body, style="Surface.TFrame")
        self._grid.columnconfigure(1, weight=1)
        self._grid.pack(fill="x")
        places = [server.address for server in known]
        self.address = self._field(_("Server (host:port)"), address, places)
        self.server_password = self._secret(_("Its password, if it has one"))
        self.rooms = self._field(_("Rooms, with spaces between"), DEFAULT_ROOM)
        self.nick = self._field(_("Nick"), nick)
        self.account = self._field(_("Account, if you have one there"), "")
        self.password = self._secret(_("Password of the account"))
        ttk.Checkbutton(
            self.body, text=_("Encrypted (TLS)"), variable=self._tls, takefocus=True
        ).pack(anchor="w", pady=(look.scale(4), look.scale(8)))
        self.problem = ttk.Label(
            self.body, style="SurfaceDanger.TLabel", wraplength=look.scale(440)
        )
        self.problem.pack(anchor="w", fill="x")
        self._buttons()
        self.bind("<Return>", lambda _event: self.accept())
        self.address.bind("<<ComboboxSelected>>", lambda _event: self._fill_in())
        self.address.selection_range(0, "end")
        self.open(self.address)

    def accept(self) -> None:
        """Connect to what is written, or say what is wrong with it."""
        try:
            wish = self._wish()
        except AddressError as error:
            self.problem.configure(text=str(error))
            self.address.focus_set()
            return
        self.close()
        self._connect(wish)

    def _wish(self) -> Wish:
        """Return what the fields say; the place may be any form that the command line takes.

        Raises:
            AddressError: they name no place.
        """
        place, nick = self.address.get().strip(), self.nick.get().strip()
        names = [_with_sign(name) for name in self.rooms.get().replace(",", " ").split()]
        first, *others = dict.fromkeys(names or [DEFAULT_ROOM])
        if "://" in place or "/#" in place:
            target = parse_target(place)
            target = replace(target, nick=target.nick or nick, tls=target.tls or self._tls.get())
            others = []
        else:
            target = Target(parse_address(place), self._tls.get(), first, nick)
        return Wish(
            target, tuple(others), self.server_password.get(),
            self.account.get().strip(), self.password.get(),
        )  # fmt: skip

    def _fill_in(self) -> None:
        """Take over what is known about the server that was chosen."""
        server = next((one for one in self._known if one.address == self.address.get()), None)
        if server is None:
            return
        self._tls.set(server.tls)
        for entry, value in (
            (self.rooms, " ".join(server.rooms[:MOST_ROOMS])),
            (self.nick, server.nick),
            (self.account, server.account),
        ):
            entry.delete(0, "end")
            entry.insert(0, value)

    def _field(self, label: str, value: str, known: Sequence[str] = ()) -> ttk.Entry:
        look, row = self.look, self._grid.grid_size()[1]
        ttk.Label(self._grid, text=label, style="Surface.TLabel").grid(
            row=row, column=0, sticky="w", padx=(0, look.scale(16))
        )
        entry = (
            ttk.Combobox(self._grid, width=30, font=look.font("text"), values=list(known))
            if known
            else ttk.Entry(self._grid, width=30, font=look.font("text"))
        )
        entry.insert(0, value)
        entry.grid(row=row, column=1, sticky="ew", pady=look.scale(4))
        return entry

    def _secret(self, label: str) -> ttk.Entry:
        entry = self._field(label, "")
        entry.configure(show="•")
        return entry

    def _buttons(self) -> None:
        row = ttk.Frame(self.body, style="Surface.TFrame")
        ttk.Button(row, text=_("Connect"), style="Accent.TButton", command=self.accept).pack(
            side="right"
        )
        ttk.Button(row, text=_("Cancel"), command=self.close).pack(
            side="right", padx=self.look.scale(8)
        )
        row.pack(fill="x", pady=(self.look.scale(16), 0))


def _with_sign(room: str) -> str:
    """Return a room's name; its sign may be left out."""
    return room if room.startswith(ROOM_SIGNS) else f"#{room}"
