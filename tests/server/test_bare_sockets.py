"""Bare sockets, from bytes to bytes: each sentence of the specification in its own words."""

import pytest

from tertulia_core.transport.events import CloseReason
from tests.support.harness import make_config
from tests.support.switchboard import NO_GUESTS, Switchboard, Wire


@pytest.fixture
def board() -> Switchboard:
    """A server with nobody in it."""
    return Switchboard()


@pytest.fixture
def ana(board: Switchboard) -> Wire:
    """An IRC client in the room."""
    return board.irc("ana")


# -- who becomes a guest, and when -----------------------------------------------


def test_a_line_is_a_message_from_a_guest(ana: Wire, board: Switchboard) -> None:
    """Whoever just writes is in the room, and the room reads it."""
    board.plug().send("hola\n")

    joined, said = ana.lines()
    assert joined == ":invitado-1!invitado@127.0.0.1 JOIN #sala"
    assert said == ":invitado-1!invitado@127.0.0.1 PRIVMSG #sala :hola"


def test_a_silent_connection_costs_nothing(board: Switchboard) -> None:
    """It is in no room and on no list, nobody is told, and no timer runs for it."""
    for _number in range(100):
        board.plug()

    assert board.hub.next_deadline(board.now) is None
    ana = board.irc("ana")
    ana.send("NAMES #sala\r\nLUSERS\r\n")
    answer = ana.read()
    assert "invitado" not in answer
    assert " 265 ana 1 1 " in answer


def test_a_silent_connection_hears_what_is_said_and_counts_from_then_on(
    ana: Wire, board: Switchboard
) -> None:
    """It joins in the very tick in which there is something to hear."""
    listener = board.plug()
    board.pass_time(1)

    ana.send("PRIVMSG #sala :¿hay alguien?\r\n")

    assert listener.read() == "ana: ¿hay alguien?\n"
    ana.send("NAMES #sala\r\n")
    assert "invitado-1" in ana.read()


def test_a_connection_that_has_not_been_silent_for_a_second_hears_nothing_yet(
    ana: Wire, board: Switchboard
) -> None:
    """It may be an IRC client that is about to speak."""
    newcomer = board.plug()
    board.pass_time(0.9)

    ana.send("PRIVMSG #sala :hola\r\n")

    assert newcomer.read() == ""
    board.pass_time(0.1)
    ana.send("PRIVMSG #sala :otra vez\r\n")
    assert newcomer.read() == "ana: otra vez\n"


def test_the_wait_is_a_setting() -> None:
    """``[guests] wait`` in seconds."""
    board = Switchboard(make_config(guests={"wait": 5.0}))
    ana, listener = board.irc("ana"), board.plug()
    board.pass_time(4.9)
    ana.send("PRIVMSG #sala :a\r\n")
    board.pass_time(0.1)

    ana.send("PRIVMSG #sala :b\r\n")

    assert listener.read() == "ana: b\n"


@pytest.mark.parametrize(
    "line",
    [
        "JOIN #otra",
        "TOPIC #sala :nuevo",
        "MODE #sala +m",
        "NICK eva",
        "PRIVMSG ana :para mí",
        "PRIVMSG #sala :\x01VERSION\x01",
        "PRIVMSG #otra :a nadie",
    ],
)
def test_the_silent_join_for_nothing_else(board: Switchboard, ana: Wire, line: str) -> None:
    """Joins, topics, modes, nicks, CTCP and other rooms are nothing for them to hear."""
    listener = board.plug()
    board.pass_time(2)

    ana.send(f"{line}\r\n")

    assert listener.read() == ""
    assert board.dispatcher.world.guests == 0


def test_from_other_computers_nobody_is_a_guest_unless_that_is_meant() -> None:
    """Through a proxy they come in where only this computer does."""
    for enabled, heard in ((None, "451"), (True, "")):
        board = Switchboard(make_config(guests={"enabled": enabled}))
        stranger = board.plug(host="192.0.2.7")

        stranger.send("JOIN #sala\r\n")

        assert heard in stranger.read()
        assert board.dispatcher.world.guests == (enabled is True)


def test_a_guest_wakes_the_silent_as_well(board: Switchboard) -> None:
    """With nobody but bare sockets, the second hears what the first one says."""
    first, second = board.plug(), board.plug()
    board.pass_time(1)

    first.send("hola\n")

    assert second.read() == "invitado-1: hola\n"
    assert first.read() == ""


def test_a_guest_that_listened_may_still_be_an_irc_client(ana: Wire, board: Switchboard) -> None:
    """It leaves as guest, and is welcomed under its own nick."""
    late = board.plug()
    board.pass_time(1)
    ana.send("PRIVMSG #sala :hola\r\n")
    assert late.read() == "ana: hola\n"
    ana.read()

    late.send("NICK eva\r\nUSER eva 0 * :Eva\r\n")

    assert " 001 eva " in late.read()
    assert ana.read().startswith(":invitado-1!invitado@127.0.0.1 QUIT ")


def test_a_guest_that_has_spoken_stays_one(ana: Wire, board: Switchboard) -> None:
    """From then on everything is text, also what looks like IRC."""
    guest = board.guest("hola")
    ana.read()

    guest.send("NICK eva\r\nUSER eva 0 * :Eva\n")

    said = [line.partition(" PRIVMSG #sala :")[2] for line in ana.lines()]
    assert said == ["NICK eva", "USER eva 0 * :Eva"]


def test_the_registration_deadline_starts_with_the_first_irc_byte(board: Switchboard) -> None:
    """Not with the connection: a listener may listen for an hour and register then."""
    wire = board.plug()
    board.pass_time(3600)
    assert not wire.is_closed

    wire.send("NICK ")  # no line end: the byte is enough
    board.pass_time(29.9)
    assert not wire.is_closed

    board.pass_time(0.2)
    assert wire.is_closed


def test_a_guest_is_never_operator(board: Switchboard) -> None:
    """The first registered user to join becomes it, though guests were there before."""
    board.guest("primero")
    ana = board.plug()
    ana.send("NICK ana\r\nUSER a 0 * :A\r\nJOIN #sala\r\n")

    assert "@ana" in ana.read()
    ana.send("NAMES #sala\r\n")
    assert "@invitado-1" not in ana.read()


def test_guests_number_themselves_and_free_numbers_are_used_again(board: Switchboard) -> None:
    """``invitado-N`` with the smallest N."""
    ana = board.irc("ana")
    first, _second = board.guest("uno"), board.guest("dos")
    first.finish()

    board.guest("tres")

    assert ":invitado-1!invitado@127.0.0.1 PRIVMSG #sala :tres" in ana.lines()


# -- what a guest hears -------------------------------------------------------------


def test_it_hears_speech_and_nothing_else(ana: Wire, board: Switchboard) -> None:
    """No greeting, no joins, no modes, no topics, no parts."""
    guest = board.guest("hola")
    board.irc("eva").send("PART #sala\r\n")
    ana.send("TOPIC #sala :tema\r\nMODE #sala +m\r\nMODE #sala -m\r\nNOTICE #sala :aviso\r\n")
    ana.send("NICK anita\r\nPRIVMSG #sala :adiós\r\n")

    assert guest.lines() == ["ana: aviso", "anita: adiós"]


def test_it_never_hears_its_own_lines(board: Switchboard) -> None:
    """Its terminal shows them already."""
    first, second = board.guest("uno"), board.guest("dos")
    first.read()

    first.send("tres\n")

    assert first.read() == ""
    assert second.read() == "invitado-1: tres\n"


def test_a_private_message_is_marked(ana: Wire, board: Switchboard) -> None:
    """Nobody takes it for something that all have heard."""
    guest, other = board.guest("hola"), board.guest("buenas")
    guest.read()

    ana.send("PRIVMSG invitado-1 :solo para ti\r\n")

    assert guest.read() == "[privado] ana: solo para ti\n"
    assert other.read() == ""


def test_nobody_can_send_escapes_into_its_terminal(ana: Wire, board: Switchboard) -> None:
    """What others wrote reaches it through ``sanitize``."""
    guest, other = board.guest("hola"), board.guest("buenas")
    guest.read()

    ana.send("PRIVMSG #sala :\x1b[2J\x07\u202eevil\r\n")
    other.send("\x1b]0;title\x07\n")

    heard = guest.read()
    assert "evil" in heard
    assert not set(heard) & {"\x1b", "\x07", "\u202e", "\x9b"}


# -- what counts as a message -------------------------------------------------------


def said_by(wire: Wire, nick: str = "invitado-1") -> list[str]:
    """Return what an IRC client read that ``nick`` said."""
    lines = (line.partition(" PRIVMSG #sala :") for line in wire.lines())
    return [text for source, verb, text in lines if verb and source.startswith(f":{nick}!")]


@pytest.mark.parametrize(
    ("data", "messages"),
    [
        (b"hola\n", ["hola"]),
        (b"hola\r\n", ["hola"]),
        (b"uno\ndos\r\ntres\n", ["uno", "dos", "tres"]),
        (b"  hola que tal \t \n", ["hola que tal"]),
        (b"\n\n  \n\r\nhola\n\n", ["hola"]),
        ("ñandú 🙂\n".encode(), ["ñandú 🙂"]),
        (b"a\xffb\xc3\n", ["a�b�"]),
        (b"Pass me the salt\n", ["Pass me the salt"]),
        (b"a\rb\n", ["a b"]),
        (b"/me saluda\n", ["/me saluda"]),
        (b"/\n", ["/"]),
        (b":) hola\n", [":) hola"]),
    ],
)
def test_lines_are_stripped_decoded_and_never_blank(
    ana: Wire, board: Switchboard, data: bytes, messages: list[str]
) -> None:
    """Lines end at the newline, blank ones vanish, what is no UTF-8 becomes U+FFFD."""
    board.plug().send(data)

    assert said_by(ana) == messages


def test_text_without_a_newline_is_a_message_after_a_moment_of_silence(
    ana: Wire, board: Switchboard
) -> None:
    """200 ms, not earlier: more of it may be under way."""
    guest = board.plug()
    guest.send("hola")
    board.pass_time(0.19)
    assert said_by(ana) == []

    board.pass_time(0.02)

    assert said_by(ana) == ["hola"]


def test_pieces_that_follow_each_other_are_one_message(ana: Wire, board: Switchboard) -> None:
    """The silence counts from the last piece."""
    guest = board.plug()
    for piece in ("ho", "la ", "a todos"):
        guest.send(piece)
        board.pass_time(0.15)

    board.pass_time(0.06)

    assert said_by(ana) == ["hola a todos"]


def test_a_newline_in_time_makes_the_line_whole(ana: Wire, board: Switchboard) -> None:
    """What waited is not said twice."""
    guest = board.plug()
    guest.send("ho")
    board.pass_time(0.1)
    guest.send("la\n")
    board.pass_time(1)

    assert said_by(ana) == ["hola"]


def test_text_without_a_newline_is_a_message_at_the_end_of_file(
    ana: Wire, board: Switchboard
) -> None:
    """``printf hola | nc -N``: said, and gone."""
    guest = board.plug()
    guest.send("hola")
    guest.finish()

    *_before, said, quit_ = ana.lines()
    assert said.endswith(" PRIVMSG #sala :hola")
    assert quit_.startswith(":invitado-1!invitado@127.0.0.1 QUIT ")
    assert guest.is_closed


def test_a_character_cut_by_silence_comes_whole(ana: Wire, board: Switchboard) -> None:
    """Half a character waits for its other half, however long that takes."""
    guest = board.plug()
    guest.send(b"espa" + "ñ".encode()[:1])
    board.pass_time(0.2)
    guest.send("ñ".encode()[1:] + b"a\n")

    assert said_by(ana) == ["espa", "ña"]


def test_six_thousand_bytes_in_one_write_arrive_whole_for_everyone(board: Switchboard) -> None:
    """Other guests get one line; IRC clients as many messages as it takes, in order."""
    ana, other, guest = board.irc("ana"), board.guest("hola"), board.plug()
    ana.read()
    text = " ".join(str(number) for number in range(1250))
    assert len(text) > 5000

    guest.send(f"{text}\n")

    assert other.read() == f"invitado-2: {text}\n"
    pieces = said_by(ana, "invitado-2")
    assert len(pieces) > 10
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")


def test_text_without_a_newline_is_cut_into_messages_of_sixteen_kib_at_a_character(
    board: Switchboard,
) -> None:
    """Nothing is lost at the cut, and no character is broken."""
    other, guest = board.guest("hola"), board.plug()
    text = "x" + "ñ" * 20_000

    for start in range(0, len(text.encode()), 5000):
        guest.send(text.encode()[start : start + 5000])
    board.pass_time(0.2)

    heard = [line.removeprefix("invitado-2: ") for line in other.lines()]
    assert "".join(heard) == text
    assert all(len(piece.encode()) <= 16_384 for piece in heard)
    assert [len(piece.encode()) for piece in heard] == [16_383, 16_384, 7_234]


def test_a_line_of_more_than_sixteen_kib_is_cut_as_well(board: Switchboard) -> None:
    """A newline at its end changes nothing."""
    other, guest = board.guest("hola"), board.plug()
    text = "ñ" * 10_000

    guest.send(f"{text}\n")

    heard = [line.removeprefix("invitado-2: ") for line in other.lines()]
    assert "".join(heard) == text
    assert [len(piece.encode()) for piece in heard] == [16_384, 3_616]


# -- commands -----------------------------------------------------------------------


def test_nick_help_and_quit_are_commands(ana: Wire, board: Switchboard) -> None:
    """The only ones: any other line with a slash is text."""
    guest = board.guest("hola")
    ana.read()

    guest.send("/nick eva\n/help\n/NICK\n/quit hasta luego\nno se oye\n")

    assert ":invitado-1!invitado@127.0.0.1 NICK eva" in ana.lines()
    assert "/quit" in guest.read()
    assert guest.is_closed


def test_a_guest_may_be_refused_a_nick(ana: Wire, board: Switchboard) -> None:
    """It is told why, in one line, and keeps its own."""
    guest = board.guest("hola")

    guest.send("/nick ana\n")

    assert len(guest.lines()) == 1
    guest.send("sigo\n")
    assert said_by(ana) == ["hola", "sigo"]


# -- what is not for this port -------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"POST / HTTP/1.1\r\n\r\nNICK eva\r\nUSER e 0 * :E\r\nJOIN #sala\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(200)),
        b"\x16\x03\x01",
        b"hola\x00\n",
        b"\0",
        b"\n" * 3000,
    ],
    ids=["http", "http-with-irc", "tls", "tls-begun", "nul", "nul-alone", "blank-flood"],
)
def test_what_is_not_for_this_port_is_closed_without_a_word(
    ana: Wire, board: Switchboard, data: bytes
) -> None:
    """Nobody notices, neither the room nor who sent it."""
    wire = board.plug()

    wire.send(data)

    assert wire.is_closed
    assert wire.read() == ""
    assert ana.read() == ""


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pieces_of_a_foreign_protocol_are_not_said_either(
    ana: Wire, board: Switchboard, size: int
) -> None:
    """A browser whose first line comes in pieces is recognised at its end."""
    wire = board.plug()
    data = b"GET /index.html HTTP/1.1\r\n"

    for start in range(0, len(data), size):
        wire.send(data[start : start + size])

    assert wire.is_closed
    assert ana.read() == ""


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_an_irc_client_whose_bytes_come_one_by_one_is_one(board: Switchboard, size: int) -> None:
    """Fragmentation of any kind, but no longer than a moment between the pieces."""
    wire = board.plug()
    data = b"CAP LS 302\r\nNICK ana\r\nUSER ana 0 * :Ana\r\nCAP END\r\n"

    for start in range(0, len(data), size):
        wire.send(data[start : start + size])

    assert " 001 ana " in wire.read()


def test_blank_lines_now_and_then_are_no_flood(ana: Wire, board: Switchboard) -> None:
    """Somebody who leans on the Enter key is still there."""
    guest = board.plug()
    guest.send("\n" * 900)
    guest.send("hola\n")
    guest.send("\n" * 900)

    assert not guest.is_closed
    assert said_by(ana) == ["hola"]


# -- where guests are not welcome ------------------------------------------------------


def test_where_guests_are_not_welcome_text_is_irc(board: Switchboard) -> None:
    """It is answered as the protocol says, and nothing of it is heard in the room."""
    ana, wire = board.irc("ana"), board.plug(NO_GUESTS)

    wire.send("hola a todos\r\n")
    wire.send("otra")
    board.pass_time(1)

    assert ana.read() == ""
    assert wire.read() != ""
    assert board.dispatcher.world.guests == 0


def test_where_guests_are_not_welcome_listening_is_in_vain(board: Switchboard) -> None:
    """A silent connection hears nothing, however long it waits."""
    ana, wire = board.irc("ana"), board.plug(NO_GUESTS)
    board.pass_time(10)

    ana.send("PRIVMSG #sala :hola\r\n")

    assert wire.read() == ""


def test_there_are_no_more_guests_than_may_be() -> None:
    """Who speaks is told; who only listens goes on waiting."""
    board = Switchboard(make_config(guests={"max": 2}))
    ana = board.irc("ana")
    _first, _second = board.guest("uno"), board.guest("dos")
    listener, third = board.plug(), board.plug()
    board.pass_time(1)

    third.send("tres\n")
    ana.send("PRIVMSG #sala :hola\r\n")

    assert third.read() != ""
    assert third.is_closed
    assert listener.read() == ""
    assert not listener.is_closed
    assert said_by(ana, "invitado-3") == []


# -- too fast, and gone ---------------------------------------------------------------


def flooded() -> tuple[Switchboard, Wire, Wire]:
    """Return a server with its usual limits, a listener and a guest that sent 50 lines at once."""
    board = Switchboard(make_config(limits={"flood": True}))
    ana, guest = board.irc("ana"), board.plug()
    guest.send("".join(f"línea {number}\n" for number in range(50)))
    return board, ana, guest


def test_a_flood_waits_and_nothing_is_dropped() -> None:
    """A burst passes at once, the rest at its pace, in order, and nobody is disconnected."""
    board, ana, guest = flooded()
    first = said_by(ana)
    assert len(first) == 5
    assert guest.is_paused

    board.pass_time(60)

    assert first + said_by(ana) == [f"línea {number}" for number in range(50)]
    assert not guest.is_closed
    assert not guest.is_paused


def test_the_pace_is_two_a_second() -> None:
    """As ``[limits] flood_rate`` says."""
    board, ana, _guest = flooded()
    ana.read()

    board.pass_time(10)

    assert 19 <= len(said_by(ana)) <= 21


def test_what_is_sent_meanwhile_waits_unread_and_comes_after() -> None:
    """The socket itself holds it back."""
    board, ana, guest = flooded()
    guest.send("la última\n")
    assert guest.unread == "la última\n".encode()

    board.pass_time(60)

    assert said_by(ana)[-1] == "la última"


def test_a_flood_that_ends_is_still_heard_to_its_end() -> None:
    """A script that writes fifty lines and closes is not cut off."""
    board, ana, guest = flooded()
    first = said_by(ana)
    guest.finish()
    assert not guest.is_closed

    board.pass_time(60)

    lines = ana.lines()
    assert len(first) + sum("PRIVMSG" in line for line in lines) == 50
    assert " QUIT " in lines[-1]
    assert guest.is_closed


def test_a_flood_whose_sender_breaks_off_is_still_heard() -> None:
    """What had arrived was said."""
    board, ana, guest = flooded()
    first = said_by(ana)
    guest.break_off()

    board.pass_time(60)

    assert len(first) + sum("PRIVMSG" in line for line in ana.lines()) == 50


def test_a_long_text_counts_once_per_four_kib() -> None:
    """It passes at once, and what follows waits the longer."""
    board = Switchboard(make_config(limits={"flood": True}))
    ana, guest = board.irc("ana"), board.plug()
    guest.send("x" * 12_000 + "\n" + "".join(f"{number}\n" for number in range(5)))

    assert said_by(ana)[-1] == "1"
    board.pass_time(1.0)
    assert said_by(ana) == ["2", "3"]


def test_somebody_who_vanishes_is_seen_to_leave(ana: Wire, board: Switchboard) -> None:
    """Closing the window is enough."""
    guest = board.guest("hola")
    ana.read()

    guest.break_off(CloseReason.ERROR)

    assert ana.read().startswith(":invitado-1!invitado@127.0.0.1 QUIT ")


def test_everybody_is_told_when_the_server_ends(ana: Wire, board: Switchboard) -> None:
    """ERROR to IRC clients, a line to guests, nothing to those who were not there."""
    guest, silent = board.guest("hola"), board.plug()
    ana.read()

    result = board.hub.say_goodbye("Hasta mañana", board.now)

    told = {delivery.link: delivery.data.decode() for delivery in result.deliveries}
    assert "ERROR :Hasta mañana" in told[ana.link]
    assert told[guest.link] == "* Hasta mañana\n"
    assert silent.link not in told
    assert sorted(result.closes) == [ana.link, guest.link, silent.link]
