"""ACCEPT: who may write to one who takes messages from people with accounts only (``+R``).

Not standardized; as the servers that have the mode do it.
"""

from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.wire import numerics as n
from tertulia_core.wire.message import Message
from tertulia_server.commands.context import Context
from tertulia_server.commands.table import TABLE
from tertulia_server.model.refusals import Refusal

__all__: list[str] = []

_ = Catalogue("tertulia_server").gettext

_LIST: Final = "*"


@TABLE.command("ACCEPT", min_params=1, syntax="<nick>{,<nick>} | -<nick>{,-<nick>} | *")
def accept(ctx: Context, message: Message) -> None:
    """Take private messages from somebody without an account, though user mode R is set.

    A minus takes it back, an asterisk lists. Writing to somebody accepts them too.
    https://github.com/ircdocs/modern-irc (numerics 281, 282, 456, 457, 458)
    """
    for word in dict.fromkeys(filter(None, message.params[0].split(","))):
        try:
            _do(ctx, word)
        except Refusal as refusal:
            ctx.reply.refuse(refusal)


def _do(ctx: Context, word: str) -> None:
    accepted = ctx.user.accepted
    if word == _LIST:
        for user in accepted:
            if not user.is_gone:
                ctx.reply.numeric(n.RPL_ACCEPTLIST, user.nick)
        ctx.reply.numeric(n.RPL_ENDOFACCEPT, _("End of the list"))
        return
    target = ctx.world.get_user(word.removeprefix("-"))
    if word.startswith("-"):
        if target not in accepted:
            raise Refusal(n.ERR_ACCEPTNOT, target.nick)
        del accepted[target]
    elif target in accepted:
        raise Refusal(n.ERR_ACCEPTEXIST, target.nick)
    elif not ctx.user.accept(target):
        raise Refusal(n.ERR_ACCEPTFULL)
