"""Message ids (https://ircv3.net/specs/extensions/message-ids)."""

from itertools import islice

import pytest

from tertulia_server.model.sequences import Sequence


def test_ids_name_store_room_and_place() -> None:
    """No two stores, rooms or places share one, and none needs escaping."""
    sequences = [Sequence(store, room) for store in ("a", "b") for room in (1, 2, 16)]

    ids = [sequence.next() for sequence in sequences for _ in range(20)]

    assert len(set(ids)) == len(ids)
    assert all(set(text) <= set("0123456789abcdef-") for text in ids)


def test_the_place_grows_by_one() -> None:
    """``last`` is what the latest id stands for."""
    sequence = Sequence("s", 1)

    ids = list(islice(iter(sequence.next, None), 3))

    assert ids == ["s-1-1", "s-1-2", "s-1-3"]
    assert sequence.last == 3


@pytest.mark.parametrize(
    ("msgid", "number"),
    [
        ("s-1-3", 3),
        ("s-1-03", None),
        ("s-1-0", None),
        ("s-1-", None),
        ("s-1-²", None),
        ("s-1-" + "9" * 400, None),
        ("s-2-3", None),
        ("3", None),
    ],
)
def test_one_spelling_each(msgid: str, number: int | None) -> None:
    """What is no id of the room is none, however it is spelled."""
    assert Sequence("s", 1).number_of(msgid) == number
