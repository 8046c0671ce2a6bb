"""What a person wants of this computer instead of the server: files and settings."""

import datetime as dt
from pathlib import Path

from tertulia_core.client.exporting import export
from tertulia_core.client.options import ClientOptions
from tertulia_core.client.preferences import to_changes
from tertulia_core.clock import Clock
from tertulia_core.errors import ConfigError, ExportError
from tertulia_core.i18n import Catalogue
from tertulia_core.session import intents
from tertulia_core.session.engine import ClientSession
from tertulia_core.session.events import Event

__all__ = ["export_room", "keep_choices"]

_ = Catalogue("tertulia_core").gettext


def export_room(
    session: ClientSession, options: ClientOptions, clock: Clock, intent: intents.ExportRoom
) -> list[Event]:
    """Write a room into a file, and say where."""
    room = session.state.rooms.get(intent.room)
    if room is None:
        return []
    if options.is_guest:
        return session.report(_("Guests of this computer write no files here."))
    now = dt.datetime.fromtimestamp(clock.wall()).astimezone()
    try:
        path = export(room, intent.path, Path.home(), now)
    except ExportError as error:
        return session.report(str(error))
    return session.tell(_("This room was written into {file}.").format(file=path))


def keep_choices(session: ClientSession, options: ClientOptions) -> list[Event]:
    """Write into the settings whom and what the person wants to hear about."""
    file = options.settings_file
    if file is None:
        return []
    try:
        choices = session.state.attention.to_choices()
        changes = to_changes(file.load(), session.settings.address, choices)
        if changes:
            file.save(**changes)
    except ConfigError as error:
        return session.report(str(error))
    return []
