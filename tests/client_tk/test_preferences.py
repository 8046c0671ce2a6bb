"""Settings: in the window and in the file, both ways."""

from collections.abc import Iterator
from pathlib import Path
from tkinter import ttk
from typing import Any

import pytest

from tertulia_core.client.options import ClientOptions
from tertulia_core.client.settings import ROWS, SettingsFile
from tertulia_core.i18n import set_language
from tertulia_core.session.theme import HIGH_CONTRAST_DARK
from tertulia_tk.actions import key_label
from tertulia_tk.dialogs.settings import SettingsDialog
from tests.support.tk_driver import TARGET, TkDriver
from tests.support.tk_session import display
from tests.support.tk_stage import open_root, press, type_text


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A settings file with a comment."""
    path = tmp_path / "client.toml"
    path.write_text("# mine\n[look]\ntext_size = 120  # for my eyes\n", encoding="utf-8")
    return path


@pytest.fixture
def client(path: Path) -> Iterator[TkDriver]:
    """A window with those settings."""
    display()
    file = SettingsFile(path)
    with open_root() as root:
        driver = TkDriver(
            root, ClientOptions(TARGET, "ana", settings=file.load(), settings_file=file)
        )
        try:
            driver.server.accept()
            driver.wait_for(lambda screen: len(screen.people) == 3, "everybody is in the list")
            yield driver
        finally:
            driver.close()


def open_settings(client: TkDriver) -> SettingsDialog:
    """Open the settings window."""
    client.press("settings")
    return next(
        child for child in client.app.root.winfo_children() if isinstance(child, SettingsDialog)
    )


def test_the_window_opens_with_what_the_file_says(client: TkDriver) -> None:
    """The size, before anything was changed."""
    assert client.app.look.font("text").cget("size") == -18


@pytest.fixture
def english() -> Iterator[None]:
    """English again after a test that speaks otherwise."""
    yield
    set_language("en")


@pytest.mark.usefixtures("english")
def test_another_language_holds_at_once_everywhere(client: TkDriver, path: Path) -> None:
    """What was said stays; what the window says around it, its menu and the settings change."""
    client.server.speak("rosa", "hola")
    client.wait_for(lambda screen: "hola" in screen.timeline, "said")
    dialog = open_settings(client)
    chooser = next(
        child
        for child in _descendants(dialog)
        if isinstance(child, ttk.Combobox) and "Español" in child.cget("values")
    )
    chooser.current(1)
    chooser.event_generate("<<ComboboxSelected>>")
    screen = client.wait_for(lambda screen: "Conectado" in screen.status, "changed")
    menu = client.app.menu.top
    labels = [
        menu.entrycget(index, "label") for index in range(12) if menu.type(index) != "separator"
    ]

    assert "ana entró" in screen.timeline
    assert "hola" in screen.timeline
    assert client.app.window.header.menu_button.cget("text") == "Menú"
    assert {"Ir a una sala u orden", "Cambiar de apodo…", "Ir"} <= {*labels}
    assert [
        child.title()
        for child in client.app.root.winfo_children()
        if isinstance(child, SettingsDialog)
    ] == ["Ajustes"]
    assert 'language = "es"' in path.read_text(encoding="utf-8")


def test_a_change_holds_at_once_and_keeps_the_comments(client: TkDriver, path: Path) -> None:
    """The theme, a column, the size."""
    changes = client.app.preferences.change
    problems = [changes(theme="high-contrast-dark"), changes(people_column=False),
                changes(text_size=100)]  # fmt: skip
    text = path.read_text(encoding="utf-8")

    assert problems == ["", "", ""]
    assert client.app.window.timeline.sheet.cget("background") == HIGH_CONTRAST_DARK.background
    assert client.app.window.columns.shown == (True, False)
    assert client.app.look.font("text").cget("size") == -15
    assert "# mine" in text
    assert "text_size = 100  # for my eyes" in text


def test_what_is_not_allowed_is_refused_with_a_sentence(client: TkDriver) -> None:
    """And changes nothing."""
    problem = client.app.preferences.change(text_size=1_000)

    assert "from 75 to 400" in problem
    assert client.app.preferences.settings.text_size == 120


def test_a_change_of_the_file_is_taken_over(client: TkDriver, path: Path) -> None:
    """When somebody looks at the window again; a mistake in it is told."""
    client.look_away()
    path.write_text('[look]\ntheme = "dark"\n', encoding="utf-8")
    client.look_back()
    client.wait_for(lambda _screen: client.app.preferences.settings.theme == "dark", "taken over")
    client.look_away()
    path.write_text('[look]\ntheme = "pink"\n', encoding="utf-8")
    client.look_back()

    client.wait_for(lambda screen: "pink" in screen.timeline, "told")
    assert client.app.preferences.settings.theme == "dark"


def test_the_settings_window_shows_every_setting_and_key(client: TkDriver) -> None:
    """Apart from the lists of rooms, which are chosen in their menus."""
    dialog = open_settings(client)
    settings = {name for name in dialog.fields if not name.startswith("keys.")}

    assert settings == {row.field for row in ROWS} - {"muted", "notify_rooms"}
    assert dialog.fields["keys.switch"].get() == "ctrl+k"


def test_tab_goes_from_one_setting_to_the_next(client: TkDriver) -> None:
    """And stops nowhere between them: each stop can be seen."""
    dialog = open_settings(client)
    first = dialog.focus_lastfor()
    assert first is not None
    stops = [first]
    for _step in range(4):
        following = stops[-1].tk_focusNext()
        assert following is not None
        stops.append(following)

    assert [stop.winfo_class() for stop in stops] == ["TEntry"] * 3 + ["TCombobox"] * 2


def test_the_list_of_a_choice_has_the_colours_of_the_theme(client: TkDriver) -> None:
    """Tk draws it with a widget of its own, which ttk's styles do not reach."""
    client.app.preferences.change(theme="high-contrast-dark")
    dialog = open_settings(client)
    chooser = next(each for each in _descendants(dialog) if isinstance(each, ttk.Combobox))
    popdown = client.app.root.tk.call("ttk::combobox::PopdownWindow", chooser)
    colour = client.app.root.tk.call(f"{popdown}.f.l", "cget", "-background")

    assert str(colour) == HIGH_CONTRAST_DARK.surface


def test_a_switch_and_a_field_change_the_file(client: TkDriver, path: Path) -> None:
    """The field with Enter; what is wrong stands below, and is not kept."""
    dialog = open_settings(client)
    boxes = {str(child.cget("text")): child for child in _descendants(dialog)
             if child.winfo_class() == "TCheckbutton"}  # fmt: skip
    next(box for text, box in boxes.items() if "heard" in text).invoke()
    entries: list[Any] = [
        child for child in _descendants(dialog) if child.winfo_class() == "TEntry"
    ]
    entry = next(child for child in entries if child.get() == "120")
    entry.focus_force()
    entry.delete(0, "end")
    type_text(entry, "20")
    press(entry, "Return")
    problem = dialog.problem.cget("text")
    entry.delete(0, "end")
    type_text(entry, "150")
    press(entry, "Return")
    kept = SettingsFile(path).load()

    assert "from 75 to 400" in problem
    assert (kept.sound, kept.text_size) == (False, 150)
    assert dialog.problem.cget("text") == ""


def test_a_key_is_given_to_another_action_and_clashes_are_refused(
    client: TkDriver, path: Path
) -> None:
    """The new key works at once, the menu shows it; whose key it is, the sentence says."""
    preferences = client.app.preferences
    problem = preferences.change_keys("help", ("ctrl+k",))
    none = preferences.change_keys("find", ("alt+g",))
    client.app.window.composer.text.event_generate("<Alt-g>")
    client.screen()

    assert "Go to a room or command" in problem
    assert none == ""
    assert client.app.window.find_bar.is_open
    assert key_label("find", preferences.keys) == "Alt+G"
    assert SettingsFile(path).load().keys == {"find": ("alt+g",)}


def test_people_ignored_by_a_command_stand_in_the_settings(client: TkDriver) -> None:
    """Taken off the list there they are heard again."""
    client.type("/ignore rosa")
    client.press("enter")
    dialog = open_settings(client)
    listed = dialog.fields["ignored"].get()
    dialog.close()
    client.app.preferences.change(ignored=())
    client.server.speak("rosa", "¿me lees?")

    assert listed == "rosa"
    client.wait_for(lambda screen: "¿me lees?" in screen.timeline, "heard")


def _descendants(widget: Any) -> list[Any]:
    found = list(widget.winfo_children())
    return found + [each for child in found for each in _descendants(child)]
