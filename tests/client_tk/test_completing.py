"""Tab in the composer: the list above it."""

from tests.support.tk_driver import TkDriver


def open_list(client: TkDriver) -> None:
    """Let there be two candidates, and press Tab."""
    client.server.says(":lucas!l@h JOIN #sala * :Lucas")
    client.wait_for(lambda screen: "lucas" in screen.people, "listed")
    client.type("lu")
    client.press("complete")
    client.wait_for(lambda screen: len(screen.suggestions) == 2, "the list")


def test_a_click_in_the_list_takes_that_one(client: TkDriver) -> None:
    """The list goes, the keyboard stays where one writes."""
    open_list(client)
    suggestions = client.app.completing.list
    second = str(suggestions.get(1)).strip()
    x, y, _width, height = suggestions.bbox(1) or (0, 0, 0, 0)
    suggestions.event_generate("<Button-1>", x=x + 2, y=y + height // 2)
    suggestions.event_generate("<ButtonRelease-1>", x=x + 2, y=y + height // 2)
    screen = client.screen()

    assert screen.composer.strip() == second
    assert screen.suggestions == ()
    assert client.app.root.focus_get() is client.app.window.composer.text


def test_escape_closes_the_list_and_keeps_the_word(client: TkDriver) -> None:
    """The first Esc is for the list alone."""
    open_list(client)
    word = client.screen().composer
    client.press("latest")

    assert client.screen().suggestions == ()
    assert client.screen().composer == word


def test_enter_sends_what_is_written_with_the_list_open(client: TkDriver) -> None:
    """And closes it."""
    open_list(client)
    client.type("hola")
    client.press("enter")

    screen = client.wait_for(lambda screen: "✓" in screen.timeline, "sent")
    assert screen.suggestions == ()


def test_the_list_stands_above_the_composer_inside_the_window(client: TkDriver) -> None:
    """Where the eye is."""
    open_list(client)
    client.app.root.update()
    suggestions, composer = client.app.completing.list, client.app.window.composer

    bottom = suggestions.winfo_rooty() + suggestions.winfo_height()
    assert bottom <= composer.winfo_rooty()
    assert suggestions.winfo_rooty() > client.app.root.winfo_rooty()


def test_tab_in_the_middle_of_a_text_keeps_what_follows(client: TkDriver) -> None:
    """The cursor stands behind the completed word."""
    client.app.window.composer.set_content("hola lui, ¿qué tal?", cursor=8)
    client.press("complete")

    assert client.screen().composer == "hola luis , ¿qué tal?"
    assert client.app.window.composer.cursor() == 10
