"""Rows of a block → strips: what the screen takes, exactly as wide as it is."""

from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tertulia_tui.widgets.blocks import GUTTER, Block

__all__ = ["centred", "strip_of"]

HAIRLINE: Final = 12
"""Cells of a hairline on each side of a title, where there is room for them."""


def strip_of(
    block: Block, row: int, width: int, base: Style, hairline: Style, mark: Style | None = None
) -> Strip:
    """Return one row of a wrapped block.

    Args:
        block: wrapped for ``width``.
        row: an index into ``block.rows``.
        width: cells of the strip.
        base: the widget's own style.
        hairline: the colour of the lines beside a title.
        mark: the colour of a bar at the left edge, ``None`` for no bar.
    """
    base += block.background
    start, end = block.rows[row]
    text = _cut(block, start, end, base)
    if block.rule:
        return _ruled(text, width, base, base + hairline)
    if block.gutter and row == 0:
        picture = Segment(f" {block.gutter} ", base + block.gutter_style)
        rest = Segment(" " * max(GUTTER - picture.cell_length, 0), base)
        return Strip([picture, rest, *text]).adjust_cell_length(width, base)
    bar = Segment(" ", base) if mark is None else Segment("▌", base + mark)
    space = Segment(" " * (GUTTER - 1), base)
    return Strip([bar, space, *text]).adjust_cell_length(width, base)


def centred(text: str, width: int, style: Style) -> Strip:
    """Return a text in the middle of a row."""
    strip = Strip([Segment(text, style)])
    pad = max((width - strip.cell_length) // 2, 0)
    return Strip([Segment(" " * pad, style), *strip]).adjust_cell_length(width, style)


def _cut(block: Block, start: int, end: int, base: Style) -> list[Segment]:
    """Return the part of a block's text from ``start`` to ``end`` in its styles.

    Spaces that hold words together have done so by now; some terminals draw them as signs.
    """
    segments = []
    run_start = 0
    for run in block.runs:
        left, right = max(run_start, start), min(run.end, end)
        if left < right:
            shown = block.text[left:right].replace("\N{NO-BREAK SPACE}", " ")
            segments.append(Segment(shown, base + run.style))
        run_start = run.end
    return segments


def _ruled(text: list[Segment], width: int, base: Style, hairline: Style) -> Strip:
    """Return a title centred on a hairline, which gives way where there is little room."""
    side = max((width - Strip(text).cell_length - 4) // 2, 0)
    line = "─" * min(side, HAIRLINE)
    left = Segment(" " * (side - len(line)) + f" {line} ", hairline)
    return Strip([left, *text, Segment(f" {line}", hairline)]).adjust_cell_length(width, base)
