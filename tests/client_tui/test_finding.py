"""Ctrl+F finds here, F3 finds everywhere."""

import pytest

from tertulia_core.session.intents import LoadOlder
from tertulia_tui.screens.search import SearchScreen
from tests.support.tui_driver import TuiDriver


@pytest.fixture
def talked(client: TuiDriver) -> TuiDriver:
    """A room in which much was said."""
    for number in range(40):
        client.server.speak("rosa", f"café número {number}" if number % 10 == 0 else f"té {number}")
    client.wait_for(lambda screen: "té 39" in screen.timeline, "said")
    return client


def focused(client: TuiDriver) -> str:
    """Return what the message in focus says."""
    wanted = client.app.panels.timeline.focused
    lines = client.app.servers.state.rooms[client.app.servers.state.current].lines
    return next((line.text for line in lines if line.id == wanted), "")


def count(client: TuiDriver) -> str:
    """Return what stands beside the field."""
    return str(client.app.query_one("#find-count").render())


def test_the_newest_that_fits_is_shown_while_one_types(talked: TuiDriver) -> None:
    """Case and accents make no difference; it comes into sight."""
    talked.press("find")
    talked.type("CAFE")

    assert focused(talked) == "café número 30"
    assert count(talked) == "1/4"
    assert "café número 30" in talked.app.panels.timeline.visible_text


def test_enter_goes_on_and_down_comes_back(talked: TuiDriver) -> None:
    """Older, newer, round the end."""
    talked.press("find")
    talked.type("cafe")
    walked = []
    for key in ("enter", "up", "down", "down", "down"):
        talked.press(key)
        walked.append(focused(talked).rpartition(" ")[2])

    assert walked == ["20", "10", "20", "30", "0"]


def test_nothing_found_is_said(talked: TuiDriver) -> None:
    """And nothing is in focus."""
    talked.press("find")
    talked.type("chocolate")

    assert (focused(talked), count(talked)) == ("", "nothing")


def test_escape_closes_the_field_first(talked: TuiDriver) -> None:
    """What was found stays in focus, so that one can act on it; one more and it is left."""
    talked.press("find")
    talked.type("cafe")
    talked.press("latest")
    after_one = (talked.app.finding.is_open, focused(talked))
    talked.press("latest")

    assert after_one == (False, "café número 30")
    assert focused(talked) == ""
    talked.type("h")
    assert talked.screen().composer == "h"


def test_everywhere_finds_in_all_rooms(talked: TuiDriver) -> None:
    """Newest first; Enter goes there."""
    talked.type("/query luis")
    talked.press("enter")
    talked.pass_time(1)
    talked.server.speak("luis", "un [b]café[/b] largo", target="ana")
    talked.select("#sala")
    talked.press("find_everywhere")
    talked.type("cafe")
    screen = talked.app.screen
    assert isinstance(screen, SearchScreen)
    found = [hit.line.text for hit in screen.hits]
    talked.press("enter")

    assert found[0] == "un [b]café[/b] largo"
    assert len(found) == 5
    assert talked.screen().row("luis").is_current
    assert focused(talked) == "un [b]café[/b] largo"


def test_everywhere_may_find_nothing(talked: TuiDriver) -> None:
    """Escape leaves everything as it was."""
    talked.press("find_everywhere")
    talked.type("chocolate")
    assert isinstance(talked.app.screen, SearchScreen)
    talked.press("escape")

    assert talked.app.is_main_screen


def test_the_server_is_asked_for_what_was_said_before(talked: TuiDriver) -> None:
    """It is offered below what is here; what it answers is a page."""
    talked.press("find_everywhere")
    talked.type("té número")
    talked.press("enter")

    assert "té número" in talked.screen().page


def test_what_is_read_upwards_is_asked_for(client: TuiDriver) -> None:
    """At the oldest row the page before it."""
    for number in range(60):
        client.server.speak("rosa", f"té {number}")
    client.wait_for(lambda screen: "té 59" in screen.timeline, "said")
    asked: list[object] = []
    request = client.app.request
    client.app.request = asked.append  # type: ignore[method-assign,assignment]
    for _ in range(12):
        client.press("page_up")
    client.app.request = request  # type: ignore[method-assign]

    assert LoadOlder("#sala") in asked
