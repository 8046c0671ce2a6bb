"""What the behaviour tests of both clients need: a person's hands and eyes, and a played server.

``tests/clients`` holds one suite. A client takes part through a small driver
that follows ``ClientDriver``; add its row to ``DRIVERS`` in
``tests/clients/conftest.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from tertulia_core.clock import ManualClock
from tests.support.played_server import PlayedServer

__all__ = ["ClientDriver", "RoomOnScreen", "Screen"]


@dataclass(frozen=True)
class RoomOnScreen:
    """A row of the room list.

    Attributes:
        label: its name as it is shown.
        badge: the count beside it, ``""`` for none.
        is_current: whether its timeline is on screen.
    """

    label: str
    badge: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class Screen:
    """What can be read at one moment; everything as text.

    Attributes:
        timeline: all that is drawn of the room, a line per line; scrolled out of view or not.
        rooms: the rows of the room list, without headings.
        people: the member list's rows, each with its status sign and what stands after the name.
        status: the connection in words.
        notice: what is wrong and can be done about it, ``""`` while nothing is.
        composer: what is being written.
        nick: our nick beside it.
        topic: what stands above the timeline: the room's name and topic.
        typing: who is writing.
        pill: how much is new below the view, ``""`` while the view is at the end.
        suggestions: what Tab offers.
        page: the page of help or text that lies over the room, ``""`` for none.
        is_open: whether the client still runs.
    """

    timeline: str
    rooms: tuple[RoomOnScreen, ...]
    people: tuple[str, ...]
    status: str
    notice: str
    composer: str
    nick: str
    topic: str
    typing: str
    pill: str
    suggestions: tuple[str, ...]
    page: str
    is_open: bool

    def row(self, label: str) -> RoomOnScreen:
        """Return the room list's row with this label."""
        return next(row for row in self.rooms if row.label == label)


class ClientDriver(Protocol):
    """One client in a test, connected to nothing but ``server``.

    Attributes:
        server: the played server; it answers when the test looks at the screen.
        clock: the client's clock, which stands still until ``pass_time``.
    """

    server: PlayedServer
    clock: ManualClock

    def type(self, text: str) -> None:
        """Type text where the keyboard is."""
        ...

    def press(self, key: str) -> None:
        """Press ``enter``, ``backspace`` or the key of an action of ``session.keys`` by its id."""
        ...

    def select(self, label: str) -> None:
        """Click a row of the room list."""
        ...

    def choose_person(self, nick: str) -> None:
        """Click somebody in the member list."""
        ...

    def rename(self, nick: str) -> None:
        """Change the nick where it is shown."""
        ...

    def offer_room(self) -> None:
        """Use "Start a room here" as it is offered on screen."""
        ...

    def look_away(self) -> None:
        """Take the focus from the client."""
        ...

    def look_back(self) -> None:
        """Give the focus back."""
        ...

    def pass_time(self, seconds: float) -> None:
        """Let time go by for the client."""
        ...

    def close(self) -> None:
        """Close the client as its window or terminal is closed."""
        ...

    def screen(self) -> Screen:
        """Read the screen after what is due has happened."""
        ...

    def wait_for(self, ask: Callable[[Screen], object], what: str = "") -> Screen:
        """Return the first screen about which ``ask`` is true; fails at a deadline, saying why."""
        ...
