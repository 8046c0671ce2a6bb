"""The whole server under random input: nothing raises, order is kept, everybody can still talk."""

import logging

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tertulia_core.transport.events import CloseReason
from tests.support.harness import make_config
from tests.support.switchboard import GUESTS, NO_GUESTS, Switchboard, Wire

WORDS = st.sampled_from(
    [
        b"NICK eva",
        b"NICK",
        b"USER e 0 * :E",
        b"JOIN #sala",
        b"PART #sala",
        b"QUIT :x",
        b"PRIVMSG #sala :hola",
        b"PRIVMSG eva :",
        b"@label=1;+a=b\\ PING x",
        b"CAP REQ :echo-message",
        b"CAP LS 302",
        b"MODE #sala +ovb eva",
        b"KICK #sala eva",
        b"TOPIC #sala :t",
        b"/nick eva",
        b"/quit",
        b"/help",
        b"hola",
        b" ",
        b"",
        b"\r",
        b"\xff",
        b"a" * 600,
        b"quit",
        b"\x16\x03",
        b"GET / HTTP/1.1",
        b":x y",
        b"@",
        b":",
        b"\0",
        "ñ🙂".encode(),
        b"%s{0}",
        b"AUTHENTICATE *",
    ]
)
SENT = st.one_of(
    st.tuples(WORDS, st.sampled_from([b"\r\n", b"\n", b"", b" "])).map(b"".join),
    st.binary(max_size=30),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("open"), st.integers(0, 5), st.sampled_from([GUESTS, NO_GUESTS])),
        st.tuples(st.just("send"), st.integers(0, 5), SENT),
        st.tuples(st.just("finish"), st.integers(0, 5), st.none()),
        st.tuples(st.just("break"), st.integers(0, 5), st.sampled_from(CloseReason)),
        st.tuples(st.just("wait"), st.sampled_from([0, 1, 5]), st.none()),
    ),
    max_size=40,
)


@pytest.mark.parametrize("flood", [False, True])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_input_leaves_a_server_that_works(
    flood: bool, caplog: pytest.LogCaptureFixture, steps: list[tuple[str, int, object]]
) -> None:
    """Whatever six strangers do, nothing fails inside, and two people can still talk."""
    caplog.set_level(logging.WARNING)
    caplog.clear()
    board = Switchboard(make_config(limits={"flood": flood}))
    ana = board.irc("ana", room="#aparte")
    wires: dict[int, Wire] = {}
    for what, number, value in steps:
        take_step(board, wires, what, number, value)
    board.pass_time(60)
    board.tick()

    bea = board.irc("bea", room="#aparte")
    ana.read()
    bea.send("PRIVMSG #aparte :seguimos\r\n")

    assert ana.lines() == [":bea!bea@127.0.0.1 PRIVMSG #aparte :seguimos"]
    assert caplog.records == []


def take_step(
    board: Switchboard, wires: dict[int, Wire], what: str, number: int, value: object
) -> None:
    """Do one of the things that strangers do."""
    if what == "wait":
        board.pass_time(number / 4)
        return
    if what == "open":
        assert isinstance(value, str)
        wires[number] = board.plug(value)
        return
    wire = wires.get(number)
    if wire is None or wire.is_closed or wire.has_ended:
        return
    if isinstance(value, bytes):
        wire.send(value)
    elif isinstance(value, CloseReason):
        wire.break_off(value)
    else:
        wire.finish()
