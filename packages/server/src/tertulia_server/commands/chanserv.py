"""ChanServ: channels that stay somebody's when nobody is in them."""

from datetime import UTC, datetime
from typing import Final

from tertulia_core.i18n import N_, Catalogue
from tertulia_server.commands.context import Context
from tertulia_server.commands.logins import make_founder
from tertulia_server.commands.notices import Helper, HelperRefusal, Words, say
from tertulia_server.model.modes import FOUNDER
from tertulia_server.model.registered import MOST_CHANNELS

__all__ = ["CHANSERV"]

_ = Catalogue("tertulia_server").gettext

CHANSERV: Final = Helper("ChanServ")


@CHANSERV.command("REGISTER", "<channel>")
def _register(ctx: Context, words: Words) -> None:
    """Keep a channel you operate: its topic, its modes, its lists, and your rank."""
    if not ctx.user.account:
        raise HelperRefusal(N_("You are not logged in to an account"))
    channel = ctx.world.get_channel(words[0])
    member = channel.check_rank(ctx.user)
    if channel.founder:
        raise HelperRefusal(N_("That channel is registered already"))
    if len(ctx.world.registered.of(ctx.user.account)) >= MOST_CHANNELS:
        raise HelperRefusal(N_("You have as many channels as one may have"))
    ctx.world.register(channel, ctx.user.account)
    make_founder(ctx, member)
    say(ctx, CHANSERV, _("{channel} is yours").format(channel=channel.name))


@CHANSERV.command("DROP", "<channel>")
def _drop(ctx: Context, words: Words) -> None:
    """Give a channel of yours back."""
    name = words[0]
    founder = ctx.world.registered.founder_of(name)
    if not founder or (founder != ctx.user.account and not ctx.user.is_oper):
        raise HelperRefusal(N_("That channel is not yours"))
    ctx.world.unregister(name)
    channel = ctx.world.channels.get(name)
    if channel is not None:
        for member in channel.members.values():
            if member.rank & FOUNDER:
                ctx.world.set_rank(member, member.rank & ~FOUNDER)
                ctx.reply.own(ctx.relay.modes_given(member, "-q", ctx.now, ctx.session.link))
    say(ctx, CHANSERV, _("{channel} belongs to nobody now").format(channel=name))


@CHANSERV.command("INFO", "<channel>")
def _info(ctx: Context, words: Words) -> None:
    """Tell whose a channel is."""
    name = words[0]
    founder = ctx.world.registered.founder_of(name)
    channel = ctx.world.channels.get(name)
    is_hidden = channel is not None and not channel.is_visible_to(ctx.user)
    if not founder or is_hidden:
        raise HelperRefusal(N_("That channel is not registered"))
    since = datetime.fromtimestamp(ctx.world.registered.created(name), UTC)
    sentence = _("{channel} belongs to {founder} and was made on {day}")
    text = sentence.format(channel=name, founder=founder, day=f"{since:%Y-%m-%d}")
    say(ctx, CHANSERV, text)
