"""The client engine without I/O: state, events, intents and what they look like."""

from tertulia_core.session.engine import ClientSession
from tertulia_core.session.events import Event
from tertulia_core.session.intents import Intent
from tertulia_core.session.settings import SessionSettings
from tertulia_core.session.state import (
    ConnectionPhase,
    Delivery,
    Line,
    LineKind,
    Member,
    Room,
    RoomKind,
    SessionState,
)

__all__ = [
    "ClientSession",
    "ConnectionPhase",
    "Delivery",
    "Event",
    "Intent",
    "Line",
    "LineKind",
    "Member",
    "Room",
    "RoomKind",
    "SessionSettings",
    "SessionState",
]
