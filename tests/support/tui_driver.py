"""The terminal client behind the behaviour tests' driver: headless, on a scripted link."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar

from textual import events
from textual.keys import _character_to_key

from tertulia_core.address import Target, TcpAddress
from tertulia_core.client.hosting import RoomHost
from tertulia_core.client.link import ScriptedLink
from tertulia_core.client.options import ClientOptions
from tertulia_core.client.server_events import RoomKey
from tertulia_core.client.servers import Servers
from tertulia_core.clock import ManualClock
from tertulia_core.session.keys import KEYS
from tertulia_tui.app import TertuliaApp
from tertulia_tui.screens.help import HelpScreen
from tertulia_tui.theme import LOOKS
from tertulia_tui.widgets.completions import Completions
from tertulia_tui.widgets.member_list import MemberList
from tertulia_tui.widgets.notice_bar import NoticeBar
from tertulia_tui.widgets.room_list import RoomList
from tertulia_tui.widgets.rows import RowList
from tertulia_tui.widgets.status_bar import StatusBar
from tertulia_tui.widgets.topic_bar import TopicBar
from tests.support.client_driver import RoomOnScreen, Screen
from tests.support.played_host import PlayedHost
from tests.support.played_server import PlayedServer

__all__ = ["TuiDriver"]

T = TypeVar("T")

TARGET = Target(TcpAddress("localhost", 12_345))
_KEYS = {row.id: row.tui[0] for row in KEYS if row.tui}
NOBODY = Screen("", (), (), "", "", "", "", "", "", "", (), "", is_open=False)
"""What can be read once the program has ended."""

ROUNDS = 3
"""How often server and client may answer each other before the screen is read."""

GLANCES = 50
"""How often to look for what a test waits for; everything is due at once, so a few would do."""


class TuiDriver:
    """One ``TertuliaApp`` on a played server; its event loop runs only inside the calls.

    Attributes:
        app: the program, for tests of the terminal alone.
        servers: the played servers, one for each that it connects to, in that order.
        hosts: the servers it started.
    """

    def __init__(
        self,
        options: ClientOptions | None = None,
        *,
        size: tuple[int, int] = (110, 36),
        theme: str = "dark",
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.clock = ManualClock()
        self.servers: list[PlayedServer] = []
        self.hosts: list[PlayedHost] = []
        options = options or ClientOptions(target=TARGET, nick="ana", realname="ana")
        servers = Servers(
            options,
            self.clock,
            open_link=self._open_link,
            chance=lambda: 0.5,
            host=self._start_host,
        )
        self.app = TertuliaApp(servers, self.clock, LOOKS[theme], environ or {})
        self._is_closed = False
        self._runner = asyncio.Runner()
        self._context = self.app.run_test(size=size)
        self._pilot = self._runner.run(self._context.__aenter__())
        self._update()

    @property
    def server(self) -> PlayedServer:
        """The server that it was started for."""
        return self.servers[0]

    @property
    def link(self) -> ScriptedLink:
        """The link to that server."""
        return self.server.link

    @property
    def is_open(self) -> bool:
        """Whether the program still runs."""
        return not self._is_closed and self.app.return_value is None

    # The person

    def type(self, text: str) -> None:
        """Type text where the keyboard is."""
        for letter in text:
            if letter == "\t":  # a terminal has no other way to say that this is text
                self.app.post_message(events.Paste(letter))
                continue
            key = "ctrl+j" if letter == "\n" else _character_to_key(letter)
            self.app.post_message(events.Key(key, letter))
        self._update()

    def press(self, key: str) -> None:
        """Press a key: by the id of its action, or by Textual's name for it."""
        self.app.post_message(events.Key(_KEYS.get(key, key), None))
        self._update()

    def click(self, selector: str, row: int = 0) -> None:
        """Click a row of a widget."""
        self._run(self._pilot.click(selector, offset=(3, row)))
        self._update()

    def call(self, work: Callable[[], object]) -> None:
        """Call something of the program where it runs."""

        async def run() -> None:
            work()

        self._run(run())
        self._update()

    def select(self, label: str) -> None:
        """Click a room."""
        self._click("#rooms", lambda key: RoomKey.from_text(key).room.lower() == label.lower())

    def choose_person(self, nick: str) -> None:
        """Click a person."""
        self._click("#members", lambda key: key == nick)

    def rename(self, nick: str) -> None:
        """Click the nick, write another one, press Enter."""
        self.click("#nick")
        self.type(nick)
        self.press("enter")

    def offer_room(self) -> None:
        """Click "Start a room here"."""
        assert self.app.query_one("#offer", NoticeBar).display
        self.click("#offer")

    def look_away(self) -> None:
        """Let another window have the focus, as a terminal tells it."""
        self.app.post_message(events.AppBlur())
        self._update()

    def look_back(self) -> None:
        """Take the focus."""
        self.app.post_message(events.AppFocus())
        self._update()

    def pass_time(self, seconds: float) -> None:
        """Let time go by for the client."""
        self.clock.advance(seconds)
        self._update()

    def close(self) -> None:
        """End the program as a closed terminal does."""
        if not self._is_closed:
            self._is_closed = True
            self._run(self._context.__aexit__(None, None, None))
            self._runner.close()

    # The screen

    def screen(self) -> Screen:
        """Read the screen."""
        self._update()
        return self._read() if self.is_open else NOBODY

    def wait_for(self, ask: Callable[[Screen], object], what: str = "") -> Screen:
        """Return the first screen about which ``ask`` is true."""
        latest = self.screen()
        for _ in range(GLANCES):
            if ask(latest):
                return latest
            latest = self.screen()
        raise AssertionError(f"still not: {what}: {latest}")

    def _read(self) -> Screen:
        app = self.app
        completions = app.query_one(Completions)
        return Screen(
            timeline=app.panels.timeline.text,
            rooms=tuple(
                RoomOnScreen(row.text, row.badge, row.key == app.servers.place.to_text())
                for row in app.query_one(RoomList).rows
                if row.key
            ),
            people=tuple(row.text for row in app.query_one(MemberList).rows if row.key),
            status=app.query_one(StatusBar).connection,
            notice=app.query_one("#problem", NoticeBar).text,
            composer=app.composer.text,
            nick=app.query_one("#nick", NoticeBar).text,
            topic=app.query_one(TopicBar).text,
            typing=app.query_one(StatusBar).typing,
            pill=app.query_one("#news", NoticeBar).text,
            suggestions=tuple(row.text for row in completions.rows) if completions.display else (),
            page=app.screen.text if isinstance(app.screen, HelpScreen) else "",
            is_open=True,
        )

    def _click(self, selector: str, is_meant: Callable[[str], bool]) -> None:
        self._update()
        rows = self.app.query_one(selector, RowList).rows
        index = next(index for index, row in enumerate(rows) if row.key and is_meant(row.key))
        self.click(selector, index)

    def _update(self) -> None:
        """Let the server answer and every message be handled, until nothing is due."""
        if not self._is_closed:
            self._run(self._settle())
            if not self.is_open:
                self.close()

    async def _settle(self) -> None:
        await self._pilot.pause(0)
        for _ in range(ROUNDS):
            if not self.is_open:
                return
            for server in self.servers:
                server.react()
            self.app.take_in()
            await self._pilot.pause(0)
            if not any(server.link.sent for server in self.servers):  # nobody has to answer
                return

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)

    def _open_link(self, _ready: Callable[[], None]) -> ScriptedLink:
        link = ScriptedLink()
        self.servers.append(PlayedServer(link))
        return link

    def _start_host(self, address: TcpAddress) -> RoomHost:
        host: Any = PlayedHost(address)
        self.hosts.append(host)
        return host  # type: ignore[no-any-return]
