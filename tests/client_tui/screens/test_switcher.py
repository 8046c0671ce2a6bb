"""Ctrl+K: a few letters lead to a room, a person or an action."""

import pytest

from tertulia_tui.screens.switcher import Switcher
from tests.support.tui_driver import TuiDriver


def labels(client: TuiDriver) -> list[str]:
    """Return what the switcher offers now."""
    client.screen()
    screen = client.app.screen
    assert isinstance(screen, Switcher)
    return [choice.label for choice in screen.found]


def test_it_offers_everything_at_first(client: TuiDriver) -> None:
    """Rooms, then people, then what one can do."""
    client.press("switch")

    offered = labels(client)
    assert offered[:4] == ["Tertulia", "#sala", "rosa", "luis"]
    assert "Help" in offered


def test_letters_leave_what_holds_them(client: TuiDriver) -> None:
    """And Enter takes the first one."""
    client.press("switch")
    client.type("lui")
    offered = labels(client)
    client.press("enter")

    assert offered == ["luis"]
    assert client.screen().row("luis").is_current
    client.type("hola")
    assert client.screen().composer == "hola"


def test_arrows_walk_through_it(client: TuiDriver) -> None:
    """Down and Enter take the second one."""
    client.press("switch")
    client.type("room")
    second = labels(client)[1]
    client.press("down")
    client.press("enter")

    assert second == "Next room"
    assert not isinstance(client.app.screen, Switcher)


def test_a_click_takes_the_row_under_it(client: TuiDriver) -> None:
    """As the lists of the main screen do."""
    client.press("switch")
    client.type("luis")
    client.click("#found", 0)

    assert client.screen().row("luis").is_current


@pytest.mark.parametrize("key", ["latest", "switch"])
def test_it_can_be_left_without_going_anywhere(client: TuiDriver, key: str) -> None:
    """By Escape, or by the key that opened it."""
    client.press("switch")
    client.type("luis")
    client.press(key)

    assert client.screen().row("#sala").is_current
    assert client.screen().composer == ""


def test_it_says_when_nothing_is_called_so(client: TuiDriver) -> None:
    """Enter does nothing then."""
    client.press("switch")
    client.type("[b]nadie[/b]")
    client.press("enter")

    assert labels(client) == []
