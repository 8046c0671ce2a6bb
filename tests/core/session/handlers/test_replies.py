"""What servers answer is understood, or shown as they wrote it."""

import pytest

from tertulia_core.i18n import set_language
from tertulia_core.session import events
from tertulia_core.session.state import SERVER_ROOM, ConnectionPhase, LineKind
from tests.support.scripted import ScriptedClient


@pytest.fixture
def client() -> ScriptedClient:
    """Return a client in its room."""
    made = ScriptedClient()
    made.go_online()
    return made


def test_the_lag_is_measured(client: ScriptedClient) -> None:
    """From our PING to its PONG; other PONGs are shown."""
    client.advance(31)
    client.clock.advance(0.25)
    client.answer_pings()

    assert client.state.lag == pytest.approx(0.25)
    assert any(isinstance(event, events.LagMeasured) for event in client.events)
    client.receive(":s PONG s mine")
    assert client.last(SERVER_ROOM).text == "s mine"


def test_silence_ends_the_connection(client: ScriptedClient) -> None:
    """A PING without PONG for a minute: closed, said, tried again."""
    client.advance(31)
    client.advance(61)
    client.pump()

    assert client.state.phase is ConnectionPhase.WAITING
    assert client.state.problem == "The server does not answer any more."


def test_the_reason_of_the_server_is_told(client: ScriptedClient) -> None:
    """ERROR explains the end of the connection that follows."""
    client.receive("ERROR :Closing link: banned")
    client.break_off()

    assert client.state.problem == "Closing link: banned"
    assert client.last().text == "The connection broke: Closing link: banned"


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("FAIL JOIN X #a :No se puede", LineKind.ERROR, "#a: No se puede"),
        ("WARN * Y :Cuidado", LineKind.INFO, "Cuidado"),
        ("NOTE * Z :Nota", LineKind.INFO, "Nota"),
        (":rosa!r@h KILL ana :fuera", LineKind.ERROR, "rosa ended your connection: fuera"),
        (":s 301 ana rosa :comiendo", LineKind.INFO, "rosa is away: comiendo"),
        (":s 311 ana rosa r h * :Rosa", LineKind.INFO, "rosa is r@h: Rosa"),
        (":s 319 ana rosa :@#sala", LineKind.INFO, "rosa is in @#sala"),
        (
            ":s 401 ana rosa :No such nick",
            LineKind.ERROR,
            "Nothing and nobody here is called rosa.",
        ),
        (":s 433 ana eva :Nickname in use", LineKind.ERROR, "Somebody else is called eva."),
        (":s 432 ana e=a :Erroneous", LineKind.ERROR, "Nobody can be called e=a here."),
        (":s 421 ana WHAT :Unknown", LineKind.ERROR, "The server does not know the command WHAT."),
        (":s 599 ana a b :Strange", LineKind.ERROR, "a b: Strange"),
        (":s 900 ana a!b@c ana :Hola", LineKind.INFO, "You are logged in as ana."),
        (":s 911 ana :No", LineKind.ERROR, "No"),
        (":s 351 ana v1 s :Notes", LineKind.INFO, "v1 s: Notes"),
        (":s 311 ana", LineKind.INFO, ""),
    ],
)
def test_answers_are_shown_where_the_person_looks(
    client: ScriptedClient, line: str, kind: LineKind, text: str
) -> None:
    """In our words where the meaning is certain, else in the server's."""
    before = len(client.lines())
    client.receive(line)

    if text:
        assert (client.last().kind, client.last().text) == (kind, text)
    assert len(client.lines()) == before + bool(text)


def test_answers_about_a_room_or_person_go_there(client: ScriptedClient) -> None:
    """What names an open room or conversation is shown in it."""
    client.type("/query rosa")
    client.receive(
        ":s 367 ana #sala *!*@malo rosa 1", ":s 301 ana rosa :fuera", ":s 301 ana rosa :fuera"
    )

    assert client.last().text == "Kept out of #sala: *!*@malo"
    assert client.texts("rosa") == ["rosa is away: fuera"]


def test_the_greeting_is_in_the_servers_room(client: ScriptedClient) -> None:
    """Counts and the message of the day, without their frames."""
    client.receive(
        ":s 251 ana :There are 2 users",
        ":s 252 ana 1 :operators online",
        ":s 265 ana 2 3 :Current local users 2, max 3",
        ":s 375 ana :- s Message of the day -",
        ":s 372 ana :- Hola",
        ":s 376 ana :End",
        ":s 322 ana #sala 3 :De qué va",
    )

    assert client.texts(SERVER_ROOM)[-5:] == [
        "There are 2 users", "1 operators online", "Current local users 2, max 3", "- Hola",
        "#sala · people: 3 · De qué va",
    ]  # fmt: skip


def test_unknown_commands_are_shown_whole(client: ScriptedClient) -> None:
    """Whatever a server invents."""
    client.receive(":s INVENTED a b :c d")

    assert client.last(SERVER_ROOM).text == "s: INVENTED a b c d"


def test_being_away(client: ScriptedClient) -> None:
    """The state, and a sentence in the person's language."""
    set_language("es")
    client.type("/away comiendo")
    assert client.written()[-1] == "AWAY :comiendo"

    happened = client.receive(":s 306 ana :You have been marked as away")
    assert client.state.away
    assert client.last().text == "Los demás ven que estás fuera."
    assert any(isinstance(event, events.ConnectionChanged) for event in happened)

    client.type("/back")
    client.receive(":s 305 ana :You are no longer away")
    assert not client.state.away


def test_absence_outlives_a_reconnect(client: ScriptedClient) -> None:
    """Who is away stays away."""
    client.type("/away comiendo")
    client.break_off()
    client.wait_for_retry()
    client.server.accept()
    client.server.welcome()
    client.pump()

    assert "AWAY :comiendo" in client.written()


@pytest.mark.parametrize("number", [403, 405, 437, 471, 473, 474, 475, 476, 477, 485, 489, 520])
def test_rooms_that_do_not_let_us_in(client: ScriptedClient, number: int) -> None:
    """The reason is said, and a reconnect does not try again."""
    client.type("/join #otra")
    client.receive(f":s {number} ana #otra :Cannot join")

    assert client.last().kind is LineKind.ERROR
    assert "#otra" not in client.controller._session._ctx.wished
    assert client.state.current == "#sala"


def test_what_comes_before_the_greeting_ends_is_part_of_it() -> None:
    """Numerics of any kind do not fall into the room that is being entered."""
    client = ScriptedClient()
    client.start()
    client.server.accept()
    client.pump()
    client.receive(":s 001 ana :Welcome", ":s 599 ana :Mind the step", ":s 250 ana :Most: 3")

    assert client.texts(SERVER_ROOM) == ["Welcome", "Mind the step", "Most: 3"]
    assert client.lines() == []
