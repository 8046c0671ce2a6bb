"""What each action of the keys and of Ctrl+K does; one row per action."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from tertulia_core.errors import ConfigError
from tertulia_core.i18n import Catalogue
from tertulia_core.session.choices import Choice
from tertulia_core.session.intents import Connect, Quit

if TYPE_CHECKING:
    from tertulia_tui.app import TertuliaApp

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
        if app.completing.is_open:
            app.completing.end()
            return
        app.go_to(app.servers.place)

    def switch(self) -> None:
        """Open the list of rooms, people and actions."""
        from tertulia_tui.palette import choices_of
        from tertulia_tui.screens.switcher import Switcher

        app = self._app
        app.push_screen(Switcher(app.panels.styles, choices_of(app)), _run_choice)

    def begin(self, beginning: str) -> None:
        """Begin a command in the composer, for the person to complete."""
        self._app.composer.replace_text(beginning)
        self._app.composer.focus()

    def scroll(self, pages: int) -> None:
        """Scroll the timeline by whole pages."""
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
        """Show the keys and the commands."""
        self._app.show_page(_("Help"))

    def use_theme(self, name: str) -> None:
        """Change the colours, now and for later starts."""
        app = self._app
        app.use_theme(name)
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
