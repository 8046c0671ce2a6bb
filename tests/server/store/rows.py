"""Rows of history as tests write them, and what they read back."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tertulia_server.store.failpoints import Failpoint, nothing_fails
from tertulia_server.store.limits import DEFAULT_LIMITS, Limits
from tertulia_server.store.lines import text_of
from tertulia_server.store.ports import Append, Change, Entry, Query, Store
from tertulia_server.store.sqlite import SqliteStore

__all__ = [
    "NOW",
    "ROOM",
    "line",
    "numbers",
    "opened",
    "query",
    "run",
    "settle",
    "take_back",
    "texts",
]

ROOM = 7
NOW = 1_780_000_000.0


def line(text: str, nick: str = "ana", *, account: str = "", verb: str = "PRIVMSG") -> bytes:
    """Return a line as it is kept."""
    tags = f"@account={account} " if account else ""
    return f"{tags}:{nick}!u@h {verb} #sala :{text}\r\n".encode()


def run(
    first: int,
    *said: str | bytes,
    room: int = ROOM,
    time: float = NOW,
    ranks: int = 0,
    nick: str = "ana",
) -> Append:
    """Return a run of lines, each of its own text."""
    lines = tuple(text if isinstance(text, bytes) else line(text, nick) for text in said)
    return Append(room, first, time, lines, ranks)


def take_back(number: int, room: int = ROOM, *, time: float = NOW + 100) -> Change:
    """Return the row of a REDACT."""
    return Change(room, number, "ana!u@h", time, b"")


def query(*words: str, rooms: Sequence[int] = (ROOM,)) -> Query:
    """Return a query of one who may read some rooms from their beginning on."""
    return Query(words, dict.fromkeys(rooms, 0))


def numbers(entries: Iterable[Entry]) -> list[int]:
    """Return the numbers of messages."""
    return [entry.number for entry in entries]


def texts(entries: Iterable[Entry]) -> list[str]:
    """Return what messages say."""
    return [text_of(entry.line) for entry in entries]


def settle(store: Store, now: float = NOW) -> None:
    """Let a store do all that it has put off."""
    for _ in range(100_000):
        if not store.tend(now):
            return
    raise AssertionError("the store never comes to an end")


@contextmanager
def opened(
    path: Path, limits: Limits = DEFAULT_LIMITS, failpoint: Failpoint = nothing_fails
) -> Iterator[SqliteStore]:
    """Hold the store on disk at ``path`` open for the length of a ``with``."""
    store = SqliteStore(path, limits, failpoint)
    try:
        yield store
    finally:
        store.close()
