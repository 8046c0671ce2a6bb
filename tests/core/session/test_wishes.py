"""What a person wants is written, remembered, or answered at once."""

from typing import get_args

import pytest

from tertulia_core.session import events, intents
from tertulia_core.session.intents import Intent
from tertulia_core.session.state import SERVER_ROOM, LineKind
from tertulia_core.session.wishes import WISHES
from tests.support.scripted import ScriptedClient


@pytest.fixture
def client() -> ScriptedClient:
    """Return a client in its room."""
    made = ScriptedClient()
    made.go_online()
    made.written()
    return made


def test_every_intent_has_a_wish() -> None:
    """A new intent cannot be forgotten."""
    assert set(WISHES) == set(get_args(Intent))


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("/topic Hola", "TOPIC #sala :Hola"),
        ("/topic -delete", "TOPIC #sala :"),
        ("/topic", "TOPIC #sala"),
        ("/whois rosa", "WHOIS rosa"),
        ("/away x", "AWAY :x"),
        ("/back", "AWAY"),
        ("/invite eva", "INVITE eva #sala"),
        ("/kick rosa", "KICK #sala rosa"),
        ("/kick rosa por pesada", "KICK #sala rosa :por pesada"),
        ("/ban rosa", "MODE #sala +b rosa!*@*"),
        ("/mode", "MODE #sala"),
        ("/nick eva", "NICK eva"),
        ("/nick Íñigo", "NICK Inigo"),
        ("/part", "PART #sala"),
        ("/list *a*", "LIST *a*"),
        ("/raw who  #sala", "who  #sala"),
        ("/disconnect adiós", "QUIT :adiós"),
    ],
)
def test_what_is_written(client: ScriptedClient, typed: str, line: str) -> None:
    """One line of the protocol for one command."""
    client.type(typed)

    assert client.written() == [line]


def test_many_modes_go_in_lines_that_the_server_takes(client: ScriptedClient) -> None:
    """Four changes each here."""
    client.type("/op a b c d e")

    assert client.written() == ["MODE #sala +oooo a b c d", "MODE #sala +o e"]


@pytest.mark.parametrize(
    "typed", ["/topic x", "/whois rosa", "/kick rosa", "/mode +m", "/raw x", "/list"]
)
def test_offline_nothing_is_pretended(typed: str) -> None:
    """What cannot wait says that it has to."""
    client = ScriptedClient()
    client.start()
    client.type(typed)

    assert client.last(client.state.current).kind is LineKind.ERROR
    assert "Not connected" in client.last(client.state.current).text


def test_offline_wishes_that_can_wait() -> None:
    """Rooms, nick and absence are remembered for the connection."""
    client = ScriptedClient()
    client.start()
    client.type("/join #otra clave")
    client.type("/nick eva")
    assert (client.state.current, client.state.nick) == ("#otra", "eva")

    client.server.accept()
    client.pump()
    assert "NICK eva" in client.written()
    client.receive(":s 001 eva :x", ":s 422 eva :x")
    assert client.written() == ["JOIN #otra clave", "JOIN #sala"]


@pytest.mark.parametrize("typed", ["/msg rosa hola", "/query rosa hola"])
def test_what_is_said_to_one_person_is_on_screen(client: ScriptedClient, typed: str) -> None:
    """Whoever writes to somebody sees where it went."""
    client.type(typed)

    assert client.state.current == "rosa"
    assert client.last("rosa").text == "hola"


def test_a_nick_with_other_letters_is_told(client: ScriptedClient) -> None:
    """What a nick cannot hold goes, and not without a word."""
    client.request(intents.ChangeNick("ana maría"))

    assert client.last().text == "Nicks are made of plain letters: yours becomes anamaria."
    assert client.written() == ["NICK anamaria"]


def test_a_nick_chosen_while_signing_in_is_asked_for_at_once() -> None:
    """There is no need to wait."""
    client = ScriptedClient()
    client.start()
    client.server.accept()
    client.pump()
    client.written()

    client.type("/nick eva")

    assert client.written() == ["NICK eva"]


def test_joining_where_one_is_goes_there(client: ScriptedClient) -> None:
    """Nothing is written for it."""
    client.type("/query rosa")
    client.type("/join #SALA")

    assert client.state.current == "#sala"
    assert client.written() == []


def test_a_room_that_is_left_offline_is_closed(client: ScriptedClient) -> None:
    """And it is not entered again."""
    client.break_off()
    client.type("/part")
    client.wait_for_retry()
    client.server.accept()
    client.server.welcome()
    client.pump()

    assert "#sala" not in client.state.rooms
    assert not any("JOIN" in line for line in client.written())


def test_conversations_are_opened_and_closed(client: ScriptedClient) -> None:
    """/query shows one, /part closes it, the server's room stays."""
    client.type("/query rosa")
    assert client.state.current == "rosa"
    client.type("/part")
    assert "rosa" not in client.state.rooms
    client.request(intents.PartRoom(SERVER_ROOM))
    assert SERVER_ROOM in client.state.rooms


@pytest.mark.parametrize(
    "typed", ["/query a,b", "/query *", "/msg :x hola", "/nick :", "/join #a\x07"]
)
def test_names_that_cannot_be(client: ScriptedClient, typed: str) -> None:
    """They are refused here, with a sentence."""
    client.type(typed)

    assert client.written() == []
    assert "cannot be anybody's name" in client.last().text


def test_a_raw_line_stays_one_line(client: ScriptedClient) -> None:
    """Nothing can be smuggled in with a line break."""
    client.request(intents.SendRaw("PRIVMSG #sala :a\r\nQUIT\0"))

    assert client.written() == ["PRIVMSG #sala :a  QUIT"]


def test_clearing_empties_the_screen(client: ScriptedClient) -> None:
    """The room is still there."""
    client.receive(":rosa!r@h PRIVMSG #sala :x")
    happened = client.type("/clear")

    assert client.lines() == []
    assert events.LinesCleared("#sala") in happened


def test_help_is_shown_and_not_said(client: ScriptedClient) -> None:
    """A page for the person, an error line for an unknown subject."""
    (shown,) = client.type("/help join")
    assert isinstance(shown, events.TextShown)
    assert "/join #room [key]" in shown.text

    client.type("/help jion")
    assert "Did you mean /join?" in client.last().text
    assert client.written() == []


def test_the_list_of_rooms_has_its_place(client: ScriptedClient) -> None:
    """The answer may be long, so it goes to the server's room."""
    client.type("/list")

    assert client.state.current == SERVER_ROOM


def test_quitting_says_goodbye_and_ends_the_program(client: ScriptedClient) -> None:
    """The user interface hears of it after the goodbye was written."""
    happened = client.type("/quit hasta luego")

    assert client.written() == ["QUIT :hasta luego"]
    assert events.QuitRequested() in happened
    assert not client.link.is_connected


def test_selecting_what_is_not_there_changes_nothing(client: ScriptedClient) -> None:
    """The room on screen stays."""
    assert client.request(intents.SelectRoom("#nada")) == []
    assert client.state.current == "#sala"
