"""Bytes to lines over any fragmentation, with bounded memory."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.wire.framing import LineBuffer
from tests.core.wire.growth import assert_linear

fragments = st.lists(st.binary(max_size=12) | st.sampled_from([b"\r\n", b"\n", b"\r", b"a\r"]))


@given(fragments)
def test_fragmentation_does_not_matter(data: list[bytes]) -> None:
    """The same bytes give the same lines and rest, however they arrive."""
    whole, parts, single = LineBuffer(), LineBuffer(), LineBuffer()
    joined = b"".join(data)

    expected = whole.feed(joined)
    by_parts = [line for piece in data for line in parts.feed(piece)]
    by_bytes = [line for byte in joined for line in single.feed(bytes([byte]))]

    assert by_parts == by_bytes == expected
    assert parts.partial == single.partial == whole.partial


@given(st.lists(st.binary().map(lambda data: data.replace(b"\n", b"").rstrip(b"\r"))), st.binary())
def test_lines_come_back_as_they_were_sent(lines: list[bytes], rest: bytes) -> None:
    """What was sent with CR LF arrives without it, blank lines too; the rest waits."""
    rest = rest.replace(b"\n", b"")
    buffer = LineBuffer()

    assert buffer.feed(b"".join(line + b"\r\n" for line in lines) + rest) == lines
    assert buffer.partial == rest
    assert buffer.partial_size == len(rest)


@pytest.mark.parametrize(
    ("data", "lines", "partial"),
    [
        (b"a\nb\r\nc", [b"a", b"b"], b"c"),
        (b"\n\r\n\n", [b"", b"", b""], b""),
        (b"a\rb\r\n", [b"a\rb"], b""),
        (b"a\r\r\n", [b"a\r"], b""),
        (b"a\r", [], b"a\r"),
        (b"", [], b""),
    ],
)
def test_only_a_newline_ends_a_line(data: bytes, lines: list[bytes], partial: bytes) -> None:
    """One CR belongs to the newline after it; any other stays for the codec to refuse."""
    buffer = LineBuffer()

    assert buffer.feed(data) == lines
    assert buffer.partial == partial


def test_the_partial_line_can_be_taken_once() -> None:
    """What is taken is gone, and the next line begins afresh."""
    buffer = LineBuffer()
    for piece in (b"ho", b"la", b"!"):
        buffer.feed(piece)

    assert buffer.take_partial() == b"hola!"
    assert buffer.take_partial() == b""
    assert buffer.feed(b"x\n") == [b"x"]


@pytest.mark.parametrize(
    ("pieces", "is_full"),
    [([b"1234"], False), ([b"1234", b"5"], True), ([b"1234", b"5", b"\n"], False)],
)
def test_it_is_full_above_its_limit(pieces: list[bytes], is_full: bool) -> None:
    """The caller learns when to stop reading; a line end makes room again."""
    buffer = LineBuffer(limit=4)

    for piece in pieces:
        buffer.feed(piece)

    assert buffer.is_full is is_full


def test_memory_is_that_of_the_waiting_bytes() -> None:
    """A line that comes in 16,384 pieces holds no object for each."""
    buffer = LineBuffer()
    tracemalloc.start()
    try:
        for number in range(8_192):
            buffer.feed(b"%02x" % (number % 256))
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert buffer.partial_size == 16_384
    assert held < 3 * buffer.partial_size


@pytest.mark.parametrize("end", [b"\n", b""])
def test_byte_by_byte_takes_linear_time(end: bytes) -> None:
    """Slow senders cost what they send, with and without a line end."""

    def feed(data: bytes) -> None:
        buffer = LineBuffer()
        for at in range(len(data)):
            buffer.feed(data[at : at + 1])
        buffer.feed(end)

    assert_linear(lambda size: b"x" * size, feed)


@pytest.mark.parametrize("unit", [b"\n", b"\r", b"\r\n", b"a\r\n"])
def test_one_large_piece_takes_linear_time(unit: bytes) -> None:
    """Thousands of blank lines are no attack."""
    assert_linear(lambda size: unit * (size // len(unit)), lambda data: LineBuffer().feed(data))
