"""Sockets: bytes and lines in, bytes out, nothing about chat.

TLS contexts are in ``tls``, which alone loads ``ssl``.
"""

from tertulia_core.transport.events import (
    BytesReceived,
    CloseReason,
    EofReceived,
    LinesReceived,
    LinkClosed,
    LinkDrained,
    LinkOpened,
    Peer,
    TransportEvent,
)
from tertulia_core.transport.listener import ProxyRule
from tertulia_core.transport.loop import SelectorLoop
from tertulia_core.transport.waker import Waker

__all__ = [
    "BytesReceived",
    "CloseReason",
    "EofReceived",
    "LinesReceived",
    "LinkClosed",
    "LinkDrained",
    "LinkOpened",
    "Peer",
    "ProxyRule",
    "SelectorLoop",
    "TransportEvent",
    "Waker",
]
