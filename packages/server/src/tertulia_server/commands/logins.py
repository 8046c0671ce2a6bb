"""Logging in, whichever way it was asked for: the proof, its pace, and what follows.

What AUTHENTICATE, REGISTER and NickServ share.

Sources: https://ircv3.net/specs/extensions/sasl-3.2 and
https://ircv3.net/specs/extensions/account-registration
"""

from collections.abc import Generator
from typing import Any, Final

from tertulia_core.i18n import N_, Catalogue
from tertulia_core.wire import numerics as n
from tertulia_server.commands.context import Context, Later, Services
from tertulia_server.model.account import Account
from tertulia_server.model.channel import Membership
from tertulia_server.model.modes import FOUNDER
from tertulia_server.model.now import Now
from tertulia_server.model.refusals import Refusal
from tertulia_server.model.user import User

__all__ = [
    "PASSWORD_BYTES",
    "TOO_OPEN",
    "Proof",
    "admit",
    "check_pace",
    "check_password",
    "check_private",
    "delete_account",
    "fail",
    "hash_password",
    "log_in",
    "log_out",
    "make_founder",
    "put_out",
    "suspend_account",
]

_ = Catalogue("tertulia_server").gettext

Proof = Generator[Later | None, Any, Account]
"""Steps that end with the account that was proved, or raise the Refusal."""

PASSWORD_BYTES: Final = 1024

TOO_OPEN: Final = N_("Others could read a password on this connection: connect with TLS")
_TOO_FAST: Final = N_("Too many wrong passwords; wait a few minutes")


def check_private(ctx: Context) -> None:
    """Refuse to hear a password that others on the way can read."""
    if not ctx.session.is_private:
        raise Refusal(n.ERR_SASLFAIL, sentence=TOO_OPEN)


def check_pace(ctx: Context, name: str) -> None:
    """Refuse to look at a password for ``name`` while wrong ones came too fast."""
    accounts, session, mono = ctx.world.accounts, ctx.session, ctx.now.mono
    is_too_fast = accounts.throttle.wait(accounts.key(name), session.address, mono)
    if not session.is_loopback:
        is_too_fast = is_too_fast or accounts.strangers.wait("", session.address, mono)
    if is_too_fast:
        raise Refusal(n.ERR_SASLFAIL, sentence=_TOO_FAST)


def check_password(ctx: Context, name: str, password: str) -> Proof:
    """Prove that somebody knows the password of an account, or has the token of a device.

    It takes as long for a name that nobody has.
    """
    check_private(ctx)
    check_pace(ctx, name)
    accounts = ctx.world.accounts
    account = accounts.get(name)
    token = account.find_token(password) if account is not None else ""
    if account is not None and token:
        accounts.use_token(account, token, ctx.now.wall)
        return admit(ctx, account)
    verifier = accounts.verifier_of(name)
    is_right = yield Later(lambda: verifier.fits(password))
    check_pace(ctx, name)  # again: other connections may have been guessing meanwhile
    if account is None or not is_right or accounts.get(name) is not account:
        raise fail(ctx, name)
    return admit(ctx, account)


def fail(ctx: Context, name: str) -> Refusal:
    """Note a wrong password; return the refusal to raise."""
    accounts = ctx.world.accounts
    accounts.throttle.failed(accounts.key(name), ctx.session.address, ctx.now.mono)
    accounts.strangers.failed("", ctx.session.address, ctx.now.mono)
    return Refusal(n.ERR_SASLFAIL)


def admit(ctx: Context, account: Account) -> Account:
    """Return the account that somebody proved to own, or refuse: it is suspended."""
    accounts = ctx.world.accounts
    accounts.throttle.succeeded(accounts.key(account.name), ctx.session.address)
    if account.suspended:
        raise Refusal(n.ERR_NICKLOCKED)
    return account


def hash_password(ctx: Context, password: str) -> Generator[Later | None, Any, Any]:
    """Return the verifier of a new password; raise ``ValueError`` for what cannot be one."""
    if not password or len(password.encode()) > PASSWORD_BYTES:
        raise ValueError("the password is empty or too long")
    return (yield Later(ctx.world.accounts.hashing(password)))


def log_in(ctx: Context, account: Account) -> None:
    """Let the connection be logged in to an account it proved to own, and say so with 900.

    Raises:
        Refusal: it is one of several connections of somebody with another account.
    """
    session, user = ctx.session, ctx.session.user
    is_other = user is not None and user.account != account.name
    if user is not None and is_other and len(user.sessions) > 1:
        raise Refusal(n.ERR_SASLALREADY)
    session.account = account.name
    sentence = _("You are logged in as {account} now").format(account=account.name)
    ctx.reply.numeric(n.RPL_LOGGEDIN, shown_source(ctx), account.name, sentence)
    if user is not None and is_other:
        ctx.services.set_account(user, account.name, ctx.now)
        _give_ranks(ctx)


def log_out(ctx: Context) -> None:
    """Let the person be without an account from now on, on every connection."""
    _leave_account(ctx.services, ctx.user, ctx.now)


def delete_account(services: Services, account: Account, now: Now) -> None:
    """Forget an account; its people are without one, its channels and its nick are free."""
    world = services.world
    for name in world.registered.of(account.name):
        world.unregister(name)
    for user in world.people.of(account.name):
        _leave_account(services, user, now)
    world.accounts.delete(account)


def suspend_account(services: Services, account: Account, reason: str, now: Now) -> None:
    """Let nobody log in to an account, and end its connections."""
    world = services.world
    world.accounts.suspend(account, reason)
    for user in world.people.of(account.name):
        sentence = _("Your account is suspended: {reason}").format(reason=reason)
        put_out(services, user, sentence, now)


def put_out(services: Services, user: User, sentence: str, now: Now) -> None:
    """End all connections of somebody, who does not stay without one."""
    for session in list(user.sessions):
        reply = services.replies.open(session, now)
        services.end_session(session, sentence, sentence, reply)
    if not user.is_gone:
        services.depart(user, sentence, now)


def _leave_account(services: Services, user: User, now: Now) -> None:
    """Let somebody be without an account; who is here without a connection leaves."""
    if not user.sessions:
        services.depart(user, _("Account deleted"), now)
        return
    for session in user.sessions:
        session.account = ""
        reply = services.replies.open(session, now)
        reply.numeric(n.RPL_LOGGEDOUT, user.source, _("You are logged in no more"))
    services.set_account(user, "", now)


def shown_source(ctx: Context) -> str:
    """Return ``nick!user@host``, with stars for what is not known yet."""
    session = ctx.session
    if session.user is not None:
        return session.user.source
    return f"{session.nick or '*'}!{session.username or '*'}@{session.host}"


def _give_ranks(ctx: Context) -> None:
    """Let the founder of registered channels be theirs again, where the user is in them."""
    for channel, member in ctx.user.memberships.items():
        if channel.founder == ctx.user.account:
            make_founder(ctx, member)


def make_founder(ctx: Context, member: Membership) -> None:
    """Give a member the rank of a founder, and tell the channel."""
    if member.rank & FOUNDER:
        return
    ctx.world.set_rank(member, member.rank | FOUNDER)
    line = ctx.relay.modes_given(member, "+q", ctx.now, ctx.session.link)
    ctx.reply.own(line)
