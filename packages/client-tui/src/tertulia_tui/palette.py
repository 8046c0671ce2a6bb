"""Ctrl+K: rooms and actions by a few letters of their name."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual.command import DiscoveryHit, Hit, Hits, Provider

from tertulia_core.i18n import N_, Catalogue
from tertulia_core.session.intents import SelectRoom
from tertulia_core.session.keys import KEYS
from tertulia_core.session.presentation import room_label
from tertulia_tui.keymap import APP_ACTIONS

if TYPE_CHECKING:
    from tertulia_tui.app import TertuliaApp

__all__ = ["RoomsAndActions"]

THEME_LABELS = {"light": N_("Light colours"), "dark": N_("Dark colours")}

_core = Catalogue("tertulia_core").gettext
_ = Catalogue("tertulia_tui").gettext


class RoomsAndActions(Provider):
    """Where one can go and what one can do, rooms first."""

    async def discover(self) -> Hits:
        """Offer everything before a letter is typed."""
        for name, go, key in self._entries():
            yield DiscoveryHit(Text(name), go, text=name, help=key)

    async def search(self, query: str) -> Hits:
        """Offer what matches ``query``."""
        matcher = self.matcher(query)
        for name, go, key in self._entries():
            if (score := matcher.match(name)) > 0:
                yield Hit(score, Text(name), go, text=name, help=key)

    def _entries(self) -> Iterable[tuple[str, Callable[[], object], str]]:
        app: TertuliaApp = self.app  # type: ignore[assignment]
        state = app.controller.state
        for room in state.rooms.values():
            yield room_label(room, state), partial(app.request, SelectRoom(room.name)), ""
        for row in KEYS:
            if row.id in APP_ACTIONS and row.id != "switch":
                key = row.tui[0] if row.tui else ""
                yield _core(row.label), partial(app.run_action, APP_ACTIONS[row.id]), key
        for theme, label in THEME_LABELS.items():
            yield _(label), partial(app.use_theme, theme), ""
