"""What a tick wants kept, and who caused it."""

from tertulia_core.ids import LinkId
from tertulia_server.journal import Journal, Taken
from tertulia_server.model.sequences import Sequence
from tertulia_server.store.ports import Append, Erase, Put, Row


def test_what_was_put_is_taken_once_and_in_order() -> None:
    """Documents are JSON as people may read it; one without a value is forgotten."""
    journal = Journal()

    journal.put("marker", "ana", {"room": "#café"})
    journal.put("marker", "bob", None)
    journal.add(Erase("ana"))

    rows: list[Row] = [
        Put("marker", "ana", '{"room": "#café"}'),
        Put("marker", "bob", None),
        Erase("ana"),
    ]
    assert journal.take() == Taken(rows, set(), [], [])
    assert journal.take() == Taken([], set(), [], [])


def test_who_caused_a_row_is_known() -> None:
    """Only those: who asked for nothing to be kept need not wait."""
    journal = Journal()

    for origin, key in ((LinkId(1), "a"), (None, "b"), (LinkId(3), "c")):
        journal.origin = origin
        journal.put("kind", key, {})
    journal.origin = LinkId(4)

    assert journal.take().origins == {LinkId(1), LinkId(3)}


class TestHistory:
    def test_lines_in_a_row_are_one_run(self) -> None:
        """However many of them were said at once, and whoever said them."""
        journal, ids = Journal(), Sequence("s", 5, 10)
        for origin, words in ((1, [b"a", b"b"]), (2, [b"c"])):
            journal.origin = LinkId(origin)
            ids.take(len(words))
            journal.said(ids, 7.0, words)

        taken = journal.take()

        assert taken.rows == [Append(5, 11, 7.0, (b"a", b"b", b"c"))]
        assert taken.origins == {LinkId(1), LinkId(2)}

    def test_rooms_gaps_and_ranks_make_runs_of_their_own(self) -> None:
        """A number may be taken by what nobody keeps."""
        journal, one, two = Journal(), Sequence("s", 1), Sequence("s", 2)
        for ids, word, ranks in ((one, b"a", 0), (two, b"b", 0), (one, b"c", 0), (one, b"d", 4)):
            ids.next()
            journal.said(ids, 7.0, (word,), (), ranks)
        one.skip()
        one.next()
        journal.said(one, 7.0, (b"e",), (), 4)

        assert journal.take().rows == [
            Append(1, 1, 7.0, (b"a", b"c")),
            Append(1, 3, 7.0, (b"d",), 4),
            Append(1, 5, 7.0, (b"e",), 4),
            Append(2, 1, 7.0, (b"b",)),
        ]

    def test_history_only_goes_on(self) -> None:
        """Also when somebody sets the clock back."""
        journal, ids = Journal(), Sequence("s", 1)
        times = []
        for time in (7.0, 3.0, 8.0):
            ids.next()
            journal.happened(ids, time, b"x")
            (row,) = journal.take().rows
            assert isinstance(row, Append)
            times.append(row.time)

        assert times == [7.0, 7.0, 8.0]
