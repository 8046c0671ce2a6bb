"""Each item becomes a block: its words, their colours, what stands beside and behind them."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.session.presentation import (
    Activity,
    Body,
    DaySeparator,
    Header,
    UnreadMark,
    line_spans,
)
from tertulia_core.session.state import Delivery, Line, LineKind
from tertulia_tui.widgets.blocks import Block
from tests.support.tui_lines import NOON, STYLES, painter, said, today


def block(line: Line) -> Block:
    """Return how a line is drawn."""
    return painter().draw(Body(line, line_spans(line)))


def styled(block: Block) -> list[tuple[str, str]]:
    """Return the runs of a block with their colours."""
    start, found = 0, []
    for run in block.runs:
        colour = run.style.color.name if run.style.color else ""
        found.append((block.text[start : run.end], colour))
        start = run.end
    return found


def test_a_header_has_the_initial_in_the_colour_of_the_nick() -> None:
    """Nick and time, with the letter beside them."""
    drawn = painter().draw(Header("rosa", NOON, own=False))

    assert drawn.text.startswith("rosa  ")
    assert drawn.gutter == "R"
    assert drawn.gutter_style.bgcolor == drawn.runs[0].style.color


def test_our_own_header_is_in_the_accent() -> None:
    """One sees at once what one said oneself."""
    drawn = painter().draw(Header("ana", NOON, own=True))

    assert styled(drawn)[0] == ("ana", STYLES.theme.accent.lower())


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (said(1, "hola"), "hola"),
        (said(1, "saluda", kind=LineKind.ACTION), "ana saluda"),
        (said(1, "aviso", kind=LineKind.NOTICE), "» aviso"),
        (said(1, "\x02ya\x02 \x1b[2J", kind=LineKind.MESSAGE), "ya ␛[2J"),
        (said(1, "sockets", kind=LineKind.TOPIC), "ana set the topic: sockets"),
        (said(1, "hola", delivery=Delivery.SENDING), "hola\N{NO-BREAK SPACE}…"),
        (said(1, "hola", delivery=Delivery.SENT), "hola\N{NO-BREAK SPACE}✓"),
        (
            said(1, "hola", delivery=Delivery.NOT_SENT, reason="no se puede"),
            "hola  ✗ not sent: no se puede · Try again",
        ),
    ],
)
def test_a_line_says(line: Line, text: str) -> None:
    """Who does something is named where no header does it; one's own say how far they got."""
    assert block(line).text == text


@pytest.mark.parametrize(
    ("line", "colour"),
    [
        (said(1, "hola"), STYLES.theme.text),
        (said(1, "hola", delivery=Delivery.SENDING), STYLES.theme.muted),
        (said(1, "falló", kind=LineKind.ERROR), STYLES.theme.danger),
        (said(1, "+o ana", kind=LineKind.MODE), STYLES.theme.muted),
    ],
)
def test_a_lines_colour_says_what_it_is(line: Line, colour: str) -> None:
    """Speech is read first, the rest steps back, errors stand out."""
    assert styled(block(line))[0][1] == colour.lower()


def test_links_are_underlined() -> None:
    """In the accent, the words around them not."""
    drawn = block(said(1, "ver https://example.org aquí"))

    assert styled(drawn)[1] == ("https://example.org", STYLES.theme.accent.lower())
    assert [run.style.underline for run in drawn.runs] == [None, True, None]


def test_colours_that_people_choose_stay_readable() -> None:
    """Black on our black background becomes something that can be read."""
    assert styled(block(said(1, "\x0301negro")))[0][1] != "#000000"


def test_own_lines_and_mentions_have_a_background() -> None:
    """From edge to edge; a mention is more important than that it is ours."""
    own, mention = block(said(1, "a", own=True)), block(said(2, "b", mention=True))

    assert (own.background, mention.background) == (STYLES.own, STYLES.mention)


def test_only_what_was_not_sent_can_be_tried_again() -> None:
    """The block says so, for the click."""
    failed = block(said(1, "a", delivery=Delivery.NOT_SENT))

    assert failed.is_failed
    assert not block(said(1, "a", delivery=Delivery.SENT)).is_failed


def test_days_and_marks_are_titles_on_a_line() -> None:
    """They are no lines of the room."""
    day = painter().draw(DaySeparator(today() - dt.timedelta(days=1)))
    mark = painter().draw(UnreadMark())

    assert [(block.text, block.rule, block.line) for block in (day, mark)] == [
        ("Yesterday", True, None),
        ("New messages", True, None),
    ]


def test_comings_and_goings_are_muted() -> None:
    """One sentence, without an initial."""
    drawn = painter().draw(Activity("eva came in", NOON, replaces_previous=False))

    assert (styled(drawn), drawn.gutter) == ([("eva came in", STYLES.theme.muted.lower())], "")


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    | st.sampled_from(
        ["ve https://a.example/ñ, ya", "\x02b\x02", "e\u0301\u0302", "a\u202eb", "[b]x"]
    )
)
def test_plain_texts_are_known_without_drawing(text: str) -> None:
    """What ``plain_text`` says is what would be drawn, whatever somebody wrote."""
    line = said(1, text)

    assert painter().plain_text(line) in {None, block(line).text}


def test_what_says_more_than_was_said_is_drawn() -> None:
    """Reactions, deliveries and changes add to the text."""
    lines = [
        said(1, "hola", own=True, delivery=Delivery.SENT), said(2, "hola", edited=True),
        said(3, "", kind=LineKind.JOINED), said(4, "", removed_by="eva"),
    ]  # fmt: skip

    assert [painter().plain_text(line) for line in lines] == [None] * 4
    assert painter().plain_text(said(5, "hola")) == "hola"


@pytest.mark.parametrize("has_links", [True, False])
def test_the_terminal_is_told_where_links_lead_if_it_understands(has_links: bool) -> None:
    """Only of addresses that were found in the text, as they were written anew."""
    line = said(1, "ve https://a.example/x, ya")
    told = replace(painter(), has_links=has_links).draw(Body(line, line_spans(line)))

    links = [run.style.link for run in told.runs]
    assert links == [None, "https://a.example/x" if has_links else None, None]
