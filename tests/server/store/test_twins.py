"""The two stores answer alike, whatever is written and asked."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tertulia_server.store.memory import MemoryStore
from tertulia_server.store.ports import Append, Batch, Change, Erase, Place, Query, Row, Store
from tertulia_server.store.sqlite import SqliteStore

from .rows import NOW, line, settle

ROOMS = (1, 2)
WORDS = (
    "sol",
    "SOL",
    "año",
    "ano",
    "日本",
    "日",
    "本語",
    "ш",
    "щука",
    '"',
    "(",
    "a b",
    "%",
    "http://x.y",
)
NICKS = ("ana", "Luz")

said = st.builds(
    lambda words, nick, account, verb: line(" ".join(words), nick, account=account, verb=verb),
    st.lists(st.sampled_from(WORDS), max_size=4),
    st.sampled_from(NICKS),
    st.sampled_from(("", "ana")),
    st.sampled_from(("PRIVMSG", "PRIVMSG", "NOTICE", "TOPIC")),
)
steps = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(ROOMS), st.lists(said, min_size=1, max_size=4), st.integers(0, 3)
        ),
        st.tuples(st.sampled_from(ROOMS), st.integers(1, 30), st.one_of(st.just(b""), said)),
        st.sampled_from((Erase(account="ana"), Erase(room=1, before=NOW + 9), Erase(room=2))),
        st.none(),
    ),
    max_size=12,
)
places = st.one_of(
    st.none(),
    st.builds(Place, st.integers(0, 40)),
    st.builds(lambda s: Place(time=NOW + s), st.integers(-1, 30)),
)
verbs = st.sampled_from(((), ("PRIVMSG",), ("PRIVMSG", "NOTICE")))
moments = st.one_of(st.none(), st.integers(-1, 30).map(lambda s: NOW + s))


def batches(plan: list[object]) -> Iterator[Batch | None]:
    """Give what to write, ``None`` for a pause in which the store is tended."""
    last = dict.fromkeys(ROOMS, 0)
    time = NOW
    for step in plan:
        row: Row | None = None
        match step:
            case (int(room), list(lines), int(ranks)):
                time += ranks
                row = Append(room, last[room] + 1, time, tuple(lines), ranks % 2)
                last[room] += len(lines)
            case (int(room), int(number), bytes(new)) if number <= last[room]:
                row = Change(room, number, "ana!u@h", time, new)
            case Erase():
                row = step
        if row is not None:
            yield [row]
        if row is None or not isinstance(row, Append):
            yield None


def played(store: Store, plan: list[object]) -> Store:
    """Return a store in which a plan was played."""
    for batch in batches(plan):
        if batch is None:
            settle(store)
        else:
            store.write([batch])
    return store


ranges = st.fixed_dictionaries(
    {
        "after": places,
        "before": places,
        "limit": st.integers(0, 12),
        "newest": st.booleans(),
        "floor": st.integers(0, 12),
        "ranks": st.sampled_from((-1, 0, 1)),
        "commands": verbs,
    }
)
queries = st.builds(
    Query,
    words=st.lists(st.sampled_from((*WORDS, "o", "b", "ht")), max_size=2).map(tuple),
    rooms=st.fixed_dictionaries({1: st.integers(0, 9), 2: st.just(0)}),
    senders=st.sampled_from(((), ("luz",))),
    after=moments,
    before=moments,
    has_link=st.booleans(),
    ranks=st.sampled_from(({}, {1: 1})),
    limit=st.integers(1, 9),
)


@settings(max_examples=60, deadline=None)
@given(plan=steps, asked=ranges, query=queries)
def test_alike(plan: list[object], asked: dict[str, Any], query: Query) -> None:
    """Ranges, surroundings, searches: the same from memory as from the disk."""
    with tempfile.TemporaryDirectory() as folder:
        answers: list[list[object]] = []
        for store in (MemoryStore(), SqliteStore(Path(folder) / "history.db")):
            history = played(store, plan).history
            place = asked["after"] or Place(5)
            answers.append(
                [
                    [history.range(room, **asked) for room in ROOMS],
                    history.around(1, place, limit=asked["limit"], floor=asked["floor"]),
                    history.search(query),
                    store.last_numbers(),
                ]
            )
            store.close()

    assert answers[0] == answers[1]
