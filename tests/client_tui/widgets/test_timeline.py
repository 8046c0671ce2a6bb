"""The timeline shows items as rows, stays where the reader is, and gives its text away."""

import pytest
from textual.pilot import Pilot
from textual.selection import Selection

from tertulia_core.session.presentation import Grouper
from tertulia_core.session.state import Delivery, LineKind
from tertulia_core.session.theme import LIGHT
from tertulia_tui.theme import styles_of
from tertulia_tui.widgets.timeline import LIMIT, Timeline
from tests.support.textual_pilot import with_widget
from tests.support.tui_lines import painter, said


def timeline(limit: int = LIMIT) -> Timeline:
    """Return an empty timeline."""
    return Timeline(painter(), widget_id="timeline", limit=limit)


def rows(widget: Timeline) -> list[str]:
    """Return the rows on screen that are not blank."""
    return [row for row in widget.visible_text.split("\n") if row.strip()]


def test_messages_of_one_person_share_a_header() -> None:
    """The nick stands once above what it said in a row, the initial beside it."""

    async def check(pilot: Pilot[None], widget: Timeline) -> None:
        widget.add_items(Grouper().add_all([said(1, "hola"), said(2, "¿qué tal?")]))
        await pilot.pause()

        header, *texts = rows(widget)[1:]

        assert header.startswith(" A  ana ")
        assert texts == ["    hola", "    ¿qué tal?"]

    with_widget(timeline(), check)


@pytest.mark.parametrize("text", ["[b]ya[/b]", "[/b]", "[TODO]", "[@click=app.quit]x[/]", "\\["])
def test_markup_in_what_people_say_is_shown_as_typed(text: str) -> None:
    """Nobody can style, click or break somebody else's screen."""

    async def check(pilot: Pilot[None], widget: Timeline) -> None:
        widget.add_items(Grouper().add_all([said(1, text)]))
        await pilot.pause()

        assert rows(widget)[-1] == f"    {text}"

    with_widget(timeline(), check)


def test_it_follows_the_end_while_it_is_there() -> None:
    """New lines push old ones up."""

    async def check(pilot: Pilot[None], widget: Timeline) -> None:
        grouper = Grouper()
        for number in range(40):
            widget.add_items(grouper.add(said(number, f"línea {number}")))
        await pilot.pause()

        assert rows(widget)[-1] == "    línea 39"
        assert widget.unseen == 0

    with_widget(timeline(), check)


def test_it_stays_where_the_reader_is() -> None:
    """Somebody who reads further up keeps their place, and is told how much waits below."""

    async def check(pilot: Pilot[None], widget: Timeline) -> None:
        grouper = Grouper()
        widget.add_items(grouper.add_all([said(number, f"línea {number}") for number in range(40)]))
        await pilot.pause()
        widget.scroll_to(y=5, animate=False, force=True)
        before = rows(widget)

        widget.add_items(grouper.add_all([said(40, "otra"), said(41, "y otra")]))
        await pilot.pause()

        assert rows(widget) == before
        assert widget.unseen == 2
        widget.go_to_end()
        assert rows(widget)[-1] == "    y otra"
        assert widget.unseen == 0

    with_widget(timeline(), check)


def test_a_delivered_message_changes_in_place() -> None:
    """Sending becomes sent on the same row."""

    async def check(pilot: Pilot[None], widget: Timeline) -> None:
        grouper = Grouper()
        mine = said(1, "hola", own=True, delivery=Delivery.SENDING)
        widget.add_items(grouper.add_all([mine, said(2, "adiós", nick="eva")]))
        sent = said(1, "hola", own=True, delivery=Delivery.SENT)

        widget.change_item(mine.id, grouper.change(sent))
        await pilot.pause()

        assert [row for row in rows(widget) if "hola" in row] == ["    hola ✓"]
        assert rows(widget)[-1] == "    adiós"

    with_widget(timeline(), check)


def test_comings_and_goings_take_one_row() -> None:
    """A second arrival joins the sentence of the first."""

    async def check(pilot: Pilot[None], widget: Timeline) -> None:
        grouper = Grouper()
        for number, nick in enumerate(("eva", "rosa")):
            widget.add_items(grouper.add(said(number, "", nick, kind=LineKind.JOINED)))
        await pilot.pause()

        assert [row for row in rows(widget) if "eva" in row] == ["    eva and rosa came in"]

    with_widget(timeline(), check)


def test_another_width_wraps_anew_and_loses_nothing() -> None:
    """Words move to other rows, none disappears."""
    words = " ".join(f"palabra{number}" for number in range(12))

    async def check(pilot: Pilot[None], widget: Timeline) -> None:
        widget.add_items(Grouper().add_all([said(1, words)]))
        await pilot.resize_terminal(30, 20)
        await pilot.pause()

        shown = " ".join(row.strip() for row in rows(widget)[2:])

        assert shown == words
        assert all(len(row) <= 30 for row in rows(widget))

    with_widget(timeline(), check)


def test_selected_text_is_copied_without_the_margin() -> None:
    """Copying gives what was said, not how it was laid out."""

    async def check(pilot: Pilot[None], widget: Timeline) -> None:
        widget.add_items(Grouper().add_all([said(1, "hola"), said(2, "mundo")]))
        await pilot.pause()

        extracted = widget.get_selection(Selection(None, None))

        assert extracted is not None
        assert extracted[0].endswith("hola\nmundo")

    with_widget(timeline(), check)


def test_another_theme_keeps_the_text() -> None:
    """Colours change, words stay."""

    async def check(pilot: Pilot[None], widget: Timeline) -> None:
        widget.add_items(Grouper().add_all([said(1, "hola")]))
        before = widget.text

        widget.restyle(styles_of(LIGHT))
        await pilot.pause()

        assert widget.text == before

    with_widget(timeline(), check)


@pytest.mark.parametrize("width", [1, 3, 5, 8, 40])
def test_any_width_is_drawn(width: int) -> None:
    """A terminal too narrow for the margin is no reason to fail."""

    async def check(pilot: Pilot[None], widget: Timeline) -> None:
        widget.add_items(Grouper().add_all([said(1, "日本語 y algo más")]))
        await pilot.pause()

        assert all(widget.render_line(y).cell_length == widget.size.width for y in range(6))

    with_widget(timeline(), check, size=(width, 6))
