"""Lines in a row of one sender to one room, written together where nobody sees more than text.

With few receivers to a message the value for each line costs more than passing
it on. A burst is one value for all of them: receivers without capabilities get
the lines that its author wrote, and only if somebody is to see a tag, or is a
guest, is each of them made into an ``Outbound`` of its own.
"""

from collections.abc import Callable, Iterator, Sequence

from tertulia_core.broadcast.outbound import Outbound

__all__ = ["Burst"]


class Burst:
    """Further lines like one that was said before; immutable from outside.

    Measured beside a value for each line: 17 % less processor time with 1,000 people in
    100 rooms and full windows (docs/adr/0010-one-value-for-a-burst.md).

    Args:
        like: the line before them.
        bodies: whole lines without tags, with their CRLF, taken as they are.
        time: Unix time of all of them.
        first: the number of the first one in its room.
        id_of: makes an id of a number.
    """

    __slots__ = ("_bodies", "_first", "_id_of", "_like", "_lines", "_time")

    def __init__(
        self,
        like: Outbound,
        bodies: Sequence[bytes],
        time: float,
        first: int,
        id_of: Callable[[int], str],
    ) -> None:
        self._like = like
        self._bodies = bodies
        self._time = time
        self._first = first
        self._id_of = id_of
        self._lines: list[Outbound] | None = None

    def __len__(self) -> int:
        """Return how many lines it is."""
        return len(self._bodies)

    def encoded(self, profile: int) -> Sequence[bytes]:
        """Return its lines for one delivery profile; see ``Outbound.encode``."""
        if self._like.is_bare(profile):
            return self._bodies
        return [line.encode(profile) for line in self._made()]

    def stored(self) -> Sequence[bytes]:
        """Return its lines as history keeps them; see ``Outbound.stored``."""
        return self._like.stored_siblings(self._bodies)

    def forms(self) -> Iterator[list[bytes]]:
        """Yield for each line every look it was written in so far."""
        if self._lines is None:
            yield from ([body] for body in self._bodies)
        else:
            for line in self._lines:
                yield from line.forms()

    def _made(self) -> list[Outbound]:
        """Return a value for each line, made at the first call."""
        if self._lines is None:
            numbers = range(self._first, self._first + len(self._bodies))
            msgids = [self._id_of(number) for number in numbers]
            self._lines = self._like.siblings(self._bodies, self._time, msgids)
        return self._lines
