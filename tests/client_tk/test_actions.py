"""Every action: in the menu, with its key, with somebody who carries it out."""

from collections import Counter

import pytest

from tertulia_core.session.keys import KEYS
from tertulia_tk.actions import WIDGET_KEYS, key_label, label_of, menu_rows
from tertulia_tk.commands import Commands
from tests.support.tk_driver import TkDriver


def test_every_key_stands_in_the_menu_once() -> None:
    """So that it can be found without knowing it."""
    counted = Counter(menu_rows())

    assert [row.id for row in KEYS if row.tk and counted[row.id] != 1] == []
    assert set(counted.values()) == {1}


def test_every_entry_of_the_menu_is_carried_out_by_somebody() -> None:
    """And has a label of its own."""
    assert sorted(menu_rows()) == sorted(Commands.known())
    assert len({label_of(action) for action in menu_rows()}) == len(menu_rows())


@pytest.mark.usefixtures("spanish")
def test_keys_are_named_as_on_the_keyboard() -> None:
    """In the person's language."""
    assert key_label("room_next") == "Alt+↓"
    assert key_label("newline") == "Mayús+Intro"
    assert key_label("page_up") == "RePág"
    assert key_label("join") == ""


@pytest.mark.parametrize("row", [row for row in KEYS if row.tk], ids=lambda row: row.id)
def test_tk_knows_every_key(client: TkDriver, row: object) -> None:
    """Its pattern can be bound and pressed where one writes."""
    for key in row.tk:  # type: ignore[attr-defined]
        client.app.window.composer.text.event_generate(f"<{key}>")
        if not client.is_open:
            return  # it was the one that quits
        client.screen()


def test_keys_come_before_those_of_tks_own_text(client: TkDriver) -> None:
    """Ctrl+K would delete to the end of the line, Ctrl+O break it."""
    client.type("hola")
    client.app.window.composer.text.mark_set("insert", "1.0")
    for row in KEYS:
        if row.tk and row.id not in WIDGET_KEYS | {"quit", "typed_previous", "typed_next"}:
            client.app.window.composer.text.event_generate(f"<{row.tk[0]}>")

    assert client.screen().composer == "hola"
