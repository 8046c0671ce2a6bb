"""What the shell knows of one link, beside the chat's ``Session``: its language and what waits."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Final, Protocol

from tertulia_core.ids import LinkId
from tertulia_server.dialects.backlog import Backlog
from tertulia_server.model.now import Now
from tertulia_server.model.session import Session

__all__ = ["DEAF", "Connection", "Dialect", "LineByLine", "PartialText"]


class Connection:
    """One link as the hub keeps it; owner: the network thread.

    Attributes:
        session: who it is for the chat; ``session.link`` is its handle.
        dialect: what its bytes mean; changes once it is known.
        opened: monotonic time at which it was opened.
        deadline: monotonic time at which the hub looks at it again, ``None`` for never;
            kept by ``Deadlines``.
        tail: bytes that were read and wait for what belongs to them: half a character, or
            the rest of a text that is too long for one message.
        blanks: how many blank lines came in a row.
        backlog: lines that wait, because it was too fast or does not read its answers.
        end: the text without a line end with which the other side ended, ``None`` before that.
        is_refused: set by ``refuse``; the hub closes it without a word.
    """

    __slots__ = (
        "backlog",
        "blanks",
        "deadline",
        "dialect",
        "end",
        "is_refused",
        "opened",
        "session",
        "tail",
    )

    def __init__(self, session: Session, dialect: "Dialect", opened: float) -> None:
        self.session = session
        self.dialect = dialect
        self.opened = opened
        self.deadline: float | None = None
        self.tail = b""
        self.blanks = 0
        self.backlog: Backlog | None = None
        self.end: bytes | None = None
        self.is_refused = False

    def refuse(self) -> None:
        """Hear nothing any more from one who sends what this port is not for."""
        self.is_refused = True
        self.dialect = DEAF


class Dialect(Protocol):
    """A language that connections speak; one object serves all of them."""

    def hear(self, connection: Connection, line: bytes, now: Now) -> None:
        """Act on a complete line, given without its line end."""
        ...

    def hear_some(
        self, connection: Connection, lines: Sequence[bytes], span: range, now: Now
    ) -> int:
        """Act on the first of the lines in ``span``, or on more at once; return on how many."""
        ...

    def due(self, connection: Connection, size: int, now: Now) -> float | None:
        """Tell when text without a line end counts as complete.

        Args:
            connection: whose text it is.
            size: how many bytes wait.
            now: the moment at which the last of them came.

        Returns:
            Monotonic time, ``None`` for never.
        """
        ...

    def hear_rest(
        self, connection: Connection, rest: bytes, now: Now, *, is_end: bool = False
    ) -> None:
        """Act on text without a line end that is due, or that the other side ended with."""
        ...


class LineByLine(ABC):
    """A dialect that takes one line at a time."""

    @abstractmethod
    def hear(self, connection: Connection, line: bytes, now: Now) -> None:
        """Act on a complete line, given without its line end."""

    def hear_some(
        self, connection: Connection, lines: Sequence[bytes], span: range, now: Now
    ) -> int:
        """Act on the first of the lines in ``span``."""
        self.hear(connection, lines[span.start], now)
        return 1


class _Deaf(LineByLine):
    """What is not listened to any more."""

    def hear(self, connection: Connection, line: bytes, now: Now) -> None: ...

    def due(self, connection: Connection, size: int, now: Now) -> float | None:
        return None

    def hear_rest(
        self, connection: Connection, rest: bytes, now: Now, *, is_end: bool = False
    ) -> None: ...


DEAF: Final[Dialect] = _Deaf()
"""The dialect of a connection that was refused."""


class PartialText(Protocol):
    """Where the bytes wait that have no line end yet: the transport, or a test's twin."""

    def partial(self, link: LinkId, /) -> bytes:
        """Return them without taking them."""
        ...
