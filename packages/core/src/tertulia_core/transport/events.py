"""What the network did, as values; one list of them per poll."""

import enum
from typing import NamedTuple

from tertulia_core.ids import LinkId

__all__ = [
    "BytesReceived",
    "CloseReason",
    "EofReceived",
    "LinesReceived",
    "LinkClosed",
    "LinkDrained",
    "LinkOpened",
    "Peer",
    "TransportEvent",
]


class CloseReason(enum.Enum):
    """Why a link is gone."""

    LOCAL = "closed by us"
    EOF = "closed by the other side"
    ERROR = "the connection broke"
    SENDQ = "SendQ exceeded"
    TIMEOUT = "a deadline passed"
    TLS = "the TLS handshake failed"
    REFUSED = "the connection was refused"
    UNKNOWN_HOST = "there is no such host"


class Peer(NamedTuple):
    """Where a connection comes from: host is a literal address, or ``""`` for a Unix socket.

    ``fingerprint`` is the SHA-256 of the client's certificate, hexadecimal, ``""`` without one.
    """

    host: str
    port: int
    is_loopback: bool
    is_tls: bool
    fingerprint: str = ""


class LinkOpened(NamedTuple):
    """A connection is ready: accepted (``listener`` is its name) or connected (``""``)."""

    link: LinkId
    peer: Peer
    listener: str


class LinesReceived(NamedTuple):
    """Bytes arrived: complete lines without their line ends (blank ones are ``b""``).

    ``partial`` counts the bytes that wait for their line end; above the
    loop's line limit the link is not read until they are taken.
    """

    link: LinkId
    lines: list[bytes]
    partial: int


class BytesReceived(NamedTuple):
    """Bytes arrived on the link of a raw listener: at most one read, as they came."""

    link: LinkId
    data: bytes


class EofReceived(NamedTuple):
    """The other side sends no more; what it reads still arrives until ``close``.

    ``partial`` is the text that came without a line end. Where a connection broke and
    left such text, this comes just before its ``LinkClosed``.
    """

    link: LinkId
    partial: bytes


class LinkDrained(NamedTuple):
    """A link that had a backlog has written nearly all of it; long answers may go on."""

    link: LinkId


class LinkClosed(NamedTuple):
    """The link is gone; reported exactly once per link, also for a ``connect`` that failed."""

    link: LinkId
    reason: CloseReason
    detail: str


TransportEvent = LinkOpened | LinesReceived | BytesReceived | EofReceived | LinkDrained | LinkClosed
