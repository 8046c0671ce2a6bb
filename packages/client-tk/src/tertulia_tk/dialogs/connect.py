"""Where to connect: a place, a room, a nick."""

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import replace
from tkinter import ttk

from tertulia_core.address import DEFAULT_ROOM, Target, parse_address, parse_target
from tertulia_core.client.known_servers import KnownServer
from tertulia_core.errors import AddressError
from tertulia_core.i18n import Catalogue
from tertulia_tk.dialogs.base import Dialog
from tertulia_tk.theme import Look

__all__ = ["ConnectDialog"]

_ = Catalogue("tertulia_tk").gettext


class ConnectDialog(Dialog):
    """Asks where to go; owner: the UI thread.

    Args:
        parent: the main window.
        look: colours, fonts and sizes.
        address: the place to begin with.
        nick: the nick to begin with.
        known: servers one has been to, the last visited first; they fill the fields in.
        connect: called with a target that can be connected to, an account and its password.
    """

    def __init__(
        self,
        parent: tk.Tk,
        look: Look,
        *,
        address: str,
        nick: str,
        known: Sequence[KnownServer] = (),
        connect: Callable[[Target, str, str], None],
    ) -> None:
        super().__init__(parent, look, _("Connect elsewhere"))
        self._connect, self._known = connect, known
        self._tls = tk.BooleanVar(self, False)
        self.address = self._field(
            _("Server (host:port)"), address, [server.address for server in known]
        )
        self.room = self._field(_("Room"), DEFAULT_ROOM)
        self.nick = self._field(_("Nick"), nick)
        self.account = self._field(_("Account, if you have one there"), "")
        self.password = self._field(_("Password of the account"), "")
        self.password.configure(show="•")
        ttk.Checkbutton(
            self.body, text=_("Encrypted (TLS)"), variable=self._tls, takefocus=True
        ).pack(anchor="w", pady=(look.scale(4), look.scale(8)))
        self.problem = ttk.Label(
            self.body, style="SurfaceDanger.TLabel", wraplength=look.scale(320)
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
            target = self._target()
        except AddressError as error:
            self.problem.configure(text=str(error))
            self.address.focus_set()
            return
        account, password = self.account.get().strip(), self.password.get()
        self.close()
        self._connect(target, account, password)

    def _target(self) -> Target:
        """Return what the fields say; the place may be any form that the command line takes.

        Raises:
            AddressError: they name no place.
        """
        place, nick = self.address.get().strip(), self.nick.get().strip()
        if "://" in place or "/#" in place:
            target = parse_target(place)
            return replace(target, nick=target.nick or nick, tls=target.tls or self._tls.get())
        room = self.room.get().strip() or DEFAULT_ROOM
        if not room.startswith(("#", "&")):
            room = f"#{room}"
        return Target(parse_address(place), self._tls.get(), room, nick)

    def _fill_in(self) -> None:
        """Take over what is known about the server that was chosen."""
        server = next((one for one in self._known if one.address == self.address.get()), None)
        if server is None:
            return
        self._tls.set(server.tls)
        for field, value in (
            (self.room, "".join(server.rooms[:1])),
            (self.nick, server.nick),
            (self.account, server.account),
        ):
            field.delete(0, "end")
            field.insert(0, value)

    def _field(self, label: str, value: str, known: Sequence[str] = ()) -> ttk.Entry:
        ttk.Label(self.body, text=label, style="SurfaceMuted.TLabel").pack(anchor="w")
        font = self.look.font("text")
        entry = (
            ttk.Combobox(self.body, width=36, font=font, values=list(known))
            if known
            else ttk.Entry(self.body, width=36, font=font)
        )
        entry.insert(0, value)
        entry.pack(fill="x", pady=(self.look.scale(4), self.look.scale(12)))
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
