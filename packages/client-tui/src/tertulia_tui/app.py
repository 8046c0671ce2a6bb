"""The terminal client: lays the widgets out and passes events on; no rule lives here."""

import os
from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType

from tertulia_core.client.server_events import Happening, RoomKey
from tertulia_core.client.servers import Servers
from tertulia_core.clock import Clock
from tertulia_core.session import events as facts
from tertulia_core.session.intents import Intent, LoadOlder, OpenPrivate, Retry
from tertulia_core.session.presentation import local_date
from tertulia_core.session.rebinding import rebound
from tertulia_core.session.state import ConnectionPhase
from tertulia_core.session.theme import DARK, Theme
from tertulia_tui.acting import Acting
from tertulia_tui.calling import Calling
from tertulia_tui.commands import Commands
from tertulia_tui.completing import Completing
from tertulia_tui.finding import Finding
from tertulia_tui.frames import Frames
from tertulia_tui.frontbuffer import Window
from tertulia_tui.habits import frame_seconds
from tertulia_tui.keymap import Keymap, app_bindings
from tertulia_tui.layout import main_widgets
from tertulia_tui.leaving import leave_on_signals
from tertulia_tui.looks import Looks
from tertulia_tui.messages import (
    MemberChosen,
    MessageKeyPressed,
    NetworkReady,
    RetryAsked,
    RoomChosen,
    TextSubmitted,
)
from tertulia_tui.panels import Panels
from tertulia_tui.room_view import name_of
from tertulia_tui.sizes import HEIGHTS, WIDTHS
from tertulia_tui.terminal_app import TerminalApp
from tertulia_tui.theme import styles_of, textual_name, textual_themes
from tertulia_tui.visiting import remember
from tertulia_tui.widgets.blocks import Painter
from tertulia_tui.widgets.completions import Completions
from tertulia_tui.widgets.composer import Composer
from tertulia_tui.widgets.find_bar import FindBar
from tertulia_tui.widgets.notice_bar import NoticeBar
from tertulia_tui.widgets.timeline import Timeline
from tertulia_tui.wording import leave_text

__all__ = ["TertuliaApp"]


class TertuliaApp(TerminalApp):
    """The screen of one client; owner of its servers: the UI thread, Textual's loop."""

    CSS_PATH = "app.tcss"
    TITLE = "tertulia"
    BINDINGS: ClassVar[list[BindingType]] = [*app_bindings()]
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    def __init__(
        self,
        servers: Servers,
        clock: Clock,
        theme: Theme = DARK,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        super().__init__(environ)
        self.servers = servers
        self.looks: Looks = Looks(self, theme, environ)
        self.calling: Calling = Calling(self)
        self.keymap = Keymap(rebound(servers.options.settings.keys))
        self.acting: Acting = Acting(self)
        self.finding: Finding = Finding(self)
        self.commands = Commands(self)
        self._clock = clock
        self._frames = Frames(
            self, servers, self.show_events, clock.monotonic, frame_seconds(environ)
        )
        self.set_keymap(self.keymap.of_app())
        for each in textual_themes():
            self.register_theme(each)
        self.theme = textual_name(theme)

    # Layout

    def compose(self) -> ComposeResult:
        """Lay out the main screen."""
        painter = Painter(
            styles_of(self.looks.theme),
            lambda nick: name_of(self.servers.state, nick),
            lambda: local_date(self._clock.wall()),
            has_links=self.signs.takes_links and not self.servers.options.is_guest,
        )
        yield from main_widgets(painter, self.keymap)

    def on_mount(self) -> None:
        """Open the rooms, connect, and be ready to type."""
        self.composer = self.query_one(Composer)
        self.panels = Panels(
            self.screen, self.servers, self.keymap, self.looks.theme, self._clock.monotonic
        )
        self.completing = Completing(
            lambda *place: self.servers.current.complete(*place),  # noqa: PLW0108 — it may be another
            self.composer,
            self.query_one(Completions),
        )
        self.composer.focus()
        leave_on_signals(lambda: self.exit(0))
        self.show_events(self.servers.start())
        self.take_in()

    def on_unmount(self) -> None:
        """Leave the servers in order, and the network threads behind."""
        self.servers.stop()

    # What happened → what is drawn

    def request(self, intent: Intent) -> None:
        """Carry out what the person wants and show what follows."""
        self.after_request(self.servers.request(intent))

    def go(self, intent: Intent) -> None:
        """Carry out a wish that leads somewhere, ready to type there."""
        self.request(intent)
        self.composer.focus()

    def go_to(self, place: RoomKey) -> None:
        """Show a room of any server, ready to type there."""
        self.after_request(self.servers.select(place))
        self.composer.focus()

    def after_request(self, happened: Iterable[Happening]) -> None:
        """Show what a wish made happen; the next deadline may be another."""
        self.show_events(happened)
        self._frames.schedule()
        self.panels.show_status()

    def show_events(self, happened: Iterable[Happening]) -> None:
        """Draw what happened, and do what concerns the whole program."""
        happened = tuple(happened)
        self.panels.show(happened)
        self.calling.look_at(happened, self._clock.monotonic())
        for event in happened:
            match event:
                case facts.TextShown(title, text):
                    self.show_page(title, text)
                case facts.QuitRequested():
                    self.exit(0)
                case facts.ConnectionChanged(ConnectionPhase.ONLINE):
                    remember(self)

    @on(NetworkReady)
    def _begin_frame(self) -> None:
        self._frames.begin()

    def take_in(self) -> None:
        """Take what the networks brought, and say how the connection is."""
        self._frames.take_in()
        self.panels.show_status()

    # What the person does

    @on(TextSubmitted)
    def _submit(self, message: TextSubmitted) -> None:
        self.completing.end()
        self.panels.timeline.go_to_end()
        self.panels.show_news()
        if not self.acting.submit(message.text):
            self.after_request(self.servers.submit_text(message.text))

    @on(RoomChosen)
    def _choose_room(self, message: RoomChosen) -> None:
        self.go_to(message.room)

    @on(MemberChosen)
    def _choose_member(self, message: MemberChosen) -> None:
        self.go(OpenPrivate(message.nick))

    @on(RetryAsked)
    def _retry(self, message: RetryAsked) -> None:
        self.go(Retry(message.line))

    @on(Composer.CompletionAsked)
    def _complete(self) -> None:
        if not self.completing.step(self.panels.styles):
            self.commands.run("panes")

    @on(Composer.LastAsked)
    def _edit_last(self) -> None:
        self.acting.edit_last()

    @on(Composer.Changed)
    def _typed(self) -> None:
        self.completing.typed()
        self.after_request(self.servers.typed(self.composer.text))

    @on(Timeline.Scrolled)
    def _scrolled(self) -> None:
        self.panels.show_news()

    @on(Timeline.TopReached)
    def _load_older(self) -> None:
        self.request(LoadOlder(self.servers.state.current))

    @on(MessageKeyPressed)
    def _act(self, message: MessageKeyPressed) -> None:
        self.acting.act(message.action)

    @on(FindBar.Typed)
    def _find(self, message: FindBar.Typed) -> None:
        self.finding.search(message.text)

    @on(FindBar.Stepped)
    def _find_next(self, message: FindBar.Stepped) -> None:
        self.finding.step(message.by)

    @on(NoticeBar.Clicked)
    def _bar_clicked(self, message: NoticeBar.Clicked) -> None:
        self.commands.run(message.action)

    def on_app_focus(self) -> None:
        """The terminal has the focus: the room on screen is being read."""
        self.calling.is_away = False
        self.panels.view.come_back()
        self.after_request(self.servers.focus(True))

    def on_app_blur(self) -> None:
        """Another window has the focus: what arrives is unread, below a mark."""
        self.calling.is_away = True
        self.panels.view.leave()
        self.after_request(self.servers.focus(False))

    def on_key(self, event: events.Key) -> None:
        """Write letters where one writes, wherever the keyboard is."""
        if event.is_printable and event.character and self.is_main_screen:
            self.composer.focus()
            self.composer.write(event.character)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keep the main screen's keys from working behind a page that lies over it."""
        return action != "do" or parameters == ("quit",) or self.is_main_screen

    def action_do(self, action: str) -> None:
        """Carry out an action by its id."""
        self.commands.run(action)

    def action_help_quit(self) -> None:
        """Ctrl+C where nothing is selected: say how to leave instead of leaving by accident."""
        self.tell(leave_text(self.keymap))

    @property
    def moving_window(self) -> Window:
        """The timeline's place."""
        for timeline in self.query(Timeline):
            region = timeline.region
            return Window(region.x, region.right, region.y, region.bottom)
        return Window(0, 0, 0, 0)

    # What commands use

    def show_page(self, title: str, text: str = "") -> None:
        """Lay a page of text over the room; without a text, the keys and the commands."""
        from tertulia_tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.panels.styles, self.keymap, title, text))
