"""A copy of everything that is kept, made while the server goes on."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from tertulia_core.i18n import Catalogue
from tertulia_server.admin.table import TABLE, AdminError, Answers, Office
from tertulia_server.commands.context import Later

__all__: list[str] = []

_ = Catalogue("tertulia_server").gettext


@TABLE.row("backup", "file")
def backup(office: Office, request: Mapping[str, Any]) -> Answers:
    """Copy the store into a file, which the server writes."""
    file = Path(request["file"])
    if not file.is_absolute() or file.is_dir():
        raise AdminError(_("{file} is no name of a file").format(file=file))
    if not file.parent.is_dir():
        raise AdminError(_("there is no folder {folder}").format(folder=file.parent))
    yield Later(partial(office.store.back_up, file))
    yield {"line": _("{file} holds everything up to now").format(file=file)}
