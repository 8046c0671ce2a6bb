"""Operating the server: OPER, KILL, WALLOPS, CHGHOST and REHASH.

Source: https://modern.ircdocs.horse/#operator-messages
"""

from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.wire import numerics as n
from tertulia_core.wire.limits import cut_bytes, split_text
from tertulia_core.wire.message import Message
from tertulia_server.commands.context import Context, Later, Steps
from tertulia_server.commands.table import TABLE
from tertulia_server.config.passwords import is_right
from tertulia_server.model.fail_codes import REHASH_INVALID_CONFIG
from tertulia_server.model.names import is_host, to_username
from tertulia_server.model.refusals import Fail, Refusal

__all__: list[str] = []

_ = Catalogue("tertulia_server").gettext

_NOTICE_BYTES: Final = 400
"""How much of a report stands in one line."""


@TABLE.command("OPER", min_params=2, cost=10, syntax="<name> <password>")
def oper(ctx: Context, message: Message) -> Steps:
    """Become an operator of the server.

    https://modern.ircdocs.horse/#oper-message
    """
    name, password = message.params[:2]
    row = ctx.config.oper.get(name)
    # For a name nobody has, another's password is looked at, so that it takes as long.
    asked = row or next(iter(ctx.config.oper.values()), None)
    if asked is None:
        raise Refusal(n.ERR_PASSWDMISMATCH)
    wanted = asked.password
    is_known = yield Later(lambda: is_right(password, wanted))
    if not is_known or row is None:
        raise Refusal(n.ERR_PASSWDMISMATCH)
    ctx.reply.numeric(n.RPL_YOUREOPER, _("You are an operator of the server now"))
    if ctx.world.set_mode(ctx.user, "o", is_on=True):
        ctx.reply.own(ctx.relay.user_modes_set(ctx.user, "+o", ctx.now, ctx.session.link))


@TABLE.command("KILL", min_params=1, is_for_opers=True, syntax="<nick> [:<reason>]")
def kill(ctx: Context, message: Message) -> None:
    """Throw somebody out of the server.

    https://modern.ircdocs.horse/#kill-message
    """
    victim = ctx.world.get_user(message.params[0])
    reason = message.params[1] if len(message.params) > 1 else ""
    reason = cut_bytes(reason, ctx.config.limits.reason_length)
    public = f"Killed ({ctx.user.nick} ({reason}))" if reason else f"Killed ({ctx.user.nick})"
    for session in list(victim.sessions):
        reply = ctx.reply
        if session is not ctx.session:
            reply = ctx.services.replies.open(session, ctx.now)
        ctx.services.end_session(session, public, public, reply)
    if not victim.is_gone:
        ctx.services.depart(victim, public, ctx.now)


@TABLE.command("WALLOPS", min_params=1, is_for_opers=True, syntax=":<text>")
def wallops(ctx: Context, message: Message) -> None:
    """Say something to everybody who listens to operators, with user mode w.

    https://modern.ircdocs.horse/#wallops-message
    """
    if not message.params[0]:
        raise Refusal(n.ERR_NOTEXTTOSEND)
    listeners = [user for user in ctx.world.users.values() if "w" in user.modes]
    ctx.relay.announced(ctx.user, listeners, message.params[0], ctx.now)


@TABLE.command("CHGHOST", min_params=3, is_for_opers=True, syntax="<nick> <username> <host>")
def chghost(ctx: Context, message: Message) -> None:
    """Let somebody be seen with another username and host.

    https://ircv3.net/specs/extensions/chghost
    """
    nick, username, host = message.params[:3]
    user = ctx.world.get_user(nick)
    if to_username(username) != username or not is_host(host):
        raise Refusal(n.ERR_INVALIDUSERNAME)
    ctx.services.set_host(user, username, host, ctx.now)


@TABLE.command("REHASH", cost=5, is_for_opers=True)
def rehash(ctx: Context, _message: Message) -> None:
    """Read the configuration again; what can be followed at once is, the rest waits for a restart.

    https://modern.ircdocs.horse/#rehash-message
    """
    report = ctx.services.reload()
    if report.error:
        raise Fail(REHASH_INVALID_CONFIG, sentence=report.error)
    ctx.reply.numeric(n.RPL_REHASHING, report.file, _("The configuration was read again"))
    for sentence, keys in (
        (_("Changed: {keys}"), report.followed),
        (_("These wait for a restart: {keys}"), report.waiting),
    ):
        text = sentence.format(keys=", ".join(keys)) if keys else ""
        for line in split_text(text, _NOTICE_BYTES):
            ctx.reply.line("NOTICE", ctx.user.nick, line)
