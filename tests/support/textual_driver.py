"""The terminal client under a test's hands: headless, on a scripted link."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from textual import events
from textual.keys import _character_to_key

from tertulia_core.client.controller import Controller
from tertulia_core.client.link import ScriptedLink
from tertulia_core.clock import ManualClock
from tertulia_core.session.keys import KEYS
from tertulia_core.session.state import SessionState
from tertulia_tui.app import TertuliaApp
from tertulia_tui.screens.help import HelpScreen
from tertulia_tui.widgets.member_list import MemberList
from tertulia_tui.widgets.notice_bar import NoticeBar
from tertulia_tui.widgets.room_list import RoomList
from tertulia_tui.widgets.status_bar import StatusBar
from tertulia_tui.widgets.topic_bar import TopicBar
from tests.support.scripted import ScriptedServer, scripted_options

__all__ = ["TextualDriver"]

T = TypeVar("T")

KEY_OF = {row.id: row.tui[0] for row in KEYS if row.tui} | {"enter": "enter"}


class TextualDriver:
    """One ``TertuliaApp``; its event loop runs only inside the calls."""

    def __init__(self, size: tuple[int, int] = (110, 36)) -> None:
        self.clock = ManualClock()
        self._link = ScriptedLink()
        self.server = ScriptedServer(self._link)
        controller = Controller(scripted_options(), self._link, self.clock, chance=lambda: 0.0)
        self._app = TertuliaApp(controller, self.clock)
        self._runner = asyncio.Runner()
        self._context = self._app.run_test(size=size)
        self._pilot = self._run(self._context.__aenter__())
        self.settle()

    @property
    def state(self) -> SessionState:
        """What the client knows."""
        return self._app.controller.state

    def type(self, text: str) -> None:
        """Type into the composer."""
        for letter in text:
            key = "ctrl+j" if letter == "\n" else _character_to_key(letter)
            self._app.post_message(events.Key(key, letter))
        self.settle()

    def press(self, action: str) -> None:
        """Press the key of an action."""
        self._app.post_message(events.Key(KEY_OF[action], None))
        self.settle()

    def settle(self) -> None:
        """Pump until nothing waits, and let every message be handled."""
        self._run(self._settle())

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.advance(seconds)
        self.settle()

    def choose_room(self, name: str) -> None:
        """Click a room."""
        rooms = self._app.query_one(RoomList)
        row = [each.key for each in rooms.rows].index(name)
        self._run(self._pilot.click(RoomList, offset=(2, row)))
        self.settle()

    def timeline(self) -> list[str]:
        """Return the history's rows."""
        return [row.strip() for row in self._app.panels.timeline.text.split("\n")]

    def composer(self) -> str:
        """Return what was written and not sent."""
        return self._app.composer.text

    def rooms(self) -> list[str]:
        """Return rooms with badges."""
        listed = self._app.query_one(RoomList).rows
        return [f"{row.text} {row.badge}".strip() for row in listed if row.key]

    def members(self) -> list[str]:
        """Return the people."""
        return [row.text for row in self._app.query_one(MemberList).rows if row.key]

    def status(self) -> str:
        """Return the status bar's words."""
        return self._app.query_one(StatusBar).text

    def topic(self) -> str:
        """Return the line above the timeline."""
        return self._app.query_one(TopicBar).text

    def nick(self) -> str:
        """Return the nick at the composer."""
        return self._app.query_one("#nick", NoticeBar).text

    def page(self) -> str:
        """Return the page on top."""
        screen = self._app.screen
        return screen.text if isinstance(screen, HelpScreen) else ""

    def is_open(self) -> bool:
        """Tell whether the app runs."""
        return self._app.is_running and self._app.return_value is None

    def close(self) -> None:
        """End the app and its loop."""
        self._run(self._context.__aexit__(None, None, None))
        self._runner.close()

    async def _settle(self) -> None:
        """Let every message be handled, the network's as well, until nothing waits."""
        await self._pilot.pause(0)
        while self.is_open():
            self._app.take_in()
            await self._pilot.pause(0)
            if not self._app.controller.pending:
                break
        await self._pilot.pause(0)

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)
