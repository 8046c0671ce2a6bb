"""What both user interfaces draw from: no toolkit, everything sanitized.

A timeline feeds its room's lines to a ``Grouper`` and draws the items that come
back; ``spans`` cuts text into pieces; the rest words and colours small things.
"""

import zlib
from typing import Final

from tertulia_core.session.formatting import Span
from tertulia_core.session.grouping import (
    Activity,
    Body,
    DaySeparator,
    Grouper,
    Header,
    Item,
    UnreadMark,
    line_spans,
    spans,
)
from tertulia_core.session.nicks import display_name
from tertulia_core.session.quoting import Quote, excerpt, quote_of, reaction_texts
from tertulia_core.session.state import SERVER_ROOM, Room, SessionState
from tertulia_core.session.status import (
    connection_text,
    delivery_text,
    typing_text,
    window_title,
)
from tertulia_core.session.wording import clock_text, day_text, describe, join_names, local_date
from tertulia_core.text import sanitize
from tertulia_core.wire.casemap import fold_ascii

__all__ = [
    "Activity",
    "Body",
    "DaySeparator",
    "Grouper",
    "Header",
    "Item",
    "Quote",
    "Span",
    "UnreadMark",
    "clock_text",
    "colour_index",
    "connection_text",
    "day_text",
    "delivery_text",
    "describe",
    "display_name",
    "excerpt",
    "initial",
    "join_names",
    "line_spans",
    "local_date",
    "quote_of",
    "reaction_texts",
    "room_label",
    "sorted_members",
    "spans",
    "typing_text",
    "window_title",
]

NICK_COLOURS: Final = 12


def colour_index(nick: str) -> int:
    """Return which of the theme's nick colours is ``nick``'s, 0–11, the same in every client."""
    return zlib.crc32(fold_ascii(nick).encode("utf-8", "replace")) % NICK_COLOURS


def initial(nick: str) -> str:
    """Return the letter for a nick's round picture: its first letter or digit in upper case."""
    for character in nick:
        if character.isalnum():
            return character.upper()[:1]
    return sanitize(nick[:1], name=True)[:1] or "?"


def room_label(room: Room, state: SessionState) -> str:
    """Return what a room is called on screen; the server's own room after its network."""
    if room.name == SERVER_ROOM:
        return sanitize(state.network or state.address, name=True)
    return sanitize(room.name, name=True)


def sorted_members(room: Room, signs: str = "~&@%+") -> list[str]:
    """Return the nicks of a room, highest status first, then by name."""
    ranks = {sign: rank for rank, sign in enumerate(signs)}
    members = room.members.values()
    ordered = sorted(
        members, key=lambda m: (ranks.get(m.prefixes[:1], len(signs)), fold_ascii(m.nick))
    )
    return [member.nick for member in ordered]
