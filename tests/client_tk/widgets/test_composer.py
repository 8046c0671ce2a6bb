"""Where one writes."""

import tkinter as tk
from collections.abc import Iterator

import pytest

from tertulia_tk.theme import Look
from tertulia_tk.widgets.composer import MOST_LINES, Composer
from tests.support.tk_stage import press, type_text


class Stage:
    """A composer with the keyboard, and what it called."""

    def __init__(self, root: tk.Tk, look: Look) -> None:
        self.sent: list[str] = []
        self.wished: list[str] = []
        self.edits: list[str] = []
        self.copies: list[bool] = []
        self.has_completion = False
        self.asked_to_edit = 0
        self.can_edit = False
        self.composer = Composer(
            root,
            look,
            send=self.sent.append,
            rename=self.wished.append,
            complete=lambda: self.has_completion,
            edited=lambda: self.edits.append(self.composer.content()),
            copy=lambda: self.copies.append(True),
            edit_last=self._edit_last,
        )
        self.composer.pack(fill="x")
        self.composer.set_placeholder("Write in #sala")
        self.composer.nick.show("ana")
        root.update()
        self.composer.take_keyboard()
        root.update()

    def _edit_last(self) -> bool:
        self.asked_to_edit += 1
        return self.can_edit

    @property
    def text(self) -> tk.Text:
        """The text widget."""
        return self.composer.text

    def height(self) -> int:
        """Return how many lines it shows."""
        return int(self.text.cget("height"))


@pytest.fixture
def stage(root: tk.Tk, look: Look) -> Iterator[Stage]:
    """An empty composer."""
    return Stage(root, look)  # type: ignore[return-value]


@pytest.mark.parametrize("key", ["Return", "KP_Enter"])
def test_enter_sends_and_empties(stage: Stage, key: str) -> None:
    """Both Enter keys."""
    type_text(stage.text, "hola")
    press(stage.text, key)

    assert stage.sent == ["hola"]
    assert stage.composer.content() == ""


def test_the_button_sends_too(stage: Stage) -> None:
    """For whoever prefers the mouse; the keyboard stays here."""
    type_text(stage.text, "hola")
    stage.composer._button.invoke()
    stage.composer.update()

    assert stage.sent == ["hola"]
    assert stage.composer.focus_get() is stage.text


@pytest.mark.parametrize("blank", ["", "   ", "\n\n"])
def test_blanks_are_not_sent(stage: Stage, blank: str) -> None:
    """Nor lost: somebody may be indenting."""
    stage.composer.set_content(blank)
    press(stage.text, "Return")

    assert stage.sent == []
    assert stage.composer.content() == blank


def test_shift_enter_breaks_the_line(stage: Stage) -> None:
    """Nothing is sent."""
    type_text(stage.text, "uno")
    press(stage.text, "Shift-Return")
    type_text(stage.text, "dos")

    assert stage.sent == []
    assert stage.composer.content() == "uno\ndos"


def test_it_grows_with_its_lines_up_to_eight(stage: Stage) -> None:
    """And shrinks when it is empty again."""
    heights = []
    for text in ("uno", "uno\ndos", "\n" * 6, "\n" * 30, "palabra " * 400, ""):
        stage.composer.set_content(text)
        stage.composer.update()
        heights.append(stage.height())

    assert heights == [1, 2, 7, MOST_LINES, MOST_LINES, 1]


def test_a_wrapped_line_makes_it_grow_as_well(root: tk.Tk, stage: Stage) -> None:
    """Also when the window becomes narrower."""
    stage.composer.set_content("palabra " * 15)
    root.update()
    wide = stage.height()
    root.geometry("400x600")
    root.update()
    root.update()

    assert stage.height() > wide


def test_a_pasted_text_of_20_kb_is_taken_whole(stage: Stage) -> None:
    """With its line breaks."""
    text = "línea con ñ y 日本語\n" * 900
    stage.composer.set_content(text)
    press(stage.text, "Return")

    assert stage.sent == [text]


def test_the_placeholder_is_there_while_it_is_empty(stage: Stage) -> None:
    """A click on it writes here."""
    seen = [stage.composer._placeholder.winfo_ismapped()]
    type_text(stage.text, "x")
    seen.append(stage.composer._placeholder.winfo_ismapped())
    press(stage.text, "BackSpace")
    seen.append(stage.composer._placeholder.winfo_ismapped())

    assert seen == [1, 0, 1]


def test_tab_completes_where_there_is_something_to_complete(stage: Stage) -> None:
    """Then the keyboard stays."""
    stage.has_completion = True
    press(stage.text, "Tab")

    assert stage.composer.focus_get() is stage.text


def test_tab_moves_on_otherwise(stage: Stage) -> None:
    """To the button, and back with Shift."""
    press(stage.text, "Tab")
    forward = stage.composer.focus_get()
    stage.composer.take_keyboard()
    press(stage.text, "Shift-Tab")

    assert forward is stage.composer._button
    assert stage.composer.focus_get() is stage.composer.nick.button


def test_edits_are_told_with_the_text_that_is_there(stage: Stage) -> None:
    """Each one, also when the program writes."""
    type_text(stage.text, "a")
    type_text(stage.text, "b")
    stage.composer.set_content("otro")
    stage.composer.update()

    assert stage.edits[:2] == ["a", "ab"]
    assert stage.edits[-1] == "otro"


@pytest.mark.parametrize("cursor", [0, 3, 9, None])
def test_content_and_cursor_come_back_as_they_were_set(stage: Stage, cursor: int | None) -> None:
    """Counted in characters, over line breaks and beyond the first plane."""
    text = "a😀\nñb日本x"
    wanted = len(text) if cursor is None or cursor > len(text) else cursor
    stage.composer.set_content(text, None if cursor is None else wanted)

    assert stage.composer.content() == text
    assert stage.composer.cursor() == wanted


def test_copying_with_nothing_selected_here_asks_elsewhere(stage: Stage) -> None:
    """With something selected it is copied from here."""
    press(stage.text, "Control-c")
    type_text(stage.text, "hola")
    stage.text.tag_add("sel", "1.0", "end-1c")
    press(stage.text, "Control-c")

    assert stage.copies == [True]
    assert stage.text.clipboard_get() == "hola"


def test_undo_does_not_bring_back_what_was_sent(stage: Stage) -> None:
    """What is sent is sent."""
    type_text(stage.text, "hola")
    press(stage.text, "Return")
    press(stage.text, "Control-z")

    assert stage.composer.content() == ""


def test_the_nick_is_changed_in_its_place(stage: Stage) -> None:
    """A click opens a field with it selected; Enter wishes for what is written."""
    nick = stage.composer.nick
    nick.button.invoke()
    stage.composer.update()
    field = stage.composer.focus_get()
    assert isinstance(field, tk.Entry)
    selected = field.tk.call("selection", "get")
    type_text(field, "anita")
    press(field, "Return")

    assert selected == "ana"
    assert stage.wished == ["anita"]
    assert not nick.is_editing
    assert stage.composer.focus_get() is stage.text


@pytest.mark.parametrize("written", ["", "   ", "ana"])
def test_no_other_nick_is_no_wish(stage: Stage, written: str) -> None:
    """The field closes all the same."""
    stage.composer.nick.edit()
    stage.composer.update()
    field = stage.composer.focus_get()
    assert isinstance(field, tk.Entry)
    type_text(field, written)
    if not written:
        press(field, "BackSpace")
    press(field, "Return")

    assert stage.wished == []
    assert not stage.composer.nick.is_editing


@pytest.mark.parametrize("way", ["Escape", "FocusOut"])
def test_a_change_of_mind_leaves_the_nick(stage: Stage, way: str) -> None:
    """By Esc, or by going elsewhere."""
    stage.composer.nick.edit()
    stage.composer.update()
    field = stage.composer.focus_get()
    assert isinstance(field, tk.Entry)
    type_text(field, "otra")
    if way == "Escape":
        press(field, "Escape")
    else:
        stage.composer.take_keyboard()
        stage.composer.update()

    assert stage.wished == []
    assert not stage.composer.nick.is_editing


def test_a_strange_nick_is_shown_visibly(stage: Stage) -> None:
    """As everywhere."""
    stage.composer.nick.show("a\u202eb")

    assert "\u202e" not in stage.composer.nick.button.cget("text")


def test_up_in_an_empty_composer_edits_what_was_said_last(stage: Stage) -> None:
    """With something written it moves the cursor, as ever."""
    press(stage.composer.text, "Up")
    type_text(stage.composer.text, "a\nb")
    press(stage.composer.text, "Up")

    assert stage.asked_to_edit == 1
    assert stage.composer.text.index("insert").startswith("1.")
