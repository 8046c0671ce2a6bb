"""How the behaviour suite uses a client, whatever it is drawn with: type, press, read the screen.

One driver per client: ``textual_driver`` and ``tk_driver``. Each runs the real
program on a scripted link, in this process, with a clock that stands still.
"""

from collections.abc import Callable
from typing import Protocol

from tertulia_core.clock import ManualClock
from tertulia_core.session.state import SessionState
from tests.support.scripted import ScriptedServer

__all__ = ["ClientDriver", "DriverFactory"]


class ClientDriver(Protocol):
    """One running client; every call returns when the screen is up to date again."""

    server: ScriptedServer
    clock: ManualClock

    @property
    def state(self) -> SessionState:
        """What the client knows; for arranging, never in place of what is on screen."""
        ...

    def type(self, text: str) -> None:
        """Type ``text`` into the composer by key presses, without Enter."""
        ...

    def press(self, action: str) -> None:
        """Press the first key of an action (``KeyRow.id``), or ``"enter"``."""
        ...

    def settle(self) -> None:
        """Take in all that the server wrote, and draw it."""
        ...

    def advance(self, seconds: float) -> None:
        """Let time pass, and do what is due then."""
        ...

    def choose_room(self, name: str) -> None:
        """Click a room in the list."""
        ...

    def timeline(self) -> list[str]:
        """Return the rows of text of the history, without margins, in order."""
        ...

    def composer(self) -> str:
        """Return what stands in the entry field."""
        ...

    def rooms(self) -> list[str]:
        """Return the rooms of the list in order, each followed by its badge if it has one."""
        ...

    def members(self) -> list[str]:
        """Return the people listed, with their status sign."""
        ...

    def status(self) -> str:
        """Return the words of the status bar."""
        ...

    def topic(self) -> str:
        """Return what stands above the timeline."""
        ...

    def nick(self) -> str:
        """Return the nick shown at the composer."""
        ...

    def page(self) -> str:
        """Return the text of the page that lies over the room, ``""`` for none."""
        ...

    def is_open(self) -> bool:
        """Tell whether the program still runs."""
        ...

    def close(self) -> None:
        """End the program."""
        ...


DriverFactory = Callable[[], ClientDriver]
"""Starts a client that knows ``localhost:12345/#sala`` and is called ``ana``."""
