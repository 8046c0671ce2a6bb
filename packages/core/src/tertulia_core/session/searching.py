"""Finding words in what is here: in one room step by step, or in every room at once.

Case and accents make no difference, ``cafe`` finds ``Café``; every word has to be
there, in any order. The server's own search is another thing: it knows what was said before.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from tertulia_core.ids import LineId
from tertulia_core.session.formatting import strip_formatting
from tertulia_core.session.grouping import SPEECH
from tertulia_core.session.state import Line, Room, RoomKind, SessionState

__all__ = ["Finder", "found_everywhere", "found_in", "matches", "places"]

MOST: Final = 200
"""Lines that a search of every room returns."""


class Finder:
    """Walks what was found in one room, from new to old and round; owner: the UI thread.

    A search typed letter by letter stays where it is as long as that line fits.
    """

    def __init__(self) -> None:
        self.query = ""
        self._found: list[LineId] = []
        self._place = -1

    @property
    def count(self) -> int:
        """How many lines fit."""
        return len(self._found)

    @property
    def number(self) -> int:
        """Which of them is shown, from 1 for the newest; 0 while there is none."""
        return self._place + 1 if self._found else 0

    @property
    def current(self) -> LineId | None:
        """The line that is shown."""
        return self._found[self._place] if self._found else None

    @property
    def found(self) -> Sequence[LineId]:
        """Every line that fits, newest first."""
        return self._found

    def search(self, lines: Sequence[Line], query: str) -> LineId | None:
        """Look for a query, and return the line to show: where one was, or the newest."""
        before = self.current
        self.query = query
        self._found = [line.id for line in reversed(lines) if matches(line, query)]
        self._place = self._found.index(before) if before in self._found else 0
        return self.current

    def step(self, by: int) -> LineId | None:
        """Return the next line: 1 for an older one, -1 for a newer one, round the ends."""
        if self._found:
            self._place = (self._place + by) % len(self._found)
        return self.current


def matches(line: Line, query: str) -> bool:
    """Tell whether a line is speech that holds every word of a query, or its author does."""
    words = _folded(query).split()
    if not words or line.kind not in SPEECH:
        return False
    text = _folded(f"{strip_formatting(line.text)} {line.nick}")
    return all(word in text for word in words)


def places(text: str, query: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each word of a query in a shown text, in order, none within another."""
    folded = [_folded(character) for character in text]
    starts: list[int] = []
    for index, piece in enumerate(folded):
        starts += [index] * len(piece)
    whole, end = "".join(folded), 0
    hits = (hit for word in set(_folded(query).split()) for hit in _hits(whole, word))
    for first, last in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        start = starts[first]
        if start >= end:
            end = starts[last - 1] + 1
            yield start, end


def found_in(room: Room, query: str, limit: int = MOST) -> list[Line]:
    """Return the lines of a room that fit, newest first."""
    found: list[Line] = []
    for line in reversed(room.lines):
        if matches(line, query):
            found.append(line)
            if len(found) == limit:
                break
    return found


def found_everywhere(states: Iterable[SessionState], query: str, limit: int = MOST) -> list[Line]:
    """Return the lines that fit in every room of some servers, newest first."""
    found = [
        line
        for state in states
        for room in state.rooms.values()
        if room.kind is not RoomKind.SERVER
        for line in found_in(room, query, limit)
    ]
    return sorted(found, key=lambda line: line.time, reverse=True)[:limit]


def _hits(text: str, word: str) -> Iterator[tuple[int, int]]:
    start = text.find(word)
    while start >= 0:
        yield start, start + len(word)
        start = text.find(word, start + len(word))


def _folded(text: str) -> str:
    """Return a text without case and accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
