"""A typed or pasted text → the messages that a server takes: whole where it can be, else its lines.

Source: https://ircv3.net/specs/extensions/multiline
"""

import re
from typing import Final

from tertulia_core.session.context import Context
from tertulia_core.wire.limits import LINE_BYTES
from tertulia_core.wire.multiline import (
    BATCH_TYPE,
    NEEDED,
    Limits,
    Piece,
    cut_message,
    group_pieces,
    join_pieces,
)

__all__ = ["cleaned", "cut_to_lines", "cut_to_messages"]

USER_HOST_BYTES: Final = 75
"""What our own ``user@host`` may take in the line that others get, until we have seen it."""

LEAST_BYTES: Final = 100
"""A message is never cut shorter than this, whatever a server says about itself."""

_LINE_BREAKS: Final = re.compile(r"\r\n|\r|\n")
_NOT_SAID: Final = str.maketrans({"\0": None, "\x01": None})
"""NUL cannot be written, and \\x01 would turn what is said into a command to other clients."""


def cleaned(text: str) -> str:
    """Return a typed text as it may be said: line feeds between lines, no blank ones around it."""
    clean = text.encode("utf-8", "replace").decode("utf-8").translate(_NOT_SAID)
    lines = [line.rstrip() for line in _LINE_BREAKS.split(clean)]
    return "\n".join(lines).strip("\n")


def cut_to_messages(ctx: Context, target: str, text: str, *, is_action: bool = False) -> list[str]:
    """Return a cleaned text as messages that can be written one by one, in order.

    With draft/multiline that is one, as long as the server's limits allow;
    without it there is one for each line and for each part of a long line.
    Blank lines alone say nothing.
    """
    pieces = cut_to_lines(ctx, target, text, is_action=is_action)
    limits = _limits(ctx)
    if limits is not None and not is_action:
        return [join_pieces(group) for group in group_pieces(pieces, limits)]
    return [piece.text for piece in pieces if piece.text.strip()]


def cut_to_lines(ctx: Context, target: str, text: str, *, is_action: bool = False) -> list[Piece]:
    """Return a text as the lines of the protocol that hold it."""
    return cut_message(text, _text_bytes(ctx, target, is_action=is_action))


def _text_bytes(ctx: Context, target: str, *, is_action: bool) -> int:
    """Return how much text fits in the line that the others get, with our source before it."""
    source = len(ctx.own_source.encode()) or len(ctx.state.nick.encode()) + USER_HOST_BYTES
    frame = len(f": PRIVMSG {target} :\r\n".encode())
    action = len("\x01ACTION \x01") if is_action else 0
    return max(LEAST_BYTES, LINE_BYTES - source - frame - action)


def _limits(ctx: Context) -> Limits | None:
    """Return how long a message may be, ``None`` where it has to be one line."""
    if ctx.caps & NEEDED != NEEDED:
        return None
    limits = Limits.from_value(ctx.offered.get(BATCH_TYPE, ""))
    return limits if limits is not None and limits.max_bytes >= LINE_BYTES else None
