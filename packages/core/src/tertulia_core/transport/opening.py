"""What a connection goes through before it is open, whoever began it."""

from typing import Protocol

from tertulia_core.errors import TransportError
from tertulia_core.transport.events import CloseReason, Peer
from tertulia_core.transport.stream import Stream

__all__ = ["Opening", "OpeningFailed"]


class OpeningFailed(TransportError):
    """No way to the other side is left."""

    def __init__(self, reason: CloseReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class Opening(Protocol):
    """One step on the way to an open link; the loop drives it."""

    @property
    def stream(self) -> Stream:
        """The present socket; after a call it may be another one."""
        ...

    @property
    def interest(self) -> int:
        """What to watch the socket for."""
        ...

    @property
    def deadline(self) -> float:
        """When to call ``expire``, monotonic seconds."""
        ...

    @property
    def peer(self) -> Peer:
        """Who is at the other end, once that is known."""
        ...

    @property
    def listener(self) -> str:
        """The name of the listener it came through, ``""`` where we connect."""
        ...

    @property
    def is_costly(self) -> bool:
        """Whether a step of it is work, so that only so many are taken at a time."""
        ...

    def advance(self, now: float) -> "Opening | None":
        """Go on where the socket is ready; return the step to go on with, ``None`` when open.

        Raises:
            OpeningFailed: it will not be open; closing the stream is left to the loop.
        """
        ...

    def expire(self, now: float) -> "Opening | None":
        """Take note that the deadline has passed; return the step to go on with, or ``None``.

        Raises:
            OpeningFailed: there is none; closing the stream is left to the loop.
        """
        ...
