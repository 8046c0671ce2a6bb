"""What others say is shown where it belongs, and counted where nobody looks."""

import pytest

from tertulia_core.session import events, intents
from tertulia_core.session.state import SERVER_ROOM, LineKind, RoomKind
from tests.support.scripted import ScriptedClient


@pytest.fixture
def client() -> ScriptedClient:
    """Return a client in its room."""
    made = ScriptedClient()
    made.go_online()
    return made


def test_speech_in_a_room(client: ScriptedClient) -> None:
    """With its kind, its nick, the server's time and id."""
    client.receive(
        "@time=2026-01-01T00:00:00.000Z;msgid=x :rosa!r@h PRIVMSG #sala :hola",
        ":rosa!r@h NOTICE #sala :aviso",
        ":rosa!r@h PRIVMSG #sala :\x01ACTION saluda\x01",
        ":rosa!r@h PRIVMSG #sala :\x01ACTION saluda",
        ":rosa!r@h PRIVMSG @#sala :solo para operadores",
    )

    assert [(line.kind, line.text) for line in client.lines()[1:]] == [
        (LineKind.MESSAGE, "hola"),
        (LineKind.NOTICE, "aviso"),
        (LineKind.ACTION, "saluda"),
        (LineKind.ACTION, "saluda"),
        (LineKind.MESSAGE, "solo para operadores"),
    ]
    assert (client.lines()[1].time, client.lines()[1].msgid) == (1_767_225_600.0, "x")


@pytest.mark.parametrize("stamp", ["", "gestern", "9999999-01-01", "2026-01-01T00:00:00", "∞"])
def test_strange_times_are_our_own(client: ScriptedClient, stamp: str) -> None:
    """A time that is none is the time of arrival; one without zone is UTC."""
    client.receive(f"@time={stamp} :rosa!r@h PRIVMSG #sala :hola")

    expected = 1_767_225_600.0 if stamp.startswith("2026") else client.clock.wall()
    assert client.last().time == expected


def test_a_private_message_opens_a_conversation(client: ScriptedClient) -> None:
    """Without taking the screen; each message counts as a mention."""
    happened = client.receive(":rosa!r@h PRIVMSG ana :psst")

    room = client.room("rosa")
    assert (room.kind, room.unread, room.mentions) == (RoomKind.PRIVATE, 1, 1)
    assert events.RoomOpened("rosa") in happened
    assert client.state.current == "#sala"
    assert not client.last("rosa").mention


def test_unread_and_mentions(client: ScriptedClient) -> None:
    """Counted in rooms that are not on screen, and in the one that is while nobody looks."""
    client.server.join("#otra")
    client.pump()
    client.receive(":rosa!r@h PRIVMSG #otra :hola", ":rosa!r@h PRIVMSG #otra :¿Ana?")
    assert (client.room("#otra").unread, client.room("#otra").mentions) == (2, 1)
    assert client.last("#otra").mention

    client.receive(":rosa!r@h PRIVMSG #sala :ana")
    assert client.room().unread == 0
    client.controller.focus(False)
    client.receive(":rosa!r@h PRIVMSG #sala :ana")
    assert (client.room().unread, client.room().mentions) == (1, 1)
    assert client.room().read_line == client.lines()[-2].id

    assert client.controller.focus(True) == [events.UnreadChanged("#sala")]
    happened = client.request(intents.SelectRoom("#otra"))
    assert events.UnreadChanged("#otra") in happened
    assert client.room("#otra").unread == 0


def test_comings_and_goings_are_not_unread(client: ScriptedClient) -> None:
    """Only what people say counts."""
    client.server.join("#otra")
    client.pump()
    client.receive(":rosa!r@h JOIN #otra", ":rosa!r@h TOPIC #otra :x")

    assert client.room("#otra").unread == 0


def test_the_server_speaks_in_its_room(client: ScriptedClient) -> None:
    """Notices of servers, before and after signing in."""
    client.receive(
        ":irc.example.org NOTICE ana :Attention", "NOTICE * :*** Looking up", ":x.y WALLOPS :all"
    )

    assert client.texts(SERVER_ROOM)[-3:] == ["Attention", "*** Looking up", "all"]


def test_notices_of_people_do_not_open_conversations(client: ScriptedClient) -> None:
    """They are shown where one looks, or in the conversation that is open."""
    client.receive(":NickServ!s@services NOTICE ana :Hola")
    assert (client.last().kind, client.last().nick) == (LineKind.NOTICE, "NickServ")

    client.type("/query NickServ")
    client.receive(":NickServ!s@services NOTICE ana :Bien")

    assert client.texts("NickServ") == ["Bien"]


def test_programs_asking_ours_get_no_answer(client: ScriptedClient) -> None:
    """A line in the server's room says what they asked."""
    client.written()
    client.receive(":rosa!r@h PRIVMSG ana :\x01VERSION\x01")

    assert client.written() == []
    assert "VERSION" in client.texts(SERVER_ROOM)[-1]
    assert "rosa" not in client.state.rooms


def test_a_message_is_shown_once(client: ScriptedClient) -> None:
    """The same id twice is the same message."""
    line = "@msgid=x :rosa!r@h PRIVMSG #sala :hola"
    client.receive(line, line)

    assert client.texts().count("hola") == 1


def test_messages_to_rooms_we_are_not_in(client: ScriptedClient) -> None:
    """Nothing is dropped: the server's room shows them."""
    client.receive(":rosa!r@h PRIVMSG #otra :hola")

    assert client.last(SERVER_ROOM).text == "hola"
    assert "#otra" not in client.state.rooms


def test_old_ids_are_forgotten(client: ScriptedClient) -> None:
    """The memory for ids is bounded."""
    client.receive(*(f"@msgid={number} :rosa!r@h PRIVMSG #sala :x" for number in range(33_000)))
    client.receive("@msgid=1 :rosa!r@h PRIVMSG #sala :again")

    assert client.last().text == "again"
    assert len(client.lines()) == 4_000


def lines_of_batch(
    *inside: str, tags: str = "@msgid=x;time=2026-01-01T00:00:00.000Z "
) -> list[str]:
    """Return a message of several lines; a text that begins with ``+`` goes on."""
    lines = [f"{tags}:rosa!r@h BATCH +b draft/multiline #sala"]
    for text in inside:
        concat = ";draft/multiline-concat" if text.startswith("+") else ""
        lines.append(f"@batch=b{concat} :rosa!r@h PRIVMSG #sala :{text.removeprefix('+')}")
    return [*lines, ":rosa!r@h BATCH -b"]


class TestSeveralLines:
    """https://ircv3.net/specs/extensions/multiline"""

    def test_a_batch_is_one_message(self, client: ScriptedClient) -> None:
        """Shown when it is complete, with the time and the id of the batch."""
        *lines, end = lines_of_batch("hola", "", "¿qué ", "+tal, Ana?")

        assert client.receive(*lines) == []
        client.receive(end)

        line = client.last()
        assert (line.text, line.nick, line.kind) == (
            "hola\n\n¿qué tal, Ana?",
            "rosa",
            LineKind.MESSAGE,
        )
        assert (line.time, line.msgid, line.mention) == (1_767_225_600.0, "x", True)

    def test_it_counts_once_and_is_shown_once(self, client: ScriptedClient) -> None:
        client.server.join("#otra")
        client.pump()
        client.request(intents.SelectRoom("#otra"))

        client.receive(*lines_of_batch("a", "b"), *lines_of_batch("a", "b"))

        assert client.texts()[-1] == "a\nb"
        assert client.room().unread == 1

    def test_a_private_one_opens_a_conversation(self, client: ScriptedClient) -> None:
        client.receive(*(line.replace("#sala", "ana") for line in lines_of_batch("a", "b")))

        assert client.texts("rosa") == ["a\nb"]

    def test_what_another_client_of_ours_says_is_ours(self, client: ScriptedClient) -> None:
        client.receive(*(line.replace("rosa!r", "ana!a") for line in lines_of_batch("a", "b")))

        assert (client.last().text, client.last().own) == ("a\nb", True)

    def test_one_that_never_ends_is_not_shown(self, client: ScriptedClient) -> None:
        """Not even when the connection ends: the server will tell it again, whole."""
        before = client.texts()
        client.receive(*lines_of_batch("a", "b")[:-1])
        client.break_off()

        assert not {"a", "b", "a\nb"} & {*client.texts()} - {*before}

    @pytest.mark.parametrize("inside", [[], [""], ["", " "]])
    def test_one_that_says_nothing_is_not_shown(
        self, client: ScriptedClient, inside: list[str]
    ) -> None:
        before = client.texts()

        client.receive(*lines_of_batch(*inside))

        assert client.texts() == before

    def test_one_without_end_fills_no_memory(self, client: ScriptedClient) -> None:
        """What comes beyond any sensible length is left out."""
        client.receive(*lines_of_batch(*["x" * 400] * 3000))

        assert 2**20 - 500 < len(client.last().text) <= 2**20

    def test_odd_ones_do_no_harm(self, client: ScriptedClient) -> None:
        """Another target inside, no source, no target on the batch, lines of other kinds."""
        client.receive(
            "BATCH +b draft/multiline",
            "@batch=b :rosa!r@h PRIVMSG #sala :a",
            "@batch=b :luis!l@h NOTICE #otra :b",
            "@batch=b;draft/multiline-concat :rosa!r@h PRIVMSG #sala :",
            "@batch=b :rosa!r@h TOPIC #sala :tema",
            "BATCH -b",
            "BATCH -b",
        )

        assert client.texts()[-1] == "a\nb"
        assert client.room().topic == "tema"


class TestContext:
    """https://ircv3.net/specs/client-tags/channel-context"""

    def test_a_notice_is_shown_in_the_room_it_belongs_to(self, client: ScriptedClient) -> None:
        """The answer of a bot that was asked there."""
        client.request(intents.SelectRoom(SERVER_ROOM))

        client.receive("@+channel-context=#SALA :rosa!r@h NOTICE ana :ayuda")

        assert client.last().text == "ayuda"
        assert "rosa" not in client.state.rooms

    @pytest.mark.parametrize(
        "line",
        [
            "@+channel-context=#otra :rosa!r@h NOTICE ana :x",
            "@+channel-context=#sala :outsider!o@h NOTICE ana :x",
            "@+channel-context :rosa!r@h NOTICE ana :x",
            "@+channel-context=#sala :rosa!r@h PRIVMSG ana :x",
        ],
    )
    def test_nothing_else_is(self, client: ScriptedClient, line: str) -> None:
        """Rooms we are not in, strangers to the room, and private messages, whose answer it is."""
        client.request(intents.SelectRoom(SERVER_ROOM))

        client.receive(line)

        assert "x" not in client.texts()
