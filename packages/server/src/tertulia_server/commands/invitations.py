"""Getting into a channel that does not let everybody in: INVITE and KNOCK.

Source: https://modern.ircdocs.horse/#invite-message
"""

from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.wire import numerics as n
from tertulia_core.wire.message import Message
from tertulia_server.commands.context import Context
from tertulia_server.commands.table import TABLE
from tertulia_server.model.modes import HALFOPS
from tertulia_server.model.refusals import Refusal

__all__: list[str] = []

_ = Catalogue("tertulia_server").gettext

_KNOCK_SECONDS: Final = 60.0
"""How long one waits before knocking again, anywhere."""


@TABLE.command("INVITE", syntax="[<nick> <channel>]")
def invite(ctx: Context, message: Message) -> None:
    """Invite somebody to a channel; without parameters, list where one is invited.

    Any member may, unless the channel is by invitation only: then its
    operators. The invitation opens everything but a key, once.
    https://modern.ircdocs.horse/#invite-message
    """
    if not message.params:
        _list_invites(ctx)
        return
    if len(message.params) < 2:
        raise Refusal(n.ERR_NEEDMOREPARAMS, "INVITE")
    target = ctx.world.get_user(message.params[0])
    channel = ctx.world.get_channel(message.params[1])
    member = channel.check_member(ctx.user)
    if target in channel.members:
        raise Refusal(n.ERR_USERONCHANNEL, target.nick, channel.name)
    if "i" in channel.modes and not member.rank & HALFOPS:
        raise Refusal(n.ERR_CHANOPRIVSNEEDED, channel.name)
    ctx.world.invite(target, channel)
    ctx.relay.invited(ctx.user, target, channel, ctx.now, ctx.session.link)
    ctx.reply.numeric(n.RPL_INVITING, target.nick, channel.name)
    if target.away:
        ctx.reply.numeric(n.RPL_AWAY, target.nick, target.away)


def _list_invites(ctx: Context) -> None:
    for channel in ctx.user.invites:
        if channel.members:
            ctx.reply.numeric(n.RPL_INVITELIST, channel.name)
    ctx.reply.numeric(n.RPL_ENDOFINVITELIST, _("End of your invitations"))


@TABLE.command("KNOCK", min_params=1, cost=3, syntax="<channel>")
def knock(ctx: Context, message: Message) -> None:
    """Ask the operators of a channel that is by invitation only to be let in.

    Not standardized; as in https://www.alien.net.au/irc/irc2numerics.html (710 to 714).
    """
    channel = ctx.world.get_channel(message.params[0])
    if not channel.is_visible_to(ctx.user):
        raise Refusal(n.ERR_NOSUCHCHANNEL, channel.name)
    if ctx.user in channel.members:
        raise Refusal(n.ERR_KNOCKONCHAN, channel.name)
    if "i" not in channel.modes:
        raise Refusal(n.ERR_CHANOPEN, channel.name)
    if channel.is_banned(ctx.user):
        raise Refusal(n.ERR_CANNOTKNOCK, channel.name)
    if ctx.now.mono < ctx.user.may_knock_at:
        raise Refusal(n.ERR_TOOMANYKNOCK, channel.name)
    ctx.user.may_knock_at = ctx.now.mono + _KNOCK_SECONDS
    ctx.relay.knocked(ctx.user, channel, _("asks to be invited"), ctx.now)
    ctx.reply.numeric(n.RPL_KNOCKDLVR, channel.name, _("Your knock was heard"))
