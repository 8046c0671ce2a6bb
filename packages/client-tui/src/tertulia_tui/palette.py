"""What Ctrl+K offers: where one can go and what one can do."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from tertulia_core.client.server_events import RoomKey
from tertulia_core.i18n import N_, Catalogue
from tertulia_core.session.choices import Choice
from tertulia_core.session.intents import OpenPrivate
from tertulia_core.session.presentation import room_label
from tertulia_core.session.slash import COMMANDS
from tertulia_core.session.theme import TERMINAL
from tertulia_core.text import sanitize
from tertulia_tui.room_view import name_of

if TYPE_CHECKING:
    from tertulia_tui.app import TertuliaApp

__all__ = ["choices_of"]

_ = Catalogue("tertulia_tui").gettext
_core = Catalogue("tertulia_core").gettext

_BEGINNINGS: Final = {
    N_("Enter a room…"): "/join #",
    N_("Leave this room"): "/part",
    N_("Change your nick…"): "/nick ",
}
"""What can be done by a command → how it begins, for the person to complete."""

_THEMES: Final = {
    "system": N_("Colours: as the terminal's background"),
    "light": N_("Light colours"),
    "dark": N_("Dark colours"),
    "high-contrast-light": N_("Light colours of high contrast"),
    "high-contrast-dark": N_("Dark colours of high contrast"),
    TERMINAL: N_("The terminal's own colours"),
}

_UNKEYED: Final = {"connect": N_("Connect elsewhere…"), "try_now": N_("Connect again now")}
"""Actions that have no key → their labels."""


def choices_of(app: "TertuliaApp") -> list[Choice]:
    """Return everything, in the order in which it is offered: rooms first."""
    return [*_rooms(app), *_people(app), *_actions(app), *_commands(app), *_themes(app)]


def _rooms(app: "TertuliaApp") -> Iterator[Choice]:
    servers = app.servers.all()
    for server in servers:
        place = f"{sanitize(server.state.address, name=True)} " if len(servers) > 1 else ""
        for room in server.state.rooms.values():
            key = RoomKey(server.id, room.name)
            hint = f"{place}{room.unread or ''}".strip()
            yield Choice(room_label(room, server.state), hint, partial(app.go_to, key))


def _people(app: "TertuliaApp") -> Iterator[Choice]:
    state = app.servers.state
    room = state.rooms.get(state.current)
    for nick in room.members if room is not None else ():
        if nick not in state.rooms and nick != state.nick:
            label = sanitize(name_of(state, nick), name=True)
            yield Choice(label, _("write to"), partial(app.go, OpenPrivate(nick)))


def _actions(app: "TertuliaApp") -> Iterator[Choice]:
    for row in app.keymap.rows:
        if app.commands.knows(row.id) and row.id != "switch":
            run = partial(app.commands.run, row.id)
            yield Choice(_core(row.label), app.keymap.label(row.id), run)
    for action, label in _UNKEYED.items():
        yield Choice(_(label), "", partial(app.commands.run, action))


def _commands(app: "TertuliaApp") -> Iterator[Choice]:
    """Yield the usual beginnings by what they do, then every command by its name."""
    for label, beginning in _BEGINNINGS.items():
        yield Choice(_(label), beginning.strip(" #"), partial(app.commands.begin, beginning))
    for row in COMMANDS:
        label = f"/{row.name}  {_core(row.help)}"
        yield Choice(label, "", partial(app.commands.begin, f"/{row.name} "))


def _themes(app: "TertuliaApp") -> Iterator[Choice]:
    for name, label in _THEMES.items():
        yield Choice(_(label), "", partial(app.commands.use_theme, name))
