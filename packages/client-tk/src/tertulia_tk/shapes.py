"""Smooth shapes as bytes that Tk reads as images: round initials, rounded boxes, hairlines.

Tk's own canvas draws edges in steps. Here each pixel at an edge gets the
mixture of the two colours that its distance from the edge asks for. Images
are opaque (PPM, https://netpbm.sourceforge.net/doc/ppm.html): alpha would
make X11 read back the screen at every drawing.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from tertulia_tk.glyphs import CAP_HEIGHT, segments

__all__ = ["box", "dot", "hairline", "initial"]

_LETTER_HEIGHT: Final = 0.41
"""Height of a capital in a disc, as a share of the disc's diameter."""

_PEN: Final = 0.165
"""Width of the pen as a share of the capital's height."""

Mask = tuple[tuple[float, ...], ...]
"""How much of each pixel a shape covers, 0.0 to 1.0, row by row."""


def initial(letter: str, size: int, gap: int, *, ink: str, fill: str, behind: str) -> bytes:
    """Return a disc of ``size`` pixels with a letter on it, and ``gap`` empty pixels at its right.

    Colours are ``#RRGGBB``.
    """
    disc = _disc_mask(size)
    glyph = _glyph_mask(letter, size)
    outer, inner = _ramp(behind, fill), _ramp(fill, ink)
    margin = outer[0] * gap
    rows = [
        b"".join(
            inner[round(glyph_share * _STEPS)] if glyph_share else outer[round(share * _STEPS)]
            for share, glyph_share in zip(disc_row, glyph_row, strict=True)
        )
        + margin
        for disc_row, glyph_row in zip(disc, glyph, strict=True)
    ]
    return _ppm(size + gap, rows)


def dot(size: int, *, fill: str, behind: str) -> bytes:
    """Return a plain disc of ``size`` pixels."""
    ramp = _ramp(behind, fill)
    return _ppm(
        size, [b"".join(ramp[round(share * _STEPS)] for share in row) for row in _disc_mask(size)]
    )


def box(size: tuple[int, int], radius: int, *, fill: str, border: str, behind: str) -> bytes:
    """Return a box of (width, height) pixels with round corners and a border one pixel wide.

    Only one corner is computed: the others mirror it, and between them every
    row and column is the same.
    """
    width, height = size
    corner = min(radius + 1, (width + 1) // 2, (height + 1) // 2)
    outer, inner = _ramp(behind, border), _ramp(border, fill)

    def pixel(x: int, y: int) -> bytes:
        depth = _depth(x + 0.5, y + 0.5, width, height, radius)
        inside = _clamped(depth - 0.5)
        if inside:
            return inner[round(inside * _STEPS)]
        return outer[round(_clamped(depth + 0.5) * _STEPS)]

    def row(y: int) -> bytes:
        left = [pixel(x, y) for x in range(corner)]
        middle = pixel(width // 2, y) * (width - 2 * corner)
        right = left[::-1] if width >= 2 * corner else left[: width - corner][::-1]
        return b"".join((*left, middle, *right))

    top = [row(y) for y in range(corner)]
    middle_rows = [row(height // 2)] * (height - 2 * corner)
    bottom = top[::-1] if height >= 2 * corner else top[: height - corner][::-1]
    return _ppm(width, [*top, *middle_rows, *bottom])


def hairline(width: int, colour: str) -> bytes:
    """Return a line one pixel high."""
    return _ppm(width, [_bytes(_channels(colour)) * width])


_STEPS: Final = 32
"""How many mixtures of two colours an edge uses; more cannot be seen."""


@lru_cache(maxsize=256)
def _ramp(start: str, end: str) -> tuple[bytes, ...]:
    """Return the mixtures from one colour to another, each as the bytes of one pixel."""
    first, last = _channels(start), _channels(end)
    return tuple(
        _bytes([round(a + (b - a) * step / _STEPS) for a, b in zip(first, last, strict=True)])
        for step in range(_STEPS + 1)
    )


@lru_cache(maxsize=32)
def _disc_mask(size: int) -> Mask:
    radius = size / 2
    return tuple(
        tuple(
            _clamped(radius - math.hypot(x + 0.5 - radius, y + 0.5 - radius) + 0.5)
            for x in range(size)
        )
        for y in range(size)
    )


@lru_cache(maxsize=256)
def _glyph_mask(letter: str, size: int) -> Mask:
    """Return what the pen covers when it writes ``letter`` in the middle of a square."""
    unit = size * _LETTER_HEIGHT / CAP_HEIGHT
    pieces = segments(letter)
    edges = [x for piece in pieces for x in (piece[0], piece[2])]
    left = size / 2 - (min(edges) + max(edges)) / 2 * unit
    top = size / 2 - CAP_HEIGHT / 2 * unit
    reach = size * _LETTER_HEIGHT * _PEN / 2 + 0.5
    rows = [[0.0] * size for _ in range(size)]
    for x1, y1, x2, y2 in pieces:
        _draw(rows, (x1 * unit + left, y1 * unit + top), (x2 * unit + left, y2 * unit + top), reach)
    return tuple(tuple(row) for row in rows)


def _draw(
    rows: list[list[float]], start: tuple[float, float], end: tuple[float, float], reach: float
) -> None:
    """Draw one straight piece: a pixel is covered by how near it is to the line."""
    (x1, y1), (x2, y2) = start, end
    along_x, along_y = x2 - x1, y2 - y1
    squared = along_x * along_x + along_y * along_y or 1e-9
    size = len(rows)
    columns = range(max(0, int(min(x1, x2) - reach)), min(size, int(max(x1, x2) + reach) + 1))
    for y in range(max(0, int(min(y1, y2) - reach)), min(size, int(max(y1, y2) + reach) + 1)):
        row, from_y = rows[y], y + 0.5 - y1
        for x in columns:
            from_x = x + 0.5 - x1
            share = _clamped((from_x * along_x + from_y * along_y) / squared)
            distance = math.hypot(from_x - share * along_x, from_y - share * along_y)
            row[x] = max(row[x], _clamped(reach - distance))


def _depth(x: float, y: float, width: int, height: int, radius: int) -> float:
    """Return how far a point lies inside a box with round corners, negative outside."""
    across = abs(x - width / 2) - (width / 2 - radius)
    down = abs(y - height / 2) - (height / 2 - radius)
    outside = math.hypot(max(across, 0), max(down, 0))
    return radius - outside - min(max(across, down), 0)


def _clamped(share: float) -> float:
    return 0.0 if share < 0 else min(share, 1.0)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _bytes(channels: Sequence[int]) -> bytes:
    return bytes(channels)


def _ppm(width: int, rows: list[bytes]) -> bytes:
    return b"P6 %d %d 255\n" % (width, len(rows)) + b"".join(rows)
