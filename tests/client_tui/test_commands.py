"""What keys, bars and Ctrl+K make happen, as far as the shared suite does not tell."""

from functools import partial
from pathlib import Path

from tertulia_core.client.options import ClientOptions
from tertulia_core.client.settings import SettingsFile
from tertulia_tui.commands import ACTIONS
from tests.support.tui_driver import TARGET, TuiDriver


def test_escape_first_closes_the_list(client: TuiDriver) -> None:
    """The next one marks the room as read."""
    client.type("/m")
    client.press("complete")
    open_list = client.screen().suggestions
    client.press("latest")
    client.type("!")

    assert open_list
    assert client.screen().suggestions == ()
    assert client.screen().composer == "/me !"


def test_the_bar_with_the_problem_tries_at_once(client: TuiDriver) -> None:
    """As ``/connect`` does."""
    client.server.break_off()
    client.wait_for(lambda screen: screen.notice, "told")
    client.click("#problem")

    assert len(client.server.link.targets) == 2


def test_the_bar_with_the_news_goes_there(client: TuiDriver) -> None:
    """As Escape does."""
    for number in range(100):
        client.server.speak("rosa", f"línea {number}")
    client.screen()
    client.press("page_up")
    client.server.speak("luis", "más")
    client.wait_for(lambda screen: screen.pill, "counted")
    client.click("#news")

    assert client.screen().pill == ""
    assert client.app.panels.timeline.is_following


def test_f6_goes_from_pane_to_pane(client: TuiDriver) -> None:
    """And back to where one writes."""
    seen = []
    for _ in range(4):
        client.press("panes")
        assert client.app.focused is not None
        seen.append(client.app.focused.id)

    assert seen == ["members", "rooms", "timeline", "composer"]


def test_tab_moves_on_where_there_is_no_word(client: TuiDriver) -> None:
    """After a word without candidates it stays."""
    client.type("zzz")
    client.press("complete")
    stayed = client.app.focused
    client.press("backspace")
    client.press("backspace")
    client.press("backspace")
    client.press("complete")

    assert stayed is client.app.composer
    assert client.app.focused is not client.app.composer


def test_letters_find_the_composer_from_anywhere(client: TuiDriver) -> None:
    """One need not go back before one writes."""
    client.press("panes")
    client.type("hola")

    assert client.screen().composer == "hola"
    assert client.app.focused is client.app.composer


def test_ctrl_c_says_how_to_leave(client: TuiDriver) -> None:
    """Nobody leaves by accident."""
    client.press("ctrl+c")

    assert client.screen().is_open
    assert [note.message for note in client.app._notifications] == ["Ctrl+Q leaves tertulia."]


def test_a_line_that_was_not_sent_is_sent_again_by_a_click(client: TuiDriver) -> None:
    """As it says itself."""
    client.server.answers = False
    client.type("otra vez")
    client.press("enter")
    client.screen()
    label = client.server.heard[-1].tags["label"]
    client.server.says(f"@label={label} :play.example 404 ana #sala :Cannot send to channel")
    client.wait_for(lambda screen: "Try again" in screen.timeline, "refused")
    client.server.answers = True
    rows = client.app.panels.timeline.visible_text.split("\n")
    client.click("#timeline", next(y for y, row in enumerate(rows) if "✗" in row))

    client.wait_for(lambda screen: "✓" in screen.timeline, "sent")
    assert client.server.heard_of("PRIVMSG") == [("#sala", "otra vez")] * 2


def test_the_theme_is_kept_for_later_starts(tmp_path: Path) -> None:
    """In the settings that every window shares."""
    file = SettingsFile(tmp_path / "client.toml")
    options = ClientOptions(target=TARGET, nick="ana", settings_file=file)
    client = TuiDriver(options)
    try:
        client.call(lambda: client.app.commands.use_theme("light"))

        assert file.load().theme == "light"
    finally:
        client.close()


def test_a_theme_that_cannot_be_kept_is_used_all_the_same(tmp_path: Path) -> None:
    """And the reason is told."""
    (tmp_path / "folder").write_text("", encoding="utf-8")
    file = SettingsFile(tmp_path / "folder" / "client.toml")
    client = TuiDriver(ClientOptions(target=TARGET, nick="ana", settings_file=file))
    try:
        client.call(lambda: client.app.commands.use_theme("light"))

        assert client.app.theme == "tertulia-light"
        assert "client.toml" in client.screen().timeline
    finally:
        client.close()


def test_every_action_can_be_run_at_any_time() -> None:
    """Before anything answered, too, and whatever was done before."""
    client = TuiDriver()
    try:
        for action in sorted(set(ACTIONS) - {"quit"}):
            client.call(partial(client.app.commands.run, action))

            assert client.is_open, action
    finally:
        client.close()
