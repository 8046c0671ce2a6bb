"""STATS: figures of the server, those about others for operators only.

Source: https://modern.ircdocs.horse/#stats-message
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from tertulia_core.i18n import Catalogue
from tertulia_core.wire import numerics as n
from tertulia_core.wire.message import Message
from tertulia_server.commands.context import Context, Steps
from tertulia_server.commands.table import TABLE
from tertulia_server.model.names import to_host
from tertulia_server.model.refusals import Refusal
from tertulia_server.model.session import Phase

__all__: list[str] = []

_ = Catalogue("tertulia_server").gettext

_NOBODY: Final = "*"


class Query(NamedTuple):
    """One letter of STATS: whether it is for operators only, and what answers it."""

    is_for_opers: bool
    answer: Callable[[Context], Iterator[None]]


@TABLE.command("STATS", min_params=1, cost=2, syntax="<letter>")
def stats(ctx: Context, message: Message) -> Steps:
    """Show figures: u how long the server runs; for operators l links, m commands, o operators.

    https://modern.ircdocs.horse/#stats-message
    """
    letter = message.params[0][:1] or _NOBODY
    query = _QUERIES.get(letter)
    if query is not None:
        if query.is_for_opers and not ctx.user.is_oper:
            raise Refusal(n.ERR_NOPRIVILEGES)
        yield from query.answer(ctx)
    ctx.reply.numeric(n.RPL_ENDOFSTATS, letter, _("End of the figures"))


def _uptime(ctx: Context) -> Iterator[None]:
    """Give 242, in the words that programs have read there since RFC 1459."""
    seconds = int(ctx.now.wall - ctx.services.started)
    days, rest = divmod(max(0, seconds), 86_400)
    text = _("Server up {days} days {time}").format(
        days=days, time=f"{rest // 3600}:{rest // 60 % 60:02}:{rest % 60:02}"
    )
    ctx.reply.numeric(n.RPL_STATSUPTIME, text)
    yield


def _links(ctx: Context) -> Iterator[None]:
    """Give 211 for every connection: who, from where, bytes that wait, seconds open and silent."""
    for session in list(ctx.world.sessions.values()):
        if session.phase in (Phase.NEW, Phase.CLOSED):
            continue
        ctx.reply.numeric(
            n.RPL_STATSLINKINFO,
            session.shown_nick,
            to_host(session.address),
            str(ctx.services.figures.queued(session.link)),
            str(int(ctx.now.mono - session.opened)),
            str(int(ctx.now.mono - session.heard)),
        )
        yield


def _commands(ctx: Context) -> Iterator[None]:
    """Give 212 for every command that was used, most used first."""
    for name, count in ctx.services.figures.commands.most_common():
        ctx.reply.numeric(n.RPL_STATSCOMMANDS, name, str(count))
        yield


def _operators(ctx: Context) -> Iterator[None]:
    """Give 243 for every operator that the configuration names; they may come from anywhere."""
    for name in ctx.config.oper:
        ctx.reply.numeric(n.RPL_STATSOLINE, "O", "*@*", "*", name)
        yield


_QUERIES: Final[Mapping[str, Query]] = {
    "l": Query(True, _links),
    "m": Query(True, _commands),
    "o": Query(True, _operators),
    "u": Query(False, _uptime),
}
