"""The letters inside the round initials, as pen strokes.

Tk cannot draw its own fonts into an image, so these few letters are ours: a
pen with a round tip, described on a grid whose capitals are 10 units high.

A stroke is a list of words: ``x,y`` draws a line to a point, and
``@cx,cy,rx,ry,from,to`` draws an arc (degrees, clockwise because y grows
downwards); strokes are parted by ``/``.
"""

import math
import unicodedata
from functools import cache
from itertools import pairwise
from typing import Final

__all__ = ["CAP_HEIGHT", "LETTERS", "PERSON", "Segment", "segments"]

Segment = tuple[float, float, float, float]
"""A straight piece of a stroke: x1, y1, x2, y2 in grid units."""

CAP_HEIGHT: Final = 10.0
"""The height of a capital, in grid units."""

PERSON: Final = "?"
"""The glyph for a nick whose first letter we cannot draw: head and shoulders."""

_DEGREES_PER_PIECE: Final = 18
"""An arc of a 28-pixel disc looks round in pieces this long."""

_STROKES: Final = {
    "A": "0,10 4,0 8,10 / 1.5,6.6 6.5,6.6",
    "B": "0,10 0,0 3.4,0 @3.4,2.4,2.4,2.4,-90,90 0,4.8 / 3.4,4.8 @3.6,7.4,2.7,2.6,-90,90 0,10",
    "C": "@4.6,5,4.6,5,-45,-315",
    "D": "0,0 2.8,0 @2.8,5,4.9,5,-90,90 0,10 0,0",
    "E": "6,0 0,0 0,10 6,10 / 0,4.8 5.2,4.8",
    "F": "6,0 0,0 0,10 / 0,4.9 5,4.9",
    "G": "@4.6,5,4.6,5,-48,-360 9.2,5.2 5.4,5.2",
    "H": "0,0 0,10 / 7,0 7,10 / 0,4.9 7,4.9",
    "I": "0,0 0,10",
    "J": "4,0 4,7.2 @1.4,7.2,2.6,2.8,0,150",
    "K": "0,0 0,10 / 6.3,0 0,6 / 2.5,3.9 6.6,10",
    "L": "0,0 0,10 5.6,10",
    "M": "0,10 0,0 4.4,6.6 8.8,0 8.8,10",
    "N": "0,10 0,0 7,10 7,0",
    "O": "@4.8,5,4.8,5,0,360",
    "P": "0,10 0,0 3.4,0 @3.4,2.9,2.9,2.9,-90,90 0,5.8",
    "Q": "@4.8,5,4.8,5,0,360 / 5.8,7.4 9,10.9",
    "R": "0,10 0,0 3.4,0 @3.4,2.7,2.7,2.7,-90,90 0,5.4 / 3.2,5.4 6.6,10",
    "S": "@3.2,2.55,3,2.55,-25,-270 @3.2,7.5,3.2,2.5,-90,155",
    "T": "0,0 7.4,0 / 3.7,0 3.7,10",
    "U": "0,0 0,6.4 @3.5,6.4,3.5,3.6,180,0 7,0",
    "V": "0,0 4,10 8,0",
    "W": "0,0 2.9,10 5.8,0.6 8.7,10 11.6,0",
    "X": "0,0 7.2,10 / 7.2,0 0,10",
    "Y": "0,0 3.8,5.2 7.6,0 / 3.8,5.2 3.8,10",
    "Z": "0.2,0 6.8,0 0,10 7,10",
    "0": "@3.3,5,3.3,5,0,360",
    "1": "0,2 2.6,0 2.6,10",
    "2": "@3,2.9,2.9,2.9,-165,35 0,10 6.2,10",
    "3": "@2.9,2.5,2.7,2.5,-150,90 / @2.9,7.4,3,2.6,-90,150 / 1.8,4.9 2.9,4.9",
    "4": "5,10 5,0 0,7.2 7,7.2",
    "5": "5.6,0 0.8,0 0.4,4.5 @2.8,6.9,3.1,3.1,-130,140",
    "6": "4.8,0 0.4,5.4 / @3.2,6.8,3.2,3.2,0,360",
    "7": "0,0 6.2,0 1.8,10",
    "8": "@3,2.4,2.5,2.4,0,360 / @3,7.4,3,2.6,0,360",
    "9": "@3.2,3.2,3.2,3.2,0,360 / 6,4.8 1.6,10",
    PERSON: "@5,2.6,2.5,2.6,0,360 / 0,10 @5,10,5,3.6,180,360",
}


LETTERS: Final = frozenset(_STROKES) - {PERSON}
"""The letters and digits that can be drawn."""


@cache
def segments(letter: str) -> tuple[Segment, ...]:
    """Return the straight pieces of a letter, an accented one as its bare letter.

    For one we cannot draw they are those of ``PERSON``.
    """
    bare = unicodedata.normalize("NFD", letter)[:1]
    spec = _STROKES.get(bare, _STROKES[PERSON])
    pieces: list[Segment] = []
    for stroke in spec.split("/"):
        points = [point for word in stroke.split() for point in _points(word)]
        pieces += [(*start, *end) for start, end in pairwise(points)]
    return tuple(pieces)


def _points(word: str) -> list[tuple[float, float]]:
    """Return the points one word of a stroke passes through."""
    if not word.startswith("@"):
        x, y = map(float, word.split(","))
        return [(x, y)]
    centre_x, centre_y, radius_x, radius_y, start, end = map(float, word[1:].split(","))
    count = max(6, int(abs(end - start) / _DEGREES_PER_PIECE))
    angles = [math.radians(start + (end - start) * step / count) for step in range(count + 1)]
    return [
        (centre_x + radius_x * math.cos(angle), centre_y + radius_y * math.sin(angle))
        for angle in angles
    ]
