"""Rooms, people, commands and keys, on every client."""

import pytest

from tests.support.client_driver import ClientDriver


def commands(client: ClientDriver) -> list[tuple[str, ...]]:
    """Return what the client wrote since the last look, but its PINGs."""
    written = client.server.take()
    return [(each.command, *each.params) for each in written if each.command != "PING"]


def do(client: ClientDriver, text: str) -> None:
    """Type a text and press Enter."""
    client.type(text)
    client.press("enter")


def open_redes(client: ClientDriver) -> None:
    """Enter a second room, and go back to the first."""
    do(client, "/join #redes")
    client.server.join("#redes", "ana @rosa")
    client.settle()
    client.choose_room("#sala")
    client.server.take()


def test_it_starts_in_the_room(client: ClientDriver) -> None:
    """Room, topic, people and nick are on screen, nothing has to be asked."""
    assert "#sala" in client.rooms()
    assert "#sala" in client.topic()
    assert "Clase de redes" in client.topic()
    assert client.members() == ["@ana", "luis", "rosa"]
    assert client.nick() == "ana"


def test_people_come_and_go(client: ClientDriver) -> None:
    """The list follows, and the timeline says it."""
    client.server.send(":eva!e@h JOIN #sala", ":luis!l@h QUIT :Adiós")
    client.settle()

    assert client.members() == ["@ana", "eva", "rosa"]
    assert any("eva" in row for row in client.timeline())
    assert any("luis" in row for row in client.timeline())


def test_a_renamed_person_keeps_their_place(client: ClientDriver) -> None:
    """A new nick shows in the list."""
    client.server.send(":rosa!r@h NICK :rosalia")
    client.settle()

    assert client.members() == ["@ana", "luis", "rosalia"]


def test_status_signs_follow_mode_changes(client: ClientDriver) -> None:
    """Operators come first."""
    client.server.send(":ana!a@h MODE #sala +o rosa")
    client.settle()

    assert client.members() == ["@ana", "@rosa", "luis"]


def test_unread_lines_of_another_room_are_counted(client: ClientDriver) -> None:
    """The badge counts what was said while one was elsewhere, and goes when one looks."""
    open_redes(client)
    for _ in range(2):
        client.server.say("rosa", "¿hay alguien?", "#redes")
    client.settle()
    assert "#redes 2" in client.rooms()

    client.choose_room("#redes")

    assert "#redes" in client.rooms()
    assert client.timeline()[-1] == "¿hay alguien?"


def test_the_next_room_by_key(client: ClientDriver) -> None:
    """The room keys walk through the list."""
    open_redes(client)

    client.press("room_next")
    assert "#redes" in client.topic()
    client.press("room_previous")

    assert "#sala" in client.topic()


def test_the_next_unread_room_by_key(client: ClientDriver) -> None:
    """Rooms without anything new are passed over."""
    open_redes(client)
    client.server.say("rosa", "hola", "#redes")
    client.settle()

    client.press("unread_next")

    assert "#redes" in client.topic()


def test_a_private_message_opens_a_conversation(client: ClientDriver) -> None:
    """It is listed with what waits in it."""
    client.server.say("rosa", "¿me oyes?", "ana")
    client.settle()
    assert "rosa 1" in client.rooms()

    client.choose_room("rosa")
    do(client, "sí")

    assert ("PRIVMSG", "rosa", "sí") in commands(client)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("/join #redes", ("JOIN", "#redes")),
        ("/part", ("PART", "#sala")),
        ("/nick eva", ("NICK", "eva")),
        ("/msg rosa hola", ("PRIVMSG", "rosa", "hola")),
        ("/topic nuevo tema", ("TOPIC", "#sala", "nuevo tema")),
        ("/away comiendo", ("AWAY", "comiendo")),
        ("/back", ("AWAY",)),
        ("/invite eva", ("INVITE", "eva", "#sala")),
        ("/kick luis basta", ("KICK", "#sala", "luis", "basta")),
        ("/op rosa", ("MODE", "#sala", "+o", "rosa")),
        ("/voice rosa", ("MODE", "#sala", "+v", "rosa")),
        ("/mode +t", ("MODE", "#sala", "+t")),
        ("/raw VERSION", ("VERSION",)),
    ],
)
def test_a_slash_command_asks_the_server(
    client: ClientDriver, typed: str, expected: tuple[str, ...]
) -> None:
    """Each command becomes its line of the protocol."""
    do(client, typed)

    assert expected in commands(client)


@pytest.mark.parametrize("typed", ["/whois rosa", "/list", "/ban luis", "/unban *!*@bad"])
def test_a_slash_command_that_asks_in_its_own_way(client: ClientDriver, typed: str) -> None:
    """These ask too; which line they use is the engine's business."""
    do(client, typed)

    verbs = {"/whois": "WHOIS", "/list": "LIST", "/ban": "MODE", "/unban": "MODE"}
    assert verbs[typed.split()[0]] in {command[0] for command in commands(client)}


def test_an_unknown_command_is_not_sent(client: ClientDriver) -> None:
    """The nearest known one is named instead."""
    do(client, "/jion #redes")

    assert commands(client) == []
    assert any("/join" in row for row in client.timeline())


def test_tab_completes_a_nick(client: ClientDriver) -> None:
    """A partial nick becomes a whole one."""
    client.type("ro")
    client.press("complete")

    assert client.composer() == "rosa: "


def test_tab_completes_a_command(client: ClientDriver) -> None:
    """A partial command too."""
    client.type("/top")
    client.press("complete")

    assert client.composer() == "/topic "


def test_help_lists_the_commands_and_escape_closes_it(client: ClientDriver) -> None:
    """F1 shows what can be typed; Escape goes back to the room."""
    client.press("help")
    assert "/join" in client.page()
    client.press("latest")

    assert client.page() == ""
    client.type("x")
    assert client.composer() == "x"


def test_clear_empties_the_screen(client: ClientDriver) -> None:
    """What was said is gone from here, not from the others."""
    client.server.say("rosa", "hola")
    client.settle()

    do(client, "/clear")

    assert not any("hola" in row for row in client.timeline())


def test_quit_ends_the_program(client: ClientDriver) -> None:
    """The server is told, the program ends."""
    do(client, "/quit Adiós")

    assert not client.is_open()
    assert ("QUIT", "Adiós") in commands(client)


def test_without_a_server_it_says_so_and_waits(fresh: ClientDriver) -> None:
    """The window is open all the same, and the status bar counts down."""
    fresh.server.close()
    fresh.settle()

    assert "Not connected" in fresh.status()
    assert "trying again in" in fresh.status()


def test_what_is_typed_without_a_connection_is_sent_later(fresh: ClientDriver) -> None:
    """Nothing typed is lost; it goes out when the server is there."""
    fresh.server.close()
    fresh.settle()
    do(fresh, "hola")
    assert any("hola" in row for row in fresh.timeline())

    fresh.advance(60)
    fresh.server.accept()
    fresh.settle()
    fresh.server.welcome()
    fresh.settle()
    fresh.server.join()
    fresh.settle()

    assert ("PRIVMSG", "#sala", "hola") in commands(fresh)


def test_it_comes_back_by_itself(client: ClientDriver) -> None:
    """After a break the room is entered again, without a word from the person."""
    client.server.close()
    client.settle()
    assert "Not connected" in client.status()

    client.advance(60)
    client.server.accept()
    client.settle()
    client.server.welcome()
    client.settle()

    assert any(command[:2] == ("JOIN", "#sala") for command in commands(client))
    assert "Connected" in client.status()


def test_a_taken_nick_gets_a_number(fresh: ClientDriver) -> None:
    """Nobody is asked; the nick at the composer shows it."""
    fresh.server.accept()
    fresh.settle()
    fresh.server.send(":irc.example.org 433 * ana :Nickname is already in use")
    fresh.settle()
    nicks = [command[1] for command in commands(fresh) if command[0] == "NICK"]

    assert nicks[-1] != "ana"
    assert nicks[-1].startswith("ana")
