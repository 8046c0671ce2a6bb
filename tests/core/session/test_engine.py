"""The engine takes in whatever a server writes, and loses nothing that a person would read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.clock import ManualClock
from tertulia_core.session import engine, events, intents
from tertulia_core.session.engine import HANDLERS, ClientSession
from tertulia_core.session.grouping import Grouper
from tertulia_core.session.settings import SessionSettings
from tertulia_core.session.state import SERVER_ROOM, ConnectionPhase, Delivery, RoomKind
from tertulia_core.wire import numerics
from tests.support.scripted import ScriptedClient

NUMERICS = sorted(
    value for name, value in vars(numerics).items() if name.startswith(("RPL_", "ERR_"))
)
VERBS = sorted(name for name in HANDLERS if not name.isdigit())
SOURCES = ("", ":", ":ana!a@h ", ":rosa!r@h ", ":rosa ", ":irc.example.org ")
TAGS = ("", "@ ", "@batch=x ", "@label=m1;msgid=1 ", "@time=9;+typing=active ")
WORDS = st.sampled_from(
    [
        *(
            "*",
            "#sala",
            "#otra",
            "ana",
            "rosa",
            "@ana",
            "+ov-k",
            "-",
            "+x",
            "=",
            "LS",
            "ACK",
            "REQ",
        ),
        *("\x01ACTION", "\x01", "9" * 400, "a,b,,#c", "\u202e\x1b[2J"),
    ]
)


@pytest.fixture
def failures(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return what handlers raised: the engine logs it and goes on."""
    raised: list[object] = []
    monkeypatch.setattr(engine._log, "exception", lambda *args: raised.append(args))
    return raised


def session() -> ClientSession:
    """Return a session in its room, with a message on its way, a conversation and a wish."""
    made = ClientSession(SessionSettings("ana", "localhost:1", rooms=("#sala",)), ManualClock())
    made.connecting()
    made.connected()
    made.receive(
        [
            b":s CAP * LS :batch echo-message labeled-response message-tags",
            b":s CAP * ACK :batch echo-message labeled-response message-tags",
            b":s 001 ana :Welcome",
            b":s 422 ana :x",
            b":ana!a@h JOIN #sala",
            b":s 353 ana = #sala :@ana rosa",
            b":s 366 ana #sala :x",
        ]
    )
    made.request(intents.SendText("#sala", "hola"))
    made.request(intents.OpenPrivate("rosa"))
    made.request(intents.JoinRoom("#otra"))
    made.request(intents.SelectRoom("#sala"))
    return made


def use(made: ClientSession) -> None:
    """Draw everything, let time pass, and lose the connection."""
    made.tick()
    made.next_deadline()
    made.take_output()
    made.disconnected("gone", None)
    for room in made.state.rooms.values():
        Grouper().add_all(room.lines)


@pytest.mark.parametrize("tags", TAGS)
@pytest.mark.parametrize("source", SOURCES)
def test_every_command_with_any_number_of_parameters(
    failures: list[object], source: str, tags: str
) -> None:
    """Every numeric and verb, with 0 to 20 parameters, with and without a source."""
    made = session()
    for command in (*NUMERICS, *VERBS, "999", "XYZ"):
        for count in range(21):
            words = (["ana", "#sala", "rosa"] * 7)[:count]
            made.receive([f"{tags}{source}{command} {' '.join(words)}".encode()])
    use(made)

    assert failures == []


@given(st.lists(st.binary(max_size=200)))
def test_any_bytes(lines: list[bytes]) -> None:
    """Garbage is shown or passed over, never a crash."""
    made = session()

    made.receive(lines)

    use(made)
    assert SERVER_ROOM in made.state.rooms


@given(
    st.lists(
        st.tuples(
            st.sampled_from(TAGS),
            st.sampled_from(SOURCES),
            st.sampled_from([*VERBS, *NUMERICS]),
            st.lists(WORDS, max_size=6),
            WORDS,
        ),
        max_size=15,
    )
)
def test_any_conversation(spoken: list[tuple[str, str, str, list[str], str]]) -> None:
    """Sequences of half-sensible messages leave a state that can be used and drawn."""
    made = session()
    with pytest.MonkeyPatch.context() as patch:
        raised: list[object] = []
        patch.setattr(engine._log, "exception", lambda *args: raised.append(args))

        for tags, source, command, words, last in spoken:
            line = f"{tags}{source}{' '.join([command, *words])} :{last}"
            made.receive([line.encode()])

        use(made)
    assert raised == []
    assert made.state.current in made.state.rooms


def test_a_failing_handler_ends_nothing(
    monkeypatch: pytest.MonkeyPatch, failures: list[object]
) -> None:
    """It is logged, and the next line is taken in."""
    broken = HANDLERS["TOPIC"]._replace(handler=lambda _ctx, _message: 1 / 0)  # type: ignore[arg-type]
    monkeypatch.setitem(HANDLERS, "TOPIC", broken)
    made = session()

    made.receive([b":rosa TOPIC #sala :x", b":rosa!r@h PRIVMSG #sala :sigo"])

    assert len(failures) == 1
    assert made.state.rooms["#sala"].lines[-1].text == "sigo"


def test_lines_that_are_no_messages_are_shown() -> None:
    """A person sees what the server wrote, blank lines aside."""
    made = session()
    before = len(made.state.rooms[SERVER_ROOM].lines)

    made.receive([b"", b"  ", b":only.a.source", b"\xff\xfe"])

    texts = [line.text for line in made.state.rooms[SERVER_ROOM].lines][before:]
    assert texts == [":only.a.source", "\ufffd\ufffd"]


def test_it_begins_ready_to_type() -> None:
    """The room is there and on screen before there is a server."""
    made = ClientSession(SessionSettings("ana", "localhost:1", rooms=("#a", "#b")), ManualClock())

    happened = made.start()

    assert [event for event in happened if isinstance(event, events.RoomOpened)] == [
        events.RoomOpened(SERVER_ROOM),
        events.RoomOpened("#a"),
        events.RoomOpened("#b"),
    ]
    assert happened[-1] == events.RoomSelected("#a")
    assert made.state.rooms[SERVER_ROOM].kind is RoomKind.SERVER


def test_a_foreign_network_has_its_own_rules() -> None:
    """Casemapping, channel signs, ranks and modes are what the server says they are."""
    made = session()
    made.receive(
        [
            b":s 005 ana CASEMAPPING=rfc1459 CHANTYPES=!% PREFIX=(qo)~@ CHANMODES=b,k,l,i :are",
            b":s 005 ana NETWORK=Otra :are",
            b":ana!a@h JOIN %Sala[1]",
            b":s 353 ana = %sala{1} :~@ana ROSA^",
            b":s 366 ana %SALA[1] :End",
            b":rosa~!r@h PRIVMSG %SALA{1} :hola",
            b":s MODE %sala[1] +kq clave rosa~",
        ]
    )

    room = made.state.rooms["%sALA{1}"]
    assert made.state.network == "Otra"
    assert room.synced
    assert [(m.nick, m.prefixes) for m in room.members.values()] == [("ana", "~@"), ("ROSA^", "~")]
    assert [line.text for line in room.lines][-2:] == ["hola", "+kq clave rosa~"]


def test_being_cut_off_is_told_in_each_room_once() -> None:
    """The rooms we were in and the one on screen; failing tries add one line per reason."""
    client = ScriptedClient()
    client.go_online()
    client.server.join("#otra")
    client.pump()
    client.receive(":ana!a@h PART #otra")
    client.break_off()

    assert client.last().text.startswith("The connection broke: ")
    assert client.last("#otra").text == ""
    assert client.state.phase is ConnectionPhase.WAITING
    lines = len(client.lines())
    for _ in range(3):
        client.wait_for_retry()
        client.break_off()
    assert len(client.lines()) == lines


def test_focus_keeps_the_place_where_one_stopped_reading() -> None:
    """What comes while nobody looks is after the mark, until it was seen."""
    made = session()
    seen = made.state.rooms["#sala"].lines[-1].id
    made.focus(is_focused=False)
    made.receive([b":rosa!r@h PRIVMSG #sala :x", b":rosa!r@h PRIVMSG #sala :y"])

    assert made.state.rooms["#sala"].read_line == seen
    assert made.state.rooms["#sala"].unread == 2
    made.focus(is_focused=True)
    assert made.state.rooms["#sala"].unread == 0
    made.request(intents.SelectRoom("#sala"))
    assert made.state.rooms["#sala"].read_line == made.state.rooms["#sala"].lines[-1].id


def test_another_server_begins_with_an_empty_screen() -> None:
    """The state stays the same object, so nobody who holds it is left behind."""
    made = session()
    state = made.state

    happened = made.move(SessionSettings("eva", "example.org:6667", rooms=("#x",)))

    assert events.RoomClosed("#sala") in happened
    assert made.state is state
    assert (state.nick, state.address, state.current) == ("eva", "example.org:6667", "#x")
    assert list(state.rooms) == [SERVER_ROOM, "#x"]
    assert made.unsent() == ()


def test_a_flood_is_taken_in_quickly_enough_to_be_bounded() -> None:
    """The timeline keeps the newest 4,000 lines, and every line was reported."""
    made = session()

    happened = made.receive([b":rosa!r@h PRIVMSG #sala :x"] * 10_000)

    assert sum(isinstance(event, events.LineAdded) for event in happened) == 10_000
    assert len(made.state.rooms["#sala"].lines) == 4_000
    assert made.state.rooms["#sala"].lines[-1].delivery is Delivery.NONE
