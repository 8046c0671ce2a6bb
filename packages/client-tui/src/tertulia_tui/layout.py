"""The widgets of the main screen, in their places; ``app.tcss`` says how large they are."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from tertulia_tui.keymap import Keymap
from tertulia_tui.widgets.blocks import Painter
from tertulia_tui.widgets.completions import Completions
from tertulia_tui.widgets.composer import Composer
from tertulia_tui.widgets.find_bar import FindBar
from tertulia_tui.widgets.member_list import MemberList
from tertulia_tui.widgets.notice_bar import NoticeBar
from tertulia_tui.widgets.room_list import RoomList
from tertulia_tui.widgets.status_bar import StatusBar
from tertulia_tui.widgets.timeline import Timeline
from tertulia_tui.widgets.topic_bar import TopicBar

__all__ = ["main_widgets"]


def main_widgets(painter: Painter, keymap: Keymap) -> ComposeResult:
    """Yield rooms, timeline with composer, people, status."""
    with Horizontal(id="columns"):
        yield RoomList(widget_id="rooms")
        with Vertical(id="middle"):
            yield TopicBar(widget_id="topic")
            yield FindBar(widget_id="find")
            yield Timeline(painter, widget_id="timeline")
            yield NoticeBar("latest", widget_id="news")
            yield NoticeBar("try_now", widget_id="problem")
            yield NoticeBar("start_room", widget_id="offer")
            yield Completions(widget_id="completions")
            yield NoticeBar("end_answer", widget_id="answer")
            with Horizontal(id="entry"):
                yield NoticeBar("nick", widget_id="nick")
                yield Composer(keymap, widget_id="composer")
        yield MemberList(widget_id="members")
    yield StatusBar(widget_id="status")
