"""Items in words and tags, without Tk."""

import datetime as dt

import pytest

from tertulia_core.session.presentation import (
    Activity,
    Body,
    DaySeparator,
    Header,
    UnreadMark,
    line_spans,
)
from tertulia_core.session.state import Delivery, Line, LineKind
from tertulia_tk.widgets.drawing import Drawing, Hairline, Painter, Picture
from tests.client_tk.lines import NOON, line

TODAY = dt.date(2026, 11, 22)


def draw(item: Body | Header | Activity | DaySeparator | UnreadMark) -> Drawing:
    """Return what a painter makes of an item."""
    return Painter({"Inaki": "Iñaki"}.get, lambda: TODAY).draw(item)  # type: ignore[arg-type]


def body(shown: Line) -> Drawing:
    """Return what a painter makes of a line."""
    painter = Painter(lambda nick: nick, lambda: TODAY)
    return painter.draw(Body(shown, line_spans(shown)))


def text(drawing: Drawing) -> str:
    """Return the words."""
    return "".join(piece for piece, _tags in drawing.pieces)


def tags(drawing: Drawing, word: str) -> tuple[str, ...]:
    """Return the tags of the piece that holds a word."""
    return next(names for piece, names in drawing.pieces if word in piece)


def test_a_header_shows_the_initial_the_name_and_the_time() -> None:
    """The whole name where it is known."""
    drawing = draw(Header("Inaki", NOON, own=False))

    assert text(drawing).startswith("Iñaki  ")
    assert drawing.picture == Picture("Inaki", own=False)
    assert drawing.height == 1


def test_ones_own_nick_is_in_the_accent_colour() -> None:
    """Others have one of twelve."""
    painter = Painter(lambda nick: nick, lambda: TODAY)
    own = painter.draw(Header("ana", NOON, own=True))
    other = painter.draw(Header("ana", NOON, own=False))

    assert "nick-own" in tags(own, "ana")
    assert any(tag.startswith("nick-") and tag != "nick-own" for tag in tags(other, "ana"))


@pytest.mark.parametrize(
    ("shown", "look"),
    [
        (line(own=True), {"body", "own"}),
        (line(mention=True), {"body", "mention"}),
        (line(own=True, delivery=Delivery.SENDING), {"body", "own", "sending"}),
        (line(kind=LineKind.ERROR), {"error"}),
        (line(kind=LineKind.INFO), {"info"}),
        (line(kind=LineKind.TOPIC), {"activity"}),
    ],
)
def test_the_whole_line_has_the_look_of_what_it_is(shown: Line, look: set[str]) -> None:
    """Down to its line break, so that backgrounds reach the right edge."""
    drawing = body(shown)

    assert set(drawing.pieces[-1][1]) == look
    assert all(look <= set(names) for _piece, names in drawing.pieces)


def test_a_sent_message_has_a_tick_that_stays_with_the_last_word() -> None:
    """A no-break space parts them."""
    assert text(body(line(text="hola", own=True, delivery=Delivery.SENT))) == "hola\u00a0✓\n"


def test_a_refused_message_says_why_and_offers_to_try_again() -> None:
    """The offer is a word to click."""
    shown = line(text="hola", own=True, delivery=Delivery.NOT_SENT, reason="no voice")
    drawing = body(shown)

    assert "no voice" in text(drawing)
    assert "retry" in tags(drawing, "Try again")


def test_an_action_is_a_sentence_with_the_nick() -> None:
    """In italics, without a header."""
    drawing = body(line("luis", "saluda", LineKind.ACTION))

    assert text(drawing) == "luis saluda\n"
    assert "f-italic" in tags(drawing, "saluda")


@pytest.mark.parametrize(
    ("formatted", "expected"),
    [
        ("\x02x", ["f-bold"]),
        ("\x1dx", ["f-italic"]),
        ("\x02\x1dx", ["f-bold_italic"]),
        ("\x11x", ["f-mono"]),
        ("\x11\x02x", ["f-mono_bold"]),
        ("\x1fx", ["underline"]),
        ("\x1ex", ["strike"]),
        ("\x0304x", ["fg#FF0000"]),
        ("\x0304,02x", ["bg#00007F", "fg#FF0000#00007F"]),
        ("\x16x", ["reverse"]),
        ("\x0304,02\x16x", ["bg#FF0000", "fg#00007F#FF0000"]),
        ("\x0304\x16x", ["bg#FF0000", "fg#FF0000#FF0000"]),
        ("x", []),
    ],
)
def test_formatting_becomes_tags(formatted: str, expected: list[str]) -> None:
    """Text on a colour of its own always has a colour that can be read on it."""
    assert list(tags(body(line(text=formatted)), "x"))[1:] == expected


def test_links_are_tagged() -> None:
    """And the words around them are not."""
    drawing = body(line(text="mira https://example.org/x."))

    assert "link" in tags(drawing, "example.org")
    assert "link" not in tags(drawing, "mira")


@pytest.mark.parametrize(
    ("item", "word", "token"),
    [(DaySeparator(TODAY), "Today", "line"), (UnreadMark(), "New messages", "accent")],
)
def test_days_and_the_unread_mark_stand_between_hairlines(
    item: DaySeparator | UnreadMark, word: str, token: str
) -> None:
    """Each in its colour."""
    drawing = draw(item)

    assert word in text(drawing)
    assert drawing.hairline == Hairline(token)


def test_comings_and_goings_are_one_muted_line() -> None:
    """As the engine words them."""
    drawing = draw(Activity("rosa came in", NOON, replaces_previous=False))

    assert drawing.pieces == (("rosa came in\n", ("activity",)),)


def test_nicks_of_strange_letters_are_made_visible() -> None:
    """In a header and in an action."""
    painter = Painter(lambda nick: nick, lambda: TODAY)
    header = painter.draw(Header("a\u202eb\x1b", NOON, own=False))

    assert "\u202e" not in text(header)
    assert "\x1b" not in text(header)
