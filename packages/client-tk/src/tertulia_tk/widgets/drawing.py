"""Items → what Tk's text widget takes: pieces of text with the names of their looks.

Nothing here touches Tk. A piece is ``(text, tags)``; a ``Picture`` stands
where a round initial goes. Tags whose name starts with ``fg#`` or ``bg#``
are colours that people chose; the timeline makes them when it meets them.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tertulia_core.i18n import Catalogue
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
    delivery_text,
    reaction_texts,
)
from tertulia_core.session.state import Delivery, Line, LineKind
from tertulia_core.text import sanitize

__all__ = ["Drawing", "Hairline", "Painter", "Picture", "Piece"]

_ = Catalogue("tertulia_tk").gettext

Piece = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Picture:
    """The round initial of a nick."""

    nick: str
    own: bool


@dataclass(frozen=True, slots=True)
class Hairline:
    """A thin line on both sides of a centred word; ``token`` is its colour."""

    token: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """One item, ready to be inserted; its last piece ends with a line break.

    Attributes:
        pieces: the texts, in order.
        picture: goes before them, with the tags of the first piece.
        hairline: goes before and after them.
    """

    pieces: tuple[Piece, ...]
    picture: Picture | None = None
    hairline: Hairline | None = None

    @property
    def height(self) -> int:
        """How many lines of the text widget it takes."""
        return sum(text.count("\n") for text, _tags in self.pieces)


_LINE_LOOKS: Final = {
    LineKind.MESSAGE: "body",
    LineKind.NOTICE: "body",
    LineKind.ACTION: "action",
    LineKind.INFO: "info",
    LineKind.ERROR: "error",
}
"""Line kind → the tag of its whole line; every other kind is an ``activity``."""

_FONTS: Final[dict[tuple[bool, bool], tuple[str, ...]]] = {
    (False, False): (),
    (True, False): ("f-bold",),
    (False, True): ("f-italic",),
    (True, True): ("f-bold_italic",),
}
"""(bold, italic) → the tag of a font, none where it is the line's own."""

_MARKS: Final = {"underline": "underline", "strike": "strike", "link": "href"}
"""Tag → the field of a span that asks for it."""


class Painter:
    """Draws items in words and tags.

    Args:
        display_name: the name to show for a nick.
        today: the local day, for "today" and "yesterday".
    """

    def __init__(self, display_name: Callable[[str], str], today: Callable[[], dt.date]) -> None:
        self._display_name, self._today = display_name, today

    def draw(self, item: Item) -> Drawing:
        """Return what to insert for an item."""
        match item:
            case Body():
                return Drawing(self._body(item))
            case Header():
                return self._header(item)
            case Activity():
                return Drawing(((f"{item.text}\n", ("activity",)),))
            case DaySeparator():
                text = day_text(item.date, today=self._today())
                return Drawing(
                    ((f"  {text}  ", ("day",)), ("\n", ("day",))), None, Hairline("line")
                )
            case UnreadMark():
                text = _("New messages")
                return Drawing(
                    ((f"  {text}  ", ("unread",)), ("\n", ("unread",))), None, Hairline("accent")
                )

    def _header(self, header: Header) -> Drawing:
        return Drawing(
            (
                (self._name(header.nick), ("head", _nick_tag(header.nick, header.own))),
                (f"  {clock_text(header.time)}\n", ("head", "time")),
            ),
            Picture(header.nick, header.own),
        )

    def _name(self, nick: str) -> str:
        return sanitize(self._display_name(nick), name=True)

    def _body(self, body: Body) -> tuple[Piece, ...]:
        line = body.line
        look = _LINE_LOOKS.get(line.kind, "activity")
        whole: tuple[str, ...] = (look, *_backgrounds(line))
        if line.delivery is Delivery.SENDING:
            whole += ("sending",)
        pieces: list[Piece] = [(f"{text}\n", ("quote",)) for text in self._quote(body)]
        if line.kind is LineKind.ACTION:
            tags = (*whole, _nick_tag(line.nick, line.own))
            pieces.append((f"{self._name(line.nick)} ", tags))
        pieces += [
            (span.text, (*whole, *_span_tags(span, is_action=line.kind is LineKind.ACTION)))
            for span in body.spans
        ]
        pieces += [(text, (*whole, *tags)) for text, tags in _delivery(line)]
        pieces.append(("\n", whole))
        if line.reactions:
            counted = "   ".join(reaction_texts(line))
            pieces += [(counted, ("below", "reactions")), ("\n", ("below",))]
        return tuple(pieces)

    def _quote(self, body: Body) -> tuple[str, ...]:
        """Return the line above a reply, if it is one."""
        quote = body.quote
        if quote is None:
            return ()
        if not quote.nick:
            return (_("↪ an earlier message"),)
        return (f"↪ {self._name(quote.nick)}: {quote.text}",)


def _backgrounds(line: Line) -> tuple[str, ...]:
    if line.own:
        return ("own",)
    return ("mention",) if line.mention else ()


def _nick_tag(nick: str, own: bool) -> str:
    return "nick-own" if own else f"nick-{colour_index(nick)}"


def _span_tags(span: Span, *, is_action: bool) -> tuple[str, ...]:
    """Return the tags of a span; only what differs from plain text has one."""
    tags = [*_font_tags(span, is_action=is_action), *_colour_tags(span)]
    tags += [name for name, field in _MARKS.items() if getattr(span, field)]
    return tuple(tags)


def _font_tags(span: Span, *, is_action: bool) -> tuple[str, ...]:
    if span.mono:
        return ("f-mono_bold" if span.bold else "f-mono",)
    return _FONTS[span.bold, span.italic or is_action]


def _colour_tags(span: Span) -> tuple[str, ...]:
    """Return the tags of the colours somebody chose; text on a colour is always given one too."""
    fg, bg = (span.bg, span.fg) if span.reverse else (span.fg, span.bg)
    if not fg and not bg:
        return ("reverse",) if span.reverse else ()
    if not bg:
        return (f"fg{fg}",)
    return (f"bg{bg}", f"fg{fg or bg}{bg}")


def _delivery(line: Line) -> list[Piece]:
    """Return the mark at the end of an own message."""
    match line.delivery:
        case Delivery.SENT:
            return [("\u00a0✓", ("sent",))]
        case Delivery.NOT_SENT:
            return [(f"  {delivery_text(line)} · ", ("failed",)), (_("Try again"), ("retry",))]
        case _:
            return []
