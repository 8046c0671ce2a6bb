"""REGISTER and VERIFY: keeping the nick one is using.

Source: https://ircv3.net/specs/extensions/account-registration
"""

import re
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.wire.message import Message
from tertulia_server.commands.context import Context, Steps
from tertulia_server.commands.logins import TOO_OPEN, hash_password, log_in
from tertulia_server.commands.table import TABLE, When
from tertulia_server.commands.welcome import knows_password
from tertulia_server.model import fail_codes as codes
from tertulia_server.model.refusals import Fail
from tertulia_server.model.session import Phase

__all__: list[str] = []

_ = Catalogue("tertulia_server").gettext

_SAME: Final = "*"
_LEAST_CHARACTERS: Final = 6
_EMAIL: Final = re.compile(r"[!-?A-~]{1,64}@[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)+")
_EMAIL_BYTES: Final = 254


@TABLE.command(
    "REGISTER", min_params=3, when=When.ALWAYS, cost=5, syntax="<account>|* <e-mail>|* <password>"
)
def register(ctx: Context, message: Message) -> Steps:
    """Make an account, which keeps the nick one is using.

    https://ircv3.net/specs/extensions/account-registration#commands
    """
    wanted, email, password = message.params[:3]
    name = _to_name(ctx, wanted)
    email = _to_email(ctx, name, email)
    if len(password) < _LEAST_CHARACTERS or password.casefold() == name.casefold():
        raise Fail(codes.REGISTER_WEAK_PASSWORD, name)
    _check_free(ctx, name)
    try:
        verifier = yield from hash_password(ctx, password)
    except ValueError as error:
        raise Fail(codes.REGISTER_UNACCEPTABLE_PASSWORD, name) from error
    _check_free(ctx, name)
    account = ctx.world.accounts.add(name, verifier, ctx.now.wall, email)
    ctx.reply.line("REGISTER", "SUCCESS", name, _("The account is made; the nick is yours"))
    log_in(ctx, account)


@TABLE.command("VERIFY", min_params=2, when=When.ALWAYS, syntax="<account> <code>")
def verify(ctx: Context, message: Message) -> None:
    """Finish making an account with a code; no account needs one here.

    https://ircv3.net/specs/extensions/account-registration#commands
    """
    if ctx.session.account:
        raise Fail(codes.VERIFY_ALREADY_AUTHENTICATED, ctx.session.account)
    raise Fail(codes.VERIFY_INVALID_CODE, message.params[0])


def _to_name(ctx: Context, wanted: str) -> str:
    """Return the nick in use, which the account is to be called, or refuse."""
    session, accounts = ctx.session, ctx.config.accounts
    nick = session.user.nick if session.user is not None else session.nick or session.asked
    if not accounts.registration:
        raise Fail(codes.REGISTER_TEMPORARILY_UNAVAILABLE, wanted)
    if not session.is_private:
        raise Fail(codes.REGISTER_TEMPORARILY_UNAVAILABLE, wanted, sentence=TOO_OPEN)
    if session.account:
        raise Fail(codes.REGISTER_ALREADY_AUTHENTICATED, session.account)
    if session.phase is not Phase.REGISTERED and not (
        accounts.registration_before_connect and knows_password(ctx)
    ):
        raise Fail(codes.REGISTER_COMPLETE_CONNECTION_REQUIRED, nick or _SAME)
    if not nick:
        raise Fail(codes.REGISTER_NEED_NICK, _SAME)
    if wanted != _SAME and ctx.world.fold(wanted) != ctx.world.fold(nick):
        raise Fail(codes.REGISTER_ACCOUNT_NAME_MUST_BE_NICK, wanted)
    return nick


def _to_email(ctx: Context, name: str, text: str) -> str:
    """Return an address that mail could be sent to, ``""`` where none is needed, or refuse."""
    if text == _SAME and not ctx.config.accounts.registration_needs_email:
        return ""
    if len(text) > _EMAIL_BYTES or not _EMAIL.fullmatch(text):
        raise Fail(codes.REGISTER_INVALID_EMAIL, name)
    return text


def _check_free(ctx: Context, name: str) -> None:
    """Refuse a name that is that of an account, or the nick of somebody else."""
    holder = ctx.world.users.get(name)
    is_somebody_elses = holder is not None and holder is not ctx.session.user
    if is_somebody_elses or ctx.session.account or not ctx.world.accounts.is_free(name):
        raise Fail(codes.REGISTER_ACCOUNT_EXISTS, name)
