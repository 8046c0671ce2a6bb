"""Ctrl+K offers rooms, people, actions, commands and colours."""

from tertulia_core.session.choices import Choice
from tertulia_tui.palette import choices_of
from tests.support.tui_driver import TuiDriver


def offered(client: TuiDriver) -> dict[str, Choice]:
    """Return what there is, by its label."""
    return {choice.label: choice for choice in choices_of(client.app)}


def test_what_there_is_comes_with_its_key(client: TuiDriver) -> None:
    """So that one learns it; the switcher itself is open already."""
    choices = offered(client)

    assert choices["Help"].hint == "F1"
    assert choices["Enter a room…"].hint == "/join"
    assert "Go to a room or command" not in choices


def test_people_are_offered_who_are_not_in_the_list(client: TuiDriver) -> None:
    """Neither oneself nor those whose conversation is open, which is a room of the list."""
    client.choose_person("luis")
    client.select("#sala")

    labels = [choice.label for choice in choices_of(client.app)]
    assert labels.count("luis") == 1
    assert "ana" not in labels
    assert offered(client)["rosa"].hint == "write to"


def test_a_command_is_begun_for_the_person_to_complete(client: TuiDriver) -> None:
    """It stands in the composer, not sent."""
    client.call(offered(client)["Enter a room…"].run)

    assert client.screen().composer == "/join #"


def test_colours_are_changed_by_name(client: TuiDriver) -> None:
    """Both themes are there."""
    client.call(offered(client)["Light colours"].run)

    assert client.app.theme == "tertulia-light"


def test_rooms_are_gone_to(client: TuiDriver) -> None:
    """With how much is unread in them."""
    client.server.speak("rosa", "oye", target="ana")
    client.wait_for(lambda screen: "rosa" in str(screen.rooms), "in the list")
    choice = offered(client)["rosa"]
    client.call(choice.run)

    assert choice.hint == "1"
    assert client.screen().row("rosa").is_current
