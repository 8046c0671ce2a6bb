"""Servers to go to: those visited before, and whatever is typed."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from tertulia_core.address import parse_target
from tertulia_core.client.known_servers import KnownServers, default_path
from tertulia_core.errors import AddressError
from tertulia_core.i18n import Catalogue
from tertulia_core.session.choices import Choice
from tertulia_core.session.intents import Connect
from tertulia_core.text import sanitize

if TYPE_CHECKING:
    from tertulia_tui.app import TertuliaApp

__all__ = ["known_places", "remember", "typed_place"]

_ = Catalogue("tertulia_tui").gettext


def known_places(app: "TertuliaApp") -> list[Choice]:
    """Return the servers that were visited, the latest first, each with its latest room."""
    found = []
    for server in _list(app).all():
        scheme = "ircs://" if server.tls else ""
        place = f"{scheme}{server.address}/{server.rooms[0] if server.rooms else ''}"
        hint = sanitize(server.nick, name=True)
        found.append(Choice(sanitize(place), hint, partial(app.go, Connect(place))))
    return found


def typed_place(app: "TertuliaApp", typed: str) -> Sequence[Choice]:
    """Return the place that an address names; nothing while it names none."""
    try:
        target = parse_target(typed) if typed.strip() else None
    except AddressError:
        return ()
    if target is None:
        return ()
    label = _("Connect to {place}").format(place=sanitize(str(target)))
    return (Choice(label, "", partial(app.go, Connect(typed.strip()))),)


def remember(app: "TertuliaApp") -> None:
    """Note that we are on the server on screen."""
    servers = app.servers
    _list(app).remember(servers.current.target, nick=servers.state.nick)


def _list(app: "TertuliaApp") -> KnownServers:
    """Return the person's list; guests, and who keeps nothing, have none."""
    options = app.servers.options
    is_kept = options.instance is not None and not options.is_guest
    return KnownServers(default_path() if is_kept else None)
