"""How the screen looks: the theme in force, and what the settings say about it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tertulia_core.client.settings import ClientSettings
from tertulia_core.session.theme import Theme
from tertulia_tui.theme import pick_look, textual_name

if TYPE_CHECKING:
    from tertulia_tui.app import TertuliaApp

__all__ = ["Looks"]


class Looks:
    """The theme of one app. Owner: the UI thread.

    Args:
        app: whose theme it is.
        theme: to begin with.
        environ: tells what terminal this is.
    """

    def __init__(self, app: "TertuliaApp", theme: Theme, environ: Mapping[str, str]) -> None:
        self._app = app
        self._environ = environ
        self._chosen = app.servers.options.theme
        self.theme = theme

    def use(self, name: str) -> None:
        """Draw everything in other colours, by the name the settings use for them."""
        self._chosen = name
        self.theme = pick_look(name, self._environ)
        self._app.theme = textual_name(self.theme)
        self._app.panels.restyle(self.theme)

    def take(self, settings: ClientSettings) -> None:
        """Take over what was changed in the settings."""
        self._app.panels.shows_hints = settings.hints
        self._app.panels.show_status()
        if settings.theme != self._chosen:
            self.use(settings.theme)
