"""From a connection to a person and back: PASS, NICK, USER, WEBIRC, PING, PONG and QUIT.

Source: https://modern.ircdocs.horse/#connection-registration
"""

import logging

from tertulia_core.address import is_loopback
from tertulia_core.i18n import Catalogue
from tertulia_core.wire import numerics as n
from tertulia_core.wire.limits import cut_bytes
from tertulia_core.wire.message import Message
from tertulia_server.commands.context import Context, Steps
from tertulia_server.commands.table import TABLE, When
from tertulia_server.commands.welcome import complete_registration, person_of
from tertulia_server.config.networks import Networks
from tertulia_server.model.names import REALNAME_BYTES, to_known_host, to_literal, to_username
from tertulia_server.model.refusals import Refusal
from tertulia_server.model.session import Phase

__all__: list[str] = []

_ = Catalogue("tertulia_server").gettext
_log = logging.getLogger(__name__)


@TABLE.command("PASS", min_params=1, when=When.BEFORE, cost=0, syntax="<password>")
def pass_(ctx: Context, message: Message) -> None:
    """Give the server's password, before NICK and USER.

    https://modern.ircdocs.horse/#pass-message
    """
    session = ctx.session
    if not (session.nick and session.username):
        session.password = message.params[0]


@TABLE.command(
    "NICK", min_params=1, when=When.ALWAYS, missing=n.ERR_NONICKNAMEGIVEN, syntax="<nick>"
)
def nick(ctx: Context, message: Message) -> Steps | None:
    """Choose a nick, or another one.

    https://modern.ircdocs.horse/#nick-message
    """
    wanted = message.params[0]
    if not wanted:
        raise Refusal(n.ERR_NONICKNAMEGIVEN)
    if ctx.session.phase is Phase.REGISTERED:
        _rename(ctx, wanted)
        return None
    ctx.session.asked = wanted
    if not _may_log_in_for(ctx, wanted):
        ctx.world.check_nick(wanted, person_of(ctx), ctx.session.account)
    ctx.session.nick = wanted
    return complete_registration(ctx)


def _may_log_in_for(ctx: Context, nick: str) -> bool:
    """Tell whether a nick is taken by somebody whom the connection may turn out to be.

    Clients name their nick first and log in then; whether it is theirs is asked once both are
    done.
    """
    session, world = ctx.session, ctx.world
    if not session.is_negotiating or session.account or not world.is_nick(nick):
        return False
    holder = world.users.get(nick)
    return bool(holder.account) if holder is not None else world.accounts.get(nick) is not None


def _rename(ctx: Context, wanted: str) -> None:
    user = ctx.user
    if user.nick == wanted:
        return
    ctx.world.check_nick(wanted, user)
    ctx.reply.own(ctx.services.rename(user, wanted, ctx.now, ctx.session.link))


@TABLE.command("USER", min_params=4, when=When.BEFORE, cost=0, syntax="<username> 0 * :<real name>")
def user(ctx: Context, message: Message) -> Steps | None:
    """Say who one is, once, when connecting.

    https://modern.ircdocs.horse/#user-message
    """
    realname = cut_bytes(message.params[3], REALNAME_BYTES)
    if not realname:
        raise Refusal(n.ERR_NEEDMOREPARAMS, "USER")
    ctx.session.username = to_username(message.params[0])
    ctx.session.realname = realname
    return complete_registration(ctx)


@TABLE.command(
    "WEBIRC",
    min_params=4,
    when=When.BEFORE,
    cost=0,
    syntax="<password> <gateway> <hostname> <ip> [:<options>]",
)
def webirc(ctx: Context, message: Message) -> None:
    """Say for whom a gateway connects, as its very first command.

    https://ircv3.net/specs/extensions/webirc
    """
    password, _gateway, hostname, text = message.params[:4]
    name = _known_gateway(ctx, password)
    address = to_literal(text)
    if not name or not address or ctx.session.lines > 1:
        sentence = _("WEBIRC is for the gateways this server knows, as their first command")
        ctx.services.end_session(ctx.session, "", sentence, ctx.reply)
        return
    session = ctx.session
    if refusal := ctx.services.admission.admit(session.link, address, ctx.now):
        ctx.services.end_session(session, "", _(refusal), ctx.reply)
        return
    options = message.params[4].split(" ") if len(message.params) > 4 else []
    flags = {option.partition("=")[0] for option in options}
    session.host, session.address = to_known_host(hostname, address), address
    session.is_tls = session.is_tls and "secure" in flags
    session.is_loopback = is_loopback(address)
    _log.info("gateway", extra={"link": session.link, "gateway": name, "host": address})


def _known_gateway(ctx: Context, password: str) -> str:
    """Return the name of the gateway that this is, ``""`` for none."""
    for name, gateway in ctx.config.webirc.items():
        is_there = ctx.session.address in Networks(gateway.hosts)
        if is_there and ctx.services.doorkeeper.lets_in(password, gateway.password):
            return name
    return ""


@TABLE.command(
    "PING", min_params=1, when=When.ALWAYS, missing=n.ERR_NOORIGIN, cost=0, syntax="<token>"
)
def ping(ctx: Context, message: Message) -> None:
    """Ask for a PONG with the same token, which comes after all answers before it.

    https://modern.ircdocs.horse/#ping-message
    """
    ctx.reply.line("PONG", ctx.config.server.name, message.params[0])


@TABLE.command("PONG", when=When.ALWAYS, cost=0, syntax="<token>")
def pong(_ctx: Context, _message: Message) -> None:
    """Answer a PING of the server; that anything came is all it wants to know.

    https://modern.ircdocs.horse/#pong-message
    """


@TABLE.command("QUIT", when=When.ALWAYS, cost=0, syntax="[:<reason>]")
def quit_(ctx: Context, message: Message) -> None:
    """Leave; the others see the reason.

    https://modern.ircdocs.horse/#quit-message
    """
    reason = cut_bytes(message.params[0], ctx.config.limits.reason_length) if message.params else ""
    public = f"Quit: {reason}" if reason else "Quit"
    if ctx.session.user is not None and ctx.user.account:
        ctx.reply.own(ctx.relay.own_quit(ctx.user, public, ctx.now))
    ctx.services.end_session(ctx.session, public, public, ctx.reply)
