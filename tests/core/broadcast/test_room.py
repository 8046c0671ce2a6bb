"""A tick's lines join in order, and any stretch of them can be cut out."""

from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.broadcast.outbound import Outbound
from tertulia_core.broadcast.room import SILENCE, Batch, RoomLines, merge
from tertulia_core.wire.capabilities import PLAIN


def said(*positions: int) -> RoomLines:
    """Return a room in which each line says its position."""
    room = RoomLines()
    for position in positions:
        text = str(position)
        room.positions.append(position)
        room.said.append(Outbound("PING", (text,), "", time=0.0, plain=text))
    return room


def test_rooms_merge_in_the_order_of_the_tick() -> None:
    """A line that was said to both rooms, here 4, is heard once."""
    assert merge([said(0, 3, 4), said(1, 4, 6)], PLAIN).data == b"0\n1\n3\n4\n6\n"


def test_lines_are_written_once_per_profile() -> None:
    """Two batches of the same room are made of the same texts."""
    room = said(0, 1)

    assert room.encoded(PLAIN) is room.encoded(PLAIN)
    assert room.encoded(0) == [b"PING 0\r\n", b"PING 1\r\n"]


@given(
    positions=st.sets(st.integers(0, 40)).map(sorted),
    start=st.integers(0, 45),
    end=st.integers(0, 45),
)
def test_a_stretch_holds_the_lines_between_two_positions(
    positions: list[int], start: int, end: int
) -> None:
    """Positions at which other rooms spoke are no obstacle; all of it is the join itself."""
    lines = [b"%d\n" % position for position in positions]
    batch = Batch(positions, lines)
    inside = [b"%d\n" % position for position in positions if start <= position < end]

    assert batch.between(start, end) == b"".join(inside)
    assert batch.between(0, 46) is batch.data


@given(
    positions=st.sets(st.integers(0, 40)).map(sorted),
    start=st.integers(0, 45),
    length=st.integers(0, 45),
)
def test_all_but_a_stretch_is_what_lies_around_it(
    positions: list[int], start: int, length: int
) -> None:
    """Where none of it is there, nothing is copied."""
    end = start + length
    batch = Batch(positions, [b"%d\n" % position for position in positions])
    around = [b"%d\n" % position for position in positions if not start <= position < end]

    assert batch.without(start, end) == b"".join(around)
    assert batch.without(46, 50) is batch.data


def test_silence_is_nothing() -> None:
    """Whoever is in no room that spoke hears nothing, however it is cut."""
    assert SILENCE.data == b""
    assert SILENCE.between(0, 9) == b""
