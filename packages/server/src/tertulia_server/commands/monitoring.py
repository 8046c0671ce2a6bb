"""MONITOR: being told when people come and go.

Source: https://ircv3.net/specs/extensions/monitor
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.wire import numerics as n
from tertulia_core.wire.message import Message
from tertulia_server.capabilities import MONITOR_MAX
from tertulia_server.commands.context import Context
from tertulia_server.commands.table import TABLE
from tertulia_server.model.refusals import Refusal

__all__: list[str] = []

_ = Catalogue("tertulia_server").gettext

_LIST_BYTES: Final = 350


@TABLE.command("MONITOR", min_params=1, syntax="+|- <nick>{,<nick>} | C | L | S")
def monitor(ctx: Context, message: Message) -> None:
    """Be told when people come and go: add and remove nicks, clear, list, or ask who is here.

    https://ircv3.net/specs/extensions/monitor
    """
    action, *rest = message.params
    run = _ACTIONS.get(action.upper())
    if run is not None:
        run(ctx, [nick for nick in rest[0].split(",") if nick] if rest else [])


def _add(ctx: Context, nicks: list[str]) -> None:
    book = ctx.world.monitor
    watched = []
    for at, nick in enumerate(nicks):
        if not ctx.world.is_nick(nick):
            ctx.reply.refuse(Refusal(n.ERR_ERRONEUSNICKNAME, nick))
        elif book.count(ctx.session) >= MONITOR_MAX:
            rest = ",".join(nicks[at:])
            ctx.reply.refuse(Refusal(n.ERR_MONLISTFULL, str(MONITOR_MAX), rest))
            break
        else:
            book.watch(ctx.session, nick)
            watched.append(nick)
    _tell(ctx, watched)


def _remove(ctx: Context, nicks: list[str]) -> None:
    for nick in nicks:
        ctx.world.monitor.unwatch(ctx.session, nick)


def _clear(ctx: Context, _nicks: list[str]) -> None:
    ctx.world.monitor.clear(ctx.session)


def _list(ctx: Context, _nicks: list[str]) -> None:
    for line in _in_lines(ctx.world.monitor.watched_by(ctx.session)):
        ctx.reply.numeric(n.RPL_MONLIST, line)
    ctx.reply.numeric(n.RPL_ENDOFMONLIST, _("End of the list"))


def _status(ctx: Context, _nicks: list[str]) -> None:
    _tell(ctx, ctx.world.monitor.watched_by(ctx.session))


_ACTIONS: Final[Mapping[str, Callable[[Context, list[str]], None]]] = {
    "+": _add,
    "-": _remove,
    "C": _clear,
    "L": _list,
    "S": _status,
}


def _tell(ctx: Context, nicks: Iterable[str]) -> None:
    """Tell which of ``nicks`` are here, with their source, and which are not."""
    online, offline = [], []
    for nick in nicks:
        user = ctx.world.users.get(nick)
        if user is None:
            offline.append(nick)
        else:
            online.append(user.source)
    for numeric, words in ((n.RPL_MONONLINE, online), (n.RPL_MONOFFLINE, offline)):
        for line in _in_lines(words):
            ctx.reply.numeric(numeric, line)


def _in_lines(words: Iterable[str]) -> Iterator[str]:
    line = ""
    for word in words:
        if line and len(line) + 1 + len(word) > _LIST_BYTES:
            yield line
            line = ""
        line = f"{line},{word}" if line else word
    if line:
        yield line
