"""The composition of the window: servers, pump, widgets, actions; no rule lives here."""

import tkinter as tk
from collections.abc import Iterable
from contextlib import suppress

from tertulia_core.client.server_events import Happening, RoomKey
from tertulia_core.client.servers import Servers
from tertulia_core.clock import Clock
from tertulia_core.session.intents import Intent
from tertulia_tk import actions
from tertulia_tk.calling import Calling, Ringer
from tertulia_tk.commands import Commands
from tertulia_tk.completing import Completing
from tertulia_tk.context_menus import ContextMenus
from tertulia_tk.deeds import deeds_of
from tertulia_tk.desktop import Desktop
from tertulia_tk.dialogs.end_room import EndRoomDialog
from tertulia_tk.dialogs.help import HelpDialog
from tertulia_tk.display import Display
from tertulia_tk.finding import Finding
from tertulia_tk.keyboard import KeyboardHome
from tertulia_tk.menu import MainMenu
from tertulia_tk.messages import MessageActions
from tertulia_tk.place import WindowPlace
from tertulia_tk.preferences import Preferences
from tertulia_tk.pump import Pump
from tertulia_tk.theme import Look
from tertulia_tk.window import Window

__all__ = ["App"]


class App:
    """One window on some servers; owner of everything in it: the UI thread.

    Args:
        root: the window, empty and not shown yet.
        look: its colours, fonts and sizes.
        servers: the engines and the network.
        clock: the servers' own.
        desktop: what the desktop says about looks.
    """

    def __init__(
        self, root: tk.Tk, look: Look, servers: Servers, clock: Clock, desktop: Desktop
    ) -> None:
        self.root, self.look, self.servers = root, look, servers
        self.is_closing = False
        instance = servers.options.instance
        self.place = WindowPlace(instance.folder if instance is not None else None)
        self._has_focus = True
        self.messages = MessageActions(self)
        self.finding: Finding = Finding(self)
        self.menus = ContextMenus(self)
        self.calling = Calling(self, clock, Ringer(root))
        self.window = Window(root, look, servers, deeds_of(self), clock.monotonic)
        self.display = Display(self)
        self.completing = Completing(root, look, servers, self.window.composer)
        self.commands = Commands(self)
        self.menu = MainMenu(root, look, self.commands.run, self.commands.is_possible)
        self._page: HelpDialog | None = None
        self._question: EndRoomDialog | None = None
        self._pump = Pump(root, servers, servers, self.show, clock)
        self.preferences = Preferences(self, desktop)
        actions.bind_keys(root, self.commands.run, self.open_menu)
        self.preferences.begin()
        KeyboardHome(root, self.window.composer)
        root.protocol("WM_DELETE_WINDOW", self.leave)
        if root.tk.call("tk", "windowingsystem") == "aqua":
            root.createcommand("tk::mac::Quit", self.leave)  # the system's own menu
        for sequence in ("<FocusIn>", "<FocusOut>"):
            root.bind(sequence, lambda _event: root.after_idle(self._look_at_focus), add=True)

    def start(self) -> None:
        """Show the room and connect; the window is ready to type in."""
        self.window.show_nick()
        self.show(self.servers.start())
        self.display.show_connection()
        self.window.composer.take_keyboard()
        self._pump.start()

    def leave(self) -> None:
        """Close the window; first ask, once, where that ends a room that others are in."""
        if self.is_closing or not self.servers.is_hosting_others():
            self.close()
        elif self._question is not None and self._question.winfo_exists():
            self._question.lift()
        else:
            self._question = EndRoomDialog(self.root, self.look, self.close)

    def close(self) -> None:
        """Leave the servers in order and take the window away."""
        if self.is_closing:
            return
        self.is_closing = True
        self._pump.stop()
        self.calling.stop()
        with suppress(tk.TclError):  # the window may be gone already: somebody destroyed it
            self.place.keep(self.root)
            self.root.withdraw()
        self.servers.stop()
        with suppress(tk.TclError):
            self.root.destroy()

    def request(self, intent: Intent) -> None:
        """Carry out what the person wants, and show what follows."""
        self.after_request(self.servers.request(intent))

    def go(self, intent: Intent) -> None:
        """Carry out a wish that leads somewhere, ready to type there."""
        self.request(intent)
        self.window.composer.take_keyboard()

    def go_to(self, key: RoomKey) -> None:
        """Show a room of any server, ready to type there."""
        self.after_request(self.servers.select(key))
        self.window.composer.take_keyboard()

    def after_request(self, happened: Iterable[Happening]) -> None:
        """Show what a call of the servers made happen; their next deadline may be another."""
        self.show(happened)
        if not self.is_closing:
            self._pump.reschedule()

    def show(self, happened: Iterable[Happening]) -> None:
        """Draw what happened, and call the person if it asks for that."""
        happened = tuple(happened)
        self.calling.look_at(happened)
        self.display.show(happened)

    def room_changed(self) -> None:
        """Another room is on screen."""
        self.completing.close()
        self.messages.forget()
        self.finding.close()

    def show_page(self, title: str, text: str = "") -> None:
        """Show a page of text, or the keys and the commands, in the place of the page before."""
        if self._page is not None and self._page.winfo_exists():
            self._page.destroy()
        self._page = HelpDialog(self.root, self.look, title, text, self.preferences.keys)

    def open_menu(self) -> None:
        """Open the menu below its button."""
        self.window.composer.take_keyboard()  # it has it again when the menu closes
        self.menu.post_below(self.window.header.menu_button)

    def send(self, text: str) -> None:
        """Say what was written, or do what it commands."""
        self.completing.close()
        self.commands.remember(text)
        self.window.timeline.go_to_end()
        wish = self.messages.take(text)
        happened = self.servers.request(wish) if wish else self.servers.submit_text(text)
        self.after_request(happened)

    def edited(self) -> None:
        """Take in that the person changed what is being written."""
        text = self.window.composer.content()
        self.completing.edited(text)
        self.after_request(self.servers.typed(text))

    def _look_at_focus(self) -> None:
        """Tell whether somebody looks; the focus also moves between our own widgets."""
        if self.is_closing:
            return
        has_focus = bool(self.root.tk.call("focus"))
        if has_focus != self._has_focus:
            self._has_focus = has_focus
            timeline = self.window.timeline
            (timeline.come_back if has_focus else timeline.leave)()
            self.after_request(self.servers.focus(has_focus))
            if has_focus:
                self.preferences.read_again()
