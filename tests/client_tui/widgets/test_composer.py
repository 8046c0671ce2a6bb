"""The composer: Enter sends, a draft per room, what input methods and the clipboard bring."""

import pytest
from textual import events
from textual.pilot import Pilot

from tertulia_tui.keymap import Keymap
from tertulia_tui.messages import TextSubmitted
from tertulia_tui.widgets.composer import Composer
from tests.support.textual_pilot import with_widget


class Listening(Composer):
    """A composer that keeps what it sends."""

    def __init__(self) -> None:
        super().__init__(Keymap(), widget_id="composer")
        self.sent: list[str] = []

    def on_text_submitted(self, message: TextSubmitted) -> None:
        self.sent.append(message.text)


def key(widget: Composer, character: str) -> None:
    """Let a character come as input methods send it: by itself, without a name."""
    widget.post_message(events.Key(character, character))


def test_enter_sends_and_empties() -> None:
    """Blank text stays and is not sent."""

    async def check(pilot: Pilot[None], widget: Listening) -> None:
        await pilot.press("enter", "space", "enter", "h", "i", "enter", "enter")

        assert (widget.sent, widget.text) == ([" hi"], "")

    with_widget(Listening(), check)


def test_emoji_families_arrive_whole() -> None:
    """The signs between them are written too, though a text area does not print them."""
    family = "👩\u200d👩\u200d👧\u200d👦"

    async def check(pilot: Pilot[None], widget: Listening) -> None:
        for character in family:
            key(widget, character)
        await pilot.pause()

        assert widget.text == family

    with_widget(Listening(), check)


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        ("uno\r\ndos\rtres\ncuatro", "uno\ndos\ntres\ncuatro"),
        ("\tcon\ttabulador", "\tcon\ttabulador"),
        ("\x1b[2Jhola\x07\u202e\x9b", "␛[2Jhola␇␦␦"),
        ("[b]ya[/b]", "[b]ya[/b]"),
    ],
)
def test_pasted_text_is_taken_as_it_is_read(pasted: str, text: str) -> None:
    """Lines stay lines; what a terminal would obey is seen before it is sent."""

    async def check(pilot: Pilot[None], widget: Listening) -> None:
        widget.post_message(events.Paste(pasted))
        await pilot.pause()

        assert (widget.text, widget.sent) == (text, [])

    with_widget(Listening(), check)


def test_what_is_pasted_goes_to_the_cursor() -> None:
    """In place of what is selected."""

    async def check(pilot: Pilot[None], widget: Listening) -> None:
        await pilot.press("a", "d", "left", "shift+right")
        widget.post_message(events.Paste("b\nc"))
        await pilot.press("!")

        assert widget.text == "ab\nc!"

    with_widget(Listening(), check)


def test_each_room_keeps_its_draft() -> None:
    """Coming back, one goes on where one stopped."""

    async def check(pilot: Pilot[None], widget: Listening) -> None:
        widget.show_room("#sala", "Write in #sala")
        await pilot.press("a")
        widget.show_room("#redes", "Write in #redes")
        empty = widget.text
        await pilot.press("b")
        widget.show_room("#sala", "Write in #sala")

        assert (empty, widget.text, widget.cursor_index) == ("", "a", 1)

    with_widget(Listening(), check)


def test_a_room_shown_again_keeps_what_is_being_written() -> None:
    """A new topic or label is no reason to lose it."""

    async def check(pilot: Pilot[None], widget: Listening) -> None:
        widget.show_room("#sala", "Write in #sala")
        await pilot.press("a")
        widget.show_room("#sala", "Write in #sala!")

        assert widget.text == "a"

    with_widget(Listening(), check)


def test_the_placeholder_is_shown_as_it_is() -> None:
    """A room may be called like markup."""

    async def check(pilot: Pilot[None], widget: Listening) -> None:
        widget.show_room("#[b]x[/b]", "Write in #[b]x[/b]")
        await pilot.pause()

        assert widget.render_line(0).text.startswith("Write in #[b]x[/b]")

    with_widget(Listening(), check)


@pytest.mark.parametrize("cursor", [0, 2, 4, 7])
def test_the_cursor_is_an_index_into_the_text(cursor: int) -> None:
    """Over several lines, both ways."""

    async def check(_pilot: Pilot[None], widget: Listening) -> None:
        widget.replace_text("uno\ndos", cursor)

        assert widget.cursor_index == cursor

    with_widget(Listening(), check)


def test_it_grows_with_what_is_written() -> None:
    """Up to eight rows; the stylesheet of the app says so, the widget lets it."""

    async def check(pilot: Pilot[None], widget: Listening) -> None:
        widget.styles.height = "auto"
        widget.replace_text("a\nb\nc")
        await pilot.pause()

        assert widget.size.height == 3

    with_widget(Listening(), check)
