"""Several servers in one room list: what is on screen belongs to one of them."""

import pytest

from tests.support.tui_driver import TuiDriver

OTHER = "otra.example:6667"


@pytest.fixture
def on_two(client: TuiDriver) -> TuiDriver:
    """A client that is on two servers, with ``#redes`` of the second one on screen."""
    client.type(f"/connect {OTHER}/#redes")
    client.press("enter")
    client.servers[1].people = {"#redes": ("zoe",)}
    client.servers[1].accept()
    client.wait_for(lambda screen: len(screen.people) == 2, "zoe is there")
    return client


def test_both_servers_stand_in_the_room_list(on_two: TuiDriver) -> None:
    """Each with its rooms below it."""
    labels = [row.label for row in on_two.screen().rooms]

    assert labels == ["localhost:12345", "#sala", OTHER, "#redes"]


def test_a_click_leads_to_the_other_server(on_two: TuiDriver) -> None:
    """Timeline, people, nick and topic are those of the room there; the draft stays behind."""
    on_two.server.speak("rosa", "¿sigues ahí?")
    on_two.type("a medias")
    unread = on_two.wait_for(lambda screen: screen.row("#sala").badge, "counted")

    on_two.select("#sala")

    screen = on_two.screen()
    assert unread.row("#sala").badge == "1"
    assert "¿sigues ahí?" in screen.timeline
    assert screen.people == ("@rosa", "ana", "luis")
    assert (screen.composer, screen.row("#sala").badge) == ("", "")
    on_two.select("#redes")
    assert on_two.screen().composer == "a medias"


def test_the_unread_key_leads_across_servers(on_two: TuiDriver) -> None:
    """Whichever server it is on."""
    on_two.server.speak("rosa", "¿sigues ahí?")
    on_two.wait_for(lambda screen: screen.row("#sala").badge, "counted")

    on_two.press("unread_next")

    assert on_two.screen().row("#sala").is_current


def test_what_is_said_elsewhere_is_not_drawn_here(on_two: TuiDriver) -> None:
    """Also where the rooms have the same name."""
    on_two.type("/join #sala")
    on_two.press("enter")
    on_two.servers[0].speak("rosa", "en el primero")
    on_two.servers[1].speak("zoe", "en el segundo")

    screen = on_two.wait_for(lambda screen: "en el segundo" in screen.timeline, "said")

    assert "en el primero" not in screen.timeline


def test_what_one_says_goes_to_the_server_on_screen(on_two: TuiDriver) -> None:
    """And is confirmed there."""
    on_two.type("hola")
    on_two.press("enter")

    on_two.wait_for(lambda screen: "hola ✓" in screen.timeline.replace("\N{NO-BREAK SPACE}", " "))
    assert on_two.servers[1].heard_of("PRIVMSG") == [("#redes", "hola")]
    assert on_two.servers[0].heard_of("PRIVMSG") == []


def test_leaving_a_servers_own_room_takes_it_off_the_list(on_two: TuiDriver) -> None:
    """The other one is on screen then."""
    on_two.press("room_previous")
    on_two.type("/part")
    on_two.press("enter")

    screen = on_two.screen()
    assert [row.label for row in screen.rooms] == ["localhost:12345", "#sala"]
    assert screen.people == ("@rosa", "ana", "luis")
    assert on_two.servers[1].heard_of("QUIT") == [()]
