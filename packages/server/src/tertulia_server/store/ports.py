"""What the server asks of a store: rows in, history and small state out.

Two kinds of things are kept. *History* is a journal: each tick appends, per
room, one run of lines whose numbers grow without a gap, so that a message
costs next to nothing in the commit path. *Small state* (accounts, registered
channels, read markers…) lives in the model while the server runs; its owner
keeps the newest value of each thing here as a JSON document and reads all of
them when the server starts.

Everything a tick wants kept is one batch; batches are written in order, as
many as wait in one transaction. ``memory`` and ``sqlite`` fulfil the same
contract and run the same tests.
"""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple, Protocol

__all__ = [
    "EVERY_RANK",
    "Append",
    "Batch",
    "Change",
    "Entry",
    "Erase",
    "Found",
    "HistoryReader",
    "Key",
    "Place",
    "Put",
    "Query",
    "Row",
    "Store",
    "StoreError",
    "StoreLost",
]


EVERY_RANK: Final = -1
"""The ranks of one who may read whatever anybody heard."""


class StoreError(Exception):
    """A batch could not be written, or history could not be read; says why in English."""


class StoreLost(StoreError):
    """Nobody knows what is on the disk any more: acknowledge nothing from now on, and exit."""


class Append(NamedTuple):
    """A run of lines of one room.

    Attributes:
        room: the room's integer, as in its message ids.
        first: the number of the first line; the next ones follow without a gap. It is
            higher than all that the room had before.
        time: Unix seconds of all of them, not earlier than what the room had before. Kept,
            like every time here, to the millisecond that ``server-time`` shows.
        lines: each as it goes over the wire, with CRLF, without ``time`` and ``msgid``; a
            message of several lines is one element that holds its whole batch.
        ranks: who of the room heard it, a mask of ranks; 0 for everybody.
    """

    room: int
    first: int
    time: float
    lines: tuple[bytes, ...]
    ranks: int = 0


class Put(NamedTuple):
    """The newest value of a small thing.

    Attributes:
        kind: what it is: ``account``, ``channel``, ``marker``, ``room``…
        key: which one, unique among its kind.
        value: JSON text; ``None`` forgets it.
    """

    kind: str
    key: str
    value: str | None


class Key(NamedTuple):
    """The idempotency key a message was sent under, and what became of it.

    Attributes:
        sender: the account, or what else names who may send it again.
        time: Unix seconds.
    """

    key: str
    room: int
    number: int
    sender: str
    time: float


class Change(NamedTuple):
    """A message taken back or said differently.

    Attributes:
        by: who did it, ``nick!user@host``.
        time: Unix seconds.
        line: what stands in the message's place, as in ``Append``; ``b""`` takes it back.
        reason: why, ``""`` without one.
    """

    room: int
    number: int
    by: str
    time: float
    line: bytes
    reason: str = ""


class Erase(NamedTuple):
    """All that one person said, or a room up to a moment, is to be forgotten.

    It is gone when ``Store.tend`` has nothing more to do.

    Attributes:
        account: whose lines, ``""`` for everybody's.
        room: of which room, ``None`` for all.
        before: Unix seconds; ``None`` for no end.
    """

    account: str = ""
    room: int | None = None
    before: float | None = None


Row = Append | Put | Key | Change | Erase
Batch = Sequence[Row]
"""What one tick wants kept, in order."""


class Entry(NamedTuple):
    """One message of history, as it reads now: changes are applied, what was taken back is absent.

    Attributes:
        line: see ``Append.lines``.
        ranks: see ``Append.ranks``.
        edited: Unix seconds of the last change, 0 for never.
    """

    room: int
    number: int
    time: float
    line: bytes
    ranks: int = 0
    edited: float = 0.0


class Place(NamedTuple):
    """A point in a room's history: a message's number, or else a moment.

    Attributes:
        number: the message; it need not exist any more.
        time: Unix seconds, asked for where ``number`` is ``None``.
    """

    number: int | None = None
    time: float = 0.0


class Query(NamedTuple):
    """What to search for, as the asker may see it.

    Attributes:
        words: each must occur; any script, at least one character each.
        rooms: where to look: a room's integer → the first number that may be read there.
        senders: nicks in lower case, empty for anybody.
        after, before: Unix seconds, both exclusive; ``None`` for no bound.
        has_link: only messages with an http or https address in them.
        ranks: a room's integer → the ranks of the asker there; see ``Append.ranks``.
        limit: how many at most, the newest.
    """

    words: tuple[str, ...]
    rooms: dict[int, int]
    senders: tuple[str, ...] = ()
    after: float | None = None
    before: float | None = None
    has_link: bool = False
    ranks: dict[int, int] = {}  # noqa: RUF012 — never written to
    limit: int = 50


class Found(NamedTuple):
    """What a search found.

    Attributes:
        entries: newest first.
        is_partial: whether time ran out before everything was looked at.
    """

    entries: list[Entry]
    is_partial: bool


class HistoryReader(Protocol):
    """Reads what is committed; any thread MAY call it, each call stands for itself.

    Every method raises ``StoreError`` when the store cannot be read.
    """

    def range(
        self,
        room: int,
        *,
        after: Place | None = None,
        before: Place | None = None,
        limit: int,
        newest: bool,
        floor: int = 0,
        ranks: int = EVERY_RANK,
        commands: Collection[str] = (),
    ) -> list[Entry]:
        """Return messages between two places, both excluded, oldest first.

        Args:
            room: which one.
            after: the place where it begins; ``None`` for no bound.
            before: the place where it ends; ``None`` for no bound.
            limit: how many at most.
            newest: whether the limit keeps those at the end, else those at the beginning.
            floor: numbers below it are not for the asker.
            ranks: those of the asker; what others alone heard is left out.
            commands: only these verbs (``PRIVMSG``, ``NOTICE``…); all if empty.
        """
        ...

    def around(
        self,
        room: int,
        place: Place,
        *,
        limit: int,
        floor: int = 0,
        ranks: int = EVERY_RANK,
        commands: Collection[str] = (),
    ) -> list[Entry]:
        """Return the message at ``place`` and about as many before as after it, oldest first."""
        ...

    def get(self, room: int, number: int) -> Entry | None:
        """Return one message, ``None`` when there is none or it was taken back."""
        ...

    def search(self, query: Query) -> Found:
        """Return the newest messages that match."""
        ...

    def find_key(self, key: str) -> Key | None:
        """Return what was sent under an idempotency key, ``None`` if nothing is known of it."""
        ...


class Store(Protocol):
    """A store as its one writer sees it: synchronous, without a thread of its own.

    Attributes:
        name: stands in every message id; letters and digits, made with the store and made
            anew by every ``restore`` and, in memory, by every start.
        keeps: whether what is written is still there after the process ends.
    """

    name: str
    keeps: bool

    @property
    def history(self) -> HistoryReader:
        """For reading, from any thread."""
        ...

    def write(self, batches: Sequence[Batch]) -> None:
        """Keep everything in ``batches``, or nothing of it.

        Raises:
            StoreError: nothing was kept.
        """
        ...

    def documents(self, kind: str) -> Iterator[tuple[str, str]]:
        """Return key and JSON text of everything of one kind."""
        ...

    def last_numbers(self) -> dict[int, int]:
        """Return the highest number ever given in each room that has one."""
        ...

    def tend(self, now: float) -> bool:
        """Do a small piece of the work that can wait: index, settle, retain, checkpoint.

        Args:
            now: Unix seconds.

        Returns:
            Whether more is waiting.
        """
        ...

    def back_up(self, target: Path) -> None:
        """Copy everything that is committed into a file; any thread may call it.

        Raises:
            StoreError: it cannot be copied; then ``target`` is as it was.
        """
        ...

    def close(self) -> None:
        """Write what is left to write, and let go of the files."""
        ...
