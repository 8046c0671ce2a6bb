"""Where to connect: a place, a room, a nick."""

import tkinter as tk
from collections.abc import Callable
from dataclasses import replace
from tkinter import ttk

from tertulia_core.address import DEFAULT_ROOM, Target, parse_address, parse_target
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
        connect: called with a target that can be connected to.
    """

    def __init__(
        self,
        parent: tk.Tk,
        look: Look,
        *,
        address: str,
        nick: str,
        connect: Callable[[Target], None],
    ) -> None:
        super().__init__(parent, look, _("Connect elsewhere"))
        self._connect = connect
        self._tls = tk.BooleanVar(self, False)
        self.address = self._field(_("Server (host:port)"), address)
        self.room = self._field(_("Room"), DEFAULT_ROOM)
        self.nick = self._field(_("Nick"), nick)
        ttk.Checkbutton(
            self.body, text=_("Encrypted (TLS)"), variable=self._tls, takefocus=True
        ).pack(anchor="w", pady=(look.scale(4), look.scale(8)))
        self.problem = ttk.Label(
            self.body, style="SurfaceDanger.TLabel", wraplength=look.scale(320)
        )
        self.problem.pack(anchor="w", fill="x")
        self._buttons()
        self.bind("<Return>", lambda _event: self.accept())
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
        self.close()
        self._connect(target)

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

    def _field(self, label: str, value: str) -> ttk.Entry:
        ttk.Label(self.body, text=label, style="SurfaceMuted.TLabel").pack(anchor="w")
        entry = ttk.Entry(self.body, width=36, font=self.look.font("text"))
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
