"""Which history belongs to which room: names and integers, over renames and restarts."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tertulia_core.wire.casemap import fold_ascii
from tertulia_server.model.archives import Archives
from tertulia_server.model.now import Now
from tertulia_server.model.user import Identity, User


class Keeper:
    """Keeps documents as a store does, and gives them to the next run of the server."""

    def __init__(self) -> None:
        self.documents: dict[str, str] = {}

    def put(self, kind: str, key: str, value: Mapping[str, Any] | None) -> None:
        assert kind == "room"
        self.documents[key] = json.dumps(value)

    def start(self, last: Mapping[int, int] | None = None, run: str = "") -> Archives:
        archives = Archives("s", run, fold_ascii, self.put)
        archives.load(self.documents.items(), last or {})
        return archives


@pytest.fixture
def keeper() -> Keeper:
    """Return one that has nothing yet."""
    return Keeper()


def _user(nick: str, account: str = "") -> User:
    user = User(Identity(nick, "user", "host", "Real Name"), Now(0.0, 0.0))
    user.account = account
    return user


class TestChannels:
    def test_each_name_has_its_own_room(self, keeper: Keeper) -> None:
        archives = keeper.start()

        ids = [archives.open(name).next() for name in ("#a", "#b", "#A")]

        assert ids == ["s-1-1", "s-2-1", "s-1-2"]

    def test_a_restart_goes_on_where_it_stopped(self, keeper: Keeper) -> None:
        keeper.start().open("#a")

        archives = keeper.start({1: 41})

        assert archives.open("#a").next() == "s-1-42"
        assert archives.open("#b").room == 2

    def test_a_rename_keeps_the_room(self, keeper: Keeper) -> None:
        """And who takes the old name gets another one."""
        archives = keeper.start()
        sequence = archives.open("#a")

        archives.rename("#a", "#b")

        assert archives.find("#b") is sequence
        assert archives.open("#a").room == 2
        again = keeper.start()
        assert [again.open(name).room for name in ("#a", "#b")] == [2, 1]

    def test_what_had_the_new_name_before_is_over(self, keeper: Keeper) -> None:
        archives = keeper.start()
        archives.open("#b")
        archives.open("#a")

        archives.rename("#a", "#b")

        assert keeper.start().open("#b").room == 2
        assert archives.name_of(1) == ""

    @pytest.mark.parametrize("letter", ["i", "k", "s"])
    @pytest.mark.parametrize("is_restarted", [False, True])
    def test_strangers_do_not_inherit_what_was_closed(
        self, keeper: Keeper, letter: str, *, is_restarted: bool
    ) -> None:
        archives = keeper.start()
        archives.mark(archives.open("#a"), [letter, "n"])

        after = keeper.start() if is_restarted else archives

        assert after.open("#a").room == 2
        assert keeper.start().open("#a").room == 2

    def test_an_owner_does(self, keeper: Keeper) -> None:
        archives = keeper.start()
        archives.mark(archives.open("#a"), "s")

        assert keeper.start().open("#a", is_owned=True).room == 1

    def test_so_does_everybody_once_it_is_open_again(self, keeper: Keeper) -> None:
        archives = keeper.start()
        sequence = archives.open("#a")
        archives.mark(sequence, "nst")
        archives.mark(sequence, "nt")

        assert archives.open("#a") is sequence
        assert keeper.start().open("#a").room == 1

    def test_modes_that_change_nothing_keep_nothing(self, keeper: Keeper) -> None:
        archives = keeper.start()
        sequence = archives.open("#a")
        keeper.documents.clear()

        archives.mark(sequence, "nt")

        assert keeper.documents == {}


class TestConversations:
    def test_two_people_have_one_room_whoever_speaks(self, keeper: Keeper) -> None:
        archives = keeper.start()
        ana, bob = _user("ana", "Ana"), _user("bob")

        sequence = archives.between(ana, bob)

        assert archives.between(bob, ana) is sequence
        assert archives.find_between("account:ana", "nick:bob") is sequence
        assert list(archives.conversations("nick:bob")) == [("account:ana", sequence)]

    def test_the_account_counts_and_not_the_nick(self, keeper: Keeper) -> None:
        archives = keeper.start()
        bob = _user("bob")

        first = archives.between(_user("ana", "Ana"), bob)

        assert archives.between(_user("ana-phone", "ana"), bob) is first
        assert archives.between(_user("ana", "other"), bob) is not first

    def test_between_people_without_accounts_nothing_is_kept(self, keeper: Keeper) -> None:
        archives = keeper.start()

        sequence = archives.between(_user("ana"), _user("bob"))

        assert not sequence.is_kept
        assert keeper.documents == {}

    def test_a_restart_remembers_them(self, keeper: Keeper) -> None:
        keeper.start().between(_user("ana", "ana"), _user("bob"))

        archives = keeper.start({1: 7})

        assert archives.between(_user("bob"), _user("x", "ANA")).next() == "s-1-8"


class TestOff:
    def test_of_some_channels_nothing_is_kept(self, keeper: Keeper) -> None:
        """Not even once they are renamed, nor when their modes change."""
        archives = Archives("s", "x", fold_ascii, keeper.put, not_in=["#Secret"])

        sequence = archives.open("#secret")
        archives.mark(sequence, "s")
        archives.rename("#secret", "#open")

        assert sequence is archives.passing
        assert keeper.documents == {}
        assert archives.open("#other").is_kept

    def test_where_history_is_off_nothing_is(self, keeper: Keeper) -> None:
        archives = Archives("s", "x", fold_ascii, keeper.put, is_off=True)

        assert archives.open("#a") is archives.passing
        assert archives.between(_user("ana", "ana"), _user("bob", "bob")) is archives.passing
        assert keeper.documents == {}


def test_ids_of_what_is_not_kept_are_of_their_run(keeper: Keeper) -> None:
    """Nobody knows after a restart which of them were given."""
    runs = [keeper.start(run=run).passing for run in ("x", "y")]

    assert [passing.next() for passing in runs] == ["sx-0-1", "sy-0-1"]
    assert not any(passing.is_kept for passing in runs)
