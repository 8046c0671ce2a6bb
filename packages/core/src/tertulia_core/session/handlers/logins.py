"""What a server answers about accounts: AUTHENTICATE, REGISTER, ACCOUNT and the numerics 900–908.

Sources: https://ircv3.net/specs/extensions/sasl-3.1,
https://ircv3.net/specs/extensions/account-registration and
https://ircv3.net/specs/extensions/account-notify
"""

from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.session import logins
from tertulia_core.session.context import Context
from tertulia_core.session.handlers.table import HandlerTable, nick_of
from tertulia_core.session.settings import Login
from tertulia_core.session.state import LineKind
from tertulia_core.wire import numerics as num
from tertulia_core.wire.message import Message

__all__ = ["TABLE"]

_ = Catalogue("tertulia_core").gettext

TABLE: Final = HandlerTable()


@TABLE.on("AUTHENTICATE", params=1)
def on_authenticate(ctx: Context, message: Message) -> None:
    """Go on with a login."""
    logins.take(ctx, message.params[0])


@TABLE.on(num.RPL_LOGGEDIN, params=3)
def on_logged_in(ctx: Context, message: Message) -> None:
    """Know which account is ours."""
    _set_account(ctx, message.params[2])


@TABLE.on(num.RPL_LOGGEDOUT)
def on_logged_out(ctx: Context, _message: Message) -> None:
    """Know that we have none."""
    _set_account(ctx, "")


@TABLE.on("ACCOUNT", params=1, needs_source=True)
def on_account(ctx: Context, message: Message) -> None:
    """Take notice of our own account; no screen shows those of others yet."""
    if ctx.is_me(nick_of(message)):
        _set_account(ctx, message.params[0].removeprefix("*"))


@TABLE.on(num.RPL_SASLSUCCESS)
def on_success(ctx: Context, _message: Message) -> None:
    """Go on with what waited for the login."""
    logins.succeed(ctx)


@TABLE.on(
    num.ERR_NICKLOCKED, num.ERR_SASLFAIL, num.ERR_SASLTOOLONG, num.ERR_SASLABORTED,
)  # fmt: skip
def on_failure(ctx: Context, message: Message) -> None:
    """Stop, or say why the login failed."""
    if ctx.attempt is None:
        return
    account = ctx.attempt.login.account
    logins.fail(ctx, _("You could not log in as {account}.").format(account=account))


@TABLE.on(num.ERR_SASLALREADY, num.RPL_SASLMECHS)
def on_beside_the_point(_ctx: Context, _message: Message) -> None:
    """Leave what follows to the numeric that ends the attempt."""


@TABLE.on("TOKEN", params=3)
def on_token(ctx: Context, message: Message) -> None:
    """Use a token from now on, which whoever owns the connection keeps."""
    if message.params[0] == "CREATED" and ctx.login is not None:
        ctx.login = Login(ctx.login.account, message.params[2], is_token=True)


@TABLE.on("REGISTER", params=3)
def on_registered(ctx: Context, message: Message) -> None:
    """Take in that the account is made, or what is still to be done for it."""
    step, account, text = message.params[0], message.params[1], message.params[-1]
    if step == "SUCCESS" and ctx.registering is not None:
        ctx.login, ctx.registering = ctx.registering, None
        _set_account(ctx, account)
        sentence = _("The account {account} is yours, and so is the nick. Next time: /login")
        ctx.note(sentence.format(account=account))
    else:
        ctx.note(text, kind=LineKind.INFO)


def _set_account(ctx: Context, account: str) -> None:
    if account == ctx.state.account:
        return
    ctx.state.account = account
    ctx.set_phase(ctx.state.phase, ctx.state.problem)
    if account and ctx.is_ready:
        ctx.note(_("You are logged in as {account}.").format(account=account))
        logins.ask_for_token(ctx)
    elif ctx.is_ready:
        ctx.note(_("You are logged in no more."))
