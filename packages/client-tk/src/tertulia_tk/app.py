"""The composition of the window: controller, pump, widgets, actions; no rule lives here.

Events of the engine go through one table to what draws them; what surrounds the
timeline is drawn once per frame, however many events touched it.
"""

import tkinter as tk
import webbrowser
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, Final

from tertulia_core.client.controller import Controller
from tertulia_core.clock import Clock
from tertulia_core.session import events as facts
from tertulia_core.session import slash
from tertulia_core.session.events import Event
from tertulia_core.session.intents import (
    ChangeNick,
    Connect,
    Intent,
    OpenPrivate,
    Retry,
    SelectRoom,
)
from tertulia_core.session.state import SERVER_ROOM, Line
from tertulia_tk import actions
from tertulia_tk.commands import Commands
from tertulia_tk.completing import Completing
from tertulia_tk.desktop import Desktop
from tertulia_tk.dialogs.end_room import EndRoomDialog
from tertulia_tk.dialogs.help import HelpDialog
from tertulia_tk.keyboard import KeyboardHome
from tertulia_tk.menu import MainMenu
from tertulia_tk.pump import Pump, Waker
from tertulia_tk.theme import Look
from tertulia_tk.window import Deeds, Window

__all__ = ["App"]


class App:
    """One window on one session; owner of everything in it: the UI thread.

    Args:
        root: the window, empty and not shown yet.
        look: its colours, fonts and sizes.
        controller: the engine and the network.
        waker: says when the network brought something.
        clock: the controller's.
        desktop: what the desktop says about looks.
    """

    def __init__(
        self,
        root: tk.Tk,
        look: Look,
        controller: Controller,
        waker: Waker,
        clock: Clock,
        desktop: Desktop,
    ) -> None:
        self.root, self.look, self.controller = root, look, controller
        self._fresh: list[Line] = []
        self._is_closing = False
        self._has_focus = True
        self.window = Window(root, look, controller.state, self._deeds(), clock.monotonic)
        self.completing = Completing(root, look, controller.complete, self.window.composer)
        self.commands = Commands(self, desktop)
        self.menu = MainMenu(root, look, self.commands.run, self.commands.is_possible)
        self._page: HelpDialog | None = None
        self._question: EndRoomDialog | None = None
        self._pump = Pump(root, controller, waker, self.show, clock)
        actions.bind_keys(root, self.commands.run, self._open_menu)
        KeyboardHome(root, self.window.composer)
        root.protocol("WM_DELETE_WINDOW", self.leave)
        if root.tk.call("tk", "windowingsystem") == "aqua":
            root.createcommand("tk::mac::Quit", self.leave)  # the system's own menu
        for sequence in ("<FocusIn>", "<FocusOut>"):
            root.bind(sequence, lambda _event: root.after_idle(self._look_at_focus), add=True)

    def start(self) -> None:
        """Show the room and connect; the window is ready to type in."""
        self.window.show_nick()
        self.show(self.controller.start())
        self._show_connection()
        self.window.composer.take_keyboard()
        self._pump.start()

    def leave(self) -> None:
        """Close the window; first ask, once, where that ends a room that others are in."""
        if self._is_closing or not self.controller.is_hosting_others():
            self.close()
        elif self._question is not None and self._question.winfo_exists():
            self._question.lift()
        else:
            self._question = EndRoomDialog(self.root, self.look, self.close)

    def close(self) -> None:
        """Leave the server in order and take the window away."""
        if self._is_closing:
            return
        self._is_closing = True
        self._pump.stop()
        with suppress(tk.TclError):  # the window may be gone already: somebody destroyed it
            self.root.withdraw()
        self.controller.stop()
        with suppress(tk.TclError):
            self.root.destroy()

    def request(self, intent: Intent) -> None:
        """Carry out what the person wants, and show what follows."""
        self.after_request(self.controller.request(intent))

    def go(self, intent: Intent) -> None:
        """Carry out a wish that leads somewhere, ready to type there."""
        self.request(intent)
        self.window.composer.take_keyboard()

    def after_request(self, happened: Iterable[Event]) -> None:
        """Show what a call of the controller made happen; its next deadline may be another."""
        self.show(happened)
        if not self._is_closing:
            self._pump.reschedule()

    def show(self, happened: Iterable[Event]) -> None:
        """Draw what happened: lines that came together at once, everything else at most once."""
        stale: dict[str, None] = {}
        for event in happened:
            draw, parts = _DRAWS[type(event)]
            if draw is not None:
                draw(self, event)
            stale.update(dict.fromkeys(parts))
        self._draw_fresh()
        if self._is_closing:
            return
        for part in stale:
            _PARTS[part](self)

    def _deeds(self) -> Deeds:
        return Deeds(
            send=self._send,
            rename=lambda nick: self.request(ChangeNick(nick)),
            complete=lambda: self.completing.step(1),
            edited=self._edited,
            select=lambda room: self.go(SelectRoom(room)),
            talk_to=lambda nick: self.go(OpenPrivate(nick)),
            follow_link=lambda address: webbrowser.open(address),  # noqa: PLW0108 — tests replace it
            retry_line=lambda line: self.request(Retry(line)),
            reconnect=lambda: self.go(Connect()),
            host=lambda: self.commands.run("start_room"),
            open_menu=self._open_menu,
            copy=lambda: self.commands.run("copy"),
            show_server=lambda: self.go(SelectRoom(SERVER_ROOM)),
        )

    def show_page(self, title: str, text: str = "") -> None:
        """Show a page of text, or the keys and the commands, in the place of the page before."""
        if self._page is not None and self._page.winfo_exists():
            self._page.destroy()
        self._page = HelpDialog(self.root, self.look, title, text)

    def _open_menu(self) -> None:
        self.window.composer.take_keyboard()  # it has it again when the menu closes
        self.menu.post_below(self.window.header.menu_button)

    def _send(self, text: str) -> None:
        self.completing.close()
        self.commands.remember(text)
        self.window.timeline.go_to_end()
        self.after_request(self.controller.submit_text(text))

    def _edited(self) -> None:
        text = self.window.composer.content()
        self.completing.edited(text)
        self.after_request(self.controller.typed(text))

    def _look_at_focus(self) -> None:
        """Tell whether somebody looks; the focus also moves between our own widgets."""
        if self._is_closing:
            return
        has_focus = bool(self.root.tk.call("focus"))
        if has_focus != self._has_focus:
            self._has_focus = has_focus
            timeline = self.window.timeline
            (timeline.come_back if has_focus else timeline.leave)()
            self.after_request(self.controller.focus(has_focus))

    def _draw_fresh(self) -> None:
        if self._fresh:
            fresh, self._fresh = self._fresh, []
            self.window.timeline.add(fresh)

    # Each event of the engine: what draws it

    def _add_line(self, event: facts.LineAdded) -> None:
        if event.line.room == self.controller.state.current:
            self._fresh.append(event.line)

    def _change_line(self, event: facts.LineChanged) -> None:
        self._draw_fresh()
        if event.line.room == self.controller.state.current:
            self.window.timeline.change(event.line)

    def _select(self, _event: facts.RoomSelected) -> None:
        self._fresh.clear()  # the room is drawn with them
        self.window.show_room()

    def _clear(self, event: facts.LinesCleared) -> None:
        self._fresh = [line for line in self._fresh if line.room != event.room]
        if event.room == self.controller.state.current:
            self.window.timeline.clear()

    def _show_text(self, event: facts.TextShown) -> None:
        is_overview = event.text == slash.help_text()  # F1 shows that one with the keys, in columns
        self.show_page(event.title, "" if is_overview else event.text)

    def _quit(self, _event: facts.QuitRequested) -> None:
        self.root.after_idle(self.close)

    def _show_connection(self) -> None:
        self.window.show_connection(can_host=self.controller.can_start_server())


_PARTS: Final[dict[str, Callable[[App], None]]] = {
    "connection": App._show_connection,
    "nick": lambda app: app.window.show_nick(),
    "header": lambda app: app.window.show_header(),
    "rooms": lambda app: app.window.show_rooms(),
    "people": lambda app: app.window.show_people(),
    "typing": lambda app: app.window.show_typing(),
}
"""The parts around the timeline, each drawn at most once per frame."""

_DRAWS: Final[dict[type[Event], tuple[Callable[[App, Any], None] | None, tuple[str, ...]]]] = {
    facts.LineAdded: (App._add_line, ()),
    facts.LineChanged: (App._change_line, ()),
    facts.LinesCleared: (App._clear, ()),
    facts.RoomSelected: (App._select, ()),
    facts.RoomOpened: (None, ("rooms",)),
    facts.RoomClosed: (None, ("rooms",)),
    facts.UnreadChanged: (None, ("rooms",)),
    facts.MembersChanged: (None, ("people", "rooms")),
    facts.TopicChanged: (None, ("header",)),
    facts.TypingChanged: (None, ("typing",)),
    facts.NickChanged: (None, ("nick",)),
    facts.ConnectionChanged: (None, ("connection", "nick")),
    facts.LagMeasured: (None, ("connection",)),
    facts.TextShown: (App._show_text, ()),
    facts.QuitRequested: (App._quit, ()),
}
"""Each event of the engine → what draws it, and which parts it makes stale."""
