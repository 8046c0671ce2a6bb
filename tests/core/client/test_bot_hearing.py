"""A bot's listeners are told what others say in the order in which it was said, each thing once."""

from dataclasses import replace

import pytest

from tertulia_core.client.bot_hearing import SKEW_SECONDS, Hearing
from tertulia_core.ids import LineId
from tertulia_core.session.events import LineAdded, LineChanged, LinesInserted, LinesRemoved
from tertulia_core.session.state import GAP_LINES, Line, LineKind, Room, RoomKind, SessionState

START = 1_000.0
AFTER = GAP_LINES + 1
"""The id of the first line after a gap that begins at 1."""


def line(number: int, text: str = "") -> Line:
    """Return something that somebody else said after the bot was started."""
    said = text or str(number)
    return Line(LineId(number), "#sala", LineKind.MESSAGE, "rosa", said, START)


@pytest.fixture
def room() -> Room:
    """Return the room, of which nothing is missing."""
    return Room("#sala", RoomKind.CHANNEL)


@pytest.fixture
def hearing(room: Room) -> Hearing:
    """Return the hearing of a bot in that room."""
    state = SessionState("eco", "localhost:12345")
    state.rooms["#sala"] = room
    return Hearing(START, state)


def told(hearing: Hearing, *happened: LineAdded | LineChanged | LinesInserted) -> list[str]:
    """Return what the listeners are told."""
    return [each.text for each in hearing.take(happened)]


def test_without_a_gap_it_is_told_at_once(hearing: Hearing) -> None:
    """One after the other."""
    assert told(hearing, LineAdded(line(1)), LineAdded(line(2))) == ["1", "2"]
    assert told(hearing) == []


def test_what_was_missed_comes_first(hearing: Hearing, room: Room) -> None:
    """Page by page; what was said meanwhile waits until the last one is here."""
    room.gap = LineId(1)
    assert told(hearing, LineAdded(line(AFTER, "live"))) == []
    assert told(hearing, LinesInserted("#sala", (line(1), line(2)), LineId(AFTER))) == ["1", "2"]

    room.gap = None
    assert told(hearing, LinesInserted("#sala", (line(3),), LineId(AFTER))) == ["3", "live"]


def test_what_comes_again_is_told_once(hearing: Hearing, room: Room) -> None:
    """The link broke before the gap was filled: what came after it goes, and comes again."""
    room.gap = LineId(1)
    assert told(hearing, LineAdded(line(AFTER, "live"))) == []
    assert hearing.take([LinesRemoved("#sala", (LineId(AFTER),))]) == []

    room.gap = None
    assert told(hearing, LinesInserted("#sala", (line(1), line(2, "live")), None)) == ["1", "live"]


def test_what_changes_while_it_waits_is_told_as_it_reads_then(hearing: Hearing, room: Room) -> None:
    """It was edited before anybody was told."""
    room.gap = LineId(1)
    assert told(hearing, LineAdded(line(AFTER, "hola"))) == []

    room.gap = None
    assert told(hearing, LineChanged(line(AFTER, "adiós"))) == ["adiós"]
    assert told(hearing, LineChanged(line(AFTER, "otra vez"))) == []


@pytest.mark.parametrize(
    "other",
    [
        replace(line(1), own=True),
        replace(line(1), kind=LineKind.JOINED),
        replace(line(1), time=START - 2 * SKEW_SECONDS),
        line(-5),
    ],
    ids=["own", "joined", "old", "older page"],
)
def test_what_is_no_news(hearing: Hearing, other: Line) -> None:
    """Our own words, what merely happens, and what was said before the start."""
    assert told(hearing, LineAdded(other)) == []
