"""The timeline shows items as rows, stays where the reader is, and gives its text away."""

import pytest
from textual.pilot import Pilot
from textual.selection import Selection

from tertulia_core.session.presentation import Grouper, UnreadMark
from tertulia_core.session.state import Delivery, LineKind
from tertulia_core.session.theme import LIGHT
from tertulia_tui.messages import RetryAsked
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


def filled(widget: Timeline, count: int) -> Grouper:
    """Let rosa say more than fits; return what groups her lines."""
    grouper = Grouper()
    lines = [said(number, f"línea {number}", "rosa") for number in range(1, count + 1)]
    widget.add_items(grouper.add_all(lines))
    return grouper


def test_it_stays_at_the_end_when_it_becomes_lower() -> None:
    """The composer grows, the list of completions opens: the newest line is still in sight."""

    async def check(pilot: Pilot[None], widget: Timeline) -> None:
        filled(widget, 40)
        await pilot.resize_terminal(60, 8)
        await pilot.pause()

        assert rows(widget)[-1] == "    línea 40"
        assert widget.is_following

    with_widget(timeline(), check)


def test_another_width_keeps_the_line_on_top() -> None:
    """Whoever reads further up goes on reading there."""

    async def check(pilot: Pilot[None], widget: Timeline) -> None:
        filled(widget, 40)
        await pilot.pause()
        widget.scroll_to(y=10, animate=False, force=True)
        top = rows(widget)[0]
        await pilot.resize_terminal(30, 12)
        await pilot.pause()

        assert rows(widget)[0] == top

    with_widget(timeline(), check)


def test_a_change_above_the_view_moves_nothing() -> None:
    """A line further up that grows is no reason to lose one's place."""

    async def check(pilot: Pilot[None], widget: Timeline) -> None:
        grouper = filled(widget, 40)
        await pilot.pause()
        widget.scroll_to(y=20, animate=False, force=True)
        before = rows(widget)
        long = said(3, "ahora muy larga " * 20, "rosa")
        widget.change_item(long.id, grouper.change(long))
        await pilot.pause()

        assert rows(widget) == before

    with_widget(timeline(), check)


def test_the_oldest_lines_are_forgotten_without_moving_the_view() -> None:
    """Memory is bounded; the reader further up keeps the place."""

    async def check(pilot: Pilot[None], widget: Timeline) -> None:
        grouper = filled(widget, 95)
        await pilot.pause()
        widget.scroll_to(y=60, animate=False, force=True)
        before = rows(widget)
        widget.add_items(grouper.add_all([said(n, f"línea {n}", "rosa") for n in range(96, 120)]))
        await pilot.pause()

        assert rows(widget) == before
        assert len(widget.text.split("\n")) == 100
        assert widget.unseen == 24

    with_widget(timeline(limit=100), check)


def test_marks_are_taken_away_without_moving_the_view() -> None:
    """Wherever they stood."""

    async def check(pilot: Pilot[None], widget: Timeline) -> None:
        widget.add_items([UnreadMark()])
        filled(widget, 40)
        await pilot.pause()
        widget.scroll_to(y=20, animate=False, force=True)
        before = rows(widget)
        widget.remove_marks()
        await pilot.pause()

        assert rows(widget) == before
        assert "New messages" not in widget.text

    with_widget(timeline(), check)


def test_only_a_line_that_was_not_sent_reacts_to_a_click() -> None:
    """It asks to be sent again."""
    asked: list[int] = []

    class Listening(Timeline):
        def on_retry_asked(self, message: RetryAsked) -> None:
            asked.append(message.line)

    async def check(pilot: Pilot[None], widget: Timeline) -> None:
        failed = said(2, "no llegó", own=True, delivery=Delivery.NOT_SENT)
        widget.add_items(Grouper().add_all([said(1, "hola"), failed]))
        await pilot.pause()
        for y in range(widget.size.height):
            await pilot.click(widget, offset=(6, y))

        assert asked == [2]

    with_widget(Listening(painter(), widget_id="timeline"), check)


def test_an_empty_room_says_what_to_do_next_in_its_middle() -> None:
    """Until something is said there; that somebody came in is not enough."""

    async def check(pilot: Pilot[None], widget: Timeline) -> None:
        came = said(1, "", "eva", kind=LineKind.JOINED)
        widget.show_items(Grouper().add_all([came]), "Nobody yet.\nWrite below.")
        await pilot.pause()
        empty = widget.visible_text.split("\n")
        widget.add_items(Grouper().add_all([said(2, "hola")]))
        await pilot.pause()

        assert [row.strip() for row in empty[5:7]] == ["Nobody yet.", "Write below."]
        assert "Write below." not in widget.visible_text

    with_widget(timeline(), check)


def test_what_comes_in_above_leaves_the_view_where_it_is() -> None:
    """A page of history is put before what one reads, not into it."""

    async def check(pilot: Pilot[None], widget: Timeline) -> None:
        lines = [said(number, f"línea {number}") for number in range(100, 140)]
        widget.show_items(Grouper().add_all(lines))
        await pilot.pause()
        widget.scroll_to(y=10, animate=False, force=True)
        await pilot.pause()
        before = rows(widget)

        older = [said(number, f"línea {number}") for number in range(50, 100)]
        widget.rearrange(Grouper().add_all([*older, *lines]))
        await pilot.pause()

        assert rows(widget) == before
        assert not widget.is_following

    with_widget(timeline(), check)


def test_what_comes_in_above_leaves_the_end_in_view() -> None:
    """Who is at the end stays there."""

    async def check(pilot: Pilot[None], widget: Timeline) -> None:
        lines = [said(number, f"línea {number}") for number in range(100, 140)]
        widget.show_items(Grouper().add_all(lines))
        await pilot.pause()

        widget.rearrange(Grouper().add_all([said(1, "antes"), *lines]))
        await pilot.pause()

        assert rows(widget)[-1].endswith("línea 139")
        assert widget.is_following

    with_widget(timeline(), check)
