"""Lines that wait: in order, complete, and compact."""

import sys

from hypothesis import given
from hypothesis import strategies as st

from tertulia_server.dialects.backlog import Backlog

LINES = st.lists(st.binary(max_size=20).map(lambda line: line.replace(b"\n", b"")), max_size=30)


@given(LINES, LINES, st.integers(0, 30))
def test_lines_come_out_as_they_went_in(
    first: list[bytes], second: list[bytes], taken: int
) -> None:
    """Also where some were taken before more came."""
    backlog = Backlog(first)
    taken = min(taken, len(first))

    out = [backlog.pop() for _number in range(taken)]
    backlog.extend(second)
    while backlog:
        out.append(backlog.pop())

    assert out == first + second


def test_blank_lines_take_no_more_than_on_the_wire() -> None:
    """A flood of them is the cheapest way to fill a server's memory."""
    backlog = Backlog([b""] * 60_000)

    assert sys.getsizeof(backlog._data) < 61_000
    assert backlog.pop() == b""
