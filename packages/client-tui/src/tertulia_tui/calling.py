"""Calls for the person who looks elsewhere: core says which messages, the terminal how."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tertulia_core.client.server_events import Elsewhere, Happening, ServerId
from tertulia_core.session.events import Event
from tertulia_core.session.notifying import Notifier

if TYPE_CHECKING:
    from tertulia_tui.app import TertuliaApp

__all__ = ["Calling"]


class Calling:
    """Notifies while the terminal is not looked at. Owner: the UI thread."""

    def __init__(self, app: "TertuliaApp") -> None:
        self._app = app
        self._notifiers: dict[ServerId, Notifier] = {}
        self.is_away = False

    def look_at(self, happened: Iterable[Happening], now: float) -> None:
        """Call for what happened, if the person looks elsewhere and wants to hear of it."""
        if not self.is_away:
            return
        of_server: dict[ServerId, list[Event]] = {}
        for event in happened:
            match event:
                case Elsewhere(server, inner):
                    of_server.setdefault(server, []).append(inner)
                case _:
                    place = of_server.setdefault(self._app.servers.shown.id, [])
                    place.append(event)  # type: ignore[arg-type]  # those of servers are no lines
        states = self._app.servers.states()
        for server, events in of_server.items():
            notifier = self._notifiers.setdefault(server, Notifier())
            for each in notifier.of(events, states[server], now) if server in states else ():
                is_heard = self._app.servers.options.settings.sound
                sign = self._app.signs.notification(f"{each.title}: {each.text}", heard=is_heard)
                self._app.write_sign(sign)
