"""The terminal client: lays the widgets out and passes events on; no rule lives here."""

from collections.abc import Callable, Iterable
from typing import ClassVar, Final

from textual import on
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.command import CommandPalette, Provider
from textual.containers import Horizontal, Vertical
from textual.timer import Timer

from tertulia_core.client.controller import Controller
from tertulia_core.clock import Clock
from tertulia_core.i18n import Catalogue
from tertulia_core.session import events as facts
from tertulia_core.session.events import Event
from tertulia_core.session.intents import Intent, OpenPrivate, Quit, SelectRoom, ShowHelp
from tertulia_core.session.state import ConnectionPhase
from tertulia_core.session.theme import THEMES
from tertulia_core.session.walking import neighbour
from tertulia_tui.completing import Completing
from tertulia_tui.keymap import MAIN_SCREEN_ACTIONS, app_bindings
from tertulia_tui.messages import MemberChosen, NetworkReady, RoomChosen, TextSubmitted
from tertulia_tui.palette import RoomsAndActions
from tertulia_tui.panels import Panels
from tertulia_tui.screens.help import HelpScreen
from tertulia_tui.theme import styles_of, textual_name, textual_themes
from tertulia_tui.widgets.completions import Completions
from tertulia_tui.widgets.composer import Composer
from tertulia_tui.widgets.member_list import MemberList
from tertulia_tui.widgets.notice_bar import NoticeBar
from tertulia_tui.widgets.room_list import RoomList
from tertulia_tui.widgets.status_bar import StatusBar
from tertulia_tui.widgets.timeline import Timeline
from tertulia_tui.widgets.topic_bar import TopicBar

__all__ = ["TertuliaApp"]

_ = Catalogue("tertulia_tui").gettext

FRAME_SECONDS: Final = 0.016
"""What arrives within a frame is drawn together."""

NARROW_COLUMNS: Final = 90
TINY_COLUMNS: Final = 60
"""Below these widths people, then rooms as well, make place for the timeline."""


class TertuliaApp(App[int]):
    """The screen of one session; owner of the controller: the UI thread, Textual's loop."""

    CSS_PATH = "app.tcss"
    TITLE = "tertulia"
    BINDINGS: ClassVar[list[BindingType]] = [*app_bindings()]
    COMMAND_PALETTE_BINDING = "f2"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {RoomsAndActions}
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 — Textual declares an instance variable
        (0, "-tiny"),
        (TINY_COLUMNS, "-narrow"),
        (NARROW_COLUMNS, "-wide"),
    ]

    def __init__(self, controller: Controller, clock: Clock, theme: str = "dark") -> None:
        super().__init__()
        self.controller = controller
        self._clock = clock
        self._look = THEMES[theme]
        self._frame: Timer | None = None
        self._alarm: Timer | None = None
        for each in textual_themes():
            self.register_theme(each)
        self.theme = textual_name(THEMES[theme])

    # Layout

    def compose(self) -> ComposeResult:
        """Lay out rooms, timeline with composer, people, status."""
        with Horizontal(id="columns"):
            yield RoomList(widget_id="rooms")
            with Vertical(id="middle"):
                yield TopicBar(widget_id="topic")
                yield Timeline(styles_of(self._look), widget_id="timeline")
                yield NoticeBar(widget_id="news")
                yield NoticeBar(widget_id="offer")
                yield Completions(widget_id="completions")
                with Horizontal(id="entry"):
                    yield NoticeBar(widget_id="nick")
                    yield Composer(widget_id="composer")
            yield MemberList(widget_id="members")
        yield StatusBar(widget_id="status")

    def on_mount(self) -> None:
        """Open the rooms, connect, and be ready to type."""
        self.composer = self.query_one(Composer)
        self.panels = Panels(self.screen, self.controller, self._look, self._clock.monotonic)
        self.completing = Completing(self.controller, self.composer, self.query_one(Completions))
        self.composer.focus()
        self.show_events(self.controller.start())
        self.take_in()

    def on_unmount(self) -> None:
        """Leave the server in order, and the network thread behind."""
        self.controller.stop()

    # What happened → what is drawn

    def request(self, intent: Intent) -> None:
        """Carry out what the person wants and show what follows."""
        self.show_events(self.controller.request(intent))
        self._schedule()

    def show_events(self, happened: Iterable[Event]) -> None:
        """Draw what happened, and do what concerns the whole program."""
        happened = tuple(happened)
        self.panels.show(happened)
        for event in happened:
            match event:
                case facts.TextShown(title, text):
                    self.push_screen(HelpScreen(title, text))
                case facts.QuitRequested():
                    self.exit(0)

    @on(NetworkReady)
    def _begin_frame(self) -> None:
        if self._frame is None:
            self._frame = self.set_timer(FRAME_SECONDS, self.take_in)

    def take_in(self) -> None:
        """Take what the network brought, for a few milliseconds at most."""
        self._frame = None
        self.show_events(self.controller.pump())
        if self.controller.pending:
            self._begin_frame()
        self._schedule()

    def _schedule(self) -> None:
        """Come back when the controller's next deadline is due."""
        if self._alarm is not None:
            self._alarm.stop()
            self._alarm = None
        deadline = self.controller.next_deadline()
        if deadline is not None:
            wait = max(deadline - self._clock.monotonic(), FRAME_SECONDS)
            is_counting = self.controller.state.phase is ConnectionPhase.WAITING
            self._alarm = self.set_timer(min(wait, 1.0) if is_counting else wait, self.take_in)
        self.panels.show_status()

    # What the person does

    @on(TextSubmitted)
    def _submit(self, message: TextSubmitted) -> None:
        self.completing.end()
        self.panels.timeline.go_to_end()
        self.show_events(self.controller.submit_text(message.text))
        self._schedule()

    @on(RoomChosen)
    def _choose_room(self, message: RoomChosen) -> None:
        self.request(SelectRoom(message.room))
        self.composer.focus()

    @on(MemberChosen)
    def _choose_member(self, message: MemberChosen) -> None:
        self.request(OpenPrivate(message.nick))
        self.composer.focus()

    @on(Composer.CompletionAsked)
    def _complete(self) -> None:
        self.completing.step(self.panels.styles)

    @on(Composer.Changed)
    def _typed(self) -> None:
        self.completing.typed()
        self.show_events(self.controller.typed(self.composer.text))

    @on(Timeline.Scrolled)
    def _scrolled(self) -> None:
        self.panels.show_news()

    @on(NoticeBar.Clicked)
    def _bar_clicked(self, message: NoticeBar.Clicked) -> None:
        action = {"news": self.action_latest, "offer": self.action_start_room}.get(message.bar)
        if action is not None:
            action()
        elif message.bar == "nick":
            self.composer.replace_text("/nick ")
            self.composer.focus()

    def use_theme(self, name: str) -> None:
        """Show everything in another theme of core's."""
        self._look = THEMES[name]
        self.theme = textual_name(self._look)
        self.panels.restyle(self._look)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keep the main screen's keys from working behind a page that lies over it."""
        is_covered = len(self.screen_stack) > 1
        return not (is_covered and action in MAIN_SCREEN_ACTIONS)

    def action_command_palette(self) -> None:
        """Go to a room or an action by its name."""
        self.push_screen(CommandPalette(placeholder=_("Room or action…")))

    def action_start_room(self) -> None:
        """Start a server here, where nobody else serves the address."""
        self.show_events(self.controller.start_server())
        self._schedule()

    def on_app_focus(self) -> None:
        """The terminal has the focus: the room on screen is being read."""
        self.show_events(self.controller.focus(True))

    def on_app_blur(self) -> None:
        """Another window has the focus: what arrives is unread."""
        self.show_events(self.controller.focus(False))

    def action_latest(self) -> None:
        """Go to the end of the room, mark it as read, and be ready to type."""
        self.completing.end()
        self.panels.timeline.go_to_end()
        self.request(SelectRoom(self.controller.state.current))
        self.composer.focus()

    def action_room(self, step: int) -> None:
        """Show the next room of the list."""
        self._go(step)

    def action_unread_room(self, step: int) -> None:
        """Show the next room with something unread."""
        self._go(step, unread=True)

    def action_page(self, step: int) -> None:
        """Scroll the timeline by a page."""
        timeline = self.panels.timeline
        scroll = timeline.scroll_page_up if step < 0 else timeline.scroll_page_down
        scroll(animate=False)

    def action_help(self) -> None:
        """Show what can be typed and pressed."""
        self.request(ShowHelp())

    def action_leave(self) -> None:
        """Leave the server and the program."""
        self.request(Quit())

    def _go(self, step: int, *, unread: bool = False) -> None:
        room = neighbour(self.controller.state, step, unread=unread)
        if room:
            self.request(SelectRoom(room))
