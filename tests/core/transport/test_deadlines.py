"""Deadlines: who is late, in order, however often they were moved."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.transport.deadlines import Deadlines


@dataclass(eq=False)
class Owner:
    """Something that can be late."""

    name: str
    deadline: float | None = None


def test_who_is_late_is_reported_once_and_soonest_first() -> None:
    """``expire`` returns those whose time has passed, in the order of their times."""
    deadlines: Deadlines[Owner] = Deadlines()
    slow, quick, later = Owner("slow"), Owner("quick"), Owner("later")
    deadlines.set(slow, 20.0)
    deadlines.set(quick, 10.0)
    deadlines.set(later, 30.0)

    assert deadlines.expire(20.0) == [quick, slow]

    assert deadlines.expire(20.0) == []
    assert quick.deadline is None
    assert deadlines.next() == 30.0


def test_a_dropped_deadline_wakes_nobody() -> None:
    """An owner that sets its field to ``None`` has no deadline, and ``next`` does not name it."""
    deadlines: Deadlines[Owner] = Deadlines()
    owner = Owner("owner")
    deadlines.set(owner, 10.0)

    owner.deadline = None

    assert deadlines.next() is None
    assert deadlines.expire(99.0) == []


@given(st.lists(st.tuples(st.integers(0, 5), st.floats(0, 100)), max_size=40), st.floats(0, 100))
def test_only_the_last_deadline_of_each_owner_counts(
    moves: list[tuple[int, float]], now: float
) -> None:
    """After any moves, exactly those are late whose last deadline has passed."""
    deadlines: Deadlines[Owner] = Deadlines()
    owners = [Owner(str(number)) for number in range(6)]
    last: dict[str, float] = {}
    for number, when in moves:
        deadlines.set(owners[number], when)
        last[str(number)] = when

    late = deadlines.expire(now)

    assert sorted(owner.name for owner in late) == sorted(n for n, w in last.items() if w <= now)
    assert [last[owner.name] for owner in late] == sorted(last[owner.name] for owner in late)
