"""What a tick wants kept, and who caused it."""

from tertulia_core.ids import LinkId
from tertulia_server.journal import Journal, Taken
from tertulia_server.store.ports import Erase, Put, Row


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
    assert journal.take() == Taken(rows, set())
    assert journal.take() == Taken([], set())


def test_who_caused_a_row_is_known() -> None:
    """Only those: who asked for nothing to be kept need not wait."""
    journal = Journal()

    for origin, key in ((LinkId(1), "a"), (None, "b"), (LinkId(3), "c")):
        journal.origin = origin
        journal.put("kind", key, {})
    journal.origin = LinkId(4)

    assert journal.take().origins == {LinkId(1), LinkId(3)}
