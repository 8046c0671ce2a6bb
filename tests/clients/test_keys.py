"""Completion, what was typed before, help, scrolling: what the keys do."""

from tertulia_core.session.slash import COMMANDS
from tests.support.client_driver import ClientDriver


def fill(client: ClientDriver, count: int = 200) -> None:
    """Let more be said than fits on the screen."""
    for number in range(count):
        client.server.speak("rosa", f"línea {number}.")
    client.wait_for(lambda screen: f"línea {count - 1}." in screen.timeline, "all said")


def test_tab_completes_a_nick(client: ClientDriver) -> None:
    """At the beginning of a text a colon follows."""
    client.type("lu")
    client.press("complete")

    assert client.screen().composer == "luis: "


def test_tab_offers_a_list_where_there_are_several(client: ClientDriver) -> None:
    """The next Tab takes the next one; typing closes the list."""
    client.server.says(":lucas!l@h JOIN #sala * :Lucas")
    client.wait_for(lambda screen: "lucas" in screen.people, "listed")
    client.type("lu")
    client.press("complete")
    first = client.wait_for(lambda screen: len(screen.suggestions) == 2, "the list")
    client.press("complete")
    second = client.screen()
    client.type("x")

    assert {first.composer, second.composer} == {"lucas: ", "luis: "}
    client.wait_for(lambda screen: screen.suggestions == (), "closed")


def test_tab_completes_commands(client: ClientDriver) -> None:
    """With the space that follows them."""
    client.type("/top")
    client.press("complete")

    assert client.screen().composer == "/topic "


def test_what_was_typed_before_can_be_walked_through(client: ClientDriver) -> None:
    """Back and forth, to what is being written."""
    for text in ("primero", "segundo"):
        client.type(text)
        client.press("enter")
    client.type("a medias")
    walked = []
    for key in ("typed_previous", "typed_previous", "typed_next", "typed_next"):
        client.press(key)
        walked.append(client.screen().composer)

    assert walked == ["segundo", "primero", "segundo", "a medias"]


def test_help_names_every_command(client: ClientDriver) -> None:
    """F1 shows what can be typed."""
    client.press("help")

    page = client.wait_for(lambda screen: screen.page, "the page").page
    assert [row.name for row in COMMANDS if f"/{row.name}" not in page] == []


def test_help_about_one_command_shows_its_usage(client: ClientDriver) -> None:
    """``/help join``, on a page of its own or in the room."""
    client.type("/help join")
    client.press("enter")

    client.wait_for(
        lambda screen: "/join #room [key]" in screen.page + screen.timeline, "the usage"
    )
    assert client.server.heard_of("PRIVMSG") == []


def test_the_view_stays_where_the_reader_is(client: ClientDriver) -> None:
    """Away from the end, what is new is counted below; Esc goes there."""
    fill(client)
    client.press("page_up")
    client.press("page_up")
    client.server.speak("luis", "uno nuevo")
    counted = client.wait_for(lambda screen: "1" in screen.pill, "counted")
    client.press("latest")

    assert "new" in counted.pill
    client.wait_for(lambda screen: screen.pill == "", "at the end")


def test_at_the_end_the_view_follows(client: ClientDriver) -> None:
    """Nothing is counted that is in sight."""
    fill(client)
    client.press("page_up")
    client.press("page_down")
    client.press("page_down")
    client.server.speak("luis", "uno nuevo")

    screen = client.wait_for(lambda screen: "uno nuevo" in screen.timeline, "shown")
    assert screen.pill == ""


def test_sending_goes_to_the_end(client: ClientDriver) -> None:
    """Who writes wants to see it there."""
    fill(client)
    client.press("page_up")
    client.press("page_up")
    client.server.speak("luis", "uno nuevo")
    client.wait_for(lambda screen: screen.pill, "counted")
    client.type("aquí estoy")
    client.press("enter")

    client.wait_for(lambda screen: screen.pill == "", "at the end")


def test_the_newest_lines_survive_a_flood(client: ClientDriver) -> None:
    """Ten thousand messages at once: the last ones are there, and one can go on typing."""
    source = ":rosa!r@h PRIVMSG #sala"
    client.server.says(*(f"{source} :mensaje {number}." for number in range(10_000)))
    client.type("sigo aquí")

    screen = client.wait_for(lambda screen: "mensaje 9999." in screen.timeline, "the last one")
    assert screen.composer == "sigo aquí"
