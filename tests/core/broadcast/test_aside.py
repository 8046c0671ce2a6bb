"""What a link hears alone or leaves out stands at its place among what all hear."""

from tertulia_core.broadcast.aside import Aside
from tertulia_core.broadcast.audience import Audience
from tertulia_core.broadcast.room import SILENCE, Batch
from tertulia_core.ids import RoomId

EVERYWHERE = Audience(frozenset({RoomId(1)}), 0)
NOWHERE = Audience(frozenset(), 0)
DIGITS = Batch(list(range(6)), [b"%d" % number for number in range(6)])


def batch_of(audience: Audience) -> Batch:
    """Let the one audience hear the digits 0 to 5, and the other nothing."""
    return DIGITS if audience is EVERYWHERE else SILENCE


def test_own_lines_are_left_out_and_answers_put_in() -> None:
    """Only what others caused counts as relayed."""
    aside = Aside(EVERYWHERE)
    aside.insert(0, b"a", relayed=False)
    aside.omit(2, 3)
    aside.insert(3, b"b", relayed=True)
    aside.insert(3, b"c", relayed=False)
    aside.omit(3, 4)

    assert aside.assemble(6, batch_of) == (b"a01bc45", 5)


def test_one_hears_a_room_while_one_is_in_it() -> None:
    """From entering it to leaving it, as often as that happens."""
    aside = Aside(NOWHERE)
    aside.move(1, EVERYWHERE)
    aside.move(3, NOWHERE)
    aside.move(5, EVERYWHERE)

    assert aside.assemble(6, batch_of) == (b"125", 3)


def test_who_missed_nothing_gets_the_shared_bytes() -> None:
    """An aside that changes nothing costs no copy."""
    aside = Aside(NOWHERE)
    aside.move(0, EVERYWHERE)

    assert aside.assemble(6, batch_of)[0] is DIGITS.data
