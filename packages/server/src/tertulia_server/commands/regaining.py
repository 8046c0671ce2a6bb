"""NickServ's way back to one's nick while somebody else has it: REGAIN and GHOST.

Others get no nick of an account; but who had it before there was the account keeps it, and
so does a connection of one's own that broke without anybody noticing. Nobody is renamed by
somebody's coming: the owner says so.
"""

from typing import Final

from tertulia_core.i18n import N_, Catalogue
from tertulia_server.commands.context import Context, Steps
from tertulia_server.commands.logins import Proof, check_password, log_in, put_out
from tertulia_server.commands.nickserv import NICKSERV, own_account
from tertulia_server.commands.notices import HelperRefusal, Words, say, to_notice
from tertulia_server.model.account import Account
from tertulia_server.model.user import User

__all__ = ["NICKSERV"]

_ = Catalogue("tertulia_server").gettext

_NOT_YOURS: Final = N_("That nick is not your account's")
_TAKEN_BACK: Final = N_(
    "{nick} is the nick of an account; its owner took it, and you are {new} now"
)


@NICKSERV.command("REGAIN", "<nick> [password]")
def _regain(ctx: Context, words: Words) -> Steps:
    """Take your account's nick from who has it, who becomes a guest; the password logs you in."""
    nick = words[0]
    account = yield from _prove(ctx, words)
    holder = _find_holder(ctx, nick, account)
    if len(words) > 1:
        log_in(ctx, account)
    if holder is not None and holder is not ctx.user:
        if holder.account == account.name:
            _disconnect(ctx, holder)
        else:
            _rename_to_guest(ctx, holder)
    if ctx.user.nick != nick:
        ctx.world.check_nick(nick, ctx.user)
        ctx.reply.own(ctx.services.rename(ctx.user, nick, ctx.now, ctx.session.link))
    say(ctx, NICKSERV, _("{nick} is yours again").format(nick=nick))


@NICKSERV.command("GHOST", "<nick> [password]")
def _ghost(ctx: Context, words: Words) -> Steps:
    """Disconnect who has your account's nick."""
    account = yield from _prove(ctx, words)
    holder = _find_holder(ctx, words[0], account)
    if holder is None:
        raise HelperRefusal(N_("Nobody has that nick"))
    if holder is ctx.user:
        raise HelperRefusal(N_("That is you"))
    nick = holder.nick
    _disconnect(ctx, holder)
    say(ctx, NICKSERV, _("{nick} is disconnected").format(nick=nick))


def _prove(ctx: Context, words: Words) -> Proof:
    """Return the account of who asks: the one of the nick, or the one they are logged in to."""
    if len(words) > 1:
        return (yield from check_password(ctx, words[0], words[1]))
    return own_account(ctx)


def _find_holder(ctx: Context, nick: str, account: Account) -> User | None:
    """Return who has a nick, or one that looks like it; refuse if it is not the account's."""
    world = ctx.world
    holder = world.find_holder(nick)
    is_own = holder is not None and holder.account == account.name
    if not world.is_nick(nick) or not (is_own or world.accounts.find_like(nick) is account):
        raise HelperRefusal(_NOT_YOURS)
    if holder is not None and not is_own:
        owner = world.accounts.get(holder.nick)
        if owner is not None and owner.name == holder.account:
            raise HelperRefusal(_NOT_YOURS)
    return holder


def _disconnect(ctx: Context, holder: User) -> None:
    put_out(ctx.services, holder, _("Disconnected by the owner of the nick"), ctx.now)


def _rename_to_guest(ctx: Context, holder: User) -> None:
    """Give somebody a guest's nick, and tell them why."""
    services, old_nick, old_source = ctx.services, holder.nick, holder.source
    ctx.world.rename_to_guest(holder, ctx.now)
    ctx.relay.renamed(holder, old_source, ctx.now, None)
    text = _(_TAKEN_BACK).format(nick=old_nick, new=holder.nick)
    for session in holder.sessions:
        reply = services.replies.open(session, ctx.now)
        if holder.is_guest:
            reply.plain(f"* {text}")
        else:
            reply.own(to_notice(ctx, NICKSERV, holder.nick, text))
