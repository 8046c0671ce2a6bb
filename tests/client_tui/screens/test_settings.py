"""F2 shows every setting and every key; each change is a line in the file."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tertulia_core.address import Target, TcpAddress
from tertulia_core.client.options import ClientOptions
from tertulia_core.client.settings import SettingsFile
from tertulia_tui.screens.settings import Entries, SettingsScreen
from tests.support.tui_driver import TuiDriver

OPTIONS = ClientOptions(Target(TcpAddress("localhost", 12_345)), "ana")


@pytest.fixture
def file(tmp_path: Path) -> SettingsFile:
    """Settings with a comment."""
    path = tmp_path / "client.toml"
    path.write_text("# mine\n[privacy]\ntyping = true\n", encoding="utf-8")
    return SettingsFile(path)


@pytest.fixture
def client(file: SettingsFile) -> Iterator[TuiDriver]:
    """A client whose settings are in that file, with the page open."""
    driver = TuiDriver(replace(OPTIONS, settings_file=file))
    driver.press("settings")
    yield driver
    driver.close()


def page(client: TuiDriver) -> SettingsScreen:
    """Return the page."""
    screen = client.app.screen
    assert isinstance(screen, SettingsScreen)
    return screen


def go(client: TuiDriver, label: str) -> str:
    """Put the cursor on an entry; return its value."""
    entries = page(client).query_one(Entries)
    row = next(row for row in entries.rows if row.text.startswith(label))
    client.call(lambda: entries.point_at(row.key))
    return row.badge


def test_yes_and_no_change_at_once(client: TuiDriver, file: SettingsFile) -> None:
    """The comment stays."""
    assert go(client, "Let others see that you are writing") == "yes"
    client.press("enter")

    assert file.path.read_text(encoding="utf-8") == "# mine\n[privacy]\ntyping = false\n"
    assert go(client, "Let others see that you are writing") == "no"


def test_choices_follow_one_another(client: TuiDriver, file: SettingsFile) -> None:
    """And colours change at once."""
    go(client, "The colours")
    client.press("enter")

    assert file.load().theme == "light"
    assert client.app.theme == "tertulia-light"


def test_texts_are_typed(client: TuiDriver, file: SettingsFile) -> None:
    """Enter keeps them, Escape does not."""
    go(client, "Your nick")
    client.press("enter")
    client.type("zoe")
    client.press("enter")
    assert file.load().nick == "zoe"

    go(client, "Your nick")
    client.press("enter")
    client.type("no")
    client.press("escape")

    assert file.load().nick == "zoe"
    assert page(client).text


def test_lists_are_typed_with_commas(client: TuiDriver, file: SettingsFile) -> None:
    """A text each."""
    go(client, "People you do not see")
    client.press("enter")
    client.type("pesado, *bot*")
    client.press("enter")

    assert file.load().ignored == ("pesado", "*bot*")


def test_what_is_not_allowed_is_said(client: TuiDriver, file: SettingsFile) -> None:
    """With what is, and the field stays open."""
    go(client, "Where to go")
    client.press("enter")
    client.type("a b")
    client.press("enter")

    assert "names no host" in page(client).text
    assert file.load().target == ""


def test_keys_are_changed_here_and_clashes_refused(client: TuiDriver, file: SettingsFile) -> None:
    """With the names of both actions."""
    assert go(client, "Help") == "F1"
    client.press("enter")
    client.type("ctrl+k")
    client.press("enter")
    told = page(client).text
    for _ in range(6):
        client.press("backspace")
    client.type("f7")
    client.press("enter")

    assert told == "“ctrl+k” is the key of “Go to a room or command”, so “Help” cannot have it."
    assert file.load().keys == {"help": ("f7",)}
    assert go(client, "Help") == "F7"


def test_the_place_of_the_file_is_told_but_to_guests(file: SettingsFile) -> None:
    """They see nothing of the computer they are on."""
    told = []
    for is_guest in (False, True):
        driver = TuiDriver(replace(OPTIONS, settings_file=file, is_guest=is_guest))
        driver.press("settings")
        told.append(str(file.path) in page(driver).text)
        driver.close()

    assert told == [True, False]


def test_without_a_file_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing could be kept."""
    driver = TuiDriver(OPTIONS)
    said: list[str] = []
    monkeypatch.setattr(driver.app, "tell", said.append)
    driver.press("settings")

    assert said == ["There is no place where settings could be kept."]
    driver.close()


def test_hints_can_be_hidden(client: TuiDriver) -> None:
    """Who knows the keys has the line for other things."""
    go(client, "Show keys at the bottom")
    client.press("enter")
    client.press("escape")

    assert client.app.panels._status.hint == ""
