"""Deadlines: in order, each once."""

from tertulia_core.ids import LinkId
from tertulia_server.model.deadlines import Deadlines


def test_what_is_due_comes_out_in_order_and_once() -> None:
    """What is later stays."""
    deadlines = Deadlines()
    for link, mono in ((1, 3.0), (2, 1.0), (3, 2.0), (4, 9.0)):
        deadlines.set(LinkId(link), mono)

    assert deadlines.next == 1.0
    assert deadlines.take_due(0.5) == []
    assert deadlines.take_due(3.0) == [2, 3, 1]
    assert deadlines.take_due(3.0) == []
    assert deadlines.next == 9.0


def test_without_entries_there_is_no_next() -> None:
    """So that the loop may sleep for ever."""
    assert Deadlines().next is None
