"""The list above the composer shows the candidates around the marked one."""

import pytest
from textual.pilot import Pilot

from tertulia_tui.widgets.completions import MOST_SHOWN, Completions
from tests.support.textual_pilot import with_widget
from tests.support.tui_lines import STYLES

MANY = [f"nick{number}" for number in range(30)]


@pytest.mark.parametrize(("marked", "first"), [(0, 0), (3, 0), (10, 6), (29, 22)])
def test_the_marked_one_is_always_in_sight(marked: int, first: int) -> None:
    """The list is a window on all there is."""

    async def check(_pilot: Pilot[None], widget: Completions) -> None:
        widget.open(MANY, marked, STYLES)

        shown = [row.text for row in widget.rows]
        marks = [row.text for row in widget.rows if row.style == STYLES.selected]
        assert shown == MANY[first : first + MOST_SHOWN]
        assert marks == [MANY[marked]]

    with_widget(Completions(widget_id="completions"), check)


def test_it_is_as_high_as_it_needs() -> None:
    """And is gone once it is closed."""

    async def check(pilot: Pilot[None], widget: Completions) -> None:
        widget.open(MANY[:3], 0, STYLES)
        await pilot.pause()
        height = widget.size.height
        widget.close()

        assert (height, widget.display) == (3, False)

    with_widget(Completions(widget_id="completions"), check)


def test_nothing_in_it_can_be_chosen_by_mouse() -> None:
    """A click leaves the text as it is."""

    async def check(pilot: Pilot[None], widget: Completions) -> None:
        widget.open(MANY, 0, STYLES)
        await pilot.pause()
        await pilot.click(widget, offset=(1, 2))

        assert widget.rows[0].style == STYLES.selected

    with_widget(Completions(widget_id="completions"), check)
