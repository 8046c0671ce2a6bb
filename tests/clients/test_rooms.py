"""Rooms and conversations: entering, leaving, what waits in them."""

from tests.support.client_driver import ClientDriver


def labels(client: ClientDriver) -> list[str]:
    """Return what the room list shows."""
    return [row.label for row in client.screen().rooms]


def say(client: ClientDriver, text: str) -> None:
    """Type a text and press Enter."""
    client.type(text)
    client.press("enter")


def test_join_opens_the_room_and_shows_it(client: ClientDriver) -> None:
    """One is ready to write there."""
    say(client, "/join #redes")

    screen = client.wait_for(lambda screen: "#redes" in screen.topic, "on screen")
    assert screen.row("#redes").is_current
    say(client, "hola, redes")
    client.wait_for(lambda screen: "✓" in screen.timeline, "said")
    assert client.server.heard_of("PRIVMSG") == [("#redes", "hola, redes")]


def test_part_takes_the_room_away(client: ClientDriver) -> None:
    """Another room is on screen then."""
    say(client, "/join #redes")
    client.wait_for(lambda screen: "#redes" in screen.topic, "on screen")
    say(client, "/part")

    screen = client.wait_for(lambda screen: "#sala" in screen.topic, "back")
    assert "#redes" not in [row.label for row in screen.rooms]
    assert client.server.heard_of("PART") == [("#redes",)]


def test_what_is_said_elsewhere_is_counted_there(client: ClientDriver) -> None:
    """The count goes when the room is looked at."""
    say(client, "/join #redes")
    client.wait_for(lambda screen: "#redes" in screen.topic, "on screen")
    client.server.speak("rosa", "una")
    client.server.speak("luis", "dos")
    counted = client.wait_for(lambda screen: screen.row("#sala").badge == "2", "counted")
    client.select("#sala")

    assert "una" not in counted.timeline
    screen = client.wait_for(lambda screen: screen.row("#sala").is_current, "selected")
    assert "una" in screen.timeline
    assert screen.row("#sala").badge == ""


def test_what_was_said_meanwhile_stands_below_a_mark(client: ClientDriver) -> None:
    """Coming back to a room, one sees where reading stopped."""
    client.server.speak("rosa", "ya leído")
    client.wait_for(lambda screen: "ya leído" in screen.timeline, "read")
    say(client, "/join #redes")
    client.wait_for(lambda screen: "#redes" in screen.topic, "elsewhere")
    client.server.speak("rosa", "sin leer")
    client.wait_for(lambda screen: screen.row("#sala").badge == "1", "counted")
    client.select("#sala")

    screen = client.wait_for(lambda screen: "sin leer" in screen.timeline, "shown")
    read, _mark, rest = screen.timeline.partition("New messages")
    assert "ya leído" in read
    assert "sin leer" in rest


def test_looking_away_counts_and_marks_what_comes(client: ClientDriver) -> None:
    """Only what is seen counts as read."""
    client.server.speak("rosa", "antes")
    client.wait_for(lambda screen: "antes" in screen.timeline, "shown")
    client.look_away()
    client.server.speak("rosa", "después")
    away = client.wait_for(lambda screen: screen.row("#sala").badge == "1", "counted")
    client.look_back()

    before, mark, rest = away.timeline.partition("New messages")
    assert mark
    assert "antes" in before
    assert "después" in rest
    client.wait_for(lambda screen: screen.row("#sala").badge == "", "read")


def test_what_comes_while_one_looks_has_no_mark(client: ClientDriver) -> None:
    """Neither in a room one came back to, nor after having looked away for nothing."""
    client.server.speak("rosa", "ya leído")
    client.wait_for(lambda screen: "ya leído" in screen.timeline, "read")
    say(client, "/join #redes")
    client.wait_for(lambda screen: "#redes" in screen.topic, "elsewhere")
    client.select("#sala")
    client.look_away()
    client.look_back()

    client.server.speak("rosa", "visto al llegar")

    screen = client.wait_for(lambda screen: "visto al llegar" in screen.timeline, "shown")
    assert "New messages" not in screen.timeline


def test_a_private_message_opens_a_conversation_without_moving_the_screen(
    client: ClientDriver,
) -> None:
    """It waits in the list, counted."""
    client.server.speak("rosa", "¿tienes un minuto?", target="ana")

    screen = client.wait_for(lambda screen: "rosa" in str(screen.rooms), "in the list")
    assert screen.row("rosa").badge == "1"
    assert screen.row("#sala").is_current
    client.select("rosa")
    client.wait_for(lambda screen: "¿tienes un minuto?" in screen.timeline, "on screen")


def test_choosing_a_person_opens_a_conversation(client: ClientDriver) -> None:
    """What is written then goes to that person alone."""
    client.choose_person("luis")
    client.wait_for(lambda screen: screen.row("luis").is_current, "on screen")
    say(client, "oye")

    client.wait_for(lambda screen: "✓" in screen.timeline, "said")
    assert client.server.heard_of("PRIVMSG") == [("luis", "oye")]


def test_the_keys_walk_through_the_rooms(client: ClientDriver) -> None:
    """To the next one and back."""
    say(client, "/join #redes")
    client.wait_for(lambda screen: "#redes" in screen.topic, "on screen")
    client.press("room_previous")
    client.wait_for(lambda screen: screen.row("#sala").is_current, "the one before")
    client.press("room_next")

    client.wait_for(lambda screen: screen.row("#redes").is_current, "the next one")


def test_a_key_goes_to_the_room_where_something_waits(client: ClientDriver) -> None:
    """Rooms without anything new are passed over."""
    for room in ("#a", "#b", "#c"):
        say(client, f"/join {room}")
        client.wait_for(lambda screen, room=room: room in screen.topic, "on screen")  # type: ignore[misc]
    client.server.speak("rosa", "aquí")
    client.wait_for(lambda screen: screen.row("#sala").badge == "1", "counted")
    client.press("unread_next")

    client.wait_for(lambda screen: screen.row("#sala").is_current, "the one that waits")


def test_the_topic_stands_above_and_can_be_changed(client: ClientDriver) -> None:
    """``/topic`` asks the server; what it says then is shown."""
    say(client, "/topic Hoy: sockets")

    client.wait_for(lambda screen: "Hoy: sockets" in screen.topic, "above the timeline")
    assert client.server.heard_of("TOPIC") == [("#sala", "Hoy: sockets")]


def test_clear_empties_the_screen(client: ClientDriver) -> None:
    """What comes afterwards appears as always."""
    client.server.speak("rosa", "viejo")
    client.wait_for(lambda screen: "viejo" in screen.timeline, "shown")
    say(client, "/clear")
    client.wait_for(lambda screen: "viejo" not in screen.timeline, "gone")
    client.server.speak("rosa", "nuevo")

    client.wait_for(lambda screen: "nuevo" in screen.timeline, "shown")


def test_being_removed_is_said_in_the_room(client: ClientDriver) -> None:
    """The room stays, with who did it and why."""
    client.server.says(":rosa!r@h KICK #sala ana :hasta luego")

    client.wait_for(lambda screen: "hasta luego" in screen.timeline, "said")
    assert "#sala" in labels(client)


def test_a_room_one_cannot_enter_says_why(client: ClientDriver) -> None:
    """The server's reason is shown where one looks."""
    client.server.answers = False
    say(client, "/join #cerrada")
    client.wait_for(lambda _screen: client.server.heard_of("JOIN")[1:], "asked")
    client.server.says(":play.example 473 ana #cerrada :Cannot join channel (+i)")

    client.wait_for(lambda screen: "#cerrada" in screen.timeline, "said")
