"""A Textual screen as text: what stands in each row, and in which of the theme's colours."""

import os
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from rich.segment import Segment
from rich.style import Style
from textual.app import App

from tertulia_core.session.theme import Theme

__all__ = ["check_snapshot", "picture"]

FOLDER = Path(__file__).parents[1] / "client_tui" / "snapshots"

INK = ("text", "muted", "accent", "on_accent", "danger", "success", "line", "background")
PAPER = ("background", "surface", "side", "accent", "own", "mention", "line", "on_accent")
"""Tokens by which a colour is called, the likeliest first: a theme may use one colour twice."""

UPDATE = "UPDATE_SNAPSHOTS"
"""Set this environment variable to write the files anew; then look at what git says changed."""


def picture(app: App[int], theme: Theme) -> str:
    """Return the screen: its rows, then each row's colours as ``columns ink/paper attributes``.

    The colours have the names of the theme's tokens, so that every theme gives the same text;
    one that is not a token stands there as it is.
    """
    with app._context():
        strips = app.screen._compositor.render_strips()
    rows = ["".join(segment.text for segment in strip).rstrip() for strip in strips]
    colours = [" ".join(_runs(strip, theme)) for strip in strips]
    return "\n".join([*rows, "", *_numbered(colours), ""])


def check_snapshot(name: str, text: str) -> None:
    """Compare with the file of that name; write it where ``UPDATE_SNAPSHOTS`` is set."""
    path = FOLDER / f"{name}.txt"
    if os.environ.get(UPDATE):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text.splitlines() == path.read_text(encoding="utf-8").splitlines(), path


def _numbered(rows: Iterable[str]) -> Iterator[str]:
    """Yield each row with its number; several that are the same with their first and last."""
    first = 1
    for row, same in groupby(rows):
        last = first + len([*same]) - 1
        yield f"{first if first == last else f'{first}-{last}'}: {row}"
        first = last + 1


def _runs(strip: Iterable[Segment], theme: Theme) -> Iterator[str]:
    """Yield where each look begins and ends, in cells."""
    start = 0
    for look, segments in groupby(strip, key=lambda segment: _look(segment.style, theme)):
        width = sum(segment.cell_length for segment in segments)
        if width:
            yield f"{start}-{start + width} {look}"
        start += width


def _look(style: Style | None, theme: Theme) -> str:
    if style is None:
        return "-"
    marks = ("bold", "italic", "underline", "reverse", "strike", "dim")
    attributes = [mark for mark in marks if getattr(style, mark)]
    ink = _name(str(style.color.name if style.color else ""), INK, theme)
    paper = _name(str(style.bgcolor.name if style.bgcolor else ""), PAPER, theme)
    return "+".join([f"{ink}/{paper}", *attributes])


def _name(colour: str, tokens: Iterable[str], theme: Theme) -> str:
    values = {name: value.lower() for name, value in theme.tokens().items()}
    for name in tokens:
        if values[name] == colour.lower():
            return name
    nicks = [nick.lower() for nick in theme.nicks]
    return f"nick{nicks.index(colour.lower())}" if colour.lower() in nicks else colour
