"""NS, CS and their long names: asking NickServ and ChanServ without writing to them."""

from tertulia_core.wire.message import Message
from tertulia_server.commands.chanserv import CHANSERV
from tertulia_server.commands.context import Context, Steps
from tertulia_server.commands.helpers import ask
from tertulia_server.commands.regaining import NICKSERV
from tertulia_server.commands.table import TABLE

__all__: list[str] = []


@TABLE.command("NS", cost=2, syntax="<command> [<words>]")
def nickserv(ctx: Context, message: Message) -> Steps:
    """Ask NickServ, who keeps accounts; HELP lists what it can do.

    https://modern.ircdocs.horse/#privmsg-message
    """
    return ask(ctx, NICKSERV, " ".join(message.params).split())


@TABLE.command("CS", cost=2, syntax="<command> [<words>]")
def chanserv(ctx: Context, message: Message) -> Steps:
    """Ask ChanServ, who keeps channels; HELP lists what it can do.

    https://modern.ircdocs.horse/#privmsg-message
    """
    return ask(ctx, CHANSERV, " ".join(message.params).split())


TABLE.command("NICKSERV", cost=2, syntax="<command> [<words>]")(nickserv)
TABLE.command("CHANSERV", cost=2, syntax="<command> [<words>]")(chanserv)
