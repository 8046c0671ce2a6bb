"""The short way of somebody who keeps talking gives what the long way gives, or is not taken.

https://modern.ircdocs.horse/#privmsg-message
"""

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tertulia_server.commands.lane import Lane
from tests.support.harness import make_config
from tests.support.switchboard import Switchboard

SPEAKERS = ("ana", "bob", "eva")
TEXTS = [
    b"hola",
    b"",
    b" ",
    b":)",
    b"\x01ACTION x\x01",
    b"\x01VERSION\x01",
    "ñ🙂".encode(),
    b"\xff",
    b"a\0b",
    b"a\rb",
    b"#sala :hola",
    *(b"x" * length for length in (455, 456, 490, 600)),
]
PREFIXES = [
    b"PRIVMSG #sala :",
    b"PRIVMSG #sala :",
    b"PRIVMSG #SALA :",
    b"PRIVMSG #patio :",
    b"PRIVMSG #sala,#patio :",
    b"PRIVMSG ana :",
    b"PRIVMSG #sala ",
    b"privmsg #sala :",
    b"NOTICE #sala :",
    b"@label=1 PRIVMSG #sala :",
    b"@+x=y PRIVMSG #sala :",
    b"TAGMSG #sala",
]
SAID = st.tuples(st.sampled_from(PREFIXES), st.sampled_from(TEXTS)).map(b"".join)
DONE = st.sampled_from(
    [
        b"MODE #sala +m",
        b"MODE #sala -m",
        b"MODE #sala +U",
        b"MODE #sala -U",
        b"MODE #sala +C",
        b"MODE #sala -n",
        b"MODE #sala +v bob",
        b"MODE #sala +b bob!*@*",
        b"MODE #sala -b bob!*@*",
        b"NICK bobby",
        b"NICK bob",
        b"PART #sala",
        b"JOIN #sala",
        b"JOIN #sala,#patio",
        b"KICK #sala bob",
        b"CAP REQ :echo-message",
        b"CAP REQ :message-tags server-time",
        b"CAP REQ :-echo-message",
        b"NAMES #sala",
        b"QUIT",
        b"MODE bob +B",
    ]
)
STEPS = st.lists(
    st.tuples(
        st.integers(0, len(SPEAKERS) - 1),
        st.lists(SAID, min_size=1, max_size=4) | st.lists(DONE, min_size=1, max_size=1),
    ),
    max_size=25,
)
ANA, BOB, EVA = range(3)
CHANGES = {
    "moderated": [(ANA, b"MODE #sala +m")],
    "banned": [(ANA, b"MODE #sala +b bob!*@*")],
    "operators only": [(ANA, b"MODE #sala +U")],
    "kicked": [(ANA, b"KICK #sala bob")],
    "left": [(BOB, b"PART #sala")],
    "outside": [(ANA, b"MODE #sala -n"), (BOB, b"PART #sala")],
    "everybody left": [(ANA, b"MODE #sala -n"), *((who, b"PART #sala") for who in range(3))],
    "back": [(BOB, b"PART #sala"), (BOB, b"JOIN #sala")],
    "other nick": [(BOB, b"NICK bobby")],
    "other name of the channel": [(ANA, b"RENAME #sala #otra :x")],
    "bot": [(BOB, b"MODE bob +B")],
    "echo": [(BOB, b"CAP REQ :echo-message")],
    "echo with tags": [(BOB, b"CAP REQ :echo-message message-tags server-time")],
    "gone": [(BOB, b"QUIT")],
}


def talk(steps: list[tuple[int, list[bytes]]], *, flood: bool = False) -> list[bytes]:
    """Return what three people, one with tags, and a guest hear while they do all that."""
    limits = {"flood": flood}
    board = Switchboard(make_config(server={"name": "irc.example"}, limits=limits))
    guest = board.guest()
    wires = [board.irc(nick) for nick in SPEAKERS]
    wires[EVA].send(b"CAP REQ :message-tags server-time\r\n")
    board.guest()
    for number, lines in steps:
        wires[number].send(b"".join(line + b"\r\n" for line in lines))
    board.pass_time(100)
    return [wire.read_bytes() for wire in (guest, *wires)]


def talk_the_long_way(steps: list[tuple[int, list[bytes]]], *, flood: bool = False) -> list[bytes]:
    """Return the same where nobody ever takes a short way."""
    with patch.object(Lane, "carry", return_value=0):
        return talk(steps, flood=flood)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_no_change_is_missed_between_two_lines(change: list[tuple[int, bytes]]) -> None:
    """Whatever may no longer be said is not, and what is said looks as it has to by now."""
    said = (BOB, [b"PRIVMSG #sala :uno", b"PRIVMSG #sala :dos"])
    steps = [said, *((who, [line]) for who, line in change), said]

    assert talk(steps) == talk_the_long_way(steps)


@pytest.mark.parametrize("text", TEXTS)
def test_no_text_is_carried_that_has_to_be_looked_at(text: bytes) -> None:
    """Empty, too long, not UTF-8, not a line, or for programs: all as on the long way."""
    steps = [(BOB, [b"PRIVMSG #sala :hola", prefix + text]) for prefix in PREFIXES]

    assert talk(steps) == talk_the_long_way(steps)


def test_a_lane_ends_with_its_channel() -> None:
    """Where nobody is any more, there is nothing to say anything to."""
    said = (BOB, [b"PRIVMSG #patio :uno", b"PRIVMSG #patio :dos"])
    steps = [(BOB, [b"JOIN #patio", b"MODE #patio -n"]), said, (BOB, [b"PART #patio"]), said]

    assert talk(steps) == talk_the_long_way(steps)


@settings(max_examples=150)
@given(steps=STEPS, flood=st.booleans())
def test_the_short_way_gives_what_the_long_way_gives(
    steps: list[tuple[int, list[bytes]]], flood: bool
) -> None:
    """Byte for byte for everybody, whatever changes between two lines, and at the same pace."""
    assert talk(steps, flood=flood) == talk_the_long_way(steps, flood=flood)


@pytest.mark.parametrize(
    ("line", "is_carried"),
    [
        (b"PRIVMSG #sala :otra", True),
        ("PRIVMSG #sala :ñ".encode(), True),
        (b"PRIVMSG #Sala :otra", False),
        (b"PRIVMSG #sala otra", False),
        (b"PRIVMSG #sala :", False),
        (b"PRIVMSG #sala :\xff", False),
        (b"PRIVMSG #sala :\x01VERSION\x01", False),
    ],
)
def test_only_one_more_text_to_the_same_channel_is_carried(line: bytes, is_carried: bool) -> None:
    """The rest is read as it always was."""
    board = Switchboard()
    ana, bob = board.irc("ana"), board.irc("bob")
    ana.send(b"PRIVMSG #sala :hola\r\n")
    session = board.dispatcher.world.sessions[ana.link]
    bob.read()

    assert board.dispatcher.repeat(session, [line], range(1), board.now) == is_carried

    board.tick()
    assert bool(bob.read()) is is_carried
