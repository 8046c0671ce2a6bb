"""The proof of delivery finds what is lost, doubled, swapped, damaged or out of place."""

from collections.abc import Callable

import pytest

from benchmarks.doors import Irc, payload
from benchmarks.verify import DeliveryError, check_stream

SENT = {1: range(10, 13), 2: range(3)}
HEARD = [(1, 10), (2, 0), (1, 11), (2, 1), (2, 2), (1, 12)]


def stream(messages: list[tuple[int, int]]) -> bytes:
    """Return what a receiver reads of some messages, given as (sender, number)."""
    lines = [b":c!c@host PRIVMSG #b0 :" + payload(*message) for message in messages]
    return b"".join(line + Irc.end for line in lines)


def test_a_complete_stream_passes() -> None:
    """Whatever the order between senders is."""
    check_stream(stream(HEARD), Irc.end, SENT)


@pytest.mark.parametrize(
    ("messages", "told"),
    [
        (HEARD[:-1], "message 12 of 1 is missing"),
        (HEARD[:2] + HEARD[3:], "where message 11 of 1 was due"),
        ([*HEARD, (1, 12)], "where message None of 1 was due"),
        ([HEARD[2], HEARD[1], HEARD[0], *HEARD[3:]], "where message 10 of 1 was due"),
        ([*HEARD, (3, 0)], "not to be heard here"),
        ([], "message 10 of 1 is missing"),
    ],
    ids=["last lost", "lost", "doubled", "swapped", "own or foreign", "nothing"],
)
def test_planted_faults_are_found(messages: list[tuple[int, int]], told: str) -> None:
    """Each is told by what was due."""
    with pytest.raises(DeliveryError, match=told):
        check_stream(stream(messages), Irc.end, SENT)


@pytest.mark.parametrize(
    ("cut", "told"),
    [(lambda whole: whole[:-1], "not whole"), (lambda whole: whole.replace(b"x", b"y", 1), "got")],
    ids=["cut", "damaged"],
)
def test_planted_damage_is_found(cut: Callable[[bytes], bytes], told: str) -> None:
    """A single byte is enough."""
    with pytest.raises(DeliveryError, match=told):
        check_stream(cut(stream(HEARD)), Irc.end, SENT)
