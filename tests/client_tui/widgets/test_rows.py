"""A list of rows: cut to fit, walked by keys, chosen by Enter or the mouse."""

import pytest
from textual.pilot import Pilot

from tertulia_tui.widgets.rows import Row, RowList
from tests.support.textual_pilot import with_widget

ROWS = [Row("Salas"), Row("#sala", "#sala"), Row(""), Row("Personas"), Row("luis", "luis")]


class Chooser(RowList):
    """A list that keeps what was chosen."""

    def __init__(self) -> None:
        super().__init__(widget_id="chooser")
        self.choices: list[str] = []

    def chosen(self, key: str) -> None:
        self.choices.append(key)


def drawn(widget: RowList) -> list[str]:
    """Return the rows on screen."""
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


def test_rows_and_badges_are_drawn() -> None:
    """The badge at the right edge, a long text cut before it."""

    async def check(pilot: Pilot[None], widget: Chooser) -> None:
        widget.show_rows([Row("#una-sala-muy-larga", "x", badge="12"), Row("日本語", "y")])
        await pilot.pause()

        assert drawn(widget)[:3] == [" #una-sala…  12", " 日本語", ""]

    with_widget(Chooser(), check, size=(16, 4))


def test_keys_pass_over_headings() -> None:
    """Up and down reach what can be chosen, Enter chooses it."""

    async def check(pilot: Pilot[None], widget: Chooser) -> None:
        widget.show_rows(ROWS)
        widget.focus()
        await pilot.press("enter", "down", "enter", "down", "enter", "up", "enter")

        assert widget.choices == ["#sala", "luis", "luis", "#sala"]

    with_widget(Chooser(), check)


def test_a_click_chooses_the_row_under_it() -> None:
    """Headings and the space below do nothing."""

    async def check(pilot: Pilot[None], widget: Chooser) -> None:
        widget.show_rows(ROWS)
        for y in (0, 4, 9):
            await pilot.click(widget, offset=(2, y))

        assert widget.choices == ["luis"]

    with_widget(Chooser(), check)


def test_the_cursor_stays_on_its_row_when_others_come() -> None:
    """What is chosen is what was under the cursor, wherever it stands now."""

    async def check(pilot: Pilot[None], widget: Chooser) -> None:
        widget.show_rows(ROWS)
        widget.point_at("luis")
        widget.show_rows([ROWS[0], Row("#nueva", "#nueva"), *ROWS[1:]])
        widget.action_choose()

        assert widget.choices == ["luis"]

    with_widget(Chooser(), check)


def test_the_cursor_is_brought_into_sight() -> None:
    """A list that is longer than the screen scrolls to it."""

    async def check(pilot: Pilot[None], widget: Chooser) -> None:
        widget.show_rows([Row(f"n{number}", f"n{number}") for number in range(100)])
        await pilot.pause()
        widget.point_at("n70")
        await pilot.pause()

        assert " n70" in drawn(widget)

    with_widget(Chooser(), check)


@pytest.mark.parametrize("width", [1, 2, 3, 8])
def test_any_width_is_drawn(width: int) -> None:
    """A terminal too narrow for the badge is no reason to fail."""

    async def check(pilot: Pilot[None], widget: Chooser) -> None:
        widget.show_rows([Row("日本語", "x", badge="999+")])
        await pilot.pause()

        assert widget.render_line(0).cell_length == widget.size.width

    with_widget(Chooser(), check, size=(width, 3))
