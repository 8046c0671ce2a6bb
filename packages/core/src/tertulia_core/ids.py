"""Handles: values that name a thing without holding it."""

from typing import NewType

__all__ = ["LineId", "LinkId", "MessageId", "RoomId"]

LinkId = NewType("LinkId", int)
"""One connection, on either side; never reused within a process."""

RoomId = NewType("RoomId", int)
"""One room of the broadcast layer; survives a rename."""

MessageId = NewType("MessageId", str)
"""The ``msgid`` of a message, opaque to clients (https://ircv3.net/specs/extensions/message-ids)."""

LineId = NewType("LineId", int)
"""One line of a client's timelines; local to the process, grows, never reused."""
