"""Where a message stands: room and number as one integer, moments in whole milliseconds.

An integer that grows within its room is the cheapest key a database has, and
what ``server-time`` shows is all that anybody knows of a moment: kept finer, a
client's ``timestamp=`` reference would miss the very line that it names.
"""

import math
from typing import Final

__all__ = ["LAST_NUMBER", "LAST_PLACE", "number_of", "room_of", "to_milliseconds", "to_place"]

_NUMBER_BITS: Final = 39
LAST_NUMBER: Final = (1 << _NUMBER_BITS) - 1
"""Messages of a room: at a thousand a second it lasts for seventeen years."""
LAST_PLACE: Final = (1 << 63) - 1
"""The highest key there can be."""


def to_place(room: int, number: int) -> int:
    """Return the key of a message, positive and below 2**63."""
    return room << _NUMBER_BITS | number


def room_of(place: int) -> int:
    """Return the room's integer of a key."""
    return place >> _NUMBER_BITS


def number_of(place: int) -> int:
    """Return the message's number in its room."""
    return place & LAST_NUMBER


def to_milliseconds(seconds: float) -> int:
    """Return Unix seconds as the whole milliseconds that ``server-time`` shows for them."""
    fraction, whole = math.modf(seconds)
    return int(whole) * 1000 + round(fraction * 1e6) // 1000
