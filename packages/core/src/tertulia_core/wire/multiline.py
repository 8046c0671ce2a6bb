"""Messages of several lines: how they are cut, put together again, and how long they may be.

Such a message travels as a batch of ordinary lines. Received lines are joined
by line feeds; one marked with ``CONCAT_TAG`` goes on where the line before it
ended, so that no line of a text is too long for the protocol.

Source: https://ircv3.net/specs/extensions/multiline
"""

import enum
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, Self

from tertulia_core.errors import RemoteError
from tertulia_core.wire.capabilities import BATCH, MULTILINE, names
from tertulia_core.wire.limits import split_text

__all__ = [
    "BATCH_TYPE",
    "CONCAT_TAG",
    "NEEDED",
    "Assembly",
    "Limits",
    "MultilineError",
    "Piece",
    "Problem",
    "cut_message",
    "group_pieces",
    "join_pieces",
]

(BATCH_TYPE,) = names(MULTILINE)
"""The type of the batch is called like the capability."""

CONCAT_TAG: Final = f"{BATCH_TYPE}-concat"
"""The tag, without value, of a line that goes on where the one before it ended."""

NEEDED: Final = MULTILINE | BATCH
"""Only who negotiated both sends or hears such batches."""


class Piece(NamedTuple):
    """One line of a message as it travels; ``is_concat`` if it goes on with the line before it."""

    text: str
    is_concat: bool = False


class Limits(NamedTuple):
    """How much one message may hold.

    Attributes:
        max_bytes: of its text in UTF-8, line feeds included.
        max_lines: how many lines it may travel in; 0 where the server names no limit.
    """

    max_bytes: int
    max_lines: int = 0

    @classmethod
    def from_value(cls, value: str) -> Self | None:
        """Read the capability's value; ``None`` where it names no usable limit."""
        limits = {}
        for token in value.split(","):
            key, _, number = token.partition("=")
            if number.isascii() and number.isdigit():
                limits[key] = int(number[:9])
        max_bytes = limits.get("max-bytes", 0)
        return cls(max_bytes, limits.get("max-lines", 0)) if max_bytes else None

    def to_value(self) -> str:
        """Return the capability's value."""
        lines = f",max-lines={self.max_lines}" if self.max_lines else ""
        return f"max-bytes={self.max_bytes}{lines}"

    def allow(self, size: int, lines: int) -> bool:
        """Tell whether a message of ``size`` bytes in ``lines`` lines is within them."""
        return size <= self.max_bytes and not 0 < self.max_lines < lines


class Problem(enum.Enum):
    """What can be wrong with a message of several lines."""

    TOO_LONG = "more bytes than allowed"
    TOO_MANY_LINES = "more lines than allowed"
    BLANK_CONCAT = "a blank line that goes on with the one before it"
    BLANK = "nothing but blank lines"


class MultilineError(RemoteError):
    """A message of several lines breaks the rule that ``problem`` names."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"The message has {problem.value}.")
        self.problem = problem


class Assembly:
    """One message while its lines arrive, never longer than its limits.

    Attributes:
        pieces: the lines so far, as they came.
    """

    __slots__ = ("_limits", "_size", "pieces")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._size = -1  # the line feed that the first line does not have
        self.pieces: list[Piece] = []

    @property
    def size(self) -> int:
        """How many bytes the text has so far."""
        return max(0, self._size)

    def has_room(self, pieces: Sequence[Piece]) -> bool:
        """Tell whether more lines are within the limits."""
        size = self._size + sum(map(_size_of, pieces))
        return self._limits.allow(size, len(self.pieces) + len(pieces))

    def add(self, text: str, *, is_concat: bool = False) -> None:
        """Take the next line.

        Raises:
            MultilineError: the line is blank and goes on with another, or would pass a limit.
        """
        if is_concat and not text:
            raise MultilineError(Problem.BLANK_CONCAT)
        piece = Piece(text, is_concat and bool(self.pieces))
        if not self._limits.allow(0, len(self.pieces) + 1):
            raise MultilineError(Problem.TOO_MANY_LINES)
        if not self.has_room([piece]):
            raise MultilineError(Problem.TOO_LONG)
        self.pieces.append(piece)
        self._size += _size_of(piece)

    def finish(self) -> tuple[Piece, ...]:
        """Return all lines, once the last one is there.

        Raises:
            MultilineError: all of them are blank, or there is none.
        """
        if not any(piece.text for piece in self.pieces):
            raise MultilineError(Problem.BLANK)
        return tuple(self.pieces)


def join_pieces(pieces: Iterable[Piece]) -> str:
    """Return the text that travels as ``pieces``, its lines separated by line feeds."""
    joined = "".join(piece.text if piece.is_concat else f"\n{piece.text}" for piece in pieces)
    return joined.removeprefix("\n")


def cut_message(text: str, line_bytes: int) -> list[Piece]:
    """Cut a text at its line feeds, and longer lines as ``split_text`` does.

    Args:
        text: lines separated by line feeds; blank ones stay.
        line_bytes: how many bytes of text one line of the protocol holds.
    """
    return [
        Piece(part, is_concat=place > 0)
        for line in text.split("\n")
        for place, part in enumerate(split_text(line, line_bytes) or [""])
    ]


def group_pieces(pieces: Iterable[Piece], limits: Limits) -> list[list[Piece]]:
    """Divide what is longer than one message may be into several, where possible between lines.

    No group begins or ends with a blank line, and blank lines alone make none.
    """
    groups = [Assembly(limits)]
    for line in _whole_lines(pieces):
        if not groups[-1].has_room(line):
            groups.append(Assembly(limits))
        for piece in line:
            if not groups[-1].has_room([piece]):
                groups.append(Assembly(limits))
            groups[-1].add(piece.text, is_concat=piece.is_concat)
    return [trimmed for group in groups if (trimmed := _trim(group.pieces))]


def _size_of(piece: Piece) -> int:
    """Return how many bytes a line adds to the text, the line feed before it included."""
    return len(piece.text.encode()) + (not piece.is_concat)


def _whole_lines(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Return each line together with those that go on where it ended."""
    lines: list[list[Piece]] = []
    for piece in pieces:
        if piece.is_concat and lines:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return lines


def _trim(pieces: list[Piece]) -> list[Piece]:
    """Return lines without the blank ones before and after them."""
    filled = [place for place, piece in enumerate(pieces) if piece.text.strip()]
    return pieces[filled[0] : filled[-1] + 1] if filled else []
