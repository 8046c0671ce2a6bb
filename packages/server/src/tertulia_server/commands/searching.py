"""SEARCH: find what was said, in all that one may read.

The command is this project's own; docs/protocol.md says how it is used.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from tertulia_core.wire.capabilities import VENDOR
from tertulia_core.wire.message import Message
from tertulia_server.commands.context import Context, Later, Steps
from tertulia_server.commands.reading import Readable, all_readable, find_readable
from tertulia_server.commands.replaying import to_outbound
from tertulia_server.commands.table import TABLE
from tertulia_server.model import fail_codes as codes
from tertulia_server.model.refusals import Fail
from tertulia_server.store.ports import Found, Query, StoreError

__all__ = ["MOST_FOUND", "parse_query"]

MOST_FOUND: Final = 50

_BATCH: Final = f"{VENDOR}/search"
_EVERYWHERE: Final = "*"
_PARTIAL: Final = "partial"
_DAY: Final = timedelta(days=1)


@TABLE.command("SEARCH", min_params=2, cost=3, syntax="<target or *> :<words and filters>")
def search(ctx: Context, message: Message) -> Steps:
    """Find what was said: words, and from:nick in:#channel before:2026-05-01 after:… has:link.

    docs/protocol.md, answered like https://ircv3.net/specs/extensions/chathistory
    """
    target, text = message.params[:2]
    query, places = parse_query(text)
    names = places or (() if target == _EVERYWHERE else (target,))
    readables = _readables(ctx, target, names)
    history = ctx.services.history
    if history is None:
        raise Fail(codes.SEARCH_UNAVAILABLE, target)
    query = query._replace(
        rooms={readable.ids.room: readable.floor for readable in readables},
        ranks={readable.ids.room: readable.ranks for readable in readables},
        limit=MOST_FOUND,
    )
    try:
        found: Found = yield Later(lambda: history.search(query))
    except StoreError as error:
        raise Fail(codes.SEARCH_UNAVAILABLE, target) from error
    by_room = {readable.ids.room: readable for readable in _readables(ctx, target, names)}
    with ctx.reply.batch(_BATCH, target, *([_PARTIAL] if found.is_partial else [])):
        for entry in reversed(found.entries):
            readable = by_room.get(entry.room)
            if readable is not None and readable.has(entry.number, entry.ranks):
                ctx.reply.own(to_outbound(entry, readable))


def _readables(ctx: Context, target: str, names: tuple[str, ...]) -> list[Readable]:
    """Return the histories to look into, or refuse: one of them is not to be read."""
    if not names:
        return list(all_readable(ctx))
    found = [find_readable(ctx, name) for name in names]
    readables = [readable for readable in found if readable is not None]
    if len(readables) < len(names):
        raise Fail(codes.SEARCH_INVALID_TARGET, target)
    return readables


def parse_query(text: str) -> tuple[Query, tuple[str, ...]]:
    """Read words and filters.

    A filter is ``name:value``; anything else, in quotation marks too, is a word to be found.

    Returns:
        The query, without rooms; and the targets that ``in:`` names.

    Raises:
        Fail: there is nothing to look for, or a date cannot be read.
    """
    words: list[str] = []
    senders: list[str] = []
    places: list[str] = []
    after = before = None
    has_link = False
    for word in _split(text):
        name, _, value = word.partition(":")
        match name.lower(), value:
            case ("from", nick) if nick:
                senders.append(nick.lower())
            case ("in", place) if place:
                places.append(place)
            case ("after", day) if day:
                after = (_day(day) + _DAY).timestamp() - 0.001
            case ("before", day) if day:
                before = _day(day).timestamp()
            case ("has", "link"):
                has_link = True
            case _:
                words.append(word.removeprefix('"').removesuffix('"'))
    words = [word for word in words if word]
    if not (words or senders or has_link):
        raise Fail(codes.SEARCH_INVALID_QUERY, text)
    query = Query(tuple(words), {}, tuple(senders), after, before, has_link)
    return query, tuple(places)


def _split(text: str) -> list[str]:
    """Return the words of a text; what stands in quotation marks is one, with the marks."""
    words = []
    for index, part in enumerate(text.split('"')):
        if index % 2 == 0:
            words += part.split()
        elif part.strip():
            words.append(f'"{part.strip()}"')
    return words


def _day(text: str) -> datetime:
    """Read ``2026-05-01``, which begins and ends in UTC."""
    try:
        day = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
        return min(day, datetime(9999, 1, 1, tzinfo=UTC))
    except ValueError:
        raise Fail(codes.SEARCH_INVALID_QUERY, text) from None
