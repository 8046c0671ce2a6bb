"""IRC in WebSocket messages, from bytes to bytes, with a client of the same library.

https://ircv3.net/specs/extensions/websocket and https://www.rfc-editor.org/rfc/rfc6455
"""

import logging
from collections.abc import Callable, Sequence
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.client import ClientProtocol
from websockets.exceptions import InvalidStatus
from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Response
from websockets.protocol import State
from websockets.typing import Origin, Subprotocol
from websockets.uri import parse_uri

from tertulia_core.wire.limits import INPUT_BYTES
from tertulia_server.dialects.websocket import MOST_STRAYS, STRAY_SECONDS, WebSocket
from tests.support.harness import make_config
from tests.support.switchboard import Switchboard

DOOR = "websocket"
QUIET = logging.getLogger("a program of somebody else")
QUIET.setLevel(logging.CRITICAL)
BINARY, TEXT = "binary.ircv3.net", "text.ircv3.net"


class Client:
    """A WebSocket client on a wire of the switchboard; it is connecting at once.

    Attributes:
        protocol: its side of the WebSocket.
        response: what the server answered to its request.
    """

    def __init__(
        self,
        board: Switchboard,
        *subprotocols: str,
        path: str = "/",
        origin: str | None = None,
    ) -> None:
        self.wire = board.plug(DOOR)
        self.protocol = ClientProtocol(
            parse_uri(f"ws://localhost{path}"),
            origin=None if origin is None else Origin(origin),
            subprotocols=[Subprotocol(name) for name in subprotocols] or None,
            logger=QUIET,
        )
        self.protocol.send_request(self.protocol.connect())
        self.flush()
        self._frames: list[Frame] = []
        self.take()

    def take(self) -> None:
        """Take in what the server has sent."""
        self.protocol.receive_data(self.wire.read_bytes())
        for event in self.protocol.events_received():
            if isinstance(event, Frame):
                self._frames.append(event)
            else:
                assert isinstance(event, Response)
                self.response = event

    def flush(self) -> None:
        """Send what there is to send."""
        self.wire.send(b"".join(self.protocol.data_to_send()))

    def send(self, *messages: str | bytes) -> None:
        """Send messages, text or binary by their type, in one packet."""
        for message in messages:
            if isinstance(message, str):
                self.protocol.send_text(message.encode())
            else:
                self.protocol.send_binary(message)
        self.flush()

    def frames(self) -> list[Frame]:
        """Return what came since the last time."""
        self.take()
        frames, self._frames = self._frames, []
        return frames

    def read(self) -> list[str]:
        """Return the lines that came since the last time, one per message."""
        return [bytes(frame.data).decode() for frame in self.frames() if frame.opcode in (1, 2)]

    def register(self, nick: str = "web") -> None:
        """Register, and forget the greeting."""
        self.send(f"NICK {nick}", f"USER {nick} 0 * :{nick}")
        assert any(" 422 " in line for line in self.read())

    @property
    def close_code(self) -> int | None:
        """The code with which the server closed, ``None`` before that."""
        self.take()
        return self.protocol.close_rcvd.code if self.protocol.close_rcvd else None


def make_board(origins: Sequence[str] = (), **tables: dict[str, object]) -> Switchboard:
    """Return a server with a WebSocket door."""
    return Switchboard(make_config(**tables), {DOOR: partial(WebSocket, origins)})


@pytest.fixture
def board() -> Switchboard:
    """A server with nobody in it."""
    return make_board()


# -- the handshake -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        ([BINARY], BINARY),
        ([TEXT], TEXT),
        ([TEXT, BINARY], TEXT),
        ([BINARY, TEXT], BINARY),
        (["mqtt", TEXT], TEXT),
        ([], None),
        (["mqtt"], None),
    ],
)
def test_the_clients_first_preference_wins(
    board: Switchboard, offered: list[str], chosen: str | None
) -> None:
    """Without one that both speak, the connection stands all the same."""
    client = Client(board, *offered)

    assert client.response.status_code == 101
    assert client.response.headers.get("Sec-WebSocket-Protocol") == chosen
    client.register()


@pytest.mark.parametrize(("name", "opcode"), [(BINARY, Opcode.BINARY), (TEXT, Opcode.TEXT)])
def test_what_is_sent_is_of_the_negotiated_kind(
    board: Switchboard, name: str, opcode: Opcode
) -> None:
    """Whatever the client sends."""
    client = Client(board, name)

    client.send("PING a", b"PING b")

    assert [(frame.opcode, bytes(frame.data)) for frame in client.frames()] == [
        (opcode, b":My.Little.Server PONG My.Little.Server :a"),
        (opcode, b":My.Little.Server PONG My.Little.Server :b"),
    ]


@pytest.mark.parametrize(
    ("message", "opcode"), [("PING a", Opcode.TEXT), (b"PING a", Opcode.BINARY)]
)
def test_without_a_subprotocol_the_clients_first_message_decides(
    board: Switchboard, message: str | bytes, opcode: Opcode
) -> None:
    """Old clients speak one of the two."""
    client = Client(board)

    client.send(message, "PING b", b"PING c")

    assert {frame.opcode for frame in client.frames()} == {opcode}


def test_who_names_no_origin_is_let_in() -> None:
    """That is no web page."""
    assert Client(make_board(["https://chat.example"]), TEXT).response.status_code == 101


@pytest.mark.parametrize(
    ("origins", "origin", "status"),
    [
        ([], "https://chat.example", 403),
        (["https://chat.example"], "https://chat.example", 101),
        (["https://chat.example", "http://localhost:8000"], "http://localhost:8000", 101),
        (["https://chat.example"], "https://chat.example.evil", 403),
        (["https://chat.example"], "http://chat.example", 403),
        (["https://chat.example"], "null", 403),
        (["null"], "null", 101),
        (["https://chat.example"], "", 403),
    ],
)
def test_a_web_page_is_let_in_if_it_is_listed(origins: list[str], origin: str, status: int) -> None:
    """Nobody's page may use the door in its visitors' name by itself."""
    client = Client(make_board(origins), TEXT, origin=origin)

    assert client.response.status_code == status
    assert client.wire.is_closed == (status != 101)


@pytest.mark.parametrize(("path", "status"), [("/", 101), ("/?x=1", 101), ("/irc", 404)])
def test_the_door_is_at_the_root(board: Switchboard, path: str, status: int) -> None:
    """Other paths are free for other things."""
    client = Client(board, TEXT, path=path)

    assert client.response.status_code == status
    assert client.wire.is_closed == (status != 101)
    assert isinstance(client.protocol.handshake_exc, InvalidStatus) == (status != 101)


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.1 426 "),
        (b"POST / HTTP/1.1\r\nHost: x\r\n\r\n", b""),
        (b"NICK ana\r\nUSER a 0 * :A\r\n", b""),
        (b"\x16\x03\x01\x02\x00\x01\xfc\r\n", b""),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 500 + b"\r\n", b""),
        (b"GET / HTTP/1.1\r\n" + b"X" * 100_000, b""),
    ],
)
def test_what_is_no_request_is_closed(board: Switchboard, request_: bytes, answer: bytes) -> None:
    """With an answer for those who speak HTTP."""
    wire = board.plug(DOOR)

    wire.send(request_)

    assert wire.is_closed
    assert wire.read_bytes().startswith(answer)
    assert board.dispatcher.world.users == {}


def test_a_request_that_grows_for_ever_is_not_kept(board: Switchboard) -> None:
    """Though each of its lines is allowed."""
    wire = board.plug(DOOR)
    line = b"X: " + b"y" * 250 + b"\r\n"
    wire.send(b"GET / HTTP/1.1\r\nHost: x\r\n")
    sent = 0
    while not wire.is_closed:
        wire.send(line)
        sent += len(line)

    assert INPUT_BYTES - 2 * len(line) < sent <= INPUT_BYTES + len(line)


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\n"])
def test_who_never_asks_is_closed_after_a_while(board: Switchboard, sent: bytes) -> None:
    """As anybody who does not register."""
    wire = board.plug(DOOR)
    wire.unread = sent
    board.tick(*wire.arrived())
    board.pass_time(29.0)
    assert not wire.is_closed

    board.pass_time(1.0)

    assert wire.read_bytes() == b""
    assert wire.is_closed


@pytest.mark.parametrize("path", ["/", "/elsewhere"])
@pytest.mark.parametrize("breath", [b"\xff" * 40, b"\x88\x80abcd", b"\x89\x80abcd", b"\x81\x00"])
def test_messages_in_the_same_breath_as_the_request(
    board: Switchboard, path: str, breath: bytes
) -> None:
    """A client has to wait for the answer; one that does not harms itself alone."""
    client = ClientProtocol(parse_uri(f"ws://localhost{path}"))
    client.send_request(client.connect())
    wire = board.plug(DOOR)

    wire.send(b"".join(client.data_to_send()) + breath)
    board.pass_time(31.0)

    assert wire.is_closed
    assert Client(board, TEXT).response.status_code == 101


def test_one_too_many_from_an_address_is_closed_without_a_word() -> None:
    """There is no WebSocket yet in which it could be said."""
    board = make_board(limits={"connections_per_address": 1})
    board.plug(DOOR, host="203.0.113.7")

    wire = board.plug(DOOR, host="203.0.113.7")

    assert wire.is_closed
    assert wire.read_bytes() == b""


# -- messages ------------------------------------------------------------------------


def test_people_at_both_doors_are_in_one_room(board: Switchboard) -> None:
    """Each line is one message, without CR LF."""
    ana, web = board.irc("ana"), Client(board, TEXT)
    web.register()
    web.send("JOIN #sala")
    assert web.read()[0] == ":web!web@127.0.0.1 JOIN #sala"
    ana.read()

    ana.send("PRIVMSG #sala :uno\r\nPRIVMSG #sala :dos\r\n")
    web.send("PRIVMSG #sala :¡tres! 🙂")

    assert web.read() == [
        ":ana!ana@127.0.0.1 PRIVMSG #sala :uno",
        ":ana!ana@127.0.0.1 PRIVMSG #sala :dos",
    ]
    assert ana.lines() == [":web!web@127.0.0.1 PRIVMSG #sala :¡tres! 🙂"]


def test_a_message_may_come_in_pieces_and_byte_by_byte(board: Switchboard) -> None:
    """Also inside of a character, with a ping between the pieces."""
    client = Client(board, TEXT)
    client.register()
    text = "PING :año🙂".encode()
    client.protocol.send_text(text[:8], fin=False)
    client.protocol.send_ping(b"x")
    client.protocol.send_continuation(text[8:-2], fin=False)
    client.protocol.send_continuation(text[-2:], fin=True)
    data = b"".join(client.protocol.data_to_send())

    for byte in data:
        client.wire.send(bytes([byte]))

    pong, line = client.frames()
    assert (pong.opcode, bytes(pong.data)) == (Opcode.PONG, b"x")
    assert bytes(line.data).decode() == ":My.Little.Server PONG My.Little.Server :año🙂"


@pytest.mark.parametrize(
    "message", ["PING a\r\nPING b\r\n", "PING a\nPING b", "PING a\r\n\r\nPING b"]
)
def test_several_lines_in_one_message_are_understood(board: Switchboard, message: str) -> None:
    """Though each should have been one of its own."""
    client = Client(board, TEXT)
    client.register()

    client.send(message)

    assert [line[-1] for line in client.read()] == ["a", "b"]


def test_line_lengths_count_without_the_line_end(board: Switchboard) -> None:
    """510 bytes are the longest line; a longer one is answered with 417, with its tags alike."""
    client = Client(board, TEXT)
    client.register()
    longest = "PRIVMSG web :".ljust(510, "x")
    tags = "@+a=".ljust(4095, "b")

    client.send(longest + "x", f"{tags}b {longest}", f"{tags} {longest}x")
    assert [line.split()[1:3] for line in client.read()] == [["417", "web"]] * 3

    client.send("PING :".ljust(510, "x"))
    (pong,) = client.read()
    assert pong.startswith(":My.Little.Server PONG My.Little.Server :x")
    assert not client.wire.is_closed


def test_a_message_beyond_the_longest_input_closes(board: Switchboard) -> None:
    """At its header: nobody waits for the rest of it."""
    client = Client(board, BINARY)
    client.register()
    client.send(b"x" * INPUT_BYTES)
    assert " 417 " in client.read()[0]

    client.protocol.send_binary(b"x" * (INPUT_BYTES + 1))
    data = b"".join(client.protocol.data_to_send())
    client.wire.send(data[:8])

    assert client.close_code == CloseCode.MESSAGE_TOO_BIG
    assert client.wire.is_closed


def test_pieces_beyond_the_longest_input_close(board: Switchboard) -> None:
    """However small each is."""
    client = Client(board, BINARY)
    client.register()
    client.protocol.send_binary(b"", fin=False)
    for _ in range(INPUT_BYTES // 256):
        client.protocol.send_continuation(b"x" * 256, fin=False)
    client.flush()
    assert not client.wire.is_closed

    client.protocol.send_continuation(b"x", fin=False)
    client.flush()

    assert client.close_code == CloseCode.MESSAGE_TOO_BIG
    assert client.wire.is_closed


def test_bytes_that_are_no_utf_8_are_refused(board: Switchboard) -> None:
    """In a binary message, like from anybody; nothing of it is relayed."""
    client = Client(board, BINARY)
    client.register()

    client.send(b"PRIVMSG web :\xff")

    (answer,) = client.read()
    assert " FAIL PRIVMSG INVALID_UTF8 :" in answer
    assert not client.wire.is_closed


@pytest.mark.parametrize("kind", [BINARY, TEXT])
def test_text_that_is_no_text_breaks_the_protocol(board: Switchboard, kind: str) -> None:
    """RFC 6455, section 8.1; a whole character in two pieces is text."""
    client = Client(board, kind)
    client.register()
    client.protocol.send_text(b"PING \xc3", fin=False)
    client.protocol.send_continuation(b"\xb1", fin=True)
    client.flush()
    assert client.read() == [":My.Little.Server PONG My.Little.Server :ñ"]

    client.protocol.send_text(b"PRIVMSG web :\xff")
    client.flush()

    assert client.close_code == CloseCode.INVALID_DATA
    assert client.wire.is_closed


def test_a_nul_is_refused_as_at_any_door(board: Switchboard) -> None:
    """Without a line."""
    client = Client(board, BINARY)
    client.register()

    client.send(b"PRIVMSG web :\0")

    assert client.read() == []
    assert client.wire.is_closed


def test_a_flood_waits_like_at_any_door() -> None:
    """What is too fast is said later; nothing is lost."""
    board = make_board(limits={"flood": True})
    client = Client(board, TEXT)
    client.register()
    client.send(*[f"PRIVMSG web :{number}" for number in range(20)])
    assert len(client.read()) < 10

    board.pass_time(60.0)

    assert client.wire.is_paused is False
    assert [line.rpartition(":")[2] for line in client.read()][-1] == "19"


def test_empty_messages_are_a_flood_when_there_are_thousands(board: Switchboard) -> None:
    """As blank lines are."""
    client = Client(board, TEXT)
    client.register()
    client.send(*[""] * 1000)
    assert not client.wire.is_closed

    client.send("", "")

    assert client.wire.is_closed


# -- pings, pieces and ends ------------------------------------------------------------


def test_a_ping_is_answered(board: Switchboard) -> None:
    """Before and after registering."""
    client = Client(board, TEXT)
    client.protocol.send_ping(b"abc")
    client.flush()

    (pong,) = client.frames()

    assert (pong.opcode, bytes(pong.data)) == (Opcode.PONG, b"abc")


def test_pings_keep_nobody_alive_for_the_chat(board: Switchboard) -> None:
    """Whether the program answers is asked by PING, as of everybody."""
    client = Client(board, TEXT)
    client.register()
    for _ in range(7):
        board.pass_time(29.0)
        client.protocol.send_ping(b"")
        client.flush()

    assert " PING :My.Little.Server" in client.read()[-1]
    board.pass_time(40.0)
    assert client.wire.is_closed


@pytest.mark.parametrize("kind", ["ping", "pong", "piece"])
def test_frames_without_a_message_are_a_flood_when_there_are_thousands(
    board: Switchboard, kind: str
) -> None:
    """They cost no patience, so that their number is bounded; it is counted anew all the time."""
    client = Client(board, TEXT)
    client.register()
    if kind == "piece":
        client.protocol.send_text(b"PING a", fin=False)
    frames: dict[str, Callable[[], None]] = {
        "ping": lambda: client.protocol.send_ping(b""),
        "pong": lambda: client.protocol.send_pong(b""),
        "piece": lambda: client.protocol.send_continuation(b"", fin=False),
    }
    send = frames[kind]
    for _ in range(3):
        for _ in range(MOST_STRAYS - 1):
            send()
        client.flush()
        board.pass_time(STRAY_SECONDS + 0.1)
    assert not client.wire.is_closed

    for _ in range(MOST_STRAYS + 1):
        send()
    client.flush()

    assert client.close_code == CloseCode.POLICY_VIOLATION
    assert client.wire.is_closed


def test_pongs_count_against_who_does_not_read_them(board: Switchboard) -> None:
    """The transport closes whoever lets too much pile up that is not an answer of the chat."""
    client = Client(board, TEXT)
    client.protocol.send_ping(b"x" * 125)
    events = client.wire
    events.unread = b"".join(client.protocol.data_to_send())

    result = board.hub.tick(events.arrived(), board.now)

    assert [row.relayed for row in result.deliveries] == [len(result.deliveries[0].data)] == [127]


def test_quit_is_told_and_closed(board: Switchboard) -> None:
    """The last line comes before the goodbye."""
    client = Client(board, TEXT)
    client.register()

    client.send("QUIT :adiós")

    assert " ERROR :" in client.read()[-1]
    assert client.close_code == CloseCode.NORMAL_CLOSURE
    assert client.wire.is_closed


def test_the_client_closes(board: Switchboard) -> None:
    """Its code comes back, and the others see it leave; what it said before is said."""
    ana, client = board.irc("ana"), Client(board, TEXT)
    client.register()
    client.send("JOIN #sala")
    ana.read()
    client.read()
    client.protocol.send_text(b"PRIVMSG #sala :me voy")
    client.protocol.send_close(CloseCode.GOING_AWAY)
    client.flush()

    assert client.close_code == CloseCode.GOING_AWAY
    assert client.read() == []
    assert client.wire.is_closed
    said, left = ana.lines()
    assert said.endswith(" PRIVMSG #sala :me voy")
    assert " QUIT " in left


@pytest.mark.parametrize("how", ["finish", "break off"])
def test_the_client_is_gone_without_a_goodbye(board: Switchboard, how: str) -> None:
    """As when a laptop is shut, in the middle of a message too."""
    ana, client = board.irc("ana"), Client(board, TEXT)
    client.register()
    client.send("JOIN #sala")
    ana.read()
    client.wire.send(b"\x81\x85abcd")

    if how == "finish":
        client.wire.finish()
    else:
        client.wire.break_off()

    assert client.wire.is_closed
    assert " QUIT " in ana.read()


def test_the_server_ends(board: Switchboard) -> None:
    """Everybody is told in words, and programs by the code that means: come again."""
    client = Client(board, TEXT)
    client.register()

    result = board.hub.say_goodbye("hasta luego", board.now)
    for delivery in result.deliveries:
        client.wire.take(delivery.data)

    assert "hasta luego" in client.read()[-1]
    assert client.close_code == CloseCode.GOING_AWAY


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\x81\x05hola!",  # not masked
        b"\x83\x80abcd",  # an opcode that does not exist
        b"\xc1\x80abcd",  # an extension that was not negotiated
        b"\x80\x80abcd",  # a piece of nothing
        b"\x89\xfe\x00\x80abcd".ljust(136),  # a long ping
        b"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff",  # a length beyond everything
        b"\x88\x81abcd\x00",  # a close code of one byte
    ],
)
def test_frames_against_the_rules_close(board: Switchboard, nonsense: bytes) -> None:
    """With a code that says so; what was said before stands."""
    ana, client = board.irc("ana"), Client(board, TEXT)
    client.register()
    client.protocol.send_text(b"PRIVMSG ana :antes")
    client.wire.send(b"".join(client.protocol.data_to_send()) + nonsense)

    assert client.close_code in (CloseCode.PROTOCOL_ERROR, CloseCode.MESSAGE_TOO_BIG)
    assert client.wire.is_closed
    assert ana.lines()[-1].endswith(":antes")


def test_nothing_that_is_said_is_written_down(
    board: Switchboard, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even where everything else is; the library would."""
    with caplog.at_level(logging.DEBUG):
        client = Client(board, TEXT)
        client.register()
        client.send("PRIVMSG web :un secreto")

    assert "secreto" in client.read()[-1]
    assert "secreto" not in caplog.text


# -- anything ----------------------------------------------------------------------------


@settings(max_examples=150)
@given(st.data())
def test_any_bytes_disturb_nobody(data: st.DataObject) -> None:
    """Before the handshake and after it, in any pieces: no exception, and the door stays open."""
    board = make_board()
    wire = board.plug(DOOR)
    if data.draw(st.booleans()):
        client = ClientProtocol(parse_uri("ws://localhost/"))
        client.send_request(client.connect())
        wire.send(b"".join(client.data_to_send()))
        assert client.state is State.CONNECTING
    frames = st.tuples(
        st.sampled_from([0x00, 0x01, 0x80, 0x81, 0x82, 0x88, 0x89, 0x8A]),
        st.binary(max_size=20),
    ).map(lambda row: bytes([row[0], 0x80 | len(row[1])]) + b"\0\0\0\0" + row[1])
    for piece in data.draw(st.lists(st.one_of(frames, st.binary(max_size=60)), max_size=12)):
        if not wire.is_closed:
            wire.send(piece)

    assert Client(board, TEXT).response.status_code == 101
