"""Items of a timeline → blocks: text in runs of one style, ready to be wrapped and drawn."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

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
    reaction_texts,
)
from tertulia_core.session.state import Delivery, Line, LineKind
from tertulia_core.session.status import delivery_text
from tertulia_core.text import sanitize
from tertulia_tui.theme import NO_STYLE, Styles

__all__ = ["GUTTER", "Block", "Painter", "Run"]

_ = Catalogue("tertulia_tui").gettext

GUTTER: Final = 4
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
        is_failed: whether that line was not sent, so that it can be tried again.
        rows: where each row of the screen starts and ends in ``text``.
    """

    text: str
    runs: tuple[Run, ...]
    gutter: str = ""
    gutter_style: Style = NO_STYLE
    background: Style = NO_STYLE
    rule: bool = False
    line: LineId | None = None
    is_failed: bool = False
    rows: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Painter:
    """Says how items are drawn.

    Attributes:
        styles: of the theme in force.
        display_name: the name to show for a nick.
        today: the local day, for "today" and "yesterday".
        has_links: whether the terminal is told where links lead (OSC 8), so that it opens them.
    """

    styles: Styles
    display_name: Callable[[str], str]
    today: Callable[[], dt.date]
    has_links: bool = False

    def draw(self, item: Item) -> Block:
        """Return the block of an item, not wrapped yet."""
        return _DRAWS[type(item)](self, item)

    def plain_text(self, line: Line) -> str | None:
        """Return the text of a line's block if that is only what was said, ``None`` otherwise.

        Then nothing has to be drawn to know how many rows it takes.
        """
        is_plain = (
            line.kind is LineKind.MESSAGE
            and line.delivery is Delivery.NONE
            and not (line.reactions or line.edited or line.removed_by)
            and line.text.isprintable()  # so that no formatting is in it
        )
        return sanitize(line.text) if is_plain else None

    def _day(self, item: DaySeparator) -> Block:
        title = day_text(item.date, today=self.today())
        return Block(*_text_block([(title, self.styles.muted)]), rule=True)

    def _unread(self, _item: UnreadMark) -> Block:
        return Block(*_text_block([(_("New messages"), self.styles.accent)]), rule=True)

    def _header(self, item: Header) -> Block:
        styles, index = self.styles, colour_index(item.nick)
        nick = styles.accent + BOLD if item.own else styles.nicks[index]
        name, time = self._name(item.nick), f"  {clock_text(item.time)}"
        text, runs = _text_block([(name, nick), (time, styles.muted)])
        picture = styles.selected if item.own else styles.initials[index]
        return Block(text, runs, gutter=initial(item.nick), gutter_style=picture)

    def _activity(self, item: Activity) -> Block:
        return Block(*_text_block([(item.text, self.styles.muted)]))

    def _body(self, item: Body) -> Block:
        line = item.line
        text, runs = _text_block([
            *self._quote(item), *self._spoken(line, item.spans), *self._delivery(line),
            *self._reactions(line),
        ])  # fmt: skip
        return Block(
            text,
            runs,
            background=self._background(line),
            line=line.id,
            is_failed=line.delivery is Delivery.NOT_SENT,
        )

    def _quote(self, item: Body) -> Iterable[tuple[str, Style]]:
        """Yield what the line answers, on a row of its own."""
        if item.quote is not None:
            name = f"{self._name(item.quote.nick)}: " if item.quote.nick else ""
            said = item.quote.text or _("a message that is not here")
            yield f"↪ {name}{said}\n", self.styles.muted

    def _reactions(self, line: Line) -> Iterable[tuple[str, Style]]:
        for number, text in enumerate(reaction_texts(line)):
            yield ("   " if number else "\n") + text, self.styles.accent

    def _spoken(self, line: Line, spans: Iterable[Span]) -> Iterable[tuple[str, Style]]:
        base = self._base(line)
        if line.kind is LineKind.ACTION:
            nick = self.styles.accent + BOLD if line.own else self._nick_style(line.nick)
            yield f"{self._name(line.nick)} ", nick
            base += ITALIC
        elif line.kind is LineKind.NOTICE:
            yield "» ", self.styles.muted
        for span in spans:
            yield span.text, base + self._span_style(span)

    def _base(self, line: Line) -> Style:
        if line.kind is LineKind.ERROR:
            return self.styles.danger
        if line.delivery is Delivery.SENDING or line.kind not in _SPEECH:
            return self.styles.muted
        return self.styles.text

    def _span_style(self, span: Span) -> Style:
        style = Style(
            bold=span.bold or None,
            italic=span.italic or None,
            underline=span.underline or bool(span.href) or None,
            strike=span.strike or None,
            reverse=span.reverse or None,
        )
        if span.fg or span.bg:
            style += self.styles.colour(span.fg or "", span.bg or "")
        if not span.href:
            return style
        return style + self.styles.accent + Style(link=span.href if self.has_links else None)

    def _delivery(self, line: Line) -> Iterable[tuple[str, Style]]:
        if line.delivery is Delivery.NOT_SENT:
            yield f"  ✗ {delivery_text(line)} · ", self.styles.danger
            yield _("Try again"), self.styles.accent + UNDERLINE
        elif line.delivery is Delivery.SENDING:
            yield "\N{NO-BREAK SPACE}…", self.styles.muted
        elif line.delivery is Delivery.SENT:
            yield "\N{NO-BREAK SPACE}✓", self.styles.muted

    def _background(self, line: Line) -> Style:
        if line.mention:
            return self.styles.mention
        return self.styles.own if line.own and line.kind in _SPEECH else NO_STYLE

    def _nick_style(self, nick: str) -> Style:
        return self.styles.nicks[colour_index(nick)]

    def _name(self, nick: str) -> str:
        return sanitize(self.display_name(nick), name=True)


def _text_block(pieces: Iterable[tuple[str, Style]]) -> tuple[str, tuple[Run, ...]]:
    text = ""
    runs: list[Run] = []
    for piece, style in pieces:
        if piece:
            text += piece
            runs.append(Run(len(text), style))
    return text, tuple(runs)


BOLD: Final = Style(bold=True)
ITALIC: Final = Style(italic=True)
UNDERLINE: Final = Style(underline=True)

_SPEECH: Final = frozenset({LineKind.MESSAGE, LineKind.ACTION, LineKind.NOTICE, LineKind.INFO})
"""What is written in the colour of text, and stands on the colour of one's own."""

_DRAWS: Final[dict[type, Callable[..., Block]]] = {
    DaySeparator: Painter._day,
    UnreadMark: Painter._unread,
    Header: Painter._header,
    Activity: Painter._activity,
    Body: Painter._body,
}
"""Each kind of item → what draws it."""
