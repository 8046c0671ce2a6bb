"""The pages that lie over the room, at the sizes we promise; see ``test_snapshots``."""

from collections.abc import Iterator

import pytest

from tertulia_core.session.theme import DARK
from tests.support.tui_driver import TuiDriver
from tests.support.tui_snapshots import check_snapshot, picture

PAGES = {
    "help": "help",
    "connect": "connect",
    "switcher": "switch",
    "search": "find_everywhere",
}
"""Each page → the action that opens it."""


@pytest.fixture(params=[(120, 40), (80, 24), (40, 12)], ids=lambda size: "x".join(map(str, size)))
def client(request: pytest.FixtureRequest) -> Iterator[TuiDriver]:
    """A connected client, drawn in the dark theme."""
    driver = TuiDriver(size=request.param, theme="dark")
    driver.server.accept()
    driver.wait_for(lambda screen: len(screen.people) == 3, "everybody is in the list")
    driver.app.composer.cursor_blink = False
    yield driver
    driver.close()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_looks_as_it_was_drawn(client: TuiDriver, page: str) -> None:
    """Nothing is cut off that one needs, however small the screen."""
    client.call(lambda: client.app.commands.run(PAGES[page]))
    client.screen()

    size = client.app.size
    check_snapshot(f"{page}-{size.width}x{size.height}", picture(client.app, DARK))
