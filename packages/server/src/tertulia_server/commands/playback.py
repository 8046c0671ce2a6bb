"""What was said before one came, for clients that cannot ask for it.

A client with ``draft/chathistory`` asks when and for what it likes, and is
played nothing. To others the last messages are shown on entering, few of them
and marked, because many of these clients would show them as said just now.

Source: https://ircv3.net/specs/extensions/chathistory#implementation
"""

from datetime import UTC, datetime
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.wire.capabilities import CHATHISTORY, ZNC_PLAYBACK
from tertulia_server.commands.context import Busy, Context, Later, Steps
from tertulia_server.commands.reading import Readable, find_readable
from tertulia_server.commands.replaying import SPOKEN, replay
from tertulia_server.model.channel import Membership
from tertulia_server.store.ports import Entry, Place, StoreError

__all__ = ["play_back"]

_ = Catalogue("tertulia_server").gettext

_BATCH: Final = "chathistory"


def play_back(ctx: Context, member: Membership) -> Steps:
    """Show the last messages of the channel that somebody has entered, if the client needs it."""
    count, history = ctx.config.history.playback, ctx.services.history
    readable = find_readable(ctx, member.channel.name)
    can_ask = bool(ctx.session.caps & (CHATHISTORY | ZNC_PLAYBACK))
    if not count or history is None or readable is None or can_ask:
        return
    try:
        entries: list[Entry] = yield Later(
            lambda: history.range(
                readable.ids.room,
                before=Place(member.since),
                limit=count,
                newest=True,
                floor=readable.floor,
                ranks=readable.ranks,
                commands=SPOKEN,
            )
        )
    except (StoreError, Busy):
        return  # nobody asked for it
    is_there = member.channel.members.get(ctx.user) is member
    if entries and is_there and find_readable(ctx, member.channel.name) is not None:
        _show(ctx, readable, entries)


def _show(ctx: Context, readable: Readable, entries: list[Entry]) -> None:
    start, end = (datetime.fromtimestamp(entries[at].time, UTC) for at in (0, -1))
    ctx.reply.line(
        "NOTICE",
        readable.name,
        _("Said before you came, from {start} to {end} UTC:").format(
            start=f"{start:%Y-%m-%d %H:%M}", end=f"{end:%Y-%m-%d %H:%M}"
        ),
    )
    with ctx.reply.batch(_BATCH, readable.name):
        replay(ctx, entries, readable)
    ctx.reply.line("NOTICE", readable.name, _("That was said before you came."))
