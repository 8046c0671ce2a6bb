"""The whole window on a played server: what the behaviour suite cannot see from outside."""

import tkinter as tk
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import pytest

from tertulia_core.client.options import ClientOptions
from tertulia_core.client.server_events import Happening
from tertulia_core.client.settings import SettingsFile
from tertulia_core.session import events as facts
from tertulia_core.session.state import Line
from tertulia_core.session.theme import DARK, LIGHT
from tertulia_tk.display import _DRAWS
from tests.support.tk_driver import TARGET, TkDriver
from tests.support.tk_session import display
from tests.support.tk_stage import open_root, until


def test_every_event_of_the_engine_is_drawn_by_somebody() -> None:
    """A new event without a row would be lost silently."""
    assert set(_DRAWS) == set(get_args(Happening))


def test_the_title_counts_what_waits(client: TkDriver) -> None:
    """Mentions and private messages, until they are seen."""
    client.look_away()
    client.server.speak("rosa", "ana: ¿estás?")
    client.server.speak("luis", "hola", target="ana")
    client.wait_for(lambda _screen: client.app.root.title().startswith("(2)"), "counted")
    client.look_back()
    client.select("luis")

    client.wait_for(lambda _screen: "(" not in client.app.root.title(), "seen")


def test_a_draft_stays_with_its_room(client: TkDriver) -> None:
    """Looking elsewhere loses nothing."""
    client.type("/join #redes")
    client.press("enter")
    client.wait_for(lambda screen: "#redes" in screen.topic, "entered")
    client.type("a medias")
    client.select("#sala")
    elsewhere = client.wait_for(lambda screen: "#sala" in screen.topic, "elsewhere").composer
    client.select("#redes")

    client.wait_for(lambda screen: "#redes" in screen.topic, "back")
    assert elsewhere == ""
    assert client.screen().composer == "a medias"


def test_lines_of_one_frame_are_drawn_at_once(
    client: TkDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred messages are one drawing."""
    drawn = []
    add = client.app.window.timeline.add

    def count_and_add(lines: Sequence[Line]) -> None:
        drawn.append(len(lines))
        add(lines)

    monkeypatch.setattr(client.app.window.timeline, "add", count_and_add)
    client.server.says(*(f":rosa!r@h PRIVMSG #sala :{number}" for number in range(100)))

    client.wait_for(lambda screen: "99" in screen.timeline, "all of them")
    assert drawn == [100]


def test_a_click_on_a_link_opens_the_browser(
    client: TkDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the address that was checked."""
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    client.server.speak("rosa", "https://example.org/a b")
    client.wait_for(lambda screen: "example" in screen.timeline, "shown")
    sheet = client.app.window.timeline.sheet
    x, y, _width, height = sheet.bbox(sheet.search("example", "1.0")) or (0, 0, 0, 0)
    sheet.event_generate("<Motion>", x=x + 2, y=y + height // 2)
    sheet.event_generate("<Button-1>", x=x + 2, y=y + height // 2)
    client.screen()

    assert opened == ["https://example.org/a"]


def test_a_refused_line_is_sent_again_by_a_click(client: TkDriver) -> None:
    """The server hears it twice, the room shows it once."""
    client.server.answers = False
    client.type("otra vez")
    client.press("enter")
    client.wait_for(lambda _screen: client.server.heard_of("PRIVMSG"), "sent")
    label = client.server.heard[-1].tags["label"]
    client.server.says(f"@label={label} :play.example 404 ana #sala :no")
    client.wait_for(lambda screen: "Try again" in screen.timeline, "refused")
    client.server.answers = True
    sheet = client.app.window.timeline.sheet
    x, y, _width, height = sheet.bbox(sheet.search("Try again", "1.0")) or (0, 0, 0, 0)
    sheet.event_generate("<Motion>", x=x + 2, y=y + height // 2)
    sheet.event_generate("<Button-1>", x=x + 2, y=y + height // 2)

    screen = client.wait_for(lambda screen: "✓" in screen.timeline, "sent")
    assert client.server.heard_of("PRIVMSG") == [("#sala", "otra vez")] * 2
    assert screen.timeline.count("otra vez") == 1


def test_the_theme_is_chosen_from_the_menu_and_kept(tmp_path: Path) -> None:
    """The settings' file says it afterwards."""
    display()
    file = SettingsFile(tmp_path / "client.toml")
    options = ClientOptions(TARGET, "ana", settings_file=file)
    with open_root() as root:
        client = TkDriver(root, options)
        client.app.commands.run("theme_dark")
        client.screen()
        dark = client.app.window.timeline.sheet.cget("background")
        client.close()

    assert dark == DARK.background
    assert file.load().theme == "dark"


def test_a_theme_that_cannot_be_kept_is_used_and_told(tmp_path: Path) -> None:
    """One line says why."""
    display()
    folder = tmp_path / "client.toml"
    folder.mkdir()
    options = ClientOptions(TARGET, "ana", settings_file=SettingsFile(folder))
    with open_root() as root:
        client = TkDriver(root, options)
        client.app.commands.run("theme_dark")
        screen = client.screen()
        client.close()

    assert "client.toml" in screen.timeline


def test_f6_walks_through_the_panes_that_are_shown(client: TkDriver) -> None:
    """And comes round."""
    window = client.app.window
    panes = [window.timeline.sheet, window.people.list, window.rooms.list, window.composer.text]
    visited = []
    for _pane in panes:
        client.press("panes")
        visited.append(client.app.root.focus_get())

    assert visited == panes


@pytest.mark.parametrize(
    ("width", "shown"), [(1180, (True, True)), (880, (True, False)), (500, (False, False))]
)
def test_a_narrow_window_shows_less(client: TkDriver, width: int, shown: tuple[bool, bool]) -> None:
    """First the people go, then the rooms; the status stays in sight."""
    root, columns = client.app.root, client.app.window.columns
    root.geometry(f"{width}x600")
    until(root, lambda: root.winfo_width() == width, "resized")
    root.update()

    assert columns.shown == shown
    assert client.app.window.status.winfo_ismapped()
    assert client.app.window.status.winfo_width() > 100


def test_a_column_can_be_hidden_from_the_menu(client: TkDriver) -> None:
    """And shown again."""
    shown = []
    for _time in range(2):
        for action in ("rooms_column", "people_column"):
            client.app.commands.run(action)
        shown.append(client.app.window.columns.shown)

    assert shown == [(False, False), (True, True)]


def test_a_conversation_has_no_member_list(client: TkDriver) -> None:
    """The room for it goes to what is said."""
    client.choose_person("luis")
    client.wait_for(lambda screen: screen.row("luis").is_current, "on screen")
    hidden = client.app.window.columns.shown
    client.select("#sala")
    client.wait_for(lambda screen: screen.row("#sala").is_current, "back")

    assert hidden == (True, False)
    assert client.app.window.columns.shown == (True, True)


def test_the_menu_opens_with_everything_in_it(client: TkDriver) -> None:
    """F10, or its button; Esc closes it."""
    menu = client.app.menu.top
    client.app.root.after(50, menu.unpost)
    client.app.window.composer.text.event_generate("<F10>")
    client.app.root.update()

    labels = [menu.entrycget(index, "label") for index in range((menu.index("end") or 0) + 1)
              if menu.type(index) != "separator"]  # fmt: skip
    assert "Help" in labels
    assert "Quit" in labels


def test_menu_entries_begin_commands_for_the_person_to_finish(client: TkDriver) -> None:
    """One learns the command on the way."""
    client.app.commands.run("join")

    assert client.screen().composer == "/join #"
    assert client.app.root.focus_get() is client.app.window.composer.text


def test_what_is_selected_above_is_copied_from_the_composer(client: TkDriver) -> None:
    """Ctrl+C copies what one sees selected."""
    client.server.speak("rosa", "cópiame")
    client.wait_for(lambda screen: "cópiame" in screen.timeline, "shown")
    sheet = client.app.window.timeline.sheet
    start = sheet.search("cópiame", "1.0")
    sheet.tag_add("sel", start, f"{start}+7c")
    client.app.window.composer.text.event_generate("<<Copy>>")
    client.screen()

    assert client.app.root.clipboard_get() == "cópiame"


def test_text_grows_and_returns(client: TkDriver) -> None:
    """Ctrl + twice, Ctrl 0."""
    sizes = []
    for key in ("text_larger", "text_larger", "text_normal"):
        client.press(key)
        sizes.append(client.app.look.font("text").cget("size"))

    assert sizes[0] > sizes[1]
    assert sizes[2] == -15


def test_closing_stops_the_network_and_the_server_that_was_started(client: TkDriver) -> None:
    """Nothing of ours is left running."""
    client.server.break_off()
    client.wait_for(lambda screen: screen.notice, "told")
    client.offer_room()
    client.close()

    assert client.hosts[0].is_stopped
    assert not client.link.is_started


def test_closing_twice_is_closing_once(client: TkDriver) -> None:
    """The button and a signal may come together."""
    client.close()
    client.close()

    assert not client.is_open


def test_a_window_that_was_destroyed_from_outside_still_says_goodbye(client: TkDriver) -> None:
    """``xkill`` and its like do not ask the window first."""
    client.app.root.destroy()
    client.close()

    assert not client.link.is_started


def test_a_mistake_in_drawing_is_told_to_tk_and_the_window_goes_on(client: TkDriver) -> None:
    """One frame is lost, not the conversation."""
    root, mistakes = client.app.root, []
    root.report_callback_exception = lambda *details: mistakes.append(details)
    broken = client.app.window.show_people
    client.app.window.show_people = _fail  # type: ignore[method-assign]
    client.server.says(":eva!e@h JOIN #sala * :Eva")
    until(root, lambda: mistakes, "the mistake")
    client.app.window.show_people = broken  # type: ignore[method-assign]
    client.server.speak("eva", "sigo aquí")

    client.wait_for(lambda screen: "sigo aquí" in screen.timeline, "going on")


def _fail() -> None:
    raise RuntimeError


def test_the_colours_change_everywhere_at_once(client: TkDriver) -> None:
    """Also in what is not on screen."""
    client.app.look.use(DARK)
    dark = [
        client.app.window.composer.text.cget("background"),
        client.app.window.rooms.list.cget("background"),
        str(client.app.menu.top.cget("background")),
        client.app.root.cget("background"),
    ]
    client.app.look.use(LIGHT)

    assert dark == [DARK.surface, DARK.side, DARK.surface, DARK.background]
    assert client.app.root.cget("background") == LIGHT.background


def test_text_shown_by_the_engine_opens_a_page(client: TkDriver) -> None:
    """Sanitized, and closed with Esc."""
    client.app.show([facts.TextShown("Título", "línea 1\nlínea \x1b2 [exit]")])
    page = client.wait_for(lambda screen: screen.page, "the page").page
    client.app.root.winfo_children()[-1].event_generate("<Escape>")

    assert page == "línea 1\nlínea ␛2 [exit]"
    client.wait_for(lambda screen: not screen.page, "closed")


def test_the_icon_is_drawn_without_a_mistake(root: tk.Tk) -> None:
    """In the sizes that desktops ask for."""
    from tertulia_tk.icon import set_icon

    set_icon(root)
    root.update()
