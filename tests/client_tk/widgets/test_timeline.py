"""The conversation on screen: following the end, staying put, paging back."""

import tkinter as tk
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tertulia_core.ids import LineId
from tertulia_core.session.state import Delivery, LineKind, Room
from tertulia_tk.theme import Look
from tertulia_tk.widgets.paging import PAGE
from tertulia_tk.widgets.timeline import LIMIT, SheetDeeds, Timeline
from tests.client_tk.lines import NOON, line, make_room
from tests.support.tk_stage import press, until


class Stage:
    """A timeline that fills the window, and what it called."""

    def __init__(self, root: tk.Tk, look: Look) -> None:
        self.root = root
        self.followed: list[str] = []
        self.retried: list[LineId] = []
        self.typed: list[str] = []
        self.done: list[tuple[str, str]] = []
        self.menus: list[str] = []
        self.loaded: list[str] = []
        self.timeline = Timeline(
            root,
            look,
            display_name=lambda nick: nick,
            deeds=SheetDeeds(
                follow_link=self.followed.append,
                retry=self.retried.append,
                typed=self.typed.append,
                on_message=lambda action, line: self.done.append((action, line.text)),
                open_menu=lambda line, _x, _y: self.menus.append(line.text),
                load_older=self.loaded.append,
            ),
        )
        self.timeline.pack(fill="both", expand=True)
        root.update()

    def show(self, room: Room) -> None:
        """Show a room and let it be drawn."""
        self.timeline.show(room, empty="nothing yet")
        self.root.update()

    def add(self, room: Room, *texts: str) -> None:
        """Let rosa say something."""
        lines = [line(text=text) for text in texts]
        room.lines.extend(lines)
        self.timeline.add(lines)
        self.root.update()

    def lines(self) -> list[str]:
        """Return what is drawn."""
        return self.timeline.sheet.get("1.0", "end-1c").splitlines()

    def sees(self, text: str) -> bool:
        """Tell whether a text is in view."""
        found = self.timeline.sheet.search(text, "1.0")
        return bool(found) and self.timeline.sheet.bbox(found) is not None


@pytest.fixture
def stage(root: tk.Tk, look: Look) -> Iterator[Stage]:
    """An empty timeline."""
    return Stage(root, look)  # type: ignore[return-value]


def long_room(count: int = 200) -> Room:
    """Return a room with more than fits on the screen."""
    return make_room(*(line(text=f"línea {number}.") for number in range(count)))


def test_a_room_opens_at_its_end(stage: Stage) -> None:
    """The newest line is in view."""
    stage.show(long_room())

    assert stage.sees("línea 199.")


def test_it_follows_the_end_while_it_is_there(stage: Stage) -> None:
    """However much comes."""
    room = long_room()
    stage.show(room)
    stage.add(room, *(f"más {number}." for number in range(50)))

    assert stage.sees("más 49.")
    assert stage.timeline.news == ""


def test_it_stays_where_the_reader_is_and_counts(stage: Stage) -> None:
    """The pill says how many; a click on it goes there."""
    room = long_room()
    stage.show(room)
    stage.timeline.scroll_pages(-2)
    stage.root.update()
    top = stage.timeline.sheet.index("@0,0")
    stage.add(room, "uno")
    stage.add(room, "dos", "tres")

    assert stage.timeline.sheet.index("@0,0") == top
    assert stage.timeline.news == "3 new ↓"
    stage.timeline._pill.invoke()
    stage.root.update()
    assert stage.sees("tres")
    assert stage.timeline.news == ""


@pytest.mark.parametrize("sequence", ["<Button-4>", "<Prior>", "<Control-Home>"])
def test_the_wheel_and_the_keys_leave_the_end(stage: Stage, sequence: str) -> None:
    """Whatever moved the view, it is noticed."""
    room = long_room()
    stage.show(room)
    stage.timeline.sheet.focus_force()
    for _time in range(3):
        stage.timeline.sheet.event_generate(sequence)
        stage.root.update()

    assert not stage.timeline.is_following


def test_scrolling_back_down_follows_again(stage: Stage) -> None:
    """By the wheel."""
    room = long_room()
    stage.show(room)
    stage.timeline.scroll_pages(-1)
    for _time in range(60):
        stage.timeline.sheet.event_generate("<Button-5>")
        stage.root.update()

    assert stage.timeline.is_following


def test_a_smaller_window_keeps_the_end_in_view(stage: Stage) -> None:
    """Resizing is not scrolling."""
    stage.show(long_room())
    stage.root.geometry("500x300")
    until(stage.root, lambda: stage.root.winfo_height() == 300, "resized")
    stage.root.update()

    assert stage.sees("línea 199.")


def test_older_lines_are_drawn_when_the_reader_comes_near_the_top(stage: Stage) -> None:
    """In pages, in their order, joined without a second day or header."""
    stage.show(long_room(2 * PAGE + 50))
    first = stage.lines()
    for _page in range(80):
        stage.timeline.scroll_pages(-1)
        stage.root.update()

    texts = [text for text in stage.lines() if text.startswith("línea")]
    assert len([text for text in first if text.startswith("línea")]) == PAGE
    assert texts == [f"línea {number}." for number in range(2 * PAGE + 50)]
    assert len([text for text in stage.lines() if text.startswith("rosa")]) == 1
    assert len(stage.lines()) == 2 * PAGE + 50 + 2


def test_paging_back_keeps_the_view_still(stage: Stage) -> None:
    """What was at the top is still in view."""
    stage.show(long_room(2 * PAGE))
    stage.timeline.sheet.yview_moveto(0.0)
    stage.root.update()
    stage.timeline.scroll_pages(0)
    stage.root.update()

    assert stage.sees(f"línea {PAGE}.")


def test_pages_across_days_and_people_are_joined_as_if_drawn_at_once(stage: Stage) -> None:
    """The same room drawn from its beginning looks the same."""
    lines = [
        line("rosa" if number % 7 else "luis", f"línea {number}.", time=NOON + number * 900)
        for number in range(PAGE + 200)
    ]
    stage.show(make_room(*lines))
    while stage.lines()[2] != "línea 0.":
        stage.timeline.sheet.yview_moveto(0.0)
        stage.timeline.scroll_pages(0)
        stage.root.update()
    paged = stage.lines()
    whole = make_room(*lines[:PAGE])
    stage.show(whole)
    whole.lines.extend(lines[PAGE:])
    stage.timeline.add(lines[PAGE:])

    assert paged == stage.lines()


def test_at_most_so_many_lines_stay_drawn(stage: Stage) -> None:
    """The oldest go; a flood larger than that is not even drawn."""
    room = long_room(10)
    stage.show(room)
    stage.add(room, *(f"más {number}." for number in range(LIMIT + 500)))

    assert len(stage.timeline.sheet.transcript) <= LIMIT
    assert stage.lines()[-1] == f"más {LIMIT + 499}."


def test_while_reading_nothing_in_view_is_taken_away(stage: Stage) -> None:
    """Trimming waits until the reader is at the end, or twice as much is drawn."""
    room = long_room(200)
    stage.show(room)
    stage.timeline.sheet.yview_moveto(0.0)
    stage.timeline.scroll_pages(0)
    stage.root.update()
    stage.add(room, *(f"más {number}." for number in range(LIMIT - 50)))

    assert stage.sees("línea 0.")


def test_lines_drawn_already_are_not_drawn_again(stage: Stage) -> None:
    """An event about a line that came while the room was being shown."""
    room = long_room(3)
    stage.show(room)
    stage.timeline.add(list(room.lines))

    assert len([text for text in stage.lines() if text.startswith("línea")]) == 3


def test_a_line_that_changes_is_drawn_anew_in_its_place(stage: Stage) -> None:
    """Sending, then sent."""
    sending = line("ana", "hola", own=True, delivery=Delivery.SENDING)
    room = make_room(sending, line(text="otra"))
    stage.show(room)
    stage.timeline.change(replace(sending, delivery=Delivery.SENT))
    stage.timeline.change(replace(line(), delivery=Delivery.SENT))

    assert "hola\u00a0✓" in stage.lines()
    assert "hola" not in stage.lines()


def test_the_unread_mark_stands_before_what_came_after_reading(stage: Stage) -> None:
    """Whoever leaves gets a new one; the old one goes."""
    room = make_room(line(text="leída"), line(text="nueva"))
    room.read_line = room.lines[0].id
    stage.show(room)
    marked = stage.lines()
    stage.timeline.leave()
    stage.add(room, "más nueva")

    assert marked.index("  New messages  ") == marked.index("nueva") - 2
    assert stage.lines().count("  New messages  ") == 1
    assert stage.lines().index("  New messages  ") > stage.lines().index("nueva")


def test_clearing_leaves_an_empty_view(stage: Stage) -> None:
    """What comes next appears."""
    room = long_room()
    stage.show(room)
    stage.timeline.clear()
    cleared = stage.lines()
    stage.add(room, "nueva")

    assert cleared == []
    assert stage.lines()[-1] == "nueva"


def test_an_empty_room_says_what_to_do(stage: Stage) -> None:
    """Until something is said."""
    room = make_room()
    stage.show(room)
    empty = stage.timeline._empty.winfo_ismapped()
    stage.add(room, "hola")

    assert empty
    assert not stage.timeline._empty.winfo_ismapped()


def test_a_click_on_a_link_follows_it(stage: Stage) -> None:
    """And only there."""
    stage.show(make_room(line(text="ve a https://example.org/ fin")))
    sheet = stage.timeline.sheet
    for word in ("example", "fin"):
        x, y, _width, height = sheet.bbox(sheet.search(word, "1.0")) or (0, 0, 0, 0)
        sheet.event_generate("<Motion>", x=x + 2, y=y + height // 2)
        sheet.event_generate("<Button-1>", x=x + 2, y=y + height // 2)
        sheet.event_generate("<ButtonRelease-1>", x=x + 2, y=y + height // 2)
        stage.root.update()

    assert stage.followed == ["https://example.org/"]


def test_a_click_on_try_again_asks_for_that_line(stage: Stage) -> None:
    """The one it stands at."""
    refused = line("ana", "hola", own=True, delivery=Delivery.NOT_SENT, reason="no")
    stage.show(make_room(line(), refused, line()))
    sheet = stage.timeline.sheet
    x, y, _width, height = sheet.bbox(sheet.search("Try again", "1.0")) or (0, 0, 0, 0)
    sheet.event_generate("<Motion>", x=x + 2, y=y + height // 2)
    sheet.event_generate("<Button-1>", x=x + 2, y=y + height // 2)
    stage.root.update()

    assert stage.retried == [refused.id]


def test_letters_typed_here_go_where_one_writes(stage: Stage) -> None:
    """Keys that move the view do not."""
    stage.show(long_room(3))
    stage.timeline.sheet.focus_force()
    stage.root.update()
    for key in ("Key-a", "Next", "Control-c", "Key-b"):
        press(stage.timeline.sheet, key)

    assert stage.typed == ["a", "b"]


def test_what_is_selected_can_be_copied(stage: Stage) -> None:
    """As text."""
    stage.show(make_room(line(text="hola")))
    start = stage.timeline.sheet.search("hola", "1.0")
    stage.timeline.sheet.tag_add("sel", start, f"{start}+4c")

    assert stage.timeline.selected_text() == "hola"


def test_joins_of_a_run_that_began_above_stay_readable(stage: Stage) -> None:
    """A page whose first line is one of many comings."""
    joins = [line(f"n{number}", kind=LineKind.JOINED) for number in range(PAGE + 20)]
    stage.show(make_room(*joins))
    stage.timeline.scroll_pages(-1)
    stage.root.update()

    assert all("came in" in text for text in stage.lines() if text.startswith("n"))


def test_a_long_way_back_leaves_the_end_undrawn_until_one_returns(stage: Stage) -> None:
    """However far one reads back, as many lines stay drawn; on the way down all are there."""
    room = long_room(3 * LIMIT)
    stage.show(room)
    while not stage.sees("línea 0."):
        stage.timeline.sheet.yview_moveto(0)
        stage.timeline.scroll_pages(-1)
        stage.root.update()
    drawn = len(stage.timeline.sheet.transcript)
    is_cut = stage.timeline.pages.is_cut
    stage.add(room, "mientras tanto")
    unseen = stage.lines()[-2:]
    for _page in range(100_000):
        stage.timeline.sheet.yview_moveto(1)
        stage.timeline.scroll_pages(1)
        if not stage.timeline.pages.is_cut:
            break
    stage.root.update()
    numbers = [int(text.split()[1].rstrip(".")) for text in stage.lines() if "línea" in text]

    assert is_cut
    assert drawn <= 2 * LIMIT
    assert "mientras tanto" not in unseen
    assert "mientras tanto" in stage.lines()
    assert numbers == list(range(numbers[0], 3 * LIMIT))
    assert len(stage.timeline.sheet.transcript) <= 2 * LIMIT + PAGE


def test_going_to_the_end_from_far_above_draws_it_again(stage: Stage) -> None:
    """As if the room had just been opened."""
    room = long_room(3 * LIMIT)
    stage.show(room)
    while not stage.timeline.pages.is_cut:
        stage.timeline.sheet.yview_moveto(0)
        stage.timeline.scroll_pages(-1)
    stage.timeline.go_to_end()
    stage.root.update()

    assert stage.sees(f"línea {3 * LIMIT - 1}.")
    assert not stage.timeline.pages.is_cut


def test_at_the_rooms_beginning_older_lines_are_asked_for(stage: Stage) -> None:
    """They are drawn above, and the view stays."""
    room = long_room(60)
    stage.show(room)
    stage.timeline.sheet.yview_moveto(0)
    stage.timeline.scroll_pages(-1)
    sheet = stage.timeline.sheet
    before = sheet.bbox(sheet.search("línea 3.", "1.0"))
    texts = [f"antigua {number}." for number in range(5)]
    older = [replace(line(text=text), id=LineId(number)) for number, text in enumerate(texts, -10)]
    room.lines.extendleft(reversed(older))
    stage.timeline.lines_put_in(older)
    stage.root.update()

    assert stage.loaded[0] == "#sala"
    assert any("antigua 4." in text for text in stage.lines())
    assert sheet.bbox(sheet.search("línea 3.", "1.0")) == before


def test_lines_put_in_between_leave_the_reader_where_they_are(stage: Stage) -> None:
    """A gap that is filled after a reconnect."""
    room = long_room(200)
    stage.show(room)
    stage.timeline.scroll_pages(-2)
    stage.root.update()
    top = stage.timeline.sheet.place_in_view()
    lines = list(room.lines)
    missed = replace(lines[150], text="se perdió esto")
    room.lines.clear()
    room.lines.extend([*lines[:150], missed, *lines[151:]])
    stage.timeline.lines_put_in([missed])
    stage.root.update()

    assert any("se perdió esto" in text for text in stage.lines())
    assert stage.timeline.sheet.place_in_view() == top
