"""*playback: what was said, for clients that know it from the bouncer ZNC.

``PRIVMSG *playback :play #sala 1780000000.5`` shows what was said since then,
``*`` for everything one may read. A client with ``znc.in/playback`` asks by
itself, so it is played nothing on entering.

Source: https://wiki.znc.in/Playback
"""

from typing import Final

from tertulia_core.i18n import N_
from tertulia_server.commands.context import Context, Later, Steps
from tertulia_server.commands.notices import Helper, HelperRefusal, Words
from tertulia_server.commands.reading import Readable, all_readable, find_readable
from tertulia_server.commands.replaying import SPOKEN, replay
from tertulia_server.store.ports import Entry, HistoryReader, Place, StoreError

__all__ = ["PLAYBACK"]

PLAYBACK: Final = Helper("*playback")

_BATCH: Final = "znc.in/playback"
_EVERYTHING: Final = "*"
_MILLISECOND: Final = 0.001
_LAST: Final = 253_402_300_799.0
"""The end of the year 9999."""


@PLAYBACK.command("PLAY", "<target> [since] [until]")
def _play(ctx: Context, words: Words) -> Steps:
    """Show what was said to a channel or a nick, or everywhere for an asterisk."""
    target, *times = words
    since, until = (*(_seconds(word) for word in times[:2]), None, None)[:2]
    history, readables = ctx.services.history, _readables(ctx, target)
    if history is None:
        raise HelperRefusal(_NOTHING)
    most = ctx.config.limits.znc_max_messages
    for readable in readables:
        yield from _play_one(ctx, history, readable, (since, until), most)


def _play_one(
    ctx: Context,
    history: HistoryReader,
    readable: Readable,
    times: tuple[float | None, float | None],
    most: int,
) -> Steps:
    since, until = times
    try:
        entries: list[Entry] = yield Later(
            lambda: history.range(
                readable.ids.room,
                after=None if since is None else Place(time=since - _MILLISECOND),
                before=None if until is None else Place(time=until),
                limit=most,
                newest=True,
                floor=readable.floor,
                ranks=readable.ranks,
                commands=SPOKEN,
            )
        )
    except StoreError as error:
        raise HelperRefusal(_NOTHING) from error
    if entries and find_readable(ctx, readable.name) is not None:
        with ctx.reply.batch(_BATCH, readable.name):
            replay(ctx, entries, readable)


def _readables(ctx: Context, target: str) -> list[Readable]:
    """Return what is to be played, or refuse."""
    if target == _EVERYTHING:
        return list(all_readable(ctx))
    readable = find_readable(ctx, target)
    if readable is None:
        raise HelperRefusal(_NOTHING)
    return [readable]


def _seconds(word: str) -> float:
    """Read Unix seconds, which may have a fraction."""
    digits, _, fraction = word.partition(".")
    if not (f"{digits}{fraction}".isascii() and f"{digits}{fraction}".isdigit()):
        raise HelperRefusal(N_("That is no moment"))
    return min(float(word), _LAST)


_NOTHING: Final = N_("There is no history that you may read there")
