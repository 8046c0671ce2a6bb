"""History on disk, for readers in any thread, with search.

Search takes the newest first: lines that the index does not have yet are
compared one by one; then the index names candidates, whose folded text is
compared once more, so that the two stores find the same. What lasts longer
than ``SEARCH_SECONDS`` is broken off and said to be incomplete.
"""

import json
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from tertulia_server.store.connections import Connection, is_interrupted
from tertulia_server.store.folding import TRIGRAM, is_short_cjk, pairs_of, trigrams
from tertulia_server.store.matching import Wanted
from tertulia_server.store.places import LAST_NUMBER, number_of, room_of, to_place
from tertulia_server.store.ports import Entry, Found, Key, Query, StoreError
from tertulia_server.store.reading import History, RunSource
from tertulia_server.store.segments import holding, unpack_places
from tertulia_server.store.snapshots import Readers, Snapshot

__all__ = ["SqliteHistory"]

SEARCH_SECONDS: Final = 0.2
READ_SECONDS: Final = 2.0
"""How long anything else may take: it reads as many rows as it returns."""

_ROOM: Final = to_place(1, 0)
"""What a place is divided by for its room."""

_VISIBLE: Final = """
WITH visible (room, floor, ranks) AS MATERIALIZED (
    SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(:rooms)
),
sender (nick) AS MATERIALIZED (SELECT value FROM json_each(:senders))
SELECT message.place
FROM {candidates}
CROSS JOIN visible ON visible.room = message.place / :places
WHERE message.place % :places >= visible.floor
    AND (message.ranks = 0 OR message.ranks & visible.ranks)
    AND (:any_sender OR message.sender IN sender)
    AND (:has_link = 0 OR message.has_link)
    AND message.text <> ''
    {conditions}
ORDER BY {order} DESC
"""

_INDEXED: Final = "{table} CROSS JOIN message ON message.id = {table}.rowid"


class SqliteHistory(History):
    """Reads what a ``SqliteStore`` has committed; any thread may use it.

    Args:
        path: the store's file.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(self._look)
        self._readers = Readers(path)

    def find_key(self, key: str) -> Key | None:
        """See ``ports.HistoryReader``."""
        with self._readers.look(READ_SECONDS) as snapshot:
            row = snapshot.connection.execute(
                "SELECT key, room, number, sender, milliseconds / 1000.0 FROM sent WHERE key = ?",
                (key,),
            ).fetchone()
            return None if row is None else Key._make(row)

    def search(self, query: Query) -> Found:
        """See ``ports.HistoryReader``."""
        wanted = Wanted.from_query(query)
        found: list[Entry] = []
        try:
            with self._readers.look(SEARCH_SECONDS) as snapshot:
                _compare_unindexed(snapshot, wanted, found)
                if len(found) < query.limit:
                    _ask_index(snapshot, wanted, found)
        except StoreError as error:
            if not is_interrupted(error):
                raise
            return Found(found[: query.limit], is_partial=True)
        return Found(found[: query.limit], is_partial=False)

    def close(self) -> None:
        """Close the connections of all threads; nobody reads any more."""
        self._readers.close()

    def _look(self) -> AbstractContextManager[RunSource]:
        return self._readers.look(READ_SECONDS)


def _compare_unindexed(snapshot: Snapshot, wanted: Wanted, found: list[Entry]) -> None:
    """Find what the index does not have yet, newest first."""
    rows = snapshot.connection.execute("SELECT segments FROM waiting ORDER BY id DESC")
    for (blob,) in rows:
        places = [place for place in unpack_places(blob) if room_of(place) in wanted.query.rooms]
        for place in reversed(places):
            for run in holding(snapshot.connection, [place]):
                last = run.first + len(run.lines) - 1
                if wanted.may_hold(run.room, last, run.ranks, run.milliseconds):
                    entries = run.entries(snapshot.changes(run))
                    found += reversed([entry for entry in entries if wanted.is_met_by(entry)])
        if len(found) >= wanted.query.limit:
            return


def _ask_index(snapshot: Snapshot, wanted: Wanted, found: list[Entry]) -> None:
    """Find what the index knows, newest first."""
    query = wanted.query
    statement, values = _statement(wanted)
    low, high = _bounds(snapshot.connection, wanted)
    rooms = [[room, floor, query.ranks.get(room, 0)] for room, floor in query.rooms.items()]
    values |= {
        "rooms": json.dumps(rooms),
        "senders": json.dumps(query.senders),
        "any_sender": not query.senders,
        "has_link": query.has_link,
        "places": _ROOM,
        "low": low,
        "high": high,
    }
    for (place,) in snapshot.connection.execute(statement, values):
        for run in holding(snapshot.connection, [place]):
            found += [
                entry
                for entry in run.entries(snapshot.changes(run))
                if entry.number == number_of(place) and wanted.is_met_by(entry)
            ]
        if len(found) >= query.limit:
            return


def _statement(wanted: Wanted) -> tuple[str, dict[str, str | int | bool]]:
    """Return the query for some words, by the index that knows most of them."""
    long = [word for word in wanted.words if len(word) >= TRIGRAM]
    short = [word for word in wanted.words if is_short_cjk(word)]
    values: dict[str, str | int | bool] = {}
    conditions = []
    for number, word in enumerate(wanted.words):
        values[f"word{number}"] = word
        conditions.append(f"AND instr(message.text, :word{number})")
    if long:
        table, tokens = "trigram", [run for word in long for run in trigrams(word)]
    elif short:
        table, tokens = "pair", [pairs_of(word) for word in short]
    else:
        table, tokens = "", []
    if table:
        values["match"] = " AND ".join(_quoted(token) for token in dict.fromkeys(tokens))
        conditions.append(f"AND {table} MATCH :match")
    order = f"{table}.rowid" if table else "message.id"
    conditions.append(f"AND {order} BETWEEN :low AND :high")
    if wanted.after is not None:
        values["after"] = wanted.after
        conditions.append("AND message.milliseconds > :after")
    if wanted.before is not None:
        values["before"] = wanted.before
        conditions.append("AND message.milliseconds < :before")
    candidates = _INDEXED.format(table=table) if table else "message"
    statement = _VISIBLE.format(candidates=candidates, conditions=" ".join(conditions), order=order)
    return statement, values


def _quoted(token: str) -> str:
    """Return a token as FTS5 takes it literally, whatever it holds."""
    doubled = token.replace('"', '""')
    return f'"{doubled}"'


def _bounds(connection: Connection, wanted: Wanted) -> tuple[int, int]:
    """Return the first and the last row of the index that can be in the time asked for.

    Rows grow in the order of arrival, so a few looks find the place of a moment.
    """
    low, high = 0, LAST_NUMBER
    if wanted.after is not None:
        low = _first_row_since(connection, wanted.after + 1)
    if wanted.before is not None:
        high = _first_row_since(connection, wanted.before) - 1
    return low, high


def _first_row_since(connection: Connection, milliseconds: int) -> int:
    low = 0
    (high,) = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM message").fetchone()
    while low < high:
        middle = (low + high) // 2
        row = connection.execute(
            "SELECT id, milliseconds FROM message WHERE id <= ? ORDER BY id DESC LIMIT 1",
            (middle,),
        ).fetchone()
        if row is not None and row[1] >= milliseconds:
            high = row[0]
        else:
            low = middle + 1
    return int(low)
