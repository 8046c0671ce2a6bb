"""The names of a channel in pieces: kept up, never over the limit, safe to read slowly."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tertulia_server.model.roster import Roster

LIMIT = 24


class Member:
    """A member as far as the roster cares."""

    def __init__(self, name: str) -> None:
        self.name = name


def make_roster() -> Roster:
    """Return a roster of ``Member`` objects."""
    return Roster(lambda member: member.name, LIMIT)  # type: ignore[attr-defined]


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["add", "discard", "rename"]), st.integers(0, 30), st.integers(1, 12)
    ),
    max_size=80,
)


def apply(roster: Roster, members: list[Member], change: tuple[str, int, int]) -> None:
    """Do one change to the roster and to the list that says what is true."""
    kind, number, size = change
    if kind == "add" or not members:
        member = Member(f"{'x' * size}{len(members)}")
        members.append(member)
        roster.add(member)  # type: ignore[arg-type]
        return
    member = members[number % len(members)]
    if kind == "discard":
        members.remove(member)
        roster.discard(member)  # type: ignore[arg-type]
    else:
        member.name = f"{'y' * size}{number}"
        roster.update(member)  # type: ignore[arg-type]


@given(CHANGES)
def test_it_says_what_is_true_and_fits(changes: list[tuple[str, int, int]]) -> None:
    """After any changes every name is there once, and every piece fits a line."""
    roster, members = make_roster(), list[Member]()
    for change in changes:
        apply(roster, members, change)
        pieces = list(roster.pieces())

        assert sorted(b" ".join(pieces).split()) == sorted(m.name.encode() for m in members)
        assert all(0 < len(piece) <= LIMIT for piece in pieces)


@settings(max_examples=200)
@given(before=CHANGES, during=CHANGES)
def test_a_slow_reader_misses_nobody(
    before: list[tuple[str, int, int]], during: list[tuple[str, int, int]]
) -> None:
    """Whoever stays throughout is listed, under the name before or after a change."""
    roster, members = make_roster(), list[Member]()
    for change in before:
        apply(roster, members, change)
    throughout = {member: {member.name} for member in members}

    read = []
    reading = roster.pieces()
    for change in during:
        read += next(reading, b"").split()
        apply(roster, members, change)
        for member, names in throughout.items():
            names.add(member.name)
    for piece in reading:
        read += piece.split()

    for member, names in throughout.items():
        if member in members:
            assert any(name.encode() in read for name in names)


def test_who_is_not_in_it_changes_nothing() -> None:
    """Discarding or updating a stranger is not an error."""
    roster = make_roster()

    roster.discard(Member("a"))  # type: ignore[arg-type]
    roster.update(Member("a"))  # type: ignore[arg-type]

    assert list(roster.pieces()) == []
