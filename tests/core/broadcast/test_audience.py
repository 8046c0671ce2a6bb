"""Links are filed under what they hear: rooms and profile together."""

from tertulia_core.broadcast.audience import AudienceBook
from tertulia_core.ids import LinkId, RoomId

ANA, BOB = LinkId(1), LinkId(2)
SALA, PATIO = RoomId(1), RoomId(2)


def test_links_in_the_same_rooms_with_the_same_profile_are_one_audience() -> None:
    """The order in which they came in does not matter, the profile does."""
    book = AudienceBook()
    book.move(ANA, frozenset({SALA}), 0)
    together = book.move(ANA, frozenset({SALA, PATIO}), 0)

    assert book.move(BOB, frozenset({PATIO, SALA}), 0) is together
    assert list(together.links) == [ANA, BOB]
    assert book.move(BOB, frozenset({PATIO, SALA}), 1) is not together


def test_a_room_knows_who_hears_it() -> None:
    """Each audience is found from every one of its rooms."""
    book = AudienceBook()
    book.move(ANA, frozenset({SALA, PATIO}), 0)
    book.move(BOB, frozenset({SALA}), 0)

    assert list(book.links_in(SALA)) == [ANA, BOB]
    assert list(book.links_in(PATIO)) == [ANA]


def test_an_audience_ends_with_its_last_link() -> None:
    """Nothing is kept of combinations in which nobody is any more."""
    book = AudienceBook()
    first = book.move(ANA, frozenset({SALA}), 0)
    book.move(ANA, frozenset(), 0)

    assert not book.in_room(SALA)
    assert not book.of(ANA).rooms
    assert book.move(ANA, frozenset({SALA}), 0) is not first
