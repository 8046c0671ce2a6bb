"""What the terminal shows now, so that only what differs has to be written to it.

A new message moves every row of the timeline up. Written anew that would be some
kilobytes for one line of text, which is felt on a slow line. Instead the terminal is told
to scroll (a scrolling region, which every terminal has had since the VT100) and only then
the cells that still differ are written: the new rows, and what has moved in the columns beside.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from rich.cells import split_graphemes
from rich.console import Console
from rich.style import Style
from textual._compositor import Compositor, CompositorUpdate
from textual.strip import Strip

__all__ = ["DeltaUpdate", "FrontBuffer", "Window"]

LEAST_GAIN: Final = 3
"""Rows that have to fit after scrolling before it is worth the while."""

NEAR: Final = 12
"""Cells that are written again rather than moved over: a move costs some bytes, too."""

FURTHEST: Final = 20
"""Rows that one update scrolls at most."""


class Window(NamedTuple):
    """The part of the screen whose rows move together: columns and rows, ends excluded."""

    left: int
    right: int
    top: int
    bottom: int


class FrontBuffer:
    """The rows on screen as they were written last. Owner: the UI thread."""

    def __init__(self) -> None:
        self._rows: list[Strip | None] = []

    def forget(self) -> None:
        """Nothing is known of the screen: what comes next is written in full."""
        self._rows = []

    def bring_to(self, rows: Sequence[Strip], window: Window, console: Console) -> str:
        """Return what makes the terminal show ``rows``, and take them for shown.

        Args:
            rows: the whole screen.
            window: where rows may have moved up.
            console: says how styles are written.
        """
        if len(self._rows) != len(rows):
            self._rows = [None] * len(rows)
        parts = [self._scroll(rows, window)]
        for y, (old, new) in enumerate(zip(self._rows, rows, strict=True)):
            if old is None:
                parts.append(_written(y, 0, new, console))
            elif old is not new:
                parts += _difference(y, old, new, console)
        self._rows = [*rows]
        return "".join(parts)

    def _scroll(self, rows: Sequence[Strip], window: Window) -> str:
        """Move rows up if that leaves less to write; the rows that come in are unknown."""
        by = _shift(self._rows, rows, window)
        if not by:
            return ""
        top, bottom = window.top, window.bottom
        self._rows[top:bottom] = [*self._rows[top + by : bottom], *([None] * by)]
        feed = "\n" * by
        return f"\x1b[0m\x1b[{top + 1};{bottom}r\x1b[{bottom};1H{feed}\x1b[r"


class DeltaUpdate(CompositorUpdate):
    """Stands in for Textual's update: made when it is written, so that nothing is taken for shown.

    Args:
        compositor: of the screen that is shown.
        buffer: what the terminal shows.
        window: where rows may have moved.
    """

    def __init__(self, compositor: Compositor, buffer: FrontBuffer, window: Window) -> None:
        self._compositor, self._buffer, self._window = compositor, buffer, window

    def render_segments(self, console: Console) -> str:
        """Return the sequences to write."""
        return self._buffer.bring_to(self._compositor.render_strips(), self._window, console)


def _shift(old: Sequence[Strip | None], new: Sequence[Strip], window: Window) -> int:
    """Return by how many rows the window has moved up, 0 where scrolling gains nothing."""
    top, bottom = window.top, min(window.bottom, len(new))
    before = [_words(row, window) for row in old[top:bottom]]
    after = [_words(row, window) for row in new[top:bottom]]
    unmoved = _fitting(before, after)
    best, gain = 0, unmoved + LEAST_GAIN - 1
    for by in range(1, min(len(after), FURTHEST + 1)):
        fitting = _fitting(before[by:], after)
        if fitting > gain:
            best, gain = by, fitting
    return best


def _words(row: Strip | None, window: Window) -> str | None:
    return None if row is None else row.crop(window.left, window.right).text


def _fitting(before: Sequence[str | None], after: Sequence[str | None]) -> int:
    """Return how many rows with something on them are the same."""
    return sum(
        one == other and bool(one and one.strip())
        for one, other in zip(before, after, strict=False)
    )


def _difference(y: int, old: Strip, new: Strip, console: Console) -> list[str]:
    """Return what to write where a row differs, piece by piece."""
    if [*old] == [*new]:
        return []
    before, after = _cells(old), _cells(new)
    if len(before) != len(after):
        return [_written(y, 0, new, console)]
    return [
        _written(y, start, new.crop(start, end), console) for start, end in _runs(before, after)
    ]


def _written(y: int, x: int, strip: Strip, console: Console) -> str:
    return f"\x1b[{y + 1};{x + 1}H{strip.simplify().render(console)}"


def _cells(strip: Strip) -> list[tuple[str, Style | None]]:
    """Return what stands in each cell; further cells of a wide sign hold nothing."""
    cells: list[tuple[str, Style | None]] = []
    for text, style, _control in strip:
        for start, end, width in split_graphemes(text)[0]:
            cells += [(text[start:end], style), *([("", style)] * (width - 1))][: max(width, 1)]
    return cells


def _runs(
    before: Sequence[tuple[str, Style | None]], after: Sequence[tuple[str, Style | None]]
) -> Iterator[tuple[int, int]]:
    """Yield where cells differ; what is close together is one run, and no wide sign is cut."""
    start = end = -1
    for index, (one, other) in enumerate(zip(before, after, strict=True)):
        if one == other:
            continue
        if end >= 0 and index - end > NEAR:
            yield start, _whole(after, end)
            start = -1
        start = _begin(after, index) if start < 0 else start
        end = index + 1
    if start >= 0:
        yield start, _whole(after, end)


def _begin(cells: Sequence[tuple[str, Style | None]], index: int) -> int:
    """Return the first cell of the sign that stands at ``index``."""
    while index and not cells[index][0]:
        index -= 1
    return index


def _whole(cells: Sequence[tuple[str, Style | None]], end: int) -> int:
    """Return an end that lies behind a whole sign."""
    while end < len(cells) and not cells[end][0]:
        end += 1
    return end
