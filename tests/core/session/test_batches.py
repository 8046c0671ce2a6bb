"""Batches give their messages a label; broken ones do no harm."""

from tertulia_core.session.batches import OPEN_LIMIT, Batches
from tertulia_core.wire.message import Message


def test_a_label_is_inherited_through_nested_batches() -> None:
    """The label stands on the outermost batch only."""
    batches = Batches()
    batches.begin("a", Message("BATCH", ("+a", "labeled-response"), None, {"label": "m1"}))
    batches.begin("b", Message("BATCH", ("+b", "netjoin"), None, {"batch": "a"}))

    assert batches.label_of(Message("JOIN", tags={"batch": "b"})) == "m1"
    assert batches.label_of(Message("JOIN", tags={"batch": "unknown"})) == ""
    assert batches.label_of(Message("JOIN")) == ""


def test_a_batch_that_begins_twice_ends_the_first() -> None:
    """The reference belongs to the later one."""
    batches = Batches()
    begin = Message("BATCH", ("+a", "netsplit", "x", "y"))

    assert batches.begin("a", begin) == []
    ended = batches.begin("a", begin)

    assert [batch.params for batch in ended] == [("x", "y")]


def test_batches_that_never_end_are_bounded() -> None:
    """The oldest gives way, and ends so that nothing it gathered is lost."""
    batches = Batches()
    ended = [
        batches.begin(str(number), Message("BATCH", (f"+{number}",)))
        for number in range(OPEN_LIMIT + 1)
    ]

    assert [len(each) for each in ended] == [0] * OPEN_LIMIT + [1]
    assert batches.end("0") == []
    assert len(batches.end_all()) == OPEN_LIMIT
