"""What each action of the menu and the keys does; one row per action."""

import tkinter as tk
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from tertulia_core.client.known_servers import KnownServers, default_path
from tertulia_core.client.recall import Recall
from tertulia_core.i18n import Catalogue
from tertulia_core.session.intents import (
    ChangeNick,
    Connect,
    JoinRoom,
    LogIn,
    OpenPrivate,
    PartRoom,
    SelectRoom,
)
from tertulia_core.session.presentation import room_label
from tertulia_core.session.theme import THEMES
from tertulia_tk.actions import key_label, label_of, menu_rows
from tertulia_tk.dialogs.connect import ConnectDialog, Wish
from tertulia_tk.dialogs.settings import SettingsDialog
from tertulia_tk.dialogs.switcher import Choice, Switcher

if TYPE_CHECKING:
    from tertulia_tk.app import App

__all__ = ["Commands"]

_ = Catalogue("tertulia_tk").gettext


class Commands:
    """Carries actions out; owner: the UI thread.

    Args:
        app: what they act on.
    """

    def __init__(self, app: "App") -> None:
        self._app = app
        self._recall = Recall()
        self._known = KnownServers(default_path() if app.servers.options.instance else None)

    @staticmethod
    def known() -> Collection[str]:
        """Return the ids of all actions that can be carried out."""
        return _DEEDS.keys()

    def run(self, action: str) -> None:
        """Carry out an action by its id."""
        _DEEDS[action](self)

    def is_possible(self, action: str) -> bool:
        """Tell whether an action has anything to do now."""
        return action != "start_room" or self._app.servers.current.can_start_server()

    def remember(self, text: str) -> None:
        """Keep a text that was sent, for walking back to it."""
        self._recall.add(text)

    def walk(self, step: int, *, unread: bool = False) -> None:
        """Show another room: the next one in the list, or the next with something unread."""
        place = self._app.servers.neighbour(step, unread=unread)
        if place is not None:
            self._app.go_to(place)

    def go_to_latest(self) -> None:
        """Close what is open; else go to the end and mark the room as read."""
        app = self._app
        if app.completing.list.is_open:
            app.completing.close()
            return
        if app.messages.cancel():
            return
        if app.window.find_bar.is_open:
            app.finding.close()
            return
        app.window.timeline.go_to_end()
        app.go(SelectRoom(app.servers.state.current))

    def switch(self) -> None:
        """Open the list of rooms, people and actions."""
        app, state = self._app, self._app.servers.state
        states = app.servers.states()
        rooms = [
            Choice(
                room_label(states[key.server].rooms[key.room], states[key.server]),
                states[key.server].address if len(states) > 1 else "", partial(app.go_to, key),
            )
            for key in app.servers.rooms()
        ]  # fmt: skip
        room = app.window.current_room()
        people = [
            Choice(app.window.shown_name(nick), _("write to"), partial(app.go, OpenPrivate(nick)))
            for nick in (room.members if room is not None else ())
            if nick not in state.rooms and nick != state.nick
        ]
        keys = app.preferences.keys
        deeds = [
            Choice(label_of(action), key_label(action, keys), partial(self.run, action))
            for action in menu_rows()
            if action != "switch" and self.is_possible(action)
        ]
        Switcher(app.root, app.look, [*rooms, *people, *deeds])

    def step_focus(self, step: int) -> None:
        """Put the message focus on another message."""
        self._app.messages.keep()
        self._app.window.timeline.step_focus(step)

    def recall(self, step: int) -> None:
        """Write in the composer what was typed before, or after."""
        composer = self._app.window.composer
        text = self._recall.walk(step, composer.content())
        if text is not None:
            composer.set_content(text)

    def zoom(self, steps: int) -> None:
        """Make everything larger or smaller, now and later; 0 returns to the normal size."""
        app = self._app
        app.look.zoom_by(steps)
        app.preferences.change(text_size=round(app.look.zoom * 100))

    def use_theme(self, choice: str) -> None:
        """Change the colours, now and for later starts."""
        self._app.preferences.change(theme=choice)

    def toggle_column(self, setting: str) -> None:
        """Show or hide a side column, now and for later starts."""
        preferences = self._app.preferences
        preferences.change(**{setting: not getattr(preferences.settings, setting)})

    def settings(self) -> None:
        """Show everything that can be chosen, as it is now."""
        self._app.preferences.read_again(is_changed=True)
        SettingsDialog(self._app.root, self._app.look, self._app.preferences)

    def start_command(self, beginning: str) -> None:
        """Begin a command in the composer, for the person to complete."""
        self._app.window.composer.set_content(beginning)
        self._app.window.composer.take_keyboard()

    def leave_room(self) -> None:
        """Leave the room on screen."""
        self._app.go(PartRoom(self._app.servers.state.current))

    def connect_elsewhere(self) -> None:
        """Ask where to connect."""
        state = self._app.servers.state
        ConnectDialog(
            self._app.root, self._app.look, address=state.address, nick=state.nick,
            known=self._known.all(), connect=self._connect,
        )  # fmt: skip

    def start_room(self) -> None:
        """Start a server here, where nobody else serves the address."""
        self._app.after_request(self._app.servers.start_server())
        self._app.window.composer.take_keyboard()

    def copy(self) -> None:
        """Put what is selected in the timeline into the clipboard."""
        text = self._app.window.timeline.selected_text()
        if text:
            self._app.root.clipboard_clear()
            self._app.root.clipboard_append(text)

    def next_pane(self) -> None:
        """Give the keyboard to the next part of the window."""
        window = self._app.window
        is_rooms, is_people = window.columns.shown
        panes: list[tk.Misc] = [window.composer.text, window.timeline.sheet]
        panes += [window.people.list] if is_people else []
        panes += [window.rooms.list] if is_rooms else []
        focused = self._app.root.focus_get()
        place = panes.index(focused) if focused in panes else -1
        panes[(place + 1) % len(panes)].focus_set()

    def help(self) -> None:
        """Show the keys and the commands."""
        self._app.show_page(_("Help"))

    def scroll(self, pages: int) -> None:
        """Scroll the timeline by whole pages."""
        self._app.window.timeline.scroll_pages(pages)

    def edit_nick(self) -> None:
        """Let the nick be changed in its place."""
        self._app.window.composer.nick.edit()

    def complete(self) -> None:
        """Complete the word before the cursor."""
        self._app.window.composer.take_keyboard()
        self._app.completing.step(1)

    def insert_newline(self) -> None:
        """Break the line that is being written."""
        self._app.window.composer.insert("\n")

    def quit(self) -> None:
        """Leave the server and the program."""
        self._app.root.after_idle(self._app.leave)

    def _connect(self, wish: Wish) -> None:
        """Go to a server, into its rooms; the first one is on screen at the end."""
        app, target = self._app, wish.target
        nick = target.nick or app.servers.options.nick
        self._known.remember(target, nick=nick, account=wish.account, others=wish.rooms)
        app.go(Connect(str(target), wish.server_password))
        if target.nick and target.nick != app.servers.state.nick:
            app.request(ChangeNick(target.nick))
        if wish.rooms:
            app.request(JoinRoom(",".join(wish.rooms)))
            app.go(SelectRoom(target.room))
        if wish.password:
            app.request(LogIn(wish.account, wish.password))


_DEEDS: Final[Mapping[str, Callable[[Commands], None]]] = {
    "switch": Commands.switch,
    "room_previous": lambda commands: commands.walk(-1),
    "room_next": lambda commands: commands.walk(1),
    "unread_previous": lambda commands: commands.walk(-1, unread=True),
    "unread_next": lambda commands: commands.walk(1, unread=True),
    "message_previous": lambda commands: commands.step_focus(-1),
    "message_next": lambda commands: commands.step_focus(1),
    "find": lambda commands: commands._app.finding.open(),
    "find_everywhere": lambda commands: commands._app.finding.everywhere(),
    "latest": Commands.go_to_latest,
    "typed_previous": lambda commands: commands.recall(-1),
    "typed_next": lambda commands: commands.recall(1),
    "complete": Commands.complete,
    "newline": lambda commands: commands.insert_newline(),
    "page_up": lambda commands: commands.scroll(-1),
    "page_down": lambda commands: commands.scroll(1),
    "text_larger": lambda commands: commands.zoom(1),
    "text_smaller": lambda commands: commands.zoom(-1),
    "text_normal": lambda commands: commands.zoom(0),
    **{f"theme_{name}": partial(Commands.use_theme, choice=name) for name in ("system", *THEMES)},
    "rooms_column": lambda commands: commands.toggle_column("rooms_column"),
    "people_column": lambda commands: commands.toggle_column("people_column"),
    "settings": Commands.settings,
    "panes": Commands.next_pane,
    "join": lambda commands: commands.start_command("/join #"),
    "connect": Commands.connect_elsewhere,
    "start_room": Commands.start_room,
    "part": Commands.leave_room,
    "nick": Commands.edit_nick,
    "copy": Commands.copy,
    "help": Commands.help,
    "quit": Commands.quit,
}
"""Action → what carries it out."""
