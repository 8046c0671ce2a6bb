"""A bar is there while it has something to say."""

from textual.pilot import Pilot

from tertulia_tui.widgets.notice_bar import NoticeBar
from tests.support.textual_pilot import with_widget


class Listening(NoticeBar):
    """A bar that keeps what clicks on it ask for."""

    def __init__(self) -> None:
        super().__init__("latest", widget_id="bar")
        self.asked: list[str] = []

    def on_notice_bar_clicked(self, message: NoticeBar.Clicked) -> None:
        self.asked.append(message.action)


def test_it_hides_when_there_is_nothing_to_say() -> None:
    """And comes back with the next sentence."""

    async def check(_pilot: Pilot[None], widget: Listening) -> None:
        shown = []
        for sentence in ("[TODO] avisa", "", "otra vez"):
            widget.show(sentence)
            shown.append((widget.text, widget.display))

        assert shown == [("[TODO] avisa", True), ("", False), ("otra vez", True)]

    with_widget(Listening(), check)


def test_a_click_asks_for_its_action() -> None:
    """Whoever prefers the mouse gets there as well."""

    async def check(pilot: Pilot[None], widget: Listening) -> None:
        widget.show("3 new ↓ Esc")
        await pilot.pause()
        await pilot.click(widget)

        assert widget.asked == ["latest"]

    with_widget(Listening(), check)
