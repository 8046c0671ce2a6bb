"""Only what differs is written, and the terminal shows what it would show otherwise."""

import io
import random
import re

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tertulia_tui.frontbuffer import FrontBuffer, Window
from tests.support.tiny_terminal import TinyTerminal

COLUMNS, ROWS = 30, 10
WINDOW = Window(6, 24, 1, 9)
STYLES = [Style(color="red"), Style(color="#102030", bgcolor="white"), Style(bold=True)]
WORDS = ["hola", "qué tal", "日本語", "👩‍👩‍👧", "e\u0301", "-", "", "mensaje de siempre"]
CONSOLE = Console(file=io.StringIO(), force_terminal=True, color_system="truecolor")


def strip(*pieces: tuple[str, Style]) -> Strip:
    """Return a row as wide as the screen."""
    return Strip([Segment(text, style) for text, style in pieces]).adjust_cell_length(COLUMNS)


def row(words: int, look: int, side: str = "") -> Strip:
    """Return a row with something at the side and something in the window."""
    return Strip.join(
        [
            Strip([Segment(side[:5], STYLES[0])]).adjust_cell_length(WINDOW.left, STYLES[1]),
            Strip([Segment(WORDS[words], STYLES[look])]).adjust_cell_length(
                COLUMNS - WINDOW.left, STYLES[2]
            ),
        ]
    )


def shown(rows: list[Strip]) -> TinyTerminal:
    """Return a terminal on which the rows were written from scratch."""
    terminal = TinyTerminal(COLUMNS, ROWS)
    terminal.feed(FrontBuffer().bring_to(rows, WINDOW, CONSOLE))
    return terminal


def screen(lines: list[int], sides: str = "ab  c") -> list[Strip]:
    """Return a screen whose window shows lines by their numbers."""
    head = strip(("tema", STYLES[0]))
    body = [
        Strip.join(
            [
                Strip([Segment(sides[y % len(sides)], STYLES[0])]).adjust_cell_length(WINDOW.left),
                Strip([Segment(f"línea {line}", STYLES[1])]).adjust_cell_length(
                    COLUMNS - WINDOW.left
                ),
            ]
        )
        for y, line in enumerate(lines)
    ]
    return [head, *body, strip(("estado", STYLES[2]))]


@given(
    st.lists(
        st.lists(
            st.tuples(st.integers(0, 7), st.integers(0, 2), st.sampled_from(["", "ana", "日"])),
            min_size=ROWS,
            max_size=ROWS,
        ),
        min_size=2,
        max_size=4,
    )
)
def test_any_change_ends_in_the_right_picture(pictures: list[list[tuple[int, int, str]]]) -> None:
    """Whatever stood there before: wide signs, emoji families, other colours."""
    terminal, buffer = TinyTerminal(COLUMNS, ROWS), FrontBuffer()
    for picture in pictures:
        rows = [row(*cells) for cells in picture]

        terminal.feed(buffer.bring_to(rows, WINDOW, CONSOLE))

        assert terminal.cells == shown(rows).cells


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6), st.randoms())
def test_scrolling_ends_in_the_right_picture(steps: list[int], chance: random.Random) -> None:
    """By any number of rows, with anything in the columns beside."""
    terminal, buffer, first = TinyTerminal(COLUMNS, ROWS), FrontBuffer(), 0
    for step in steps:
        first += step
        sides = chance.choice(["ab  c", "     ", "xyz"])
        rows = screen([*range(first, first + 8)], sides)

        terminal.feed(buffer.bring_to(rows, WINDOW, CONSOLE))

        assert [*terminal.rows()] == [*shown(rows).rows()]


def test_a_new_line_costs_little() -> None:
    """The rows that move are not written again."""
    buffer = FrontBuffer()
    whole = len(buffer.bring_to(screen([*range(8)]), WINDOW, CONSOLE))

    part = buffer.bring_to(screen([*range(1, 9)], "ab  c"), WINDOW, CONSOLE)

    assert "línea 8" in part
    assert "línea 7" not in part
    assert len(part) < whole / 2


def test_nothing_is_written_for_nothing() -> None:
    """The same picture costs nothing, one letter a few bytes."""
    buffer = FrontBuffer()
    rows = screen([*range(8)])
    buffer.bring_to(rows, WINDOW, CONSOLE)

    assert buffer.bring_to([*rows], WINDOW, CONSOLE) == ""
    other = [*rows[:-1], strip(("estada", STYLES[2]))]
    assert len(buffer.bring_to(other, WINDOW, CONSOLE)) < 40


def test_what_is_forgotten_is_written_again() -> None:
    """After a change of size nobody knows what the terminal made of it."""
    buffer = FrontBuffer()
    rows = screen([*range(8)])
    whole = buffer.bring_to(rows, WINDOW, CONSOLE)

    buffer.forget()

    assert buffer.bring_to(rows, WINDOW, CONSOLE) == whole


def test_links_are_written_for_the_terminal() -> None:
    """Around their text, and ended behind it."""
    linked = Strip([Segment("aquí", Style(link="https://a.example/"))]).adjust_cell_length(COLUMNS)

    written = FrontBuffer().bring_to([linked], WINDOW, CONSOLE)

    assert re.search(r"\x1b]8;id=\d+;https://a\.example/\x1b\\aquí\x1b]8;;\x1b\\", written)
