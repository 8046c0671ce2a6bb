"""Lines become the items of a timeline."""

from tertulia_core.session.formatting import Span
from tertulia_core.session.grouping import (
    Activity,
    Body,
    DaySeparator,
    Grouper,
    Header,
    Item,
    UnreadMark,
    spans,
)
from tertulia_core.session.state import Line, LineKind
from tests.core.session.lines import NOON, line


def kinds(items: list[Item]) -> list[str]:
    """Return the items' classes without the first day."""
    return [type(item).__name__ for item in items if not isinstance(item, DaySeparator)]


def test_a_header_stands_for_consecutive_messages() -> None:
    """One person's messages share it; another person, a pause, an action end the group."""
    grouper = Grouper()

    items = grouper.add_all(
        [
            line(),
            line(text="otra", time=NOON + 60),
            line(nick="luis", time=NOON + 61),
            line(nick="luis", time=NOON + 700),
            line(LineKind.ACTION, "luis", "saluda", time=NOON + 701),
            line(nick="luis", time=NOON + 702),
        ]
    )

    assert kinds(items) == [
        "Header", "Body", "Body", "Header", "Body", "Header", "Body", "Body", "Header", "Body",
    ]  # fmt: skip
    assert items[1] == Header("rosa", NOON, own=False)


def test_a_day_begins_with_its_date() -> None:
    """The separator comes before the first line and wherever the day changes."""
    grouper = Grouper()

    items = grouper.add_all([line(), line(time=NOON + 86_400), line(time=NOON + 86_401)])

    days = [item.date for item in items if isinstance(item, DaySeparator)]
    assert len(days) == 2
    assert (days[1] - days[0]).days == 1
    assert kinds(items) == ["Header", "Body", "Header", "Body", "Body"]


def test_comings_and_goings_are_one_item_that_grows() -> None:
    """Each further one replaces the last item; speech ends the run."""
    grouper = Grouper()
    grouper.add(line())

    first = grouper.add(line(LineKind.JOINED, "luis"))
    second = grouper.add(line(LineKind.LEFT, "luis", ""))
    grouper.add(line())
    third = grouper.add(line(LineKind.JOINED, "eva"))

    assert first == [Activity("luis came in", NOON, replaces_previous=False)]
    assert second == [Activity("luis came in and left", NOON, replaces_previous=True)]
    assert third == [Activity("eva came in", NOON, replaces_previous=False)]


def test_add_all_merges_what_grows() -> None:
    """A timeline drawn at once holds one item per run."""
    items = Grouper().add_all([line(LineKind.JOINED, nick) for nick in ("a", "b", "c")])

    assert items[1:] == [Activity("a, b and c came in", NOON, replaces_previous=False)]


def test_the_unread_mark_stands_before_the_first_unread_speech() -> None:
    """It comes once, not before our own lines and not before comings and goings."""
    read = line()
    joined, own, unread, more = line(LineKind.JOINED), line(own=True), line(), line()

    items = Grouper(read.id).add_all([read, joined, own, unread, more])

    assert [isinstance(item, UnreadMark) for item in items].count(True) == 1
    assert items[items.index(UnreadMark()) + 2] == Body(unread, (Span("hola"),))


def test_the_mark_moves_when_told() -> None:
    """A room that was left and comes back has its mark elsewhere."""
    grouper = Grouper()
    first = line()
    grouper.add(first)
    grouper.mark_read(first.id)

    assert UnreadMark() in grouper.add(line())
    assert UnreadMark() not in grouper.add(line())


def test_sentences_about_the_room_are_bodies() -> None:
    """Topics, modes and errors have no header, and end the group."""
    changed: Line = line(LineKind.TOPIC, text="x")
    grouper = Grouper()
    grouper.add(line())

    assert grouper.add(changed) == [Body(changed, (Span("rosa set the topic: x"),))]
    assert kinds(grouper.add(line())) == ["Header", "Body"]


def test_changed_lines_are_drawn_anew() -> None:
    """Delivery and editing replace a body by its line's id."""
    changed = line(text="\x02b")

    assert Grouper().change(changed) == Body(changed, (Span("b", bold=True),))


def test_spans_hold_links() -> None:
    """A link is a piece of its own within its run."""
    assert spans("ve \x02https://a.es ya") == (
        Span("ve "),
        Span("https://a.es", bold=True, href="https://a.es/"),
        Span(" ya", bold=True),
    )
