"""Every key of core's table does something here, and is called as it is printed."""

import pytest

from tertulia_core.address import Target, TcpAddress
from tertulia_core.client.options import ClientOptions
from tertulia_core.client.settings import ClientSettings
from tertulia_core.i18n import set_language
from tertulia_core.session.keys import KEYS
from tertulia_core.session.rebinding import rebound
from tertulia_tui.commands import ACTIONS
from tertulia_tui.keymap import COMPOSER_ACTIONS, Keymap, app_bindings
from tertulia_tui.widgets.composer import Composer
from tests.support.tui_driver import TuiDriver


def test_every_action_with_a_key_is_carried_out_somewhere() -> None:
    """By the app or by the composer, never by both."""
    with_key = {row.id for row in KEYS if row.tui}

    assert with_key <= set(ACTIONS) | set(COMPOSER_ACTIONS)
    assert not set(ACTIONS) & set(COMPOSER_ACTIONS)


def test_bindings_come_before_those_of_widgets() -> None:
    """A text area has its own Ctrl+K."""
    bindings = {binding.action: binding for binding in app_bindings()}

    assert bindings["do('switch')"].key == "ctrl+k"
    assert all(binding.priority for binding in bindings.values())


def test_the_composer_has_its_own_actions() -> None:
    """Each one is a method of it."""
    keys = Keymap().of_composer()

    assert keys["enter"] == "submit"
    assert keys["ctrl+j"] == "newline"
    names = {action.partition("(")[0] for action in keys.values()}
    assert all(hasattr(Composer, f"action_{name}") for name in names)


@pytest.mark.parametrize(
    ("action", "in_english", "in_spanish"),
    [
        ("switch", "Ctrl+K", "Ctrl+K"),
        ("room_next", "Alt+↓", "Alt+↓"),
        ("unread_previous", "Alt+Shift+↑", "Alt+Mayús+↑"),
        ("page_up", "PgUp", "RePág"),
        ("help", "F1", "F1"),
        ("text_larger", "", ""),
    ],
)
def test_keys_are_called_as_they_are_printed(action: str, in_english: str, in_spanish: str) -> None:
    """In the language of the keyboard that goes with the language."""
    told = Keymap().label(action)
    set_language("es")

    assert (told, Keymap().label(action)) == (in_english, in_spanish)


def test_keys_of_ones_own_take_the_place_of_the_others() -> None:
    """In the app and in the composer; help and hints name them."""
    wishes = {"help": ("f7",), "switch": (), "newline": ("ctrl+n",)}
    settings = ClientSettings(keys=wishes)
    options = ClientOptions(Target(TcpAddress("localhost", 12_345)), "ana", settings=settings)
    client = TuiDriver(options)
    try:
        client.type("a")
        client.press("ctrl+n")
        for key in ("f1", "ctrl+k", "ctrl+j"):
            client.press(key)
            assert client.app.is_main_screen
        assert client.screen().composer == "a\n"

        client.press("f7")

        assert "F7" in client.screen().page
    finally:
        client.close()
    assert Keymap(rebound(wishes)).label("switch") == ""
