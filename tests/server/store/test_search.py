"""Search, in both stores: any script, hostile words, who may find what."""

import pytest

from tertulia_server.store.ports import Change, Query, Store

from .rows import NOW, ROOM, line, numbers, query, run, settle, take_back, texts

WORDS = (
    "The quick brown fox jumps over the lazy dog",
    "El pingüino Wenceslao hizo kilómetros bajo exhaustiva lluvia",
    "Съешь же ещё этих мягких французских булок",
    "我能吞下玻璃而不伤身体",
    "いろはにほへと ちりぬるを",
    "키스의 고유조건은 입술끼리",
    "see https://example.org/x?y=1 and http://example.com",
    'say "hello" (or NEAR(a b) to col:x a AND* b OR c NOT d ^x',
    "x y zz 100% _under\\score",
    "\u0001ACTION waves at everybody\u0001",
)
BATCH = (
    b":luz!u@h BATCH +1 draft/multiline #sala\r\n"
    b"@batch=1 :luz!u@h PRIVMSG #sala :a split wo\r\n"
    b"@batch=1;draft/multiline-concat :luz!u@h PRIVMSG #sala :rd\r\n"
    b"@batch=1 :luz!u@h PRIVMSG #sala :second line\r\n"
    b":luz!u@h BATCH -1\r\n"
)


@pytest.fixture(params=["waiting", "settled"])
def filled(request: pytest.FixtureRequest, store: Store) -> Store:
    """A store with a message of each kind, before and after the index knows them."""
    for number, text in enumerate(WORDS, 1):
        store.write([[run(number, text, time=NOW + number)]])
    store.write(
        [[run(11, BATCH, line("fox", verb="TOPIC"), line("bye", verb="QUIT"), time=NOW + 11)]]
    )
    if request.param == "settled":
        settle(store)
    return store


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("fox",), [1]),
        (("FOX", "The"), [1]),
        (("own f",), [1]),
        (("quick", "булок"), []),
        (("Съешь",), [3]),
        (("французских",), [3]),
        (("еще",), [3]),
        (("pinguino",), [2]),
        (("kilometros", "LLUVIA"), [2]),
        (("玻璃",), [4]),
        (("我",), [4]),
        (("伤身体",), [4]),
        (("璃玻",), []),
        (("ちり",), [5]),
        (("る",), [5]),
        (("고유조건은",), [6]),
        (("입술",), [6]),
        (("키",), [6]),
        (("x",), [9, 8, 7, 2, 1]),
        (("zz",), [9]),
        (("100%",), [9]),
        (("_u",), [9]),
        (("\\s",), [9]),
        (("waves",), [10]),
        (("ACTION",), []),
        (("split word",), [11]),
        (("second", "wo"), [11]),
        (("玻璃", "x"), []),
        (("example.org/x?y=1",), [7]),
    ],
)
def test_words(filled: Store, words: tuple[str, ...], expected: list[int]) -> None:
    """Every word must occur, in any script, at any length, newest first."""
    found = filled.history.search(query(*words))

    assert numbers(found.entries) == expected
    assert not found.is_partial


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ('"', [8]),
        ('"hello"', [8]),
        ("(", [8]),
        ("NEAR(", [8]),
        ("a AND", [8]),
        ("a AND*", [8]),
        ("col:x", [8]),
        ("^x", [8]),
        ("OR c NOT", [8]),
        ("'", []),
        ("'; DROP TABLE message; --", []),
        ("*", [8]),
        ("%", [9]),
        ("\0", []),
        ("-", []),
        ("{", []),
        ("+", []),
    ],
)
def test_words_that_mean_something_to_the_index(
    filled: Store, word: str, expected: list[int]
) -> None:
    """A word is looked for as it stands, whatever FTS5, LIKE or SQL would read in it."""
    assert numbers(filled.history.search(query(word)).entries) == expected


def test_a_word_of_many_trigrams(filled: Store) -> None:
    """A word longer than anything the index is asked for."""
    assert numbers(filled.history.search(query(WORDS[1].upper())).entries) == [2]
    assert filled.history.search(query("ab" * 5000)).entries == []


def test_nobody_finds_without_a_room(filled: Store) -> None:
    """Only the rooms asked for are looked at."""
    assert filled.history.search(Query(("fox",), {})).entries == []
    assert filled.history.search(Query(("fox",), {ROOM + 1: 0})).entries == []


def test_the_floor_of_each_room(filled: Store) -> None:
    """What was said before one may read is not found."""
    assert numbers(filled.history.search(Query(("x",), {ROOM: 8})).entries) == [9, 8]


def test_ranks(store: Store) -> None:
    """What operators alone heard is found by operators alone."""
    store.write([[run(1, "secret plan", ranks=12)], [run(2, "public plan")]])
    settle(store)

    assert numbers(store.history.search(query("plan")).entries) == [2]
    operator = query("plan")._replace(ranks={ROOM: 8})
    assert numbers(store.history.search(operator).entries) == [2, 1]
    voiced = query("plan")._replace(ranks={ROOM: 1})
    assert numbers(store.history.search(voiced).entries) == [2]


def test_from(filled: Store) -> None:
    """Senders are nicks in lower case; no words means everything they said."""
    from_luz = query()._replace(senders=("luz",))
    assert numbers(filled.history.search(from_luz).entries) == [11]
    from_both = query("x")._replace(senders=("luz", "ana"))
    assert numbers(filled.history.search(from_both).entries) == [9, 8, 7, 2, 1]


def test_between_moments(filled: Store) -> None:
    """Both bounds are excluded."""
    between = query("x")._replace(after=NOW + 2, before=NOW + 9)
    assert numbers(filled.history.search(between).entries) == [8, 7]


def test_has_link(filled: Store) -> None:
    """An address of the web, with or without other words."""
    links = query()._replace(has_link=True)
    assert numbers(filled.history.search(links).entries) == [7]


def test_the_limit_keeps_the_newest(filled: Store) -> None:
    """As many as asked for, from the end."""
    assert numbers(filled.history.search(query("x")._replace(limit=2)).entries) == [9, 8]


def test_newest_first_over_rooms(store: Store) -> None:
    """The order is that of arrival, whatever room."""
    for number in range(1, 4):
        store.write(
            [[run(number, f"word a{number}", room=1), run(number, f"word b{number}", room=2)]]
        )
        if number == 2:
            settle(store)

    found = store.history.search(query("word", rooms=(1, 2)))

    assert texts(found.entries) == [f"word {x}{n}" for n in (3, 2, 1) for x in ("b", "a")]


def test_what_is_taken_back_is_not_found(filled: Store) -> None:
    """Neither at once nor when it is blanked."""
    filled.write([[take_back(1)]])
    assert filled.history.search(query("quick")).entries == []
    settle(filled)
    assert filled.history.search(query("quick")).entries == []


def test_what_is_edited_is_found_by_its_new_words(filled: Store) -> None:
    """And no more by the old ones."""
    filled.write([[Change(ROOM, 1, "ana!u@h", NOW + 50, line("A slow 海狸"))]])
    assert filled.history.search(query("quick")).entries == []
    settle(filled)

    assert filled.history.search(query("quick")).entries == []
    assert texts(filled.history.search(query("slow", "海")).entries) == ["A slow 海狸"]


def test_what_takes_too_long_is_said_to_be_incomplete(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search ends when its time is over, with what it found until then."""
    monkeypatch.setattr("tertulia_server.store.searching.SEARCH_SECONDS", -1.0)
    monkeypatch.setattr("tertulia_server.store.memory._MemoryHistory.SECONDS", -1.0)
    monkeypatch.setattr("tertulia_server.store.connections._STEPS", 1)

    assert filled.history.search(query("zz")).is_partial
