"""Lines to messages and back."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tertulia_core.errors import EncodeError, InvalidUtf8, ParseError
from tertulia_core.wire.codec import decode_line, encode
from tertulia_core.wire.message import NO_TAGS, Message
from tests.core.wire.growth import assert_linear
from tests.core.wire.strategies import messages


@given(messages())
def test_what_is_written_is_read_back(message: Message) -> None:
    """Every message that can be written is the same after its way through a line."""
    line = encode(message)

    assert line.endswith(b"\r\n")
    assert decode_line(line[:-2]) == message


@given(st.binary(max_size=200), st.sampled_from(["strict", "replace"]))
@example(b"@", "strict")
@example(b"@ :", "strict")
@example(b": ", "strict")
@example(b"PRIVMSG ", "strict")
@example(b"PRIVMSG  :", "strict")
@example(b"@a=\\ x", "strict")
def test_any_bytes_are_read_or_refused(line: bytes, errors: str) -> None:
    """Whatever arrives, reading ends with a message or a ParseError that knows the line."""
    outcome = _read(line, errors)

    if isinstance(outcome, ParseError):
        assert outcome.line == line
    else:
        assert outcome.command
        assert not any(character in "".join(outcome.params) for character in "\r\n\0")


@given(st.text(alphabet="PRIVMSG #a:@;= \\é", max_size=40))
def test_the_fast_path_reads_as_the_general_one(rest: str) -> None:
    """A PRIVMSG means the same as any command written like it."""
    line = f"PRIVMSG {rest}"

    message = decode_line(line.encode())

    assert message == decode_line(line.replace("PRIVMSG", "privmsg", 1).encode())
    assert message.params == decode_line(line.replace("PRIVMSG", "NOTICE", 1).encode()).params


@pytest.mark.parametrize(
    "line", [b"", b" ", b"   ", b":ana", b":ana ", b"@a=b", b"@a=b :ana ", b" :x"]
)
def test_a_line_without_command_is_refused(line: bytes) -> None:
    """Only tags, only a source, only spaces: nothing to do."""
    with pytest.raises(ParseError, match="no command"):
        decode_line(line)


@pytest.mark.parametrize("sign", [b"\0", b"\r", b"\n"])
def test_a_sign_that_ends_lines_is_refused_inside_one(sign: bytes) -> None:
    """A bare CR or NUL is never passed on to others, on either path."""
    for command in (b"PRIVMSG", b"TOPIC"):
        with pytest.raises(ParseError):
            decode_line(command + b" #room :one" + sign + b"two")


def test_bad_utf8_is_refused_with_the_line_or_replaced() -> None:
    """A server names the line, for its label and command; a client reads on."""
    line = b"@label=7 PRIVMSG #room :caf\xe9"

    with pytest.raises(InvalidUtf8) as caught:
        decode_line(line)
    message = decode_line(caught.value.line, errors="replace")

    assert message == Message("PRIVMSG", ("#room", "caf\ufffd"), None, {"label": "7"})


@pytest.mark.parametrize(
    ("line", "command"),
    [
        (b"privmsg ana hi", "PRIVMSG"),
        ("jo\u0131n #room".encode(), "jo\u0131n"),
        ("\ufb01nd x".encode(), "\ufb01nd"),
    ],
)
def test_only_ascii_commands_become_capitals(line: bytes, command: str) -> None:
    """No letter that merely has an ASCII capital turns a word into one of our commands."""
    assert decode_line(line).command == command


def test_a_message_without_tags_shares_the_empty_ones() -> None:
    """No dict is made for a line that has no tags."""
    assert decode_line(b"PING x").tags is NO_TAGS


def test_an_empty_source_counts_as_none() -> None:
    """``: PING`` comes from nobody, and nobody is written as nothing."""
    assert decode_line(b": PING x").source is None
    assert encode(Message("PING", ("x",), "")) == b"PING x\r\n"


@pytest.mark.parametrize(
    ("message", "line"),
    [
        (Message("PRIVMSG", ("#room", "hi")), b"PRIVMSG #room :hi\r\n"),
        (Message("KICK", ("#room", "ana", "out")), b"KICK #room ana :out\r\n"),
        (Message("PART", ("#room",)), b"PART #room\r\n"),
        (Message("PART", ("#room", "bye")), b"PART #room :bye\r\n"),
        (Message("QUIT", ("bye",)), b"QUIT :bye\r\n"),
        (Message("353", ("ana", "=", "#room", "ana")), b"353 ana = #room :ana\r\n"),
        (Message("MODE", ("#room", "+o", "ana")), b"MODE #room +o ana\r\n"),
        (Message("PONG", ("server", "x")), b"PONG server x\r\n"),
    ],
)
def test_free_text_has_its_colon(message: Message, line: bytes) -> None:
    """Where people's words stand a colon is written, elsewhere only where it is needed."""
    assert encode(message) == line


@pytest.mark.parametrize(
    "message",
    [
        Message("PRIVMSG", ("#a b", "hi")),
        Message("PRIVMSG", ("", "hi")),
        Message("PRIVMSG", (":a", "hi")),
        Message("PRIVMSG", ("#a", "one\r\nQUIT")),
        Message("PRIVMSG", ("#a", "one\ntwo")),
        Message("PRIVMSG", ("#a", "nul\0")),
        Message("PRIVMSG", ("#a", "half \ud83d")),
        Message("PRIVMSG", ("#a\n", "hi")),
        Message("", ("x",)),
        Message("TWO WORDS"),
        Message(":PING"),
        Message("@PING"),
        Message("PING", ("x",), "two words"),
        Message("PING", ("x",), "new\nline"),
        Message("PING", ("x",), None, {"a b": "c"}),
        Message("PING", ("x",), None, {"": "c"}),
        Message("PING", ("x",), None, {"a": "\0"}),
    ],
)
def test_what_would_break_out_of_its_place_cannot_be_written(message: Message) -> None:
    """No value given to ``encode`` can become another parameter or another line."""
    with pytest.raises(EncodeError):
        encode(message)


@pytest.mark.parametrize(
    "unit",
    [b"a", b" ", b":", b"a ", b" :", b";", b"a=b;", b"\\", b"@a ", b":a ", "é".encode()],
)
@pytest.mark.parametrize("opening", [b"PRIVMSG #room :", b"@a=", b":", b""])
def test_reading_takes_linear_time(opening: bytes, unit: bytes) -> None:
    """Twice the line takes about twice the work, up to the input limit and whatever it repeats."""
    assert_linear(lambda size: opening + unit * (size // len(unit)) + b" x", _read)


def _read(line: bytes, errors: str = "strict") -> Message | ParseError:
    """Return what reading a line ends with."""
    try:
        return decode_line(line, errors=errors)
    except ParseError as error:
        return error
