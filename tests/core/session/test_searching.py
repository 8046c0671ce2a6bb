"""Words are found in what is here."""

import pytest

from tertulia_core.session.searching import Finder, found_everywhere, matches, places
from tertulia_core.session.state import LineKind, Room, RoomKind, SessionState
from tests.core.session.lines import NOON, line


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("cafe", True),
        ("CAFÉ", True),
        ("jueves café", True),
        ("caf jue", True),
        ("rosa café", True),
        ("té", False),
        ("", False),
        ("  ", False),
        ("[a-z]", False),
    ],
)
def test_words_fit_without_case_and_accents(query: str, fits: bool) -> None:
    """All of them, in any order; the author's nick counts too; nothing is a pattern."""
    assert matches(line(text="El \x02Café\x02 del jueves"), query) == fits


def test_only_speech_is_found() -> None:
    """Not who came and went."""
    assert not matches(line(LineKind.JOINED, text="café"), "café")


def test_a_finder_walks_from_the_newest_round_the_ends() -> None:
    """Forwards means older."""
    lines = [line(text=text) for text in ("uno", "dos", "uno más", "tres")]
    finder = Finder()
    first = finder.search(lines, "uno")
    walked = [first, finder.step(1), finder.step(1), finder.step(-1)]

    assert walked == [lines[2].id, lines[0].id, lines[2].id, lines[0].id]
    assert (finder.number, finder.count) == (2, 2)


def test_another_letter_stays_where_it_fits() -> None:
    """As long as the line that is shown still does."""
    lines = [line(text=text) for text in ("cine", "cena", "cine")]
    finder = Finder()
    finder.search(lines, "c")
    finder.step(1)
    finder.step(1)

    assert finder.search(lines, "ci") == lines[0].id
    assert finder.search(lines, "ce") == lines[1].id
    assert finder.search(lines, "xyz") is None
    assert (finder.step(1), finder.number) == (None, 0)


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("El café, el CAFE", "cafe", ["café", "CAFE"]),
        ("straße", "strasse", ["straße"]),
        ("aaaa", "aa a", ["aa", "aa"]),
        ("ﬁn", "fin", ["ﬁn"]),
        ("nada", "x", []),
    ],
)
def test_places_are_those_of_the_shown_text(text: str, query: str, found: list[str]) -> None:
    """Also where a letter's folding is longer than the letter."""
    assert [text[start:end] for start, end in places(text, query)] == found


def test_every_room_is_searched_newest_first() -> None:
    """But not the server's own lines."""
    state = SessionState("ana", "localhost:12345")
    for name, kind, ages in (
        ("*", RoomKind.SERVER, (9,)),
        ("#a", RoomKind.CHANNEL, (1, 5)),
        ("eva", RoomKind.PRIVATE, (3,)),
    ):
        room = state.rooms[name] = Room(name, kind)
        room.lines += [line(text="hola", time=NOON + age) for age in ages]

    assert [one.time - NOON for one in found_everywhere([state], "hola")] == [5, 3, 1]
    assert len(found_everywhere([state], "hola", limit=2)) == 2
