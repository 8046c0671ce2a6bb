"""One connection: its stream, its line buffer and its send queue, and where it is in its life."""

import enum
from typing import Final

from tertulia_core.ids import LinkId
from tertulia_core.transport.opening import Opening
from tertulia_core.transport.poller import READ, WRITE
from tertulia_core.transport.sendqueue import SendQueue
from tertulia_core.transport.stream import Stream
from tertulia_core.wire.framing import LineBuffer

__all__ = ["RECV_BYTES", "Link", "LinkState"]

RECV_BYTES: Final = 65_536
"""How much is read from a link at once: a busy one gets no more of a poll than that."""


class LinkState(enum.Enum):
    """The life of a link."""

    OPENING = enum.auto()  # connecting, or in the TLS handshake
    OPEN = enum.auto()
    BROKEN = enum.auto()  # cannot be written to; what it said before is still read
    FLUSHING = enum.auto()  # to be closed once its backlog is written
    LINGERING = enum.auto()  # everything is written; waits for the other side to close too
    CLOSED = enum.auto()


_NEXT: Final = {
    LinkState.OPENING: {LinkState.OPEN, LinkState.CLOSED},
    LinkState.OPEN: {LinkState.BROKEN, LinkState.FLUSHING, LinkState.CLOSED},
    LinkState.BROKEN: {LinkState.CLOSED},
    LinkState.FLUSHING: {LinkState.LINGERING, LinkState.CLOSED},
    LinkState.LINGERING: {LinkState.CLOSED},
    LinkState.CLOSED: set[LinkState](),
}


class Link:
    """What the loop knows of one connection; owner: the loop's thread.

    It holds a line buffer only while a line is incomplete and a send queue only
    while the socket is full, so that an idle connection costs its socket and little more.

    Attributes:
        opening: how it comes to be open; ``None`` from then on.
        interest: what the poller watches it for (``READ | WRITE``), 0 for not at all.
        deadline: when its opening or closing has to be over; see ``Deadlines``.
        is_paused: whether its owner wants it unread.
        is_raw: whether its bytes are reported as they come, not cut into lines.
        has_ended: whether the other side has said that it sends no more.
        owes_drained: whether something was queued since the last ``LinkDrained``.
    """

    __slots__ = (
        "buffer",
        "deadline",
        "has_ended",
        "id",
        "interest",
        "is_paused",
        "is_raw",
        "opening",
        "owes_drained",
        "queue",
        "state",
        "stream",
    )

    def __init__(self, link: LinkId, stream: Stream) -> None:
        self.id = link
        self.stream = stream
        self.opening: Opening | None = None
        self.state = LinkState.OPENING
        self.buffer: LineBuffer | None = None
        self.queue: SendQueue | None = None
        self.interest = 0
        self.deadline: float | None = None
        self.is_paused = False
        self.is_raw = False
        self.has_ended = False
        self.owes_drained = False

    def move(self, state: LinkState) -> None:
        """Enter ``state``; the only way to change it."""
        assert state in _NEXT[self.state], f"a link cannot go from {self.state} to {state}"
        self.state = state

    def wanted_interest(self) -> int:
        """Return what the link waits for in its state."""
        if self.state is LinkState.OPENING:
            return self.opening.interest if self.opening else 0
        if self.state is LinkState.LINGERING:
            return READ
        writing = WRITE if self.queue else 0
        return writing | (READ if self.is_readable() else 0)

    def is_readable(self) -> bool:
        """Tell whether what arrives is read: not at the end, nor while paused or overfull."""
        if self.has_ended or self.is_paused or self.state is LinkState.FLUSHING:
            return False
        return self.buffer is None or not self.buffer.is_full

    def feed(self, data: bytes, spare: LineBuffer, limit: int) -> tuple[list[bytes], int]:
        """Cut received bytes into lines; return them and how many bytes wait for a line end.

        Args:
            data: what was read.
            spare: an empty buffer, left empty, that serves while there is no need of an own one.
            limit: how many bytes may wait for their line end before the link is overfull.
        """
        buffer = self.buffer
        if buffer is None:
            if data.endswith(b"\n"):
                return spare.feed(data), 0
            buffer = self.buffer = LineBuffer(limit)
        lines = buffer.feed(data)
        waiting = buffer.partial_size
        if not waiting:
            self.buffer = None
        return lines, waiting

    def take_partial(self) -> bytes:
        """Remove and return the bytes that wait for a line end."""
        if self.buffer is None:
            return b""
        taken = self.buffer.take_partial()
        self.buffer = None
        return taken
