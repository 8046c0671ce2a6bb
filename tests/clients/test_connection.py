"""Connecting, losing the connection and getting it back."""

from tests.support.client_driver import ClientDriver


def say(client: ClientDriver, text: str) -> None:
    """Type a text and press Enter."""
    client.type(text)
    client.press("enter")


def test_a_client_opens_ready_to_type_before_it_is_connected(unconnected: ClientDriver) -> None:
    """The room is on screen and the keyboard writes."""
    unconnected.type("hola")

    screen = unconnected.screen()
    assert screen.composer == "hola"
    assert screen.row("#sala").is_current
    assert "Connecting" in screen.status


def test_the_status_says_that_it_is_connected(client: ClientDriver) -> None:
    """In words, with the time a message takes."""
    client.wait_for(lambda screen: "Connected" in screen.status, "connected")
    client.wait_for(lambda screen: " ms" in screen.status, "the lag")
    assert client.screen().notice == ""


def test_a_missing_server_is_told_and_tried_again(unconnected: ClientDriver) -> None:
    """One line says so and counts down; then comes the next try."""
    unconnected.server.refuse()
    told = unconnected.wait_for(lambda screen: "No server answers" in screen.notice, "told")
    unconnected.pass_time(120)

    assert "trying again in" in told.notice + told.status
    unconnected.wait_for(lambda _screen: len(unconnected.server.link.targets) == 2, "another try")
    unconnected.server.accept()
    unconnected.wait_for(lambda screen: "Connected" in screen.status, "connected")


def test_what_is_typed_without_a_connection_is_sent_when_there_is_one(
    unconnected: ClientDriver,
) -> None:
    """It waits on screen, and goes out once."""
    say(unconnected, "¿hay alguien?")
    waiting = unconnected.wait_for(lambda screen: "¿hay alguien?" in screen.timeline, "waiting")
    unconnected.server.accept()

    assert "✓" not in waiting.timeline
    screen = unconnected.wait_for(lambda screen: "✓" in screen.timeline, "sent")
    assert unconnected.server.heard_of("PRIVMSG") == [("#sala", "¿hay alguien?")]
    assert screen.timeline.count("¿hay alguien?") == 1


def test_a_broken_connection_comes_back_by_itself(client: ClientDriver) -> None:
    """With the rooms one was in, and what was said before still on screen."""
    client.server.speak("rosa", "antes del corte")
    client.wait_for(lambda screen: "antes del corte" in screen.timeline, "shown")
    client.server.break_off()
    client.wait_for(lambda screen: screen.people == (), "nobody is listed meanwhile")
    client.pass_time(120)
    client.wait_for(lambda _screen: len(client.server.link.targets) == 2, "another try")
    client.server.accept()

    screen = client.wait_for(lambda screen: len(screen.people) == 3, "in the room again")
    assert "antes del corte" in screen.timeline
    assert client.server.heard_of("JOIN") == [("#sala",), ("#sala",)]


def test_a_room_can_be_started_here(unconnected: ClientDriver) -> None:
    """Where no server answers, one's own is a click away."""
    unconnected.server.refuse()
    unconnected.wait_for(lambda screen: "No server answers" in screen.notice, "told")
    unconnected.offer_room()

    unconnected.wait_for(lambda _screen: len(unconnected.server.link.targets) == 2, "tried at once")
    unconnected.server.accept()
    unconnected.wait_for(lambda screen: screen.notice == "", "connected to it")


def test_starting_a_room_leaves_the_keyboard_where_one_writes(unconnected: ClientDriver) -> None:
    """What is typed next is written, and the room says how long it lasts."""
    unconnected.server.refuse()
    unconnected.wait_for(lambda screen: "No server answers" in screen.notice, "told")
    unconnected.offer_room()
    unconnected.type("hola")
    unconnected.wait_for(lambda _screen: len(unconnected.server.link.targets) == 2, "tried at once")
    unconnected.server.accept()
    screen = unconnected.wait_for(lambda screen: screen.notice == "", "connected to it")

    assert screen.composer == "hola"
    assert "it lasts until you close this program" in " ".join(screen.timeline.split())


def test_no_room_is_started_where_one_is(client: ClientDriver) -> None:
    """The key says so, and nothing else happens."""
    client.press("start_room")

    client.wait_for(lambda screen: "in a room already" in screen.timeline, "told")
    assert len(client.server.link.targets) == 1


def test_a_missing_server_is_told_in_one_place(unconnected: ClientDriver) -> None:
    """Not in the room as well, and when the next try comes not twice either."""
    unconnected.server.refuse()
    screen = unconnected.wait_for(lambda screen: "No server answers" in screen.notice, "told")

    assert "No server answers" not in screen.timeline
    assert (screen.notice + screen.status).count("trying again") == 1


def test_a_taken_nick_gets_a_number(unconnected: ClientDriver) -> None:
    """The nick beside the composer is the one the server knows."""
    server = unconnected.server
    server.answers = False
    server.link.open()
    unconnected.wait_for(lambda _screen: server.heard_of("USER"), "signing in")
    server.says(":play.example 433 * ana :Nickname is already in use")
    unconnected.wait_for(lambda _screen: server.heard_of("NICK") == [("ana",), ("ana2",)], "asked")
    server.says(":play.example 001 ana2 :Welcome")

    unconnected.wait_for(lambda screen: screen.nick == "ana2", "shown")


def test_the_nick_is_changed_where_it_stands(client: ClientDriver) -> None:
    """The server is asked, and its answer shown."""
    client.rename("anita")

    client.wait_for(lambda screen: screen.nick == "anita", "shown")
    assert client.server.heard_of("NICK")[1:] == [("anita",)]
    assert "anita" in client.screen().people


def test_disconnect_stays_away_and_connect_returns(client: ClientDriver) -> None:
    """Nothing is tried in between."""
    say(client, "/disconnect")
    client.wait_for(lambda screen: "Not connected" in screen.status, "away")
    client.pass_time(600)
    client.screen()
    tried = len(client.server.link.targets)
    say(client, "/connect")
    client.wait_for(lambda _screen: len(client.server.link.targets) == 2, "connecting")
    client.server.accept()

    assert tried == 1
    client.wait_for(lambda screen: "Connected" in screen.status, "back")


def test_quit_says_goodbye_and_ends_the_client(client: ClientDriver) -> None:
    """The others see the reason."""
    say(client, "/quit hasta mañana")

    client.wait_for(lambda screen: not screen.is_open, "ended")
    client.server.react()
    assert client.server.heard_of("QUIT") == [("hasta mañana",)]
    assert not client.server.link.is_started


def test_closing_the_client_says_goodbye(client: ClientDriver) -> None:
    """The others see at once that the person left."""
    client.close()

    client.wait_for(lambda screen: not screen.is_open, "ended")
    client.server.react()
    assert len(client.server.heard_of("QUIT")) == 1
    assert not client.server.link.is_started


def test_away_is_told_to_the_server_and_shown(client: ClientDriver) -> None:
    """``/away`` and ``/back``."""
    say(client, "/away comiendo")
    client.wait_for(lambda screen: "away" in screen.status, "shown")
    say(client, "/back")

    client.wait_for(lambda screen: "away" not in screen.status, "back")
    assert client.server.heard_of("AWAY")[0] == ("comiendo",)
