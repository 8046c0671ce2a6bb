"""Who somebody is or was: WHOIS, WHOWAS, USERHOST and ISON.

Source: https://modern.ircdocs.horse/#user-based-queries
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.wire import numerics as n
from tertulia_core.wire.capabilities import METADATA, MULTI_PREFIX
from tertulia_core.wire.message import Message
from tertulia_server.commands.context import Context
from tertulia_server.commands.table import TABLE
from tertulia_server.model.names import to_host
from tertulia_server.model.refusals import Refusal
from tertulia_server.model.user import User

__all__: list[str] = []

_ = Catalogue("tertulia_server").gettext

_CHANNELS_BYTES: Final = 350
_MOST_HOSTS: Final = 5
_MOST_DIGITS: Final = 6


@TABLE.command(
    "WHOIS", min_params=1, missing=n.ERR_NONICKNAMEGIVEN, cost=2, syntax="[<server>] <nick>"
)
def whois(ctx: Context, message: Message) -> None:
    """Show what is known about a person.

    https://modern.ircdocs.horse/#whois-message
    """
    nick = message.params[1] if len(message.params) > 1 else message.params[0]
    if not nick:
        raise Refusal(n.ERR_NONICKNAMEGIVEN)
    user = ctx.world.users.get(nick)
    if user is None:
        ctx.reply.refuse(Refusal(n.ERR_NOSUCHNICK, nick))
    else:
        _describe(ctx, user)
    ctx.reply.numeric(n.RPL_ENDOFWHOIS, nick, _("That is all about the person"))


def _describe(ctx: Context, user: User) -> None:
    reply, server = ctx.reply, ctx.config.server
    reply.numeric(n.RPL_WHOISUSER, user.nick, user.username, user.host, "*", user.realname)
    for channels in _channel_lines(ctx, user):
        reply.numeric(n.RPL_WHOISCHANNELS, user.nick, channels)
    reply.numeric(n.RPL_WHOISSERVER, user.nick, server.name, server.description)
    if user.away:
        reply.numeric(n.RPL_AWAY, user.nick, user.away)
    if user.is_bot:
        reply.numeric(n.RPL_WHOISBOT, user.nick, _("is a bot"))
    if user.is_oper:
        reply.numeric(n.RPL_WHOISOPERATOR, user.nick, _("is an operator of the server"))
    if user is ctx.user or ctx.user.is_oper:
        _tell_address(ctx, user)
    if user.account:
        reply.numeric(n.RPL_WHOISACCOUNT, user.nick, user.account, _("is logged in as"))
    if user.sessions and all(session.is_tls for session in user.sessions):
        reply.numeric(n.RPL_WHOISSECURE, user.nick, _("is using a secure connection"))
    if ctx.session.caps & METADATA:
        for key, value in ctx.world.metadata.of(user).items():
            reply.numeric(n.RPL_WHOISKEYVALUE, user.nick, key, "*", value)
    idle, signon = int(ctx.now.mono - user.active), int(user.signon)
    reply.numeric(
        n.RPL_WHOISIDLE, user.nick, str(idle), str(signon), _("seconds idle, time of arrival")
    )


def _tell_address(ctx: Context, user: User) -> None:
    """Tell where the person really is, to the person and to operators."""
    address = to_host(user.address)
    shown = f"{user.username}@{user.host}"
    ctx.reply.numeric(n.RPL_WHOISACTUALLY, user.nick, shown, address, _("is the real address"))


def _channel_lines(ctx: Context, user: User) -> Iterator[str]:
    """Give the channels the asker may know about, with prefixes, a line's worth at a time."""
    if user.is_invisible and not ctx.user.shares_channel_with(user):
        return
    multi = bool(ctx.session.caps & MULTI_PREFIX)
    line = ""
    for channel, member in user.memberships.items():
        if not channel.is_visible_to(ctx.user):
            continue
        word = member.symbols(multi=multi) + channel.name
        if line and len(f"{line} {word}".encode()) > _CHANNELS_BYTES:
            yield line
            line = ""
        line = f"{line} {word}" if line else word
    if line:
        yield line


@TABLE.command(
    "WHOWAS", min_params=1, missing=n.ERR_NONICKNAMEGIVEN, cost=2, syntax="<nick> [<count>]"
)
def whowas(ctx: Context, message: Message) -> None:
    """Show who had a nick before, the latest first.

    https://modern.ircdocs.horse/#whowas-message
    """
    nick = message.params[0]
    count = _to_count(message.params[1]) if len(message.params) > 1 else 0
    entries = list(islice(ctx.world.whowas.find(nick), count or None))
    for entry in entries:
        reply = ctx.reply
        reply.numeric(n.RPL_WHOWASUSER, entry.nick, entry.username, entry.host, "*", entry.realname)
        moment = datetime.fromtimestamp(entry.time, UTC)
        reply.numeric(
            n.RPL_WHOISSERVER, entry.nick, ctx.config.server.name, f"{moment:%Y-%m-%d %H:%M:%S} UTC"
        )
    if not entries:
        ctx.reply.refuse(Refusal(n.ERR_WASNOSUCHNICK, nick))
    ctx.reply.numeric(n.RPL_ENDOFWHOWAS, nick, _("That is all about the nick"))


def _to_count(text: str) -> int:
    """Return how many entries are wanted, 0 for all: so it is for what is no positive number."""
    is_number = text.isascii() and text.isdigit()
    return int(text[:_MOST_DIGITS]) if is_number else 0


@TABLE.command("USERHOST", min_params=1, syntax="<nick>{ <nick>}")
def userhost(ctx: Context, message: Message) -> None:
    """Show the address of up to five people, and whether they are away.

    https://modern.ircdocs.horse/#userhost-message
    """
    words = []
    for nick in message.params[:_MOST_HOSTS]:
        user = ctx.world.users.get(nick)
        if user is not None:
            star, sign = "*" if user.is_oper else "", "-" if user.away else "+"
            words.append(f"{user.nick}{star}={sign}{user.username}@{user.host}")
    ctx.reply.numeric(n.RPL_USERHOST, " ".join(words))


@TABLE.command("ISON", min_params=1, syntax="<nick>{ <nick>}")
def ison(ctx: Context, message: Message) -> None:
    """Tell which of some nicks are here.

    https://modern.ircdocs.horse/#ison-message
    """
    wanted = " ".join(message.params).split()
    users = (ctx.world.users.get(nick) for nick in wanted)
    ctx.reply.numeric(n.RPL_ISON, " ".join(user.nick for user in users if user is not None))
