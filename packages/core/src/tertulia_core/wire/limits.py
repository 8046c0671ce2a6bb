"""How long things may be, in bytes, and how a text is made to fit.

Source: https://modern.ircdocs.horse/#messages and
https://ircv3.net/specs/extensions/message-tags#size-limit
"""

from typing import Final

from tertulia_core.errors import LineTooLong
from tertulia_core.wire.clusters import is_boundary, last_boundary

__all__ = [
    "INPUT_BYTES",
    "LINE_BYTES",
    "TAGS_CLIENT",
    "TAGS_TOTAL",
    "check_line",
    "cut_bytes",
    "split_text",
]

LINE_BYTES: Final = 512
"""A line without its tags, CR LF included."""

TAGS_CLIENT: Final = 4096
"""The tags a client may send, ``@`` and the space after them included."""

TAGS_TOTAL: Final = 8191
"""The tags of any line: a client's and what the server adds to them."""

INPUT_BYTES: Final = 16_384
"""What may wait for a line end; who sends more is not speaking this protocol."""

_LINE_END_BYTES: Final = 2
_CHARACTER_BYTES: Final = 4


def check_line(line: bytes) -> None:
    """Make sure that a line from a client, without its CR LF, is within the limits.

    Raises:
        LineTooLong: its tags or the rest are too long (answered with 417).
    """
    if len(line) <= LINE_BYTES - _LINE_END_BYTES:
        return
    tags = 0
    if line.startswith(b"@"):
        tags = line.find(b" ") + 1 or len(line) + 1
    if tags > TAGS_CLIENT:
        raise LineTooLong(f"The tags are longer than {TAGS_CLIENT} bytes.", line=line)
    if len(line) - tags > LINE_BYTES - _LINE_END_BYTES:
        raise LineTooLong(f"The line is longer than {LINE_BYTES} bytes.", line=line)


def cut_bytes(text: str, limit: int) -> str:
    """Return the longest beginning of ``text`` that takes at most ``limit`` bytes of UTF-8.

    It ends where a character ends as a reader sees it, unless the first one alone is too long.
    """
    if len(text) * _CHARACTER_BYTES <= limit:
        return text
    end = _end_of(text, 0, limit)
    return text[: last_boundary(text, 0, end)] if end < len(text) else text


def split_text(text: str, limit_bytes: int) -> list[str]:
    """Cut ``text`` into pieces of at most ``limit_bytes`` bytes of UTF-8, in linear time.

    Cuts come after a space where there is one, else between two characters as
    a reader sees them; only a single one longer than the limit is cut inside.
    All pieces joined are the text; an empty text has no piece.

    Raises:
        ValueError: the limit is below 4, too small for any character.
    """
    if limit_bytes < _CHARACTER_BYTES:
        raise ValueError(f"a piece needs at least {_CHARACTER_BYTES} bytes, not {limit_bytes}")
    pieces = []
    start = 0
    while start < len(text):
        end = _end_of(text, start, limit_bytes)
        if end < len(text):
            end = _after_space(text, start, end) or last_boundary(text, start, end)
        pieces.append(text[start:end])
        start = end
    return pieces


def _end_of(text: str, start: int, limit: int) -> int:
    """Return how far from ``start`` the text fits into ``limit`` bytes, code points left whole."""
    encoded = text[start : start + limit].encode("utf-8", "surrogatepass")
    if len(encoded) <= limit:
        return min(start + limit, len(text))
    end = limit
    while encoded[end] & 0xC0 == 0x80:  # inside a code point
        end -= 1
    return start + len(encoded[:end].decode("utf-8", "surrogatepass"))


def _after_space(text: str, start: int, end: int) -> int | None:
    """Return the place after the last space before ``end``, ``None`` where there is no space."""
    while (space := text.rfind(" ", start, end)) >= 0:
        if is_boundary(text, space + 1, start):
            return space + 1
        end = space
    return None
