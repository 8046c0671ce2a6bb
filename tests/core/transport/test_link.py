"""A link by itself: its life, what it waits for, and how lean it is."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.ids import LinkId
from tertulia_core.transport.link import Link, LinkState
from tertulia_core.transport.poller import READ, WRITE
from tertulia_core.transport.sendqueue import SendQueue
from tertulia_core.wire.framing import LineBuffer


class NoStream:
    """A stream that is never used."""

    def fileno(self) -> int:
        return -1

    def recv(self, size: int, /) -> bytes:
        raise AssertionError(size)

    def send(self, data: bytes | memoryview, /) -> int:
        raise AssertionError(data)

    def shutdown(self, how: int, /) -> None:
        raise AssertionError(how)

    def close(self) -> None:
        pass


def open_link() -> Link:
    """Return a link that is open."""
    link = Link(LinkId(1), NoStream())
    link.move(LinkState.OPEN)
    return link


def with_backlog(link: Link) -> Link:
    """Give a link something to write."""
    link.queue = SendQueue(b"waits", written=0, relayed=0)
    return link


def test_an_open_link_is_read() -> None:
    """And watched for room to write only while something waits."""
    assert open_link().wanted_interest() == READ
    assert with_backlog(open_link()).wanted_interest() == READ | WRITE


@pytest.mark.parametrize("field", ["is_paused", "has_ended"])
def test_a_paused_or_finished_link_is_not_read(field: str) -> None:
    """Only its backlog is of interest then."""
    link = open_link()
    setattr(link, field, True)

    assert link.wanted_interest() == 0
    assert with_backlog(link).wanted_interest() == WRITE


def test_an_overfull_link_is_not_read() -> None:
    """Until its text has been taken."""
    link = open_link()
    link.feed(b"x" * 101, LineBuffer(100), 100)
    assert link.wanted_interest() == 0

    assert link.take_partial() == b"x" * 101

    assert link.wanted_interest() == READ


def test_a_closing_link_writes_and_then_waits_for_the_end() -> None:
    """It is never read for its lines any more."""
    link = with_backlog(open_link())
    link.move(LinkState.FLUSHING)
    assert link.wanted_interest() == WRITE

    link.queue = None
    link.move(LinkState.LINGERING)

    assert link.wanted_interest() == READ


def test_a_closed_link_stays_closed() -> None:
    """The life of a link goes one way."""
    link = open_link()
    link.move(LinkState.CLOSED)

    with pytest.raises(AssertionError):
        link.move(LinkState.OPEN)


@given(st.lists(st.binary(max_size=40), max_size=12))
def test_a_link_holds_a_buffer_only_while_a_line_is_incomplete(pieces: list[bytes]) -> None:
    """The lines are those of one buffer that saw everything, and the spare one stays empty."""
    link, spare, model = open_link(), LineBuffer(100), LineBuffer(100)

    for piece in pieces:
        if not piece:
            continue
        lines, waiting = link.feed(piece, spare, 100)

        assert lines == model.feed(piece)
        assert waiting == model.partial_size
        assert (link.buffer is None) == (waiting == 0)
        assert spare.partial_size == 0


def test_a_link_is_lean() -> None:
    """Thousands of them are idle most of the time: no dictionary, no buffers, under 150 bytes."""
    link = open_link()

    assert not hasattr(link, "__dict__")
    assert sys.getsizeof(link) < 150
    assert (link.buffer, link.queue, link.opening, link.deadline) == (None, None, None, None)
