"""Who is here, found by look and by account."""

from tertulia_core.wire.casemap import fold_ascii
from tertulia_server.model.now import Now
from tertulia_server.model.people import People
from tertulia_server.model.user import Identity, User

NOW = Now(0.0, 0.0)


def somebody(nick: str, account: str = "") -> User:
    """Return a person."""
    user = User(Identity(nick, "user", "host", "Name"), NOW)
    user.account = account
    return user


def test_who_came_first_stands_first() -> None:
    """In any spelling of the account."""
    people = People(fold_ascii)
    first, second, other = (
        somebody("uno", "Ana"),
        somebody("dos", "Ana"),
        somebody("tres", "berta"),
    )
    for user in (first, second, other):
        people.add(user)

    assert people.of("ANA") == [first, second]
    people.discard(first)
    assert people.of("ana") == [second]
    people.discard(second)
    assert people.of("ana") == []


def test_a_look_is_found_as_long_as_its_owner_is_here() -> None:
    """The second of two who look alike does not take the first one's place."""
    people = People(fold_ascii)
    paul, other = somebody("paul"), somebody("pau1")
    people.add(paul)
    people.add(other)

    assert people.find_like("PAUL") is paul
    people.discard(other)
    assert people.find_like("pauI") is paul
    people.discard(paul)
    assert people.find_like("paul") is None
