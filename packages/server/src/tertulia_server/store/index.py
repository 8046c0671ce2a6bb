"""The search index: a row per message, and which words are in it.

Two full-text tables share the row's number: one of trigrams, one of single
characters and pairs for Chinese, Japanese and Korean. They keep no text, so a
word is taken out by saying once more what was put in.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from tertulia_server.store.folding import TRIGRAM, fold, pairs
from tertulia_server.store.lines import account_of, has_link, sender_of, text_of
from tertulia_server.store.places import room_of, to_place
from tertulia_server.store.reading import Run

if TYPE_CHECKING:
    from tertulia_server.store.connections import Connection

__all__ = ["Index", "Merging"]

_TABLES: Final = ("trigram", "pair")


class Index:
    """Writes the index; owner: the store's thread, within a transaction of its own."""

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection

    def add(self, runs: Iterable[Run]) -> None:
        """Make the messages of some runs findable."""
        (last,) = self._connection.execute("SELECT coalesce(max(id), 0) FROM message").fetchone()
        rows = []
        for run in runs:
            for place, line in enumerate(run.lines, to_place(run.room, run.first)):
                last += 1
                rows.append((last, place, run.milliseconds, run.ranks, *_facts(line)))
        self._connection.executemany("INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        self._put([(row[0], row[-1]) for row in rows])

    def has(self, place: int) -> bool:
        """Tell whether a message is in the index."""
        row = self._connection.execute("SELECT 1 FROM message WHERE place = ?", (place,))
        return row.fetchone() is not None

    def replace(self, lines: dict[int, bytes]) -> None:
        """Find messages by what other lines say from now on; by nothing where one is empty."""
        known = [row for place in lines for row in self._between(place, place)]
        self._take(known)
        facts = [(*_facts(lines[place]), id_) for id_, place, _text in known]
        self._connection.executemany(
            "UPDATE message SET sender = ?, account = ?, has_link = ?, text = ? WHERE id = ?", facts
        )
        self._put([(id_, text) for *_others, text, id_ in facts])

    def remove(self, first: int, last: int) -> int:
        """Forget the messages from one place to another, both included; return how many."""
        known = self._between(first, last)
        self._take(known)
        self._connection.execute("DELETE FROM message WHERE place BETWEEN ? AND ?", (first, last))
        return len(known)

    def _between(self, first: int, last: int) -> list[tuple[int, int, str]]:
        assert room_of(first) == room_of(last), "places of two rooms are no range"
        return self._connection.execute(
            "SELECT id, place, text FROM message WHERE place BETWEEN ? AND ?", (first, last)
        ).fetchall()

    def _put(self, texts: Sequence[tuple[int, str]]) -> None:
        for table, words in zip(_TABLES, _words(texts), strict=True):
            self._connection.executemany(
                f"INSERT INTO {table} (rowid, text) VALUES (?, ?)",  # noqa: S608
                words,
            )

    def _take(self, known: Sequence[tuple[int, int, str]]) -> None:
        texts = [(id_, text) for id_, _place, text in known]
        for table, words in zip(_TABLES, _words(texts), strict=True):
            self._connection.executemany(
                f"INSERT INTO {table} ({table}, rowid, text) VALUES ('delete', ?, ?)",  # noqa: S608
                words,
            )


class Merging:
    """Puts the index together anew, so that nothing is left in it of what was taken out.

    FTS5 keeps old entries until it happens to merge them. ``optimize`` does so in
    one step, for which a large index needs seconds; here a step writes ``PAGES``.

    Source: https://sqlite.org/fts5.html#the_merge_command
    """

    PAGES: Final = 500

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._has_begun = False

    def step(self) -> bool:
        """Do a little; return whether there is more to do."""
        pages = self.PAGES if self._has_begun else -self.PAGES
        self._has_begun = True
        for table in _TABLES:
            before = self._connection.total_changes
            self._connection.execute(
                f"INSERT INTO {table} ({table}, rank) VALUES ('merge', ?)",  # noqa: S608
                (pages,),
            )
            if self._connection.total_changes - before >= 2:
                return True
        self._has_begun = False
        return False


def _facts(line: bytes) -> tuple[str, str, int, str]:
    """Return sender, account, whether there is a link, and the folded text of a line."""
    if not line:
        return "", "", 0, ""
    text = text_of(line)
    return sender_of(line).lower(), account_of(line), int(has_link(text)), fold(text)


def _words(texts: Sequence[tuple[int, str]]) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Return the rows of the two tables, without those that would hold nothing."""
    in_pairs = [(id_, pairs(text)) for id_, text in texts if not text.isascii()]
    return (
        [(id_, text) for id_, text in texts if len(text) >= TRIGRAM],
        [(id_, tokens) for id_, tokens in in_pairs if tokens],
    )
