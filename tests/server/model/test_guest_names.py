"""What guests are called, and when a number is free again."""

from tertulia_server.model.guest_names import GUEST, GuestNames
from tertulia_server.model.now import Now
from tertulia_server.model.user import Identity, User


def somebody(nick: str) -> User:
    """Return a person."""
    return User(Identity(nick, "user", "host", "Name"), Now(0.0, 0.0))


def test_the_smallest_number_comes_next() -> None:
    """Those that were taken back first, and only once."""
    names = GuestNames(lambda _nick: True)
    guests = []
    for _count in range(3):
        nick, number = names.take()
        guests.append(somebody(nick))
        names.give(guests[-1], number)
    assert [guest.nick for guest in guests] == [f"{GUEST}-{number}" for number in (1, 2, 3)]

    for guest in (guests[1], guests[0], guests[0]):
        names.take_back(guest)

    assert [names.take() for _count in range(3)] == [
        (f"{GUEST}-{number}", number) for number in (1, 2, 4)
    ]


def test_what_is_somebody_s_is_left_out() -> None:
    """A nick in use, or an account."""
    taken = {f"{GUEST}-1", f"{GUEST}-2"}
    names = GuestNames(lambda nick: nick not in taken)

    assert names.take() == (f"{GUEST}-3", 3)
    names.take_back(somebody("ana"))
    assert names.take() == (f"{GUEST}-4", 4)
