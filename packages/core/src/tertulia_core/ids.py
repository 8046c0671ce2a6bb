"""Handles: values that name a thing without holding it."""

import os
from base64 import urlsafe_b64encode
from typing import Final, NewType

__all__ = ["KEY_LENGTH", "LineId", "LinkId", "MessageId", "RoomId", "new_key"]

KEY_LENGTH: Final = 22
"""Characters of an idempotency key: 128 random bits in base64url."""

_KEY_BYTES: Final = 16

LinkId = NewType("LinkId", int)
"""One connection, on either side; never reused within a process."""

RoomId = NewType("RoomId", int)
"""One room of the broadcast layer; survives a rename."""

MessageId = NewType("MessageId", str)
"""The ``msgid`` of a message, opaque to clients (https://ircv3.net/specs/extensions/message-ids)."""

LineId = NewType("LineId", int)
"""One line of a client's timelines; local to the process, grows, never reused."""


def new_key() -> str:
    """Return an idempotency key that nobody else has: ``KEY_LENGTH`` base64url characters."""
    return urlsafe_b64encode(os.urandom(_KEY_BYTES)).decode("ascii").rstrip("=")
