"""The text widget of the timeline."""

import datetime as dt
import tkinter as tk

import pytest

from tertulia_core.ids import LineId
from tertulia_core.session.presentation import Activity, Body, Grouper, Item, line_spans
from tertulia_core.session.state import Delivery, Line, LineKind
from tertulia_core.session.theme import DARK
from tertulia_tk.theme import Look
from tertulia_tk.widgets.drawing import Painter
from tertulia_tk.widgets.sheet import Sheet
from tests.client_tk.lines import line


@pytest.fixture
def sheet(root: tk.Tk, look: Look) -> Sheet:
    """An empty sheet that fills the window."""
    made = Sheet(root, look, Painter(lambda nick: nick, lambda: dt.date(2026, 11, 22)))
    made.pack(fill="both", expand=True)
    root.update()
    return made


def grouped(*lines: Line) -> list[tuple[Item, LineId]]:
    """Return the items of lines."""
    grouper = Grouper()
    return [(item, shown.id) for shown in lines for item in grouper.add(shown)]


def body(shown: Line) -> tuple[Item, LineId]:
    """Return a line's body alone."""
    return Body(shown, line_spans(shown)), shown.id


def content(sheet: Sheet) -> list[str]:
    """Return the lines of text."""
    return sheet.get("1.0", "end-1c").splitlines()


def test_it_cannot_be_written_in(root: tk.Tk, sheet: Sheet) -> None:
    """The tutorial's disabled text: only the program writes."""
    sheet.append(grouped(line(text="hola")))
    before = content(sheet)
    sheet.focus_force()
    sheet.event_generate("<Key-x>")
    root.update()

    assert content(sheet) == before
    assert sheet.cget("state") == "disabled"


def test_an_initial_stands_before_the_name(sheet: Sheet) -> None:
    """As an image, shared by all headers of that letter and colour."""
    sheet.append(grouped(line("rosa"), line("luis"), line("rosa")))

    shown = [name.partition("#")[0] for name in sheet.image_names()]
    discs = [name for name in shown if sheet.tk.call("image", "height", name) > 1]
    assert len(discs) == 3
    assert len(set(discs)) == 2


def test_tcl_is_only_text(sheet: Sheet) -> None:
    """Nothing that stands in a message is evaluated."""
    hostile = ["[exit]", "$argv0", "{", "}", "\\", '"', "[format %c 65]", "a;b#c", "-tags x"]
    sheet.append([body(line(text=text)) for text in hostile])

    assert content(sheet) == hostile


def test_an_activity_that_grows_takes_the_place_of_the_last(sheet: Sheet) -> None:
    """One line for a run of comings and goings."""
    joins = [line(nick, kind=LineKind.JOINED) for nick in ("eva", "paco", "luis")]
    sheet.append(grouped(*joins))

    assert len(content(sheet)) == 2  # the day and the sentence
    assert "luis" in content(sheet)[1]


def test_a_growing_activity_without_one_before_it_stands_alone(sheet: Sheet) -> None:
    """As after the view was cleared."""
    activity = Activity("eva came in", 0.0, replaces_previous=True)
    sheet.append([(activity, LineId(1))])

    assert content(sheet) == ["eva came in"]


def test_an_item_is_replaced_in_its_place(sheet: Sheet) -> None:
    """Sending becomes sent."""
    first, second = line(text="uno", own=True, delivery=Delivery.SENDING), line(text="dos")
    sheet.append([body(first), body(second)])
    entry = sheet.transcript.body(first.id)
    assert entry is not None
    sheet.replace_item(entry, body(line(text="uno", own=True, delivery=Delivery.SENT))[0])

    assert content(sheet) == ["uno\u00a0✓", "dos"]


def test_an_item_can_be_taken_away(sheet: Sheet) -> None:
    """The others close up."""
    lines = [line(text=text) for text in ("uno", "dos", "tres")]
    sheet.append(map(body, lines))
    entry = sheet.transcript.body(lines[1].id)
    assert entry is not None
    sheet.remove(entry)

    assert content(sheet) == ["uno", "tres"]


def test_older_items_go_before_and_the_view_stays(root: tk.Tk, sheet: Sheet) -> None:
    """The line at the top of the view stays there."""
    sheet.append(body(line(text=f"nueva {number}")) for number in range(100))
    sheet.yview("50.0")
    root.update()
    top = sheet.get("@0,0 linestart", "@0,0 lineend")
    sheet.prepend([body(line(text=f"vieja {number}")) for number in range(100)])
    root.update()

    assert sheet.get("@0,0 linestart", "@0,0 lineend") == top
    assert content(sheet)[0] == "vieja 0"
    assert content(sheet)[100] == "nueva 0"


def test_trimming_keeps_the_newest(sheet: Sheet) -> None:
    """And the bookkeeping agrees with the text."""
    sheet.append(body(line(text=f"{number}")) for number in range(50))
    sheet.trim(10)

    assert content(sheet) == [str(number) for number in range(40, 50)]
    assert sheet.transcript.height == 10


def test_a_link_is_found_where_it_is_clicked(sheet: Sheet) -> None:
    """Its address is the one that was checked, not what the screen shows."""
    sheet.append([body(line(text="ve a https://example.org/ñ y http://a.b/c?d fin"))])
    first = sheet.search("example", "1.0")
    second = sheet.search("a.b", "1.0")

    assert sheet.link_at(first) == "https://example.org/%C3%B1"
    assert sheet.link_at(second) == "http://a.b/c?d"
    assert sheet.link_at("1.0") == ""


def test_links_after_emoji_are_found_too(sheet: Sheet) -> None:
    """Tk counts some characters twice; we do not count."""
    sheet.append([body(line(text="👩‍👩‍👧 😀 https://example.org/x"))])

    assert sheet.link_at(sheet.search("example", "1.0")) == "https://example.org/x"


def test_the_end_is_told_apart(root: tk.Tk, sheet: Sheet) -> None:
    """Whether the last line is in view."""
    sheet.append(body(line(text=f"{number}")) for number in range(200))
    sheet.see("end")
    root.update()
    at_end = sheet.is_at_end()
    sheet.yview("1.0")
    root.update()

    assert at_end
    assert not sheet.is_at_end()


def test_colours_that_people_choose_can_be_read_in_every_theme(sheet: Sheet, look: Look) -> None:
    """White on white becomes something darker; the dark theme gives it back."""
    sheet.append([body(line(text="\x0300blanco"))])
    light = str(sheet.tag_cget("fg#FFFFFF", "foreground"))
    look.use(DARK)

    assert light != "#FFFFFF"
    assert str(sheet.tag_cget("fg#FFFFFF", "foreground")) == "#FFFFFF"


def test_a_change_of_size_draws_everything_anew(sheet: Sheet, look: Look) -> None:
    """The same words in larger letters."""
    sheet.append(grouped(*(line(text=f"{number}") for number in range(5))))
    before = content(sheet)
    look.zoom_by(5)

    assert content(sheet) == before
    assert sheet.transcript.height == len(before)


def test_hairlines_follow_the_width(root: tk.Tk, sheet: Sheet) -> None:
    """A day's lines leave room for its words, and none wraps."""
    sheet.append(grouped(line()))
    widths = []
    for width in (1200, 500):
        root.geometry(f"{width}x600")
        root.update()
        widths.append(max(int(root.tk.call("image", "width", name.partition("#")[0]))
                          for name in sheet.image_names()))  # fmt: skip
        assert sheet.count("1.0", "2.0", "displaylines") == (1,)

    assert widths[0] > widths[1]


def test_a_long_word_and_many_marks_are_shown(root: tk.Tk, sheet: Sheet) -> None:
    """Wrapped at any letter where there is no space."""
    sheet.append([body(line(text="x" * 4_000)), body(line(text="e" + "\u0301" * 500))])
    root.update()

    assert content(sheet)[0] == "x" * 4_000
    assert content(sheet)[1].count("\u0301") == 8
