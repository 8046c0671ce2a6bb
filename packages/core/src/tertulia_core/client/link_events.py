"""What a client's connection tells, as values."""

from typing import NamedTuple

from tertulia_core.transport.events import CloseReason, Peer

__all__ = ["Connected", "Disconnected", "Lines", "LinkEvent"]


class Connected(NamedTuple):
    """The server is there, and can be written to from now on."""

    peer: Peer


class Lines(NamedTuple):
    """The server wrote; lines are without their ends, and its PINGs are answered already."""

    lines: list[bytes]


class Disconnected(NamedTuple):
    """The connection is over, or could not be made: the one end of every ``connect``.

    ``reason`` is a sentence for the person, in their language; ``cause`` is for the program.
    """

    reason: str
    cause: CloseReason


LinkEvent = Connected | Lines | Disconnected
