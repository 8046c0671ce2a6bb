"""Message ids (https://ircv3.net/specs/extensions/message-ids)."""

from itertools import islice

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
