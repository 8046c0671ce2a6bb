"""The settings at work: what a change does to the window at once, and its line in the file.

The file may be changed elsewhere, by another window or in an editor; it is read again
whenever somebody looks at this one.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Final

from tertulia_core.client.options import speak
from tertulia_core.client.settings import ClientSettings
from tertulia_core.client.toml_edit import Value
from tertulia_core.errors import ConfigError
from tertulia_core.session.attention import Level
from tertulia_core.session.intents import ChangeNick
from tertulia_core.session.keys import KeyRow
from tertulia_core.session.rebinding import rebound
from tertulia_tk import actions
from tertulia_tk.desktop import Desktop
from tertulia_tk.theme import theme_for

if TYPE_CHECKING:
    from tertulia_tk.app import App

__all__ = ["Preferences"]


class Preferences:
    """The settings in force; owner: the UI thread.

    Args:
        app: what they act on.
        desktop: for the theme that follows the system.
    """

    def __init__(self, app: "App", desktop: Desktop) -> None:
        self._app, self._desktop = app, desktop
        options = app.servers.options
        self.settings = replace(options.settings, theme=options.theme)
        self._theme_in_file = options.settings.theme
        self._file = options.settings_file

    @property
    def keys(self) -> tuple[KeyRow, ...]:
        """Every action that has a key, with the keys it has here."""
        return rebound(self.settings.keys)

    def begin(self) -> None:
        """Take over, when the window opens, what differs from the defaults.

        The language is chosen already, by the command line if that names one.
        """
        wished = self.settings
        self.settings = ClientSettings(theme=wished.theme, language=wished.language)
        self._take_over(replace(wished, nick=""))
        self.settings = wished

    def change(self, **changes: Value) -> str:
        """Change settings now and for later starts; return what is wrong with them, if so."""
        try:
            if self._file is not None:
                self._file.save(**changes)
        except ConfigError as error:
            if error.key and not error.file:
                return error.problem
            self._app.after_request(self._app.servers.report(str(error)))
        self._theme_in_file = str(changes.get("theme", self._theme_in_file))
        wished: dict[str, Any] = dict(changes)
        self._take_over(replace(self.settings, **wished))
        return ""

    def change_keys(self, action: str, keys: tuple[str, ...]) -> str:
        """Give an action other keys; return why not, naming the action that has them."""
        wishes = {**self.settings.keys, action: keys}
        try:
            rebound(wishes)
            if self._file is not None:
                self._file.save_keys(action, keys)
        except ConfigError as error:
            return error.problem
        self._take_over(replace(self.settings, keys=wishes))
        return ""

    def read_again(self, *, is_changed: bool = False) -> None:
        """Take over what was changed in the file elsewhere, or by a command (``is_changed``)."""
        if self._file is None or not (is_changed or self._file.is_changed()):
            return
        try:
            loaded = self._file.load()
            if loaded.theme == self._theme_in_file:  # the command line may have said another one
                loaded = replace(loaded, theme=self.settings.theme)
            else:
                self._theme_in_file = loaded.theme
            self._take_over(loaded)
        except ConfigError as error:
            self._app.after_request(self._app.servers.report(str(error)))

    def _take_over(self, wished: ClientSettings) -> None:
        """Let the window follow whatever differs."""
        before, self.settings = self.settings, wished
        for each in fields(ClientSettings):
            follow = _FOLLOWERS.get(each.name)
            if follow is not None and getattr(before, each.name) != getattr(wished, each.name):
                follow(self)

    def _follow_theme(self) -> None:
        self._app.menu.states["theme"].set(self.settings.theme)
        self._app.look.use(theme_for(self.settings.theme, self._desktop))

    def _follow_language(self) -> None:
        speak(os.environ, self.settings.language)
        self._app.menu.relabel()
        self._app.menu.show_keys(self.keys)
        self._app.finding.close()
        self._app.display.speak()

    def _follow_size(self) -> None:
        self._app.look.zoom_to(self.settings.text_size / 100)

    def _follow_columns(self) -> None:
        columns, states = self._app.window.columns, self._app.menu.states
        columns.wants_rooms = self.settings.rooms_column
        columns.wants_people = self.settings.people_column
        states["rooms_column"].set(columns.wants_rooms)
        states["people_column"].set(columns.wants_people)
        columns.arrange()

    def _follow_keys(self) -> None:
        actions.bind_keys(self._app.root, self._app.commands.run, self._app.open_menu, self.keys)
        self._app.menu.show_keys(self.keys)

    def _follow_nick(self) -> None:
        if self.settings.nick:
            self._app.request(ChangeNick(self.settings.nick))

    def _follow_ignored(self) -> None:
        for state in self._app.servers.states().values():
            state.attention.ignored.clear()
            state.attention.ignored.update(dict.fromkeys(self.settings.ignored))

    def _follow_level(self) -> None:
        for state in self._app.servers.states().values():
            state.attention.default = Level(self.settings.notify)


_FOLLOWERS: Final[Mapping[str, Callable[[Preferences], None]]] = {
    "theme": Preferences._follow_theme,
    "language": Preferences._follow_language,
    "text_size": Preferences._follow_size,
    "rooms_column": Preferences._follow_columns,
    "people_column": Preferences._follow_columns,
    "keys": Preferences._follow_keys,
    "nick": Preferences._follow_nick,
    "ignored": Preferences._follow_ignored,
    "notify": Preferences._follow_level,
}
"""Setting → what changes at once with it; the others are asked for when they matter."""
