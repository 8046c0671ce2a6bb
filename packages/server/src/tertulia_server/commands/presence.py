"""How one appears to others: AWAY and SETNAME."""

from tertulia_core.i18n import Catalogue
from tertulia_core.wire import numerics as n
from tertulia_core.wire.capabilities import PRE_AWAY
from tertulia_core.wire.limits import cut_bytes
from tertulia_core.wire.message import Message
from tertulia_server.commands.context import Context
from tertulia_server.commands.table import TABLE, When
from tertulia_server.model.fail_codes import SETNAME_INVALID_REALNAME
from tertulia_server.model.names import REALNAME_BYTES
from tertulia_server.model.refusals import Fail, Refusal

__all__: list[str] = []

_ = Catalogue("tertulia_server").gettext


@TABLE.command("AWAY", when=When.ALWAYS, syntax="[:<text>]")
def away(ctx: Context, message: Message) -> None:
    """Say that one is away, and why; without a text, that one is back.

    Who has draft/pre-away may say so before being registered.
    https://modern.ircdocs.horse/#away-message
    https://ircv3.net/specs/extensions/pre-away
    """
    session = ctx.session
    if session.user is None and not session.caps & PRE_AWAY:
        raise Refusal(n.ERR_NOTREGISTERED)
    text = message.params[0] if message.params else ""
    session.away = cut_bytes(text, ctx.config.limits.reason_length)
    if session.away:
        ctx.reply.numeric(n.RPL_NOWAWAY, _("You are marked as away"))
    else:
        ctx.reply.numeric(n.RPL_UNAWAY, _("You are not marked as away any more"))
    if session.user is not None:
        ctx.services.update_away(session.user, ctx.now, session.link)


@TABLE.command("SETNAME", min_params=1, syntax=":<real name>")
def setname(ctx: Context, message: Message) -> None:
    """Change one's real name.

    https://ircv3.net/specs/extensions/setname
    """
    name = message.params[0]
    if not name or len(name.encode()) > REALNAME_BYTES:
        raise Fail(SETNAME_INVALID_REALNAME)
    ctx.user.realname = name
    ctx.reply.own(ctx.relay.realname_changed(ctx.user, ctx.now, ctx.session.link))
