"""Items of a timeline → blocks: text in runs of one style, ready to be wrapped and drawn."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from rich.style import Style

from tertulia_core.i18n import Catalogue
from tertulia_core.ids import LineId
from tertulia_core.session.presentation import (
    Activity,
    Body,
    DaySeparator,
    Header,
    Item,
    Span,
    UnreadMark,
    clock_text,
    colour_index,
    day_text,
    initial,
)
from tertulia_core.session.state import Delivery, Line, LineKind
from tertulia_core.session.status import delivery_text
from tertulia_core.text import sanitize
from tertulia_tui.theme import NO_STYLE, Styles

__all__ = ["GUTTER", "Block", "Run", "block_of"]

_ = Catalogue("tertulia_tui").gettext

GUTTER = 4
"""Cells to the left of every text: the column of initials."""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters of one style; ``end`` is an index into the block's text."""

    end: int
    style: Style


@dataclass(slots=True)
class Block:
    """One item, as text and styles; its rows depend on the width and are cut by the timeline.

    Attributes:
        text: what is shown and copied.
        runs: in order, the last one ends where the text does.
        gutter: the initial of a header, ``""`` for everything else.
        gutter_style: the initial's colours.
        background: behind the whole row, from edge to edge.
        rule: drawn centred on a hairline.
        line: the line it shows, ``None`` for what is not one.
        rows: where each row of the screen starts and ends in ``text``.
    """

    text: str
    runs: tuple[Run, ...]
    gutter: str = ""
    gutter_style: Style = NO_STYLE
    background: Style = NO_STYLE
    rule: bool = False
    line: LineId | None = None
    rows: list[tuple[int, int]] = field(default_factory=list)


def block_of(item: Item, styles: Styles) -> Block:
    """Return how an item is drawn."""
    return _BLOCKS[type(item)](item, styles)


def _text_block(pieces: Iterable[tuple[str, Style]]) -> tuple[str, tuple[Run, ...]]:
    text = ""
    runs: list[Run] = []
    for piece, style in pieces:
        if piece:
            text += piece
            runs.append(Run(len(text), style))
    return text, tuple(runs)


def _day(item: DaySeparator, styles: Styles) -> Block:
    title = day_text(item.date, today=dt.datetime.now().astimezone().date())
    return Block(*_text_block([(title, styles.muted)]), rule=True)


def _unread(_item: UnreadMark, styles: Styles) -> Block:
    return Block(*_text_block([(_("New"), styles.accent)]), rule=True)


def _header(item: Header, styles: Styles) -> Block:
    index = colour_index(item.nick)
    nick = styles.accent + Style(bold=True) if item.own else styles.nicks[index]
    text, runs = _text_block(
        [(sanitize(item.nick, name=True), nick), (f" {clock_text(item.time)}", styles.muted)]
    )
    return Block(text, runs, gutter=initial(item.nick), gutter_style=styles.initials[index])


def _activity(item: Activity, styles: Styles) -> Block:
    return Block(*_text_block([(item.text, styles.muted)]))


def _body(item: Body, styles: Styles) -> Block:
    line = item.line
    text, runs = _text_block([*_spoken(line, item.spans, styles), *_delivery(line, styles)])
    return Block(text, runs, background=_background(line, styles), line=line.id)


def _spoken(line: Line, spans: tuple[Span, ...], styles: Styles) -> Iterable[tuple[str, Style]]:
    base = _base(line, styles)
    if line.kind is LineKind.ACTION:
        yield f"* {sanitize(line.nick, name=True)} ", styles.nicks[colour_index(line.nick)]
    elif line.kind is LineKind.NOTICE:
        yield "» ", styles.muted
    for span in spans:
        yield span.text, base + _span_style(span, styles)


def _base(line: Line, styles: Styles) -> Style:
    if line.kind is LineKind.ERROR:
        return styles.danger
    if line.delivery is Delivery.SENDING or line.kind not in _SPEECH:
        return styles.muted
    return styles.text


_SPEECH = frozenset({LineKind.MESSAGE, LineKind.ACTION, LineKind.NOTICE, LineKind.INFO})


def _span_style(span: Span, styles: Styles) -> Style:
    style = Style(
        bold=span.bold or None,
        italic=span.italic or None,
        underline=span.underline or bool(span.href) or None,
        strike=span.strike or None,
        reverse=span.reverse or None,
    )
    if span.fg or span.bg:
        style += styles.colour(span.fg or "", span.bg or "")
    return style + styles.accent if span.href else style


def _delivery(line: Line, styles: Styles) -> Iterable[tuple[str, Style]]:
    if line.delivery is Delivery.NOT_SENT:
        yield f"  ✗ {delivery_text(line)}", styles.danger
    elif line.delivery is Delivery.SENDING:
        yield " …", styles.muted
    elif line.delivery is Delivery.SENT:
        yield " ✓", styles.muted


def _background(line: Line, styles: Styles) -> Style:
    if line.mention:
        return styles.mention
    return styles.own if line.own and line.kind in _SPEECH else NO_STYLE


_BLOCKS: dict[type, Callable[..., Block]] = {
    DaySeparator: _day,
    UnreadMark: _unread,
    Header: _header,
    Activity: _activity,
    Body: _body,
}
