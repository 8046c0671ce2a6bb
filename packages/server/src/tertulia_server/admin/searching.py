"""Search from outside: through every room, or what belongs to one account."""

from collections.abc import Mapping
from typing import Any

from tertulia_core.i18n import Catalogue
from tertulia_server.admin.history import histories, history_of
from tertulia_server.admin.records import to_record
from tertulia_server.admin.table import TABLE, AdminError, Answers, Office
from tertulia_server.commands.context import Later
from tertulia_server.commands.searching import parse_query
from tertulia_server.store.ports import EVERY_RANK, Found

__all__: list[str] = []

_ = Catalogue("tertulia_server").gettext


@TABLE.row("search", "query")
def search(office: Office, request: Mapping[str, Any]) -> Answers:
    """Give the newest messages with some words, the oldest of them first."""
    history = history_of(office)
    query, places = parse_query(request["query"])
    account = request.get("account", "")
    if account and places:
        raise AdminError(_("in: names rooms, and an account means its private messages"))
    archives = {
        archive.ids.room: archive
        for place in places or ("",)
        for archive in histories(office, place, account)
        if not archive.account
    }
    query = query._replace(
        rooms=dict.fromkeys(archives, 0), ranks=dict.fromkeys(archives, EVERY_RANK)
    )
    found: Found = yield Later(lambda: history.search(query))
    for entry in reversed(found.entries):
        archive = archives[entry.room]
        yield {"record": to_record(entry, archive.name, archive.ids.id_of)}
    if found.is_partial:
        yield {"note": _("there may be more: the search took too long")}
