"""Moments as the protocol writes them: ``timestamp=2026-05-01T12:00:00.000Z``.

Source: https://ircv3.net/specs/extensions/server-time
"""

import re
from datetime import datetime
from typing import Final

from tertulia_core.broadcast.outbound import server_time

__all__ = ["from_reference", "to_reference"]

_PREFIX: Final = "timestamp="
_MOMENT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z"
)


def from_reference(text: str) -> float | None:
    """Return the Unix seconds of a reference, ``None`` for what is none."""
    moment = text.removeprefix(_PREFIX)
    if moment == text or not _MOMENT.fullmatch(moment):
        return None
    try:
        return datetime.fromisoformat(moment).timestamp()
    except ValueError:
        return None


def to_reference(seconds: float) -> str:
    """Return Unix seconds as a reference."""
    return f"{_PREFIX}{server_time(seconds)}"
