"""What the terminal shows now, so that only what differs has to be written to it.

A new message moves every row of the timeline up. Written anew that would be some
kilobytes for one line of text, which is felt on a slow line. Instead the terminal is told
to scroll (a scrolling region, which every terminal has had since the VT100) and only then
the cells that still differ are written: the new rows, and what has moved in the columns beside.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

from rich.cells import split_graphemes
from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from textual._compositor import Compositor, CompositorUpdate
from textual._context import visible_screen_stack
from textual.strip import Strip

__all__ = ["DeltaCompositor", "DeltaUpdate", "FrontBuffer", "Window"]

Cell = tuple[str, Style | None]
"""What stands in a cell; further cells of a wide sign hold no text."""

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


class Row:
    """A row of the screen; what is asked of it more than once is found out once."""

    def __init__(self, strip: Strip) -> None:
        self.strip = strip

    @cached_property
    def text(self) -> str:
        """Its text."""
        return self.strip.text

    @cached_property
    def cells(self) -> list[Cell]:
        """Its cells."""
        cells: list[Cell] = []
        for text, style, _control in self.strip:
            if text.isascii():
                cells += [(sign, style) for sign in text]
                continue
            for start, end, width in split_graphemes(text)[0]:
                cells += [(text[start:end], style), *([("", style)] * (width - 1))][: max(width, 1)]
        return cells


class FrontBuffer:
    """The rows on screen as they were written last. Owner: the UI thread."""

    def __init__(self) -> None:
        self._rows: list[Row | None] = []

    def forget(self) -> None:
        """Nothing is known of the screen: what comes next is written in full."""
        self._rows = []

    def bring_to(self, strips: Iterable[Strip], window: Window, console: Console) -> str:
        """Return what makes the terminal show ``strips``, and take them for shown.

        Args:
            strips: the whole screen.
            window: where rows may have moved up.
            console: says how styles are written.
        """
        rows = [Row(strip) for strip in strips]
        if len(self._rows) != len(rows):
            self._rows = [None] * len(rows)
        parts = [self._scroll(rows, window)]
        colours = console._color_system or ColorSystem.TRUECOLOR
        for y, (old, new) in enumerate(zip(self._rows, rows, strict=True)):
            parts += _difference(y, old, new, colours)
        self._rows = [*rows]
        return "".join(parts)

    def _scroll(self, rows: Sequence[Row], window: Window) -> str:
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


class DeltaCompositor(Compositor):
    """Draws a screen once for an update; Textual's own would draw the changed regions before.

    Args:
        buffer: what the terminal shows.
        window: tells where rows may have moved.
    """

    def __init__(self, buffer: FrontBuffer, window: Callable[[], Window]) -> None:
        super().__init__()
        self._buffer, self._window = buffer, window

    def render_update(
        self, full: bool = False, screen_stack: Any = None, simplify: bool = False
    ) -> Any:
        """Return what changes the screen, ``None`` if nothing does; ``full`` is for pictures."""
        if full:
            return super().render_update(full, screen_stack, simplify)
        if not self._dirty_regions:
            return None
        self._dirty_regions.clear()
        visible_screen_stack.set(screen_stack or [])
        return DeltaUpdate(self, self._buffer, self._window())


def _shift(old: Sequence[Row | None], new: Sequence[Row], window: Window) -> int:
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


def _words(row: Row | None, window: Window) -> str:
    """Return about what stands in the window: signs are taken for cells, which is near enough.

    What is missed by that is written again; nothing wrong is shown.
    """
    return "" if row is None else row.text[window.left : window.right].strip()


def _fitting(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many rows with something on them are the same."""
    return sum(one == other and bool(one) for one, other in zip(before, after, strict=False))


def _difference(y: int, old: Row | None, new: Row, colours: ColorSystem) -> list[str]:
    """Return what to write where a row differs, piece by piece."""
    if old is None:
        return [_written(y, 0, new.cells, colours)]
    if old.strip is new.strip or [*old.strip] == [*new.strip]:
        return []
    before, after = old.cells, new.cells
    if len(before) != len(after):
        return [_written(y, 0, after, colours)]
    return [_written(y, start, after[start:end], colours) for start, end in _runs(before, after)]


def _written(y: int, x: int, cells: Iterable[Cell], colours: ColorSystem) -> str:
    parts = [f"\x1b[{y + 1};{x + 1}H"]
    for style, run in groupby(cells, itemgetter(1)):
        text = "".join(sign for sign, _style in run)
        parts.append(Strip.render_style(style, text, colours) if style else text)
    return "".join(parts)


def _runs(before: Sequence[Cell], after: Sequence[Cell]) -> Iterator[tuple[int, int]]:
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


def _begin(cells: Sequence[Cell], index: int) -> int:
    """Return the first cell of the sign that stands at ``index``."""
    while index and not cells[index][0]:
        index -= 1
    return index


def _whole(cells: Sequence[Cell], end: int) -> int:
    """Return an end that lies behind a whole sign."""
    while end < len(cells) and not cells[end][0]:
        end += 1
    return end
