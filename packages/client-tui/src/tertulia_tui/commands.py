"""What each action of the keys and of Ctrl+K does; one row per action."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from tertulia_core.client.server_events import RoomKey
from tertulia_core.errors import ConfigError
from tertulia_core.i18n import Catalogue
from tertulia_core.session.choices import Choice
from tertulia_core.session.intents import Connect, Quit, Search
from tertulia_core.session.searching import found_everywhere
from tertulia_core.session.slash import find, help_text
from tertulia_tui.acting import message_hint
from tertulia_tui.visiting import known_places, typed_place
from tertulia_tui.widgets.member_list import MemberList
from tertulia_tui.widgets.room_list import RoomList

if TYPE_CHECKING:
    from tertulia_tui.app import TertuliaApp
    from tertulia_tui.screens.search import Hit

__all__ = ["ACTIONS", "Commands"]

_ = Catalogue("tertulia_tui").gettext


class Commands:
    """Carries actions out; owner: the UI thread.

    Args:
        app: what they act on.
    """

    def __init__(self, app: "TertuliaApp") -> None:
        self._app = app

    def run(self, action: str) -> None:
        """Carry out an action by its id."""
        ACTIONS[action](self)

    def knows(self, action: str) -> bool:
        """Tell whether there is such an action here."""
        return action in ACTIONS

    def walk(self, step: int, *, unread: bool = False) -> None:
        """Show another room: the next one in the list, or the next with something unread."""
        place = self._app.servers.neighbour(step, unread=unread)
        if place is not None:
            self._app.go_to(place)

    def go_to_latest(self) -> None:
        """Close what is open; else go to the end, mark the room as read, be ready to type."""
        app = self._app
        for each in (app.completing, app.finding, app.acting):
            if each.is_open:
                each.end()
                return
        app.go_to(app.servers.place)

    def switch(self) -> None:
        """Open the list of rooms, people and actions."""
        from tertulia_tui.palette import choices_of
        from tertulia_tui.screens.switcher import Switcher

        app = self._app
        app.push_screen(Switcher(app.panels.styles, choices_of(app)), _run_choice)

    def find_everywhere(self) -> None:
        """Open the search of every room, and go to what is chosen."""
        from tertulia_tui.screens.search import Hit, SearchScreen

        app = self._app

        def go(hit: Hit | None) -> None:
            if hit is not None:
                app.go_to(hit.place)
                app.panels.timeline.show_line(hit.line_id)
                app.acting.step(0)

        app.push_screen(SearchScreen(app.panels.styles, self._hits, self._ask_server), go)

    def _ask_server(self, query: str) -> None:
        self._app.request(Search(query, shows_page=True))

    def _hits(self, query: str) -> "list[Hit]":
        from tertulia_tui.screens.search import Hit

        found = [
            Hit(RoomKey(server, line.room), line)
            for server, state in self._app.servers.states().items()
            for line in found_everywhere([state], query)
        ]
        return sorted(found, key=lambda hit: hit.line.time, reverse=True)

    def jump(self) -> None:
        """Show a letter beside every room and person; the letter goes there."""
        from tertulia_tui.screens.jump import JumpScreen

        lists = [self._app.query_one(RoomList), self._app.query_one(MemberList)]
        self._app.push_screen(JumpScreen([each for each in lists if each.size.width]))

    def connect(self) -> None:
        """Choose a server: one that was visited, or any other by its address."""
        from tertulia_tui.screens.switcher import Switcher

        app = self._app
        prompt = _("host:port/#room…")
        switcher = Switcher(app.panels.styles, known_places(app), prompt, partial(typed_place, app))
        app.push_screen(switcher, _run_choice)

    def settings(self) -> None:
        """Show every setting and every key."""
        from tertulia_tui.screens.settings import SettingsScreen

        app, options = self._app, self._app.servers.options
        file = options.settings_file
        if file is None:
            app.tell(_("There is no place where settings could be kept."))
            return
        try:
            screen = SettingsScreen(
                app.panels.styles, file, app.looks.take, shows_path=not options.is_guest
            )
        except ConfigError as error:
            app.after_request(app.servers.report(str(error)))
            return
        app.push_screen(screen)

    def begin(self, beginning: str) -> None:
        """Begin a command in the composer, for the person to complete."""
        self._app.composer.replace_text(beginning)
        self._app.composer.focus()

    def scroll(self, pages: int) -> None:
        """Scroll the timeline by whole pages; at its top older lines are asked for."""
        timeline = self._app.panels.timeline
        scroll = timeline.scroll_page_up if pages < 0 else timeline.scroll_page_down
        scroll(animate=False)

    def next_pane(self) -> None:
        """Give the keyboard to the next part of the screen."""
        self._app.screen.focus_next()

    def start_room(self) -> None:
        """Start a server here, where nobody else serves the address."""
        self._app.after_request(self._app.servers.start_server())

    def try_now(self) -> None:
        """Connect without waiting for the next try."""
        self._app.go(Connect())

    def help(self) -> None:
        """Show help for where one is: a command begun, a message in focus, else everything."""
        app = self._app
        word = app.composer.text.split(" ")[0].split("\n")[0]
        if word.startswith("/") and find(word) is not None:
            app.show_page(word, help_text(word.removeprefix("/")))
        elif app.panels.timeline.focused is not None:
            app.show_page(_("With this message"), message_hint().replace(" · ", "\n"))
        else:
            app.show_page(_("Help"))

    def use_theme(self, name: str) -> None:
        """Change the colours, now and for later starts."""
        app = self._app
        app.looks.use(name)
        file = app.servers.options.settings_file
        if file is not None:
            try:
                file.save(theme=name)
            except ConfigError as error:
                app.after_request(app.servers.report(str(error)))

    def quit(self) -> None:
        """Leave the server and the program."""
        self._app.request(Quit())


def _run_choice(choice: Choice | None) -> None:
    if choice is not None:
        choice.run()


ACTIONS: Final[Mapping[str, Callable[[Commands], None]]] = {
    "switch": Commands.switch,
    "room_previous": lambda commands: commands.walk(-1),
    "room_next": lambda commands: commands.walk(1),
    "unread_previous": lambda commands: commands.walk(-1, unread=True),
    "unread_next": lambda commands: commands.walk(1, unread=True),
    "latest": Commands.go_to_latest,
    "message_previous": lambda commands: commands._app.acting.step(-1),
    "message_next": lambda commands: commands._app.acting.step(1),
    "end_answer": lambda commands: commands._app.acting.end(),
    "jump": Commands.jump,
    "connect": Commands.connect,
    "settings": Commands.settings,
    "find": lambda commands: commands._app.finding.open(),
    "find_everywhere": Commands.find_everywhere,
    "page_up": lambda commands: commands.scroll(-1),
    "page_down": lambda commands: commands.scroll(1),
    "panes": Commands.next_pane,
    "start_room": Commands.start_room,
    "try_now": Commands.try_now,
    "nick": lambda commands: commands.begin("/nick "),
    "help": Commands.help,
    "quit": Commands.quit,
}
"""Action → what carries it out; the composer's own keys are not among them."""
