"""The list that the room list and the member list are made of."""

import tkinter as tk
from collections.abc import Iterator

import pytest

from tertulia_core.session.theme import DARK
from tertulia_tk.theme import Look
from tertulia_tk.widgets.rows import Row, RowList
from tests.support.tk_stage import press


class Stage:
    """A list of a height of ten rows, and what was chosen."""

    def __init__(self, root: tk.Tk, look: Look) -> None:
        self.root = root
        self.chosen: list[str] = []
        self.menus: list[str] = []
        self.rows = RowList(
            root, look, self.chosen.append, lambda row, _x, _y: self.menus.append(row)
        )
        self.rows.place(x=0, y=0, width=220, height=340)
        root.update()

    def show(self, rows: list[Row], selected: str = "") -> None:
        """Show rows and let them be drawn."""
        self.rows.show(rows, selected)
        self.root.update()

    def texts(self) -> list[str]:
        """Return what is drawn, from top to bottom."""
        path, call = str(self.rows), self.rows.tk.call
        return [str(call(path, "itemcget", item, "-text")) for item in self.text_items()]

    def text_items(self) -> list[int]:
        """Return the texts on the canvas."""
        call = self.rows.tk.call
        return [
            item for item in self.rows.find_all() if call(str(self.rows), "type", item) == "text"
        ]

    def click(self, index: int) -> None:
        """Click a row."""
        self.rows.event_generate("<Button-1>", x=50, y=self.rows.y_of(index) + 5)
        self.root.update()


@pytest.fixture
def stage(root: tk.Tk, look: Look) -> Iterator[Stage]:
    """An empty list."""
    return Stage(root, look)  # type: ignore[return-value]


ROWS = [
    Row("", "Rooms"),
    Row("#sala", "#sala"),
    Row("#redes", "#redes", badge="12", strong=True),
    Row("#proyecto", "#proyecto", badge="2", strong=True, urgent=True),
    Row("luis", "luis", sign="@", note="away", dim=True),
]


def test_rows_are_drawn_with_all_that_belongs_to_them(stage: Stage) -> None:
    """Labels, counts, signs and notes."""
    stage.show(ROWS, "#sala")

    assert sorted(stage.texts()) == sorted(
        ["Rooms", "#sala", "#redes", "12", "#proyecto", "2", "luis", "@", "away"]
    )


def test_a_click_chooses_a_row_and_a_heading_is_none(stage: Stage) -> None:
    """Below the last row there is nothing."""
    stage.show(ROWS)
    for index in (0, 2, 9):
        stage.click(index)

    assert stage.chosen == ["#redes"]


def test_the_keyboard_walks_over_headings(stage: Stage) -> None:
    """Down and up, to the ends, Enter and space choose."""
    stage.show([*ROWS, Row("", "People"), Row("rosa", "rosa")])
    stage.rows.focus_force()
    stage.root.update()
    for key in ("Down", "Return", "End", "Return", "Up", "space", "Home", "Return"):
        press(stage.rows, key)

    assert stage.chosen == ["#sala", "rosa", "luis", "#sala"]


def test_only_the_rows_in_sight_are_drawn(stage: Stage) -> None:
    """Ten thousand cost as much as ten."""
    stage.show([Row(f"n{number}", f"n{number}") for number in range(10_000)])

    assert len(stage.rows.find_all()) < 40


def test_the_wheel_scrolls_and_stops_at_the_ends(stage: Stage) -> None:
    """The first and the last row can be reached."""
    stage.show([Row(f"n{number}", f"n{number}") for number in range(100)])
    for _time in range(80):
        stage.rows.event_generate("<Button-5>")
    stage.root.update()
    bottom = stage.texts()
    for _time in range(80):
        stage.rows.event_generate("<Button-4>")
    stage.root.update()

    assert bottom[-1] == "n99"
    assert stage.texts()[0] == "n0"


def test_the_keyboard_brings_its_row_into_sight(stage: Stage) -> None:
    """However far it is."""
    stage.show([Row(f"n{number}", f"n{number}") for number in range(100)])
    stage.rows.focus_force()
    press(stage.rows, "End")

    assert stage.texts()[-1] == "n99"


def test_a_shorter_list_is_not_left_scrolled_away(stage: Stage) -> None:
    """What is there is in sight."""
    stage.show([Row(f"n{number}", f"n{number}") for number in range(100)])
    for _time in range(80):
        stage.rows.event_generate("<Button-5>")
    stage.show([Row("n0", "n0")])

    assert stage.texts() == ["n0"]


def test_a_label_that_is_too_long_is_cut(stage: Stage) -> None:
    """The count beside it stays readable."""
    stage.show([Row("x", "#" + "m" * 200, badge="999+", strong=True)])
    label, badge = sorted(stage.texts(), key=len, reverse=True)

    assert label.endswith("…")
    assert badge == "999+"
    boxes = sorted(stage.rows.bbox(item) for item in stage.text_items())
    assert boxes[0][2] <= boxes[1][0]


def test_the_row_under_the_mouse_and_the_focus_are_visible(stage: Stage) -> None:
    """Each draws something more."""
    stage.show(ROWS)
    plain = len(stage.rows.find_all())
    stage.rows.event_generate("<Motion>", x=50, y=stage.rows.y_of(2) + 5)
    stage.root.update()
    hovered = len(stage.rows.find_all())
    stage.rows.event_generate("<Leave>")
    stage.rows.focus_force()
    stage.root.update()
    press(stage.rows, "Down")

    assert hovered > plain
    assert len(stage.rows.find_all()) == plain + 1


def test_it_follows_a_change_of_colours_even_unseen(stage: Stage, look: Look) -> None:
    """A column that is hidden comes back in the right colour."""
    stage.rows.place_forget()
    look.use(DARK)

    assert stage.rows.cget("background") == DARK.side


def test_a_row_has_a_menu_by_mouse_and_by_keyboard(stage: Stage) -> None:
    """The right button opens it where it points, Shift+F10 where the keyboard is."""
    stage.rows.show([Row("", "Heading"), Row("a", "ana"), Row("b", "luis")])
    stage.root.update()
    stage.rows.event_generate("<Button-3>", x=60, y=stage.rows.y_of(1) + 4)
    stage.rows.event_generate("<Button-3>", x=60, y=stage.rows.y_of(0) + 4)
    stage.rows.focus_force()
    stage.rows.event_generate("<Down>")
    stage.rows.event_generate("<Shift-F10>")
    stage.root.update()

    assert stage.menus == ["a", "b"]
    assert stage.chosen == []
