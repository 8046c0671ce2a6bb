"""Where letters go: to the composer, whatever was clicked before."""

import tkinter as tk
from tkinter import ttk

import pytest

from tests.support.tk_driver import TkDriver
from tests.support.tk_stage import press, type_text, until


def click(button: ttk.Button) -> None:
    """Press and release the mouse on a button."""
    button.update()
    for sequence in ("<Enter>", "<ButtonPress-1>", "<ButtonRelease-1>"):
        button.event_generate(sequence, x=4, y=4)
    button.update()


def home(client: TkDriver) -> tk.Misc:
    """Return what should have the keyboard."""
    return client.app.window.composer.text


@pytest.mark.parametrize("name", ["retry_button", "host_button"])
def test_a_click_on_a_button_that_vanishes_leaves_the_keyboard_in_the_composer(
    client: TkDriver, name: str
) -> None:
    """What is typed next is written there."""
    client.server.break_off()
    client.wait_for(lambda screen: screen.notice, "told")
    click(getattr(client.app.window.notice, name))
    focused = client.app.root.focus_get()
    client.pass_time(120)
    client.server.accept()
    client.wait_for(lambda screen: not screen.notice, "connected")

    assert focused is home(client)
    assert client.app.root.focus_get() is home(client)


def test_a_widget_that_vanishes_with_the_keyboard_gives_it_back(client: TkDriver) -> None:
    """Such as a button that was reached by Tab, while another try succeeds."""
    client.server.break_off()
    client.wait_for(lambda screen: screen.notice, "told")
    client.app.window.notice.retry_button.focus_set()
    client.pass_time(120)
    client.server.accept()
    client.wait_for(lambda screen: not screen.notice, "connected")

    until(client.app.root, lambda: client.app.root.focus_get() is home(client), "back")


def test_the_window_itself_never_keeps_the_keyboard(client: TkDriver) -> None:
    """Window managers and closed dialogs may leave it there."""
    client.app.root.focus_force()

    until(client.app.root, lambda: client.app.root.focus_get() is home(client), "in the composer")


def test_letters_on_a_button_go_to_the_composer(client: TkDriver) -> None:
    """The space bar still presses it, and letters with Ctrl are commands."""
    button = client.app.window.notice.retry_button
    client.server.break_off()
    client.wait_for(lambda screen: screen.notice, "told")
    button.focus_force()
    client.app.root.update()
    button.event_generate("<Control-x>")
    press(button, "h")
    button.focus_force()
    press(button, "space")

    assert client.screen().composer == "h"
    client.wait_for(lambda _screen: len(client.link.targets) == 2, "tried now")


def test_the_nick_field_keeps_the_keyboard_that_a_click_gave_it(client: TkDriver) -> None:
    """It is where one means to write then."""
    click(client.app.window.composer.nick.button)

    assert client.app.window.composer.nick.is_editing
    assert isinstance(client.app.root.focus_get(), ttk.Entry)


@pytest.mark.parametrize("is_by_mouse", [True, False])
def test_escape_closes_the_menu_and_the_composer_has_the_keyboard(
    client: TkDriver, is_by_mouse: bool
) -> None:
    """Whether the menu was opened by its button or by F10."""
    menu, seen = client.app.menu.top, []

    def close() -> None:
        seen.append(bool(menu.winfo_ismapped()))
        menu.event_generate("<Escape>")

    client.app.root.after(100, close)
    if is_by_mouse:
        click(client.app.window.header.menu_button)
    else:
        press(client.app.window.timeline.sheet, "F10")
    until(client.app.root, lambda: seen and not menu.winfo_ismapped(), "closed")

    assert seen == [True]
    until(client.app.root, lambda: client.app.root.focus_get() is home(client), "back")


def test_control_a_selects_everything_where_one_writes(client: TkDriver) -> None:
    """In the composer, and in the field of the nick."""
    client.type("uno\ndos")
    press(client.app.window.composer.text, "Control-a")
    selected = client.app.window.composer.text.get("sel.first", "sel.last")
    client.app.window.composer.nick.edit()
    client.app.root.update()
    field = client.app.root.focus_get()
    assert isinstance(field, ttk.Entry)
    field.selection_clear()
    press(field, "Control-a")
    type_text(field, "anita")

    assert selected.rstrip("\n") == "uno\ndos"
    assert field.get() == "anita"


def test_what_cannot_be_done_now_is_grey_in_the_menu(client: TkDriver) -> None:
    """A room is only started where none is."""
    menu = client.app.menu.top
    states = []

    def open_menu() -> None:
        client.app.root.tk.call(menu.cget("postcommand"))
        states.append(str(menu.entrycget("Start a room here", "state")))

    open_menu()
    client.server.break_off()
    client.wait_for(lambda screen: screen.notice, "told")
    open_menu()

    assert states == ["disabled", "normal"]


def test_tab_walks_over_everything_from_left_to_right(client: TkDriver) -> None:
    """Rooms, menu, the open bar, nick, text, the button that sends, people; and round."""
    client.press("find")
    window = client.app.window
    order = [
        window.rooms.list, window.header.menu_button, window.find_bar.field,
        *window.find_bar._buttons, window.composer.nick.button, window.composer.text,
        window.composer._button, window.people.list,
    ]  # fmt: skip
    walked: list[tk.Misc | None] = [window.rooms.list]
    for _step in order[1:]:
        last = walked[-1]
        walked.append(last.tk_focusNext() if last is not None else None)
    last = walked[-1]

    assert walked == order
    assert last is not None
    assert last.tk_focusNext() is order[0]
    assert order[0].tk_focusPrev() is order[-1]
