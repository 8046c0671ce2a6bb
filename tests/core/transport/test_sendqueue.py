"""The send queue: everything in order whatever the socket takes, and honest counts."""

from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.transport.sendqueue import SEND_BYTES, SendQueue

CHUNKS = st.lists(
    st.tuples(st.binary(min_size=1, max_size=50), st.floats(0, 1)), min_size=1, max_size=20
)


@given(CHUNKS, st.integers(0, 49), st.lists(st.integers(1, 60)))
def test_bytes_leave_in_order_however_few_the_socket_takes(
    chunks: list[tuple[bytes, float]], written: int, takes: list[int]
) -> None:
    """What ``peek`` and ``consume`` give out is what was put in, and the counts always agree."""
    rows = [(data, round(part * len(data))) for data, part in chunks]
    first, relayed = rows[0]
    written %= len(first)
    queue = SendQueue(first, written=written, relayed=relayed)
    for data, count in rows[1:]:
        queue.append(data, relayed=count)
    waiting = b"".join(data for data, _ in rows)[written:]
    out = b""
    freed = len(first[:written]) and relayed - min(relayed, len(first) - written)

    for take in [*takes, *[60] * len(waiting)]:
        if not queue.size:
            break
        piece = bytes(queue.peek())[:take]
        freed += queue.consume(len(piece))
        out += piece
        assert queue.size == len(waiting) - len(out)
        assert 0 <= queue.relayed <= queue.size
        assert queue.relayed + freed == sum(count for _, count in rows)

    assert out == waiting


def test_small_chunks_are_offered_together() -> None:
    """A backlog of many small chunks takes few writes."""
    queue = SendQueue(b"x" * 100, written=0, relayed=0)
    for _ in range(9_999):
        queue.append(b"x" * 100, relayed=0)

    writes = 0
    while queue.size:
        queue.consume(len(queue.peek()))
        writes += 1

    assert writes <= 10_000 * 100 / SEND_BYTES + 1


def test_a_large_chunk_is_not_copied() -> None:
    """Links of a room share their lines; the queue offers a view of them."""
    data = b"x" * (2 * SEND_BYTES)
    queue = SendQueue(data, written=10, relayed=0)
    queue.append(b"y", relayed=0)

    front = queue.peek()

    assert isinstance(front, memoryview)
    assert front.obj is data
    assert len(front) == len(data) - 10


def test_what_remains_of_a_mixed_chunk_counts_as_relayed() -> None:
    """The limit errs against the slow reader, never against its neighbours."""
    queue = SendQueue(b"x" * 100, written=30, relayed=80)
    assert queue.relayed == 70

    assert queue.consume(60) == 60

    assert queue.relayed == queue.size == 10
