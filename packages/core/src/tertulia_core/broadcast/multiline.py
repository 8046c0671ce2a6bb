"""A relayed message of several lines, for all who hear it: as a batch, as lines, as text.

Whatever it looks like, it is one line of its room's tick: it has one position,
nothing comes between its parts, and each profile's bytes are written once.

Source: https://ircv3.net/specs/extensions/multiline
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from tertulia_core.broadcast.outbound import Outbound, compose, tagged
from tertulia_core.text import sanitize
from tertulia_core.wire.capabilities import MULTILINE, PLAIN
from tertulia_core.wire.message import NO_TAGS
from tertulia_core.wire.multiline import BATCH_TYPE, CONCAT_TAG, Piece
from tertulia_core.wire.tags import format_tags

__all__ = ["MultilineOutbound"]

REPEATED_BYTES: Final = 16 * 1024
"""How much client-only tags may add to one message by being on each line.

Their sender would otherwise fill the send queue of everybody who gets lines:
four kilobytes of tags on five hundred lines are two megabytes.
"""


class MultilineOutbound(Outbound):
    """One message of several lines; immutable from outside.

    Receivers with draft/multiline get a batch with the message's tags on its
    first line; the others get its lines without the blank ones, the id on the
    first and the other tags on each, the sender's own as far as that is small.

    Args:
        command: PRIVMSG or NOTICE.
        target: whom the lines name.
        pieces: the lines as their author sent them, at least one not blank.
        source: as in ``Outbound``, like ``time`` and ``tags``.
        msgid: the message's id; its letters, digits and hyphens are the batch's reference too.
        plain: as in ``Outbound``; a guest hears each of its lines.

    Raises:
        EncodeError: a parameter or a tag cannot stand in one line.
    """

    __slots__ = ("_bodies", "_closing", "_concats", "_more", "_opening", "_reference", "_said")

    def __init__(
        self,
        command: str,
        target: str,
        pieces: Sequence[Piece],
        source: str,
        time: float,
        msgid: str,
        tags: Mapping[str, str] = NO_TAGS,
        plain: str | Callable[[bytes], str | None] | None = None,
    ) -> None:
        super().__init__(
            "BATCH", (f"+{msgid}", BATCH_TYPE, target), source, time, msgid, tags, plain
        )
        self._reference = msgid
        self._opening = self._body
        self._closing = compose("BATCH", (f"-{msgid}",), source)
        self._bodies = [compose(command, (target, piece.text), source) for piece in pieces]
        self._concats = [piece.is_concat for piece in pieces]
        self._said = [body for body, piece in zip(self._bodies, pieces, strict=True) if piece.text]
        self._body = b"".join(self._said)
        self._more = Outbound(command, (target, ""), source, time, "", self._repeated(tags))
        self._matters |= MULTILINE

    def stored(self) -> bytes:
        """Return the whole batch."""
        tags = ";".join([text for _needed, text in self._pieces])
        return tagged(tags, self._opening) + self._inside() + self._closing

    def parts(self, profile: int) -> tuple[bytes, bytes, bytes]:
        """Return the batch for a profile with draft/multiline: its opening, lines and closing."""
        return tagged(self._tags(profile), self._opening), self._inside(), self._closing

    def _inside(self) -> bytes:
        start = f"batch={self._reference}"
        lines = [
            tagged(f"{start};{CONCAT_TAG}" if is_concat else start, body)
            for body, is_concat in zip(self._bodies, self._concats, strict=True)
        ]
        return b"".join(lines)

    def _write(self, profile: int) -> bytes:
        if profile & PLAIN:
            return self._as_text()
        return b"".join(self.parts(profile)) if profile & MULTILINE else self._as_lines(profile)

    def _repeated(self, tags: Mapping[str, str]) -> Mapping[str, str]:
        """Return the tags of the lines after the first one."""
        own = {name: value for name, value in tags.items() if name.startswith("+")}
        if len(format_tags(own).encode()) * len(self._said) <= REPEATED_BYTES:
            return tags
        return {name: value for name, value in tags.items() if name not in own}

    def _as_lines(self, profile: int) -> bytes:
        first, *rest = self._said
        tags = self._more._tags(profile)
        return tagged(self._tags(profile), first) + b"".join(tagged(tags, body) for body in rest)

    def _as_text(self) -> bytes:
        words = self._words()
        lines = [] if words is None else words.split("\n")
        return "".join(f"{sanitize(line)}\n" for line in lines).encode()
