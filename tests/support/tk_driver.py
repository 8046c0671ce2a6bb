"""The Tk client behind the behaviour tests' driver."""

import subprocess
import tkinter as tk
from collections.abc import Callable
from typing import Any

from tertulia_core.address import Target, TcpAddress
from tertulia_core.client.hosting import RoomHost
from tertulia_core.client.link import ScriptedLink
from tertulia_core.client.options import ClientOptions
from tertulia_core.client.servers import Servers
from tertulia_core.clock import ManualClock
from tertulia_core.session.keys import KEYS
from tertulia_core.session.theme import LIGHT
from tertulia_tk.app import App
from tertulia_tk.desktop import Desktop
from tertulia_tk.dialogs.help import HelpDialog
from tertulia_tk.theme import Look
from tertulia_tk.widgets.rows import Row, RowList
from tests.support import tk_stage
from tests.support.client_driver import RoomOnScreen, Screen
from tests.support.played_host import PlayedHost
from tests.support.played_server import PlayedServer

__all__ = ["NOBODY", "TkDriver"]

TARGET = Target(TcpAddress("localhost", 12_345))
_PATTERNS = {row.id: row.tk[0] for row in KEYS if row.tk} | {
    "enter": "Return",
    "backspace": "BackSpace",
}
NOBODY = Screen("", (), (), "", "", "", "", "", "", "", (), "", is_open=False)
"""What can be read once the window is gone."""


class TkDriver:
    """One Tk window on a played server; see ``ClientDriver``.

    Attributes:
        app: the window, for tests of Tk alone.
        hosts: the servers it started.
        links: one per server, in the order in which they were opened; ``link`` is the first.
    """

    def __init__(self, root: tk.Tk, options: ClientOptions | None = None) -> None:
        self.clock = ManualClock()
        self.links: list[ScriptedLink] = []
        self.hosts: list[PlayedHost] = []
        self.is_open = True
        self._root = root
        options = options or ClientOptions(target=TARGET, nick="ana", realname="ana")
        servers = Servers(
            options, self.clock, open_link=self._open_link, chance=lambda: 0.5,
            host=self._start_host,
        )  # fmt: skip
        self.link = self.links[0]
        self.server = PlayedServer(self.link)
        self.app = App(root, Look(root, LIGHT), servers, self.clock, Desktop())
        root.geometry("1180x760+0+0")
        self.app.start()
        root.bind("<Destroy>", self._destroyed, add=True)
        root.update()
        self.look_back()

    # The person

    def type(self, text: str) -> None:
        """Type text where the keyboard is."""
        tk_stage.type_text(self._focused(), text)

    def press(self, key: str) -> None:
        """Press a key."""
        self._focused().event_generate(f"<{_PATTERNS[key]}>")
        self._update()

    def select(self, label: str) -> None:
        """Click a room."""
        self._click(self.app.window.rooms.list, lambda row: row.label == label)

    def choose_person(self, nick: str) -> None:
        """Click a person."""
        self._click(self.app.window.people.list, lambda row: row.id == nick)

    def rename(self, nick: str) -> None:
        """Click the nick, write another one, press Enter."""
        self.app.window.composer.nick.button.invoke()
        self._update()
        field: Any = self._focused()
        field.delete(0, "end")
        self.type(nick)
        self.press("enter")

    def offer_room(self) -> None:
        """Click "Start a room here"."""
        assert self.app.window.notice.host_button.winfo_ismapped()
        self.app.window.notice.host_button.invoke()
        self._update()

    def look_away(self) -> None:
        """Let the screen's background have the focus, as if it belonged to another program."""
        found = _xdotool("search", "--maxdepth", "0", ".*")
        _xdotool("windowfocus", found.split()[0])
        tk_stage.until(self._root, lambda: not self._has_focus(), "the focus is elsewhere")
        self._update()

    def look_back(self) -> None:
        """Take the focus."""
        self._root.focus_force()
        tk_stage.until(self._root, self._has_focus, "the window has the focus")
        self.app.window.composer.take_keyboard()
        self._update()

    def pass_time(self, seconds: float) -> None:
        """Let time go by for the client."""
        self.clock.advance(seconds)
        self.app.after_request([])
        self._update()

    def close(self) -> None:
        """Do what the window's own button does."""
        self.app.leave()

    # The screen

    def screen(self) -> Screen:
        """Read the screen."""
        self._update()
        return self._read() if self.is_open else NOBODY

    def wait_for(self, ask: Callable[[Screen], object], what: str = "") -> Screen:
        """Return the first screen about which ``ask`` is true."""
        latest = [self.screen()]

        def look() -> bool:
            latest[0] = self.screen()
            return bool(ask(latest[0]))

        if not self.is_open:
            assert ask(latest[0]), f"closed, and still not: {what}"
        else:
            tk_stage.until(self._root, look, lambda: f"{what}: {latest[0]}")
        return latest[0]

    def _update(self) -> None:
        """Let the server answer and the window draw, until nothing is due."""
        if self.is_open:
            self.server.react()
            self._root.update()

    def _read(self) -> Screen:
        window = self.app.window
        return Screen(
            timeline=_drawn_text(window.timeline.sheet),
            rooms=tuple(
                RoomOnScreen(row.label, row.badge, row.id == window.rooms.list.selected)
                for row in window.rooms.list.rows
                if row.id
            ),
            people=tuple(
                f"{row.sign}{row.label} {row.note}".strip() for row in window.people.list.rows
            ),
            status=window.status.text,
            notice=window.notice.text,
            composer=window.composer.content(),
            nick=window.composer.nick.button.cget("text"),
            topic=window.header.text,
            typing=window.typing,
            pill=window.timeline.news,
            suggestions=_listed(self.app.completing.list),
            page=self._page(),
            is_open=True,
        )

    def _page(self) -> str:
        dialogs = [child for child in self._root.winfo_children() if isinstance(child, HelpDialog)]
        return dialogs[-1].page.get("1.0", "end-1c") if dialogs else ""

    def _has_focus(self) -> bool:
        self._root.update()
        return bool(self._root.tk.call("focus"))

    def _focused(self) -> tk.Misc:
        return self._root.focus_get() or self.app.window.composer.text

    def _click(self, rows: RowList, is_meant: Callable[[Row], bool]) -> None:
        self._update()
        index = next(index for index, row in enumerate(rows.rows) if is_meant(row))
        rows.event_generate("<Button-1>", x=60, y=rows.y_of(index) + 4)
        self._update()

    def _open_link(self, on_ready: Callable[[], None]) -> ScriptedLink:
        self.links.append(ScriptedLink(on_ready))
        return self.links[-1]

    def _start_host(self, address: TcpAddress) -> RoomHost:
        host: Any = PlayedHost(address)
        self.hosts.append(host)
        return host  # type: ignore[no-any-return]

    def _destroyed(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self._root:
            self.is_open = False


def _xdotool(*arguments: str) -> str:
    return subprocess.run(
        ["xdotool", *arguments], check=True, capture_output=True, text=True
    ).stdout


def _drawn_text(text: tk.Text) -> str:
    return text.get("1.0", "end-1c").replace("\N{NO-BREAK SPACE}", " ")


def _listed(listbox: tk.Listbox) -> tuple[str, ...]:
    return (
        tuple(str(row).strip() for row in listbox.get(0, "end")) if listbox.winfo_ismapped() else ()
    )
