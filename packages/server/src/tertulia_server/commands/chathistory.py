"""CHATHISTORY: what was said before, as much as one may read.

Source: https://ircv3.net/specs/extensions/chathistory
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from tertulia_core.broadcast.outbound import server_time
from tertulia_core.wire.message import Message
from tertulia_server.capabilities import CHATHISTORY_MAX
from tertulia_server.commands.context import Context, Later, Steps
from tertulia_server.commands.reading import Readable, all_readable, find_readable
from tertulia_server.commands.replaying import SPOKEN, replay, verbs_for
from tertulia_server.commands.table import TABLE
from tertulia_server.model import fail_codes as codes
from tertulia_server.model.moments import from_reference
from tertulia_server.model.refusals import Fail
from tertulia_server.store.ports import Entry, HistoryReader, Place, StoreError

__all__: list[str] = []

_BATCH: Final = "chathistory"
_TARGETS_BATCH: Final = "draft/chathistory-targets"
_LATEST: Final = "*"
_MSGID: Final = "msgid="
_MOST_DIGITS: Final = 9


class _Request(NamedTuple):
    """What is asked for.

    Attributes:
        subcommand, target: as they were written.
        places: the references, ``None`` for ``*``.
    """

    subcommand: str
    target: str
    readable: Readable
    places: tuple[Place | None, ...]
    limit: int
    verbs: frozenset[str]


@TABLE.command(
    "CHATHISTORY",
    min_params=1,
    cost=2,
    syntax="<subcommand> <target> <reference> [<reference>] <limit>",
)
def chathistory(ctx: Context, message: Message) -> Steps:
    """Show what was said in a channel you are in, or between you and somebody else.

    https://ircv3.net/specs/extensions/chathistory#chathistory-command
    """
    subcommand = message.params[0]
    if subcommand.upper() == "TARGETS":
        return _targets(ctx, message.params)
    find = _FINDERS.get(subcommand.upper())
    references = 2 if subcommand.upper() == "BETWEEN" else 1
    if find is None or len(message.params) != references + 3:
        raise Fail(codes.CHATHISTORY_INVALID_PARAMS, subcommand)
    return _answer(ctx, _request(ctx, message.params), find)


def _answer(ctx: Context, request: _Request, find: "_Finder") -> Steps:
    """Read, and replay what was found if it may still be read."""
    history, failed = (
        ctx.services.history,
        Fail(codes.CHATHISTORY_MESSAGE_ERROR, request.subcommand, request.target),
    )
    if history is None:
        raise failed
    try:
        entries: list[Entry] = yield Later(lambda: find(history, request))
    except StoreError as error:
        raise failed from error
    if find_readable(ctx, request.target) != request.readable:
        raise Fail(codes.CHATHISTORY_INVALID_TARGET, request.subcommand, request.target)
    with ctx.reply.batch(_BATCH, request.target):
        replay(ctx, entries, request.readable)


# -- what is asked for ----------------------------------------------------


def _request(ctx: Context, params: tuple[str, ...]) -> _Request:
    subcommand, target, *references, limit = params
    readable = find_readable(ctx, target)
    if readable is None:
        raise Fail(codes.CHATHISTORY_INVALID_TARGET, subcommand, target)
    places = tuple(_place(subcommand, target, reference, readable) for reference in references)
    number = _limit(subcommand, limit)
    return _Request(subcommand, target, readable, places, number, verbs_for(ctx.session.caps))


def _place(subcommand: str, target: str, reference: str, readable: Readable) -> Place | None:
    """Read a reference; ``*`` is one for LATEST."""
    if reference == _LATEST and subcommand.upper() == "LATEST":
        return None
    if reference.startswith(_MSGID):
        number = readable.ids.number_of(reference.removeprefix(_MSGID))
        if number is None:
            raise Fail(codes.CHATHISTORY_MESSAGE_ERROR, subcommand, target)
        return Place(number)
    return Place(time=_moment(subcommand, reference, target))


def _moment(subcommand: str, reference: str, *context: str) -> float:
    moment = from_reference(reference)
    if moment is not None:
        return moment
    if reference.startswith("timestamp="):
        raise Fail(codes.CHATHISTORY_INVALID_PARAMS, subcommand, reference)
    raise Fail(codes.CHATHISTORY_INVALID_MSGREFTYPE, subcommand, *context)


def _limit(subcommand: str, text: str) -> int:
    number = int(text[:_MOST_DIGITS]) if text.isascii() and text.isdigit() else 0
    if not number:
        raise Fail(codes.CHATHISTORY_INVALID_PARAMS, subcommand, text)
    return min(number, CHATHISTORY_MAX)


# -- how it is found, in another thread -----------------------------------

_Finder = Callable[[HistoryReader, _Request], list[Entry]]


def _range(
    history: HistoryReader,
    request: _Request,
    after: Place | None,
    before: Place | None,
    *,
    newest: bool,
) -> list[Entry]:
    readable = request.readable
    return history.range(
        readable.ids.room,
        after=after,
        before=before,
        limit=request.limit,
        newest=newest,
        floor=readable.floor,
        ranks=readable.ranks,
        commands=request.verbs,
    )


def _before(history: HistoryReader, request: _Request) -> list[Entry]:
    return _range(history, request, None, request.places[0], newest=True)


def _after(history: HistoryReader, request: _Request) -> list[Entry]:
    return _range(history, request, request.places[0], None, newest=False)


def _latest(history: HistoryReader, request: _Request) -> list[Entry]:
    return _range(history, request, request.places[0], None, newest=True)


def _around(history: HistoryReader, request: _Request) -> list[Entry]:
    (place,), readable = request.places, request.readable
    assert place is not None, "only LATEST takes *"
    return history.around(
        readable.ids.room,
        place,
        limit=request.limit,
        floor=readable.floor,
        ranks=readable.ranks,
        commands=request.verbs,
    )


def _between(history: HistoryReader, request: _Request) -> list[Entry]:
    """Count from the first reference on, towards the second, wherever that is."""
    first, second = request.places
    assert first is not None, "only LATEST takes *"
    assert second is not None, "only LATEST takes *"
    if first.number is not None and second.number is not None:
        is_back = first.number > second.number
    else:
        room = request.readable.ids.room
        is_back = _time_of(history, room, first) > _time_of(history, room, second)
    if is_back:
        return _range(history, request, second, first, newest=True)
    return _range(history, request, first, second, newest=False)


def _time_of(history: HistoryReader, room: int, place: Place) -> float:
    """Return the moment of a place, that of the next message if its own is gone."""
    if place.number is None:
        return place.time
    found = history.around(room, place, limit=1)
    return found[0].time if found else float("inf")


_FINDERS: Final[dict[str, _Finder]] = {
    "BEFORE": _before,
    "AFTER": _after,
    "LATEST": _latest,
    "AROUND": _around,
    "BETWEEN": _between,
}


# -- TARGETS --------------------------------------------------------------


def _targets(ctx: Context, params: tuple[str, ...]) -> Steps:
    """Tell where something was said lately, the oldest first.

    https://ircv3.net/specs/extensions/chathistory#targets
    """
    if len(params) != 4:
        raise Fail(codes.CHATHISTORY_INVALID_PARAMS, params[0])
    subcommand, first, second, text = params
    bounds = _moment(subcommand, first, first), _moment(subcommand, second, second)
    limit = _limit(subcommand, text)
    history, readables = ctx.services.history, list(all_readable(ctx))
    if history is None:
        raise Fail(codes.CHATHISTORY_MESSAGE_ERROR, subcommand, _LATEST)
    try:
        times: list[float | None] = yield Later(lambda: _newest(history, readables))
    except StoreError as error:
        raise Fail(codes.CHATHISTORY_MESSAGE_ERROR, subcommand, _LATEST) from error
    pairs = zip(times, readables, strict=True)
    low, high = min(bounds), max(bounds)
    found = sorted(
        (time, readable.name) for time, readable in pairs if time is not None and low < time < high
    )
    shown = found[:limit] if bounds[0] <= bounds[1] else found[-limit:]
    with ctx.reply.batch(_TARGETS_BATCH):
        for time, name in shown:
            ctx.reply.line("CHATHISTORY", "TARGETS", name, server_time(time))


def _newest(history: HistoryReader, readables: list[Readable]) -> list[float | None]:
    """Return when something was last said in each history."""
    times: list[float | None] = []
    for readable in readables:
        found = history.range(
            readable.ids.room,
            limit=1,
            newest=True,
            floor=readable.floor,
            ranks=readable.ranks,
            commands=SPOKEN,
        )
        times.append(found[0].time if found else None)
    return times
