"""Ctrl+G puts a letter beside every room and person; the letter goes there."""

from tertulia_tui.screens.jump import LETTERS, JumpScreen
from tertulia_tui.widgets.room_list import RoomList
from tests.support.tui_driver import TuiDriver


def edges(client: TuiDriver) -> str:
    """Return the first cell of every row of the room list."""
    rooms = client.app.query_one(RoomList)
    return "".join(rooms.render_line(row).text[:1] for row in range(len(rooms.rows)))


def test_letters_stand_beside_what_can_be_chosen(client: TuiDriver) -> None:
    """Not beside headings; they go again."""
    client.press("jump")
    shown = edges(client)
    client.press("escape")

    assert shown.split() == ["a", "s"]
    assert edges(client).strip() == ""
    assert client.app.is_main_screen


def test_a_letter_goes_to_a_room(client: TuiDriver) -> None:
    """And one writes on there."""
    client.press("jump")
    client.type("a")
    client.type("hola")

    assert client.screen().row("localhost:12345").is_current
    assert client.screen().composer == "hola"


def test_people_follow_the_rooms(client: TuiDriver) -> None:
    """Their letter opens a conversation."""
    client.press("jump")
    client.type(LETTERS[4])

    assert client.screen().row("luis").is_current


def test_any_other_key_ends_it(client: TuiDriver) -> None:
    """Nothing is chosen by accident."""
    client.press("jump")
    assert isinstance(client.app.screen, JumpScreen)
    client.type("ñ")

    assert client.app.is_main_screen
    assert client.screen().composer == ""
