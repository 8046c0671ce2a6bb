"""History from outside: taken along, and forgotten.

Whoever owns the data folder may read every room, as the file itself could be
read. What two people said to each other is given only where one of them is
named, so that nobody reads it by the way.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

from tertulia_core.i18n import Catalogue
from tertulia_server.admin.records import to_record
from tertulia_server.admin.table import TABLE, AdminError, Answers, Office
from tertulia_server.commands.context import Later
from tertulia_server.model.sequences import Sequence
from tertulia_server.store.lines import account_of
from tertulia_server.store.ports import Erase, HistoryReader, Place

__all__ = ["Archive", "histories", "history_of"]

_ = Catalogue("tertulia_server").gettext

_PAGE: Final = 500
_DAY: Final = 86_400.0


class Archive(NamedTuple):
    """One history to read.

    Attributes:
        name: a channel's, or the other person's.
        ids: its sequence.
        account: whose lines alone are meant, ``""`` for everybody's.
    """

    name: str
    ids: Sequence
    account: str = ""


@TABLE.row("history export")
def export(office: Office, request: Mapping[str, Any]) -> Answers:
    """Give every message of a room, of all rooms, or what belongs to one person."""
    room, account = request.get("room", ""), request.get("account", "")
    history = history_of(office)
    for archive in list(histories(office, room, account)):
        number = 0
        while True:
            page = yield Later(partial(_read, history, archive, number))
            if page.last is None:
                break
            number = page.last
            for record in page.records:
                yield {"record": record}


@TABLE.row("history erase")
def erase(office: Office, request: Mapping[str, Any]) -> Answers:
    """Forget what a person said, or a room up to a moment."""
    account, room = request.get("account", ""), request.get("room", "")
    before = request.get("before")
    if not account and not room:
        raise AdminError(_("say whose messages, or of which room"))
    if account:
        account = _spelled(office, account)
    targets = [ids.room for _name, ids in _channels(office, room)] if room else [None]
    for target in targets:
        office.services.journal.add(Erase(account, target, before))
    yield {"line": _("what was said is being erased; older backups still hold it")}


@TABLE.row("history prune")
def prune(office: Office, request: Mapping[str, Any]) -> Answers:
    """Forget what is older than some days, by default those of the configuration."""
    days = request.get("days") or office.services.config.history.days
    office.services.journal.add(Erase(before=office.now.wall - days * _DAY))
    line = _("what is older than {days} days is being erased; older backups still hold it")
    yield {"line": line.format(days=f"{days:g}")}


def history_of(office: Office) -> HistoryReader:
    """Return what is kept, to be read with ``Later``.

    Raises:
        AdminError: nothing is.
    """
    if office.services.history is None:
        raise AdminError(_("this server keeps no history"))
    return office.services.history


def histories(office: Office, room: str = "", account: str = "") -> Iterator[Archive]:
    """Give the histories of one channel, of all, or everything that belongs to an account.

    Raises:
        AdminError: there is no such channel.
    """
    account = _spelled(office, account) if account else ""
    for name, ids in _channels(office, room):
        yield Archive(name, ids, account)
    if account and not room:
        identity = f"account:{office.services.world.fold(account)}"
        for other, ids in office.services.world.archives.conversations(identity):
            yield Archive(other.partition(":")[2], ids)


def _channels(office: Office, room: str) -> list[tuple[str, Sequence]]:
    channels = list(office.services.world.archives.channels(room))
    if room and not channels:
        raise AdminError(_("nothing is kept of a room {name}").format(name=room))
    return channels


def _spelled(office: Office, name: str) -> str:
    """Return an account as it is spelled; one that was deleted must be spelled by the asker."""
    account = office.services.world.accounts.get(name)
    return account.name if account is not None else name


class _Page(NamedTuple):
    """Some messages; ``last`` is the number of the last one looked at, ``None`` at the end."""

    records: list[dict[str, Any]]
    last: int | None


def _read(history: HistoryReader, archive: Archive, after: int) -> _Page:
    """Read the next messages; runs in a worker and touches nothing of the model that changes."""
    place = Place(after)
    entries = history.range(archive.ids.room, after=place, limit=_PAGE, newest=False)
    id_of: Callable[[int], str] = archive.ids.id_of
    records = [
        to_record(entry, archive.name, id_of)
        for entry in entries
        if not archive.account or account_of(entry.line) == archive.account
    ]
    return _Page(records, entries[-1].number if entries else None)
