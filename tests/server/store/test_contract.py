"""What both stores promise (store/ports.py), tested on each."""

import pytest

from tertulia_server.store.ports import Append, Change, Erase, Key, Place, Put, Store, StoreError

from .rows import NOW, ROOM, line, numbers, run, settle, take_back, texts


def fill(store: Store, count: int = 10, per_run: int = 3) -> None:
    """Write ``count`` messages that say their own number, a second from run to run."""
    for index, first in enumerate(range(1, count + 1, per_run)):
        said = [str(n) for n in range(first, min(first + per_run, count + 1))]
        store.write([[run(first, *said, time=NOW + index)]])


# -- ranges ---------------------------------------------------------------


def test_the_newest_come_oldest_first(store: Store) -> None:
    """LATEST: the limit keeps the end, the order is that of saying."""
    fill(store)

    assert texts(store.history.range(ROOM, limit=4, newest=True)) == ["7", "8", "9", "10"]


def test_the_oldest_come_oldest_first(store: Store) -> None:
    """AFTER the beginning: the limit keeps the beginning."""
    fill(store)

    assert texts(store.history.range(ROOM, limit=4, newest=False)) == ["1", "2", "3", "4"]


@pytest.mark.parametrize("newest", [True, False])
def test_both_ends_are_excluded(store: Store, newest: bool) -> None:
    """BETWEEN two messages: neither of them."""
    fill(store)

    between = store.history.range(ROOM, after=Place(2), before=Place(8), limit=50, newest=newest)

    assert numbers(between) == [3, 4, 5, 6, 7]


@pytest.mark.parametrize(("newest", "expected"), [(True, [6, 7]), (False, [3, 4])])
def test_the_limit_keeps_the_side_asked_for(
    store: Store, newest: bool, expected: list[int]
) -> None:
    """BETWEEN with a limit: taken from the side of the first reference."""
    fill(store)

    between = store.history.range(ROOM, after=Place(2), before=Place(8), limit=2, newest=newest)

    assert numbers(between) == expected


def test_a_moment_excludes_what_was_said_in_it(store: Store) -> None:
    """A timestamp reference is a bound like a message: excluded."""
    fill(store)

    after = store.history.range(ROOM, after=Place(time=NOW + 1), limit=50, newest=False)
    before = store.history.range(ROOM, before=Place(time=NOW + 1), limit=50, newest=True)

    assert numbers(after) == [7, 8, 9, 10]
    assert numbers(before) == [1, 2, 3]


def test_moments_are_compared_as_server_time_shows_them(store: Store) -> None:
    """A client knows milliseconds only: what it names it does not get again."""
    store.write([[run(1, "a", time=NOW + 0.1234567)], [run(2, "b", time=NOW + 0.1254567)]])

    after = store.history.range(ROOM, after=Place(time=NOW + 0.123), limit=9, newest=False)

    assert texts(after) == ["b"]
    assert store.history.get(ROOM, 1) == (ROOM, 1, NOW + 0.123, line("a"), 0, 0.0)


def test_a_moment_before_and_after_everything(store: Store) -> None:
    """Nothing is before the first message or after the last."""
    fill(store)
    history = store.history

    assert history.range(ROOM, before=Place(time=NOW - 9), limit=5, newest=True) == []
    assert history.range(ROOM, after=Place(time=NOW + 99), limit=5, newest=False) == []
    assert len(history.range(ROOM, after=Place(time=NOW - 9), limit=50, newest=False)) == 10


def test_nothing_below_the_floor(store: Store) -> None:
    """Who joined a private room later reads nothing of before."""
    fill(store)

    assert numbers(store.history.range(ROOM, limit=50, newest=True, floor=8)) == [8, 9, 10]
    assert numbers(store.history.around(ROOM, Place(8), limit=3, floor=8)) == [8, 9]
    assert store.history.range(ROOM, before=Place(8), limit=5, newest=True, floor=8) == []


def test_only_some_verbs(store: Store) -> None:
    """The limit counts what is asked for only; a longer message has the verb of its lines."""
    batch = (
        b":ana!u@h BATCH +1 draft/multiline #sala\r\n"
        b"@batch=1 :ana!u@h NOTICE #sala :one\r\n"
        b"@batch=1;draft/multiline-concat :ana!u@h NOTICE #sala : more\r\n"
        b"@batch=1 :ana!u@h NOTICE #sala :two\r\n"
        b":ana!u@h BATCH -1\r\n"
    )
    store.write([[run(1, "a", line("x", verb="TOPIC"), batch, line("y", verb="TOPIC"))]])

    spoken = store.history.range(ROOM, limit=2, newest=True, commands={"PRIVMSG", "NOTICE"})

    assert texts(spoken) == ["a", "one more\ntwo"]


def test_rooms_do_not_touch(store: Store) -> None:
    """Rooms with neighbouring integers share nothing."""
    for room in (6, 7, 8):
        store.write([[run(1, f"in {room}", room=room)]])

    assert texts(store.history.range(7, limit=50, newest=True)) == ["in 7"]
    assert store.history.range(9, limit=50, newest=True) == []


def test_what_was_said_keeps_its_line_time_and_ranks(store: Store) -> None:
    """What is read is what was written."""
    said = line("¡hola, 世界!", account="ana")
    store.write([[Append(ROOM, 1, NOW, (said,), ranks=8)]])

    assert store.history.get(ROOM, 1) == (ROOM, 1, NOW, said, 8, 0.0)


def test_numbers_that_were_skipped(store: Store) -> None:
    """A batch that failed leaves a gap, which nobody notices."""
    store.write([[run(1, "a", "b")], [run(10, "c")]])

    assert numbers(store.history.range(ROOM, limit=9, newest=False)) == [1, 2, 10]
    assert numbers(store.history.range(ROOM, before=Place(7), limit=1, newest=True)) == [2]
    assert numbers(store.history.range(ROOM, after=Place(5), limit=1, newest=False)) == [10]
    assert store.history.get(ROOM, 5) is None


# -- around ---------------------------------------------------------------


@pytest.mark.parametrize(("limit", "expected"), [(1, [5]), (2, [4, 5]), (3, [4, 5, 6])])
def test_around_a_message(store: Store, limit: int, expected: list[int]) -> None:
    """AROUND: the message itself, and the same number on each side."""
    fill(store)

    assert numbers(store.history.around(ROOM, Place(5), limit=limit)) == expected


def test_around_a_moment_holds_what_was_said_in_it(store: Store) -> None:
    """AROUND a timestamp includes the message of that time."""
    fill(store)

    assert 4 in numbers(store.history.around(ROOM, Place(time=NOW + 1), limit=3))


# -- changes --------------------------------------------------------------


@pytest.mark.parametrize("is_settled", [False, True])
def test_what_is_taken_back_is_gone(store: Store, is_settled: bool) -> None:
    """A redacted message is in no answer, at once and later."""
    fill(store)
    store.write([[take_back(5)]])
    if is_settled:
        settle(store)

    assert store.history.get(ROOM, 5) is None
    assert numbers(store.history.range(ROOM, after=Place(3), limit=3, newest=False)) == [4, 6, 7]
    assert numbers(store.history.around(ROOM, Place(5), limit=3)) == [4, 6, 7]


@pytest.mark.parametrize("is_settled", [False, True])
def test_what_is_edited_reads_as_it_is_now(store: Store, is_settled: bool) -> None:
    """An edited message keeps its place and its time."""
    fill(store)
    store.write([[Change(ROOM, 5, "ana!u@h", NOW + 50, line("five"))]])
    store.write([[Change(ROOM, 5, "ana!u@h", NOW + 60, line("FIVE"))]])
    if is_settled:
        settle(store)

    assert store.history.get(ROOM, 5) == (ROOM, 5, NOW + 1, line("FIVE"), 0, NOW + 60)


def test_what_was_taken_back_stays_so(store: Store) -> None:
    """An edit that comes too late brings nothing back."""
    fill(store)
    store.write([[take_back(5)], [Change(ROOM, 5, "ana!u@h", NOW + 200, line("five"))]])
    settle(store)

    assert store.history.get(ROOM, 5) is None


def test_a_change_in_the_batch_of_its_message(store: Store) -> None:
    """What is said and taken back in one tick is gone."""
    store.write([[run(1, "a", "b"), take_back(1)]])

    assert texts(store.history.range(ROOM, limit=9, newest=True)) == ["b"]


# -- all or nothing -------------------------------------------------------


def test_a_number_is_given_once(store: Store) -> None:
    """A batch that gives a number again is refused whole, with all that came with it."""
    fill(store)

    with pytest.raises(StoreError):
        store.write([[Put("account", "ana", "{}"), run(11, "x")], [run(10, "again")]])

    assert store.history.get(ROOM, 11) is None
    assert list(store.documents("account")) == []
    store.write([[run(11, "x")]])
    assert texts(store.history.range(ROOM, limit=1, newest=True)) == ["x"]


def test_last_numbers(store: Store) -> None:
    """The highest number ever given, in every room."""
    fill(store)
    store.write([[run(1, "a", room=3)], [run(2, "b", "c", room=3)]])

    assert store.last_numbers() == {ROOM: 10, 3: 3}


# -- ranks ----------------------------------------------------------------


def test_what_operators_alone_heard(store: Store) -> None:
    """The limit counts only what the asker could have heard."""
    store.write([[run(1, "a"), run(2, "secret", ranks=8), run(3, "b")]])
    history = store.history

    assert texts(history.range(ROOM, limit=2, newest=True, ranks=0)) == ["a", "b"]
    assert texts(history.range(ROOM, limit=2, newest=True, ranks=12)) == ["secret", "b"]
    assert texts(history.around(ROOM, Place(2), limit=1, ranks=4)) == ["b"]


# -- small state ----------------------------------------------------------


def test_documents_keep_their_newest_value(store: Store) -> None:
    """Each thing is put and forgotten under its kind and key."""
    store.write([[Put("account", "ana", "1"), Put("account", "luz", "1"), Put("room", "ana", "0")]])
    store.write([[Put("account", "ana", "2"), Put("account", "luz", None)]])

    assert list(store.documents("account")) == [("ana", "2")]
    assert list(store.documents("room")) == [("ana", "0")]
    assert list(store.documents("nothing")) == []


def test_a_document_put_twice_in_one_batch(store: Store) -> None:
    """The last one counts, also when it forgets."""
    store.write([[Put("a", "x", "1"), Put("a", "x", "2"), Put("a", "y", "1"), Put("a", "y", None)]])

    assert list(store.documents("a")) == [("x", "2")]


# -- keys -----------------------------------------------------------------


def test_a_key_is_found_with_its_message(store: Store) -> None:
    """What a key stood for is known as long as it may be sent again."""
    key = Key("k" * 22, ROOM, 4, "ana", NOW)
    store.write([[key]])

    assert store.history.find_key("k" * 22) == key
    assert store.history.find_key("other") is None


def test_a_key_stands_for_its_first_message(store: Store) -> None:
    """One key, one message."""
    store.write([[Key("k", ROOM, 4, "ana", NOW)], [Key("k", ROOM, 5, "ana", NOW)]])

    found = store.history.find_key("k")
    assert found is not None
    assert found.number == 4


def test_keys_are_forgotten_after_a_week(store: Store) -> None:
    """Seven days, no more and no less."""
    store.write([[Key("old", ROOM, 1, "ana", NOW - 8 * 86400)]])
    store.write([[Key("new", ROOM, 2, "ana", NOW - 6 * 86400)]])

    settle(store)

    assert store.history.find_key("old") is None
    assert store.history.find_key("new") is not None


# -- erasing --------------------------------------------------------------


def test_erase_a_person(store: Store) -> None:
    """All that one account said goes, in every room, with its keys; the others' stays."""
    for room in (1, 2):
        said = (
            line("mine", account="ana"),
            line("of another", "luz", account="luz"),
            line("of a guest"),
        )
        store.write([[run(1, *said, room=room)]])
    store.write([[Key("a", 1, 1, "ana", NOW), Key("l", 1, 2, "luz", NOW)]])

    store.write([[Erase(account="ana")]])
    settle(store)

    for room in (1, 2):
        assert numbers(store.history.range(room, limit=9, newest=True)) == [2, 3]
    assert store.history.find_key("a") is None
    assert store.history.find_key("l") is not None


def test_erase_a_room_up_to_a_moment(store: Store) -> None:
    """What came later stays, and so do other rooms."""
    fill(store)
    store.write([[run(1, "elsewhere", room=3)]])

    store.write([[Erase(room=ROOM, before=NOW + 2)]])
    settle(store)

    assert numbers(store.history.range(ROOM, limit=50, newest=True)) == [7, 8, 9, 10]
    assert len(store.history.range(3, limit=9, newest=True)) == 1


def test_an_erasure_is_of_what_was_said_before_it(store: Store) -> None:
    """What is said after it stays."""
    store.write([[run(1, line("old", account="ana"))]])
    store.write([[Erase(account="ana")]])
    settle(store)
    store.write([[run(2, line("new", account="ana"))]])
    settle(store)

    assert texts(store.history.range(ROOM, limit=9, newest=True)) == ["new"]


def test_numbers_go_on_after_all_was_erased(store: Store) -> None:
    """A number is never given again."""
    fill(store)
    store.write([[Erase(room=ROOM)]])
    settle(store)

    assert store.last_numbers() == {ROOM: 10}
    assert store.history.range(ROOM, limit=9, newest=True) == []
