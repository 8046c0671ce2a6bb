"""The menus of a person and of a message: by the right button, Shift+F10 or the menu key."""

import tkinter as tk
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tertulia_core.i18n import Catalogue
from tertulia_core.session.intents import (
    ChangeMode,
    IgnoreNick,
    Intent,
    KickNick,
    MuteRoom,
    OpenPrivate,
    PartRoom,
    SetLevel,
    ShowWhois,
)
from tertulia_core.session.keys import MESSAGE_KEYS
from tertulia_core.session.state import SERVER_ROOM, Line, RoomKind
from tertulia_tk.menu import dress

if TYPE_CHECKING:
    from tertulia_tk.app import App

__all__ = ["ContextMenus", "Entry"]

_ = Catalogue("tertulia_tk").gettext
_core = Catalogue("tertulia_core").gettext


class Entry(NamedTuple):
    """One entry of a menu; without a label it is a line between two groups."""

    label: str = ""
    run: Callable[[], object] = lambda: None
    key: str = ""
    is_possible: bool = True


class ContextMenus:
    """Builds a menu for what is pointed at and opens it there; owner: the UI thread.

    Args:
        app: what its entries act on.
    """

    def __init__(self, app: "App") -> None:
        self._app = app
        self.menu = tk.Menu(app.root, tearoff=False, borderwidth=1, relief="flat")

    def open_for_person(self, nick: str, x: int, y: int) -> None:
        """Open the menu of somebody in the member list."""
        self._open(self.of_person(nick), x, y)

    def open_for_message(self, line: Line, x: int, y: int) -> None:
        """Open the menu of a message."""
        self._open(self.of_message(line), x, y)

    def open_for_room(self, room: str, x: int, y: int) -> None:
        """Open the menu of a room of the server on screen."""
        self._open(self.of_room(room), x, y)

    def of_person(self, nick: str) -> list[Entry]:
        """Return what can be done about a person in the room on screen."""
        app, room = self._app, self._app.window.current_room()
        is_me = nick == app.servers.state.nick
        me = room.members.get(app.servers.state.nick) if room is not None else None
        may = not is_me and me is not None and bool(set(me.prefixes) & set("~&@%"))
        name = room.name if room is not None else ""
        is_ignored = app.servers.state.attention.is_ignored(nick)
        ban = ChangeMode(name, "+b", (f"{nick}!*@*",))
        return [
            self._wish(_("Who is this"), ShowWhois(nick)),
            self._wish(_("Write to this person"), OpenPrivate(nick), is_possible=not is_me),
            Entry(_("Mention"), partial(self._mention, nick)),
            Entry(),
            self._wish(
                _("Read again") if is_ignored else _("Ignore"), IgnoreNick(nick),
                is_possible=not is_me,
            ),
            Entry(),
            self._wish(_("Remove from the room"), KickNick(name, nick), is_possible=may),
            self._wish(_("Ban from the room"), ban, KickNick(name, nick), is_possible=may),
        ]  # fmt: skip

    def of_message(self, line: Line) -> list[Entry]:
        """Return what can be done with a message, and about who said it."""
        actions = self._app.messages
        entries = [
            Entry(
                _core(row.label), partial(actions.run, row.id, line), row.letter.upper(),
                actions.is_possible(row.id, line),
            )
            for row in MESSAGE_KEYS
        ]  # fmt: skip
        return entries if line.own else [*entries, Entry(), *self.of_person(line.nick)]

    def of_room(self, room: str) -> list[Entry]:
        """Return what can be done about a room."""
        state = self._app.servers.state
        known = state.rooms.get(room)
        if known is None or known.kind is RoomKind.SERVER:
            return [self._wish(_("Close this server"), PartRoom(SERVER_ROOM))]
        is_muted = state.attention.is_muted(room)
        levels = (
            ("all", _("Notify every message")), ("mentions", _("Notify mentions")),
            ("nothing", _("Notify nothing")),
        )  # fmt: skip
        return [
            self._wish(_("Unmute") if is_muted else _("Mute"), MuteRoom(room)),
            *(self._wish(label, SetLevel(room, level)) for level, label in levels),
            Entry(),
            self._wish(
                _("Leave") if known.kind is RoomKind.CHANNEL else _("Close"), PartRoom(room)
            ),
        ]

    def _wish(self, label: str, *wishes: Intent, is_possible: bool = True) -> Entry:
        def run() -> None:
            for wish in wishes:
                self._app.go(wish)

        return Entry(label, run, is_possible=is_possible)

    def _mention(self, nick: str) -> None:
        composer = self._app.window.composer
        composer.insert(f"{nick} " if composer.content() else f"{nick}: ")

    def _open(self, entries: Iterable[Entry], x: int, y: int) -> None:
        menu = self.menu
        menu.delete(0, "end")
        for entry in entries:
            if entry.label:
                menu.add_command(
                    label=entry.label, command=entry.run, accelerator=entry.key,
                    state="normal" if entry.is_possible else "disabled",
                )  # fmt: skip
            else:
                menu.add_separator()
        dress(menu, self._app.look)
        menu.tk_popup(x, y)
