"""How one link's tick differs from its audience's: what it hears alone, or does not hear.

A link needs an aside when it wrote a room line itself, got an answer or a
private message, or entered, left or changed its profile midway. All others
share their audience's batch untouched.
"""

from collections.abc import Callable

from tertulia_core.broadcast.audience import Audience
from tertulia_core.broadcast.room import Batch

__all__ = ["Aside"]


class Aside:
    """The differences of one link in one tick, noted in the order in which they happened."""

    __slots__ = ("_audience", "_marks", "_omitted", "_omitting")

    def __init__(self, audience: Audience) -> None:
        """Begin with the audience that the link belonged to so far in this tick."""
        self._audience = audience
        self._marks: list[tuple[int, int | bytes | Audience, bool]] = []
        self._omitting = -1
        self._omitted = -1

    def omit(self, start: int, end: int) -> None:
        """Leave out the lines with ``start <= position < end``; those in a row are one mark."""
        if start != self._omitted:
            self._end_omission()
            self._omitting = start
        self._omitted = end

    def insert(self, position: int, data: bytes, *, relayed: bool) -> None:
        """Put bytes of its own before the line at ``position``."""
        self._end_omission()
        self._marks.append((position, data, relayed))

    def move(self, position: int, audience: Audience) -> None:
        """Hear another audience's lines from ``position`` on."""
        self._end_omission()
        self._marks.append((position, audience, False))

    def assemble(self, end: int, batch_of: Callable[[Audience], Batch]) -> tuple[bytes, int]:
        """Return all that the link gets up to position ``end``, and how much of it is relayed.

        Nearly all there is are links that just do not hear one burst of their
        own. For the others this is one walk over the marks, which stand in
        order: copy what lies between two marks from the batch that holds
        there, then do what the mark says.
        """
        if not self._marks:
            data = batch_of(self._audience).without(self._omitting, self._omitted)
            return data, len(data)
        self._end_omission()
        pieces: list[bytes] = []
        answers = 0
        cursor = 0
        batch = batch_of(self._audience)
        for position, what, relayed in self._marks:
            if position > cursor:
                pieces.append(batch.between(cursor, position))
            cursor = position
            if isinstance(what, int):
                cursor = what
            elif isinstance(what, bytes):
                pieces.append(what)
                answers += 0 if relayed else len(what)
            else:
                batch = batch_of(what)
        if end > cursor:
            pieces.append(batch.between(cursor, end))
        data = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        return data, len(data) - answers

    def _end_omission(self) -> None:
        """Note the own lines in a row, from the first to where the next line is heard again."""
        if self._omitted >= 0:
            self._marks.append((self._omitting, self._omitted, False))
            self._omitted = -1
