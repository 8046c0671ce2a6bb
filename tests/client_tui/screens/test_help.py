"""Help lies over the room and tells every key and command."""

from tertulia_core.session.slash import COMMANDS
from tertulia_tui.keymap import Keymap
from tertulia_tui.screens.help import HelpScreen, help_sections
from tests.support.tui_driver import TuiDriver
from tests.support.tui_lines import STYLES


def page(client: TuiDriver) -> str:
    """Return what the page over the room says."""
    return client.screen().page


def test_f1_tells_keys_and_commands(client: TuiDriver) -> None:
    """With what each does, in the language in force."""
    client.press("help")

    told, keymap = page(client), Keymap()
    assert [row.id for row in keymap.rows if keymap.label(row.id) not in told] == []
    assert [row.usage for row in COMMANDS if row.usage not in told] == []


def test_what_a_key_does_starts_in_one_column() -> None:
    """A page is read from top to bottom."""
    keys = dict(help_sections(Keymap())[0][1])

    assert keys["Ctrl+K"] == "Go to a room or command"


def test_escape_closes_it_and_one_writes_on(client: TuiDriver) -> None:
    """The keys of the main screen rest meanwhile."""
    client.type("a medias")
    client.press("help")
    client.press("room_next")
    client.press("latest")

    assert page(client) == ""
    client.type("!")
    assert client.screen().composer == "a medias!"


def test_letters_do_not_reach_the_composer_behind_it(client: TuiDriver) -> None:
    """What one cannot see one does not write."""
    client.press("help")
    client.type("x")
    client.press("latest")

    assert client.screen().composer == ""


def test_a_page_shows_text_as_it_is(client: TuiDriver) -> None:
    """It may come from a server: neither markup nor escapes are obeyed."""
    client.call(lambda: client.app.show_page("[b]Título[/b]", "[@click=app.quit]x[/]\n\x1b[2J"))

    assert page(client) == "[b]Título[/b]\n[@click=app.quit]x[/]\n␛[2J"


def test_an_empty_text_is_the_page_of_keys() -> None:
    """Before it is laid out, the screen knows only its title."""
    assert HelpScreen(STYLES, Keymap(), "Ayuda").text == "Ayuda\n"


def test_f1_helps_where_one_is(client: TuiDriver) -> None:
    """With the command that was begun, or with the message in focus."""
    client.type("/me sal")
    client.press("help")
    of_command = page(client)
    client.press("latest")
    client.server.speak("rosa", "hola")
    client.wait_for(lambda screen: "hola" in screen.timeline, "said")
    client.call(lambda: client.app.composer.replace_text(""))
    client.press("message_previous")
    client.press("help")

    assert of_command == "/me\n/me text\nSay what you do: * ana waves."
    assert page(client).startswith("With this message\nr Reply\n")
