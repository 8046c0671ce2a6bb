"""What the first bytes of a connection are taken for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_server.dialects.sniffing import Guess, guess_line, guess_partial

IRC_LINES = [
    b"CAP LS 302",
    b"NICK ana",
    b"NICK",
    b"USER ana 0 * :Ana",
    b"PASS secret",
    b"PING 1",
    b"AUTHENTICATE PLAIN",
    b"WEBIRC pass gateway host 10.0.0.1",
    b"QUIT :chkport",
    b"PROXY TCP4 10.0.0.1 10.0.0.2 1000 2000",
    b"@label=1 CAP LS",
    b":ana NICK ana",
    b"@a=b;c :ana  NICK ana",
    b"cap ls",
    b"cap ls 302",
    b"nick ana",
    b"user ana 0 * :Ana Ruiz",
    b"pass :a secret",
    b"ping 1",
    b"quit",
]

SPEECH = [
    b"hola",
    b"Pass me the salt",
    b"pass me the salt",
    b"nick",
    b"quit it",
    b"ping is slow today",
    b"Nick ana",
    b"user ana",
    b"cap",
    b"NICKNAME ana",
    b"PRIVMSG #sala :hola",
    b"@ana hola",
    b":) que tal",
    b"GET / nothing",
    b"I said GET / HTTP/1.1",
    "año NICK".encode(),
    b"\xff\xfe",
]

FOREIGN = [
    b"GET / HTTP/1.1",
    b"POST /x?y=z HTTP/1.0 ",
    b"PRI * HTTP/2.0",
    b"OPTIONS * HTTP/3",
    b"\x16\x03\x01\x02\x00\x01\x00",
    b"hola\0",
    b"\0",
]


@pytest.mark.parametrize("line", IRC_LINES)
def test_the_protocol_is_recognised(line: bytes) -> None:
    """Capitals, or lower case with exactly its number of parameters, after tags and a source."""
    assert guess_line(line) is Guess.IRC


@pytest.mark.parametrize("line", SPEECH)
def test_speech_is_speech(line: bytes) -> None:
    """What people say is never taken for a command, however it begins."""
    assert guess_line(line) is Guess.TEXT


@pytest.mark.parametrize("line", FOREIGN)
def test_what_is_not_for_this_port_is_recognised(line: bytes) -> None:
    """Browsers, TLS hellos and binary data."""
    assert guess_line(line) is Guess.FOREIGN


@pytest.mark.parametrize("partial", [b"", b"C", b"NIC", b"NICK", b"@tag", b":ana NI", b"\x16"])
def test_a_beginning_of_the_protocol_waits_for_more(partial: bytes) -> None:
    """A client's first line may arrive in pieces."""
    assert guess_partial(partial) is Guess.UNDECIDED


@pytest.mark.parametrize("partial", [b"G", b"GET", b"GET ", b"GET / HT", b"POST /x HTTP/1.1"])
def test_a_beginning_of_http_waits_for_more(partial: bytes) -> None:
    """A browser's first line may arrive in pieces."""
    assert guess_partial(partial) is Guess.UNDECIDED


@pytest.mark.parametrize("partial", [b"NICK ", b"USER ana 0", b":ana CAP LS"])
def test_a_word_of_the_protocol_and_a_space_are_enough(partial: bytes) -> None:
    """The registration deadline runs from here on, with or without a line end."""
    assert guess_partial(partial) is Guess.IRC


@pytest.mark.parametrize("partial", [b"hola", b"nick ana", b"HOLA", b"GETTING"])
def test_other_beginnings_are_speech(partial: bytes) -> None:
    """Text without a newline is not kept waiting for nothing."""
    assert guess_partial(partial) is Guess.TEXT


@pytest.mark.parametrize(
    "line", [line for line in (*IRC_LINES, *FOREIGN[:2]) if not line[:1].islower()]
)
def test_capitals_are_never_taken_for_speech_however_they_are_cut(line: bytes) -> None:
    """Until its end has come, no piece of a client's first line may be said aloud."""
    guesses = {guess_partial(line[:cut]) for cut in range(len(line) + 1)}

    assert Guess.TEXT not in guesses


@given(st.binary(max_size=40))
def test_any_bytes_have_an_answer(data: bytes) -> None:
    """Nothing that arrives raises, and a whole line is always decided."""
    assert guess_line(data) is not Guess.UNDECIDED
    assert guess_partial(data) in Guess
