"""TOKEN: what a device logs in with instead of the password.

The server keeps a digest only. A token is given as the password of SASL PLAIN;
whoever loses the device revokes it, and another password ends all of them.
The command is ours; docs/protocol.md says how it is used.

Source: https://ircv3.net/specs/extensions/sasl-3.1
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.wire.limits import cut_bytes
from tertulia_core.wire.message import Message
from tertulia_server.commands.context import Context
from tertulia_server.commands.logins import TOO_OPEN
from tertulia_server.commands.table import TABLE
from tertulia_server.model import fail_codes as codes
from tertulia_server.model.account import MOST_TOKENS, Account
from tertulia_server.model.refusals import Fail

__all__: list[str] = []

_ = Catalogue("tertulia_server").gettext

_LABEL_BYTES: Final = 100
_NEVER: Final = "*"


@TABLE.command("TOKEN", min_params=1, cost=2, syntax="CREATE [:<device>] | LIST | REVOKE <id>")
def token(ctx: Context, message: Message) -> None:
    """Make, list or revoke what your devices log in with instead of the password.

    https://ircv3.net/specs/extensions/sasl-3.1
    """
    subcommand, *rest = message.params
    run = _SUBCOMMANDS.get(subcommand.upper())
    if run is None:
        raise Fail(codes.TOKEN_INVALID_PARAMS, subcommand)
    account = ctx.world.accounts.get(ctx.user.account) if ctx.user.account else None
    if account is None:
        raise Fail(codes.TOKEN_ACCOUNT_REQUIRED)
    run(ctx, account, rest[0] if rest else "")


def _create(ctx: Context, account: Account, label: str) -> None:
    if not ctx.session.is_private:
        raise Fail(codes.TOKEN_ACCOUNT_REQUIRED, sentence=TOO_OPEN)
    if len(account.tokens) >= MOST_TOKENS:
        raise Fail(codes.TOKEN_TOO_MANY_TOKENS)
    label = cut_bytes(label, _LABEL_BYTES)
    token_id, text = ctx.world.accounts.add_token(account, label, ctx.now.wall)
    ctx.reply.line("TOKEN", "CREATED", token_id, text)


def _list(ctx: Context, account: Account, _rest: str) -> None:
    for token_id, known in account.tokens.items():
        used = _to_day(known.used) if known.used else _NEVER
        ctx.reply.line("TOKEN", "LISTED", token_id, _to_day(known.created), used, known.label)
    ctx.reply.line("TOKEN", "END", _("End of the list"))


def _revoke(ctx: Context, account: Account, token_id: str) -> None:
    if token_id not in account.tokens:
        raise Fail(codes.TOKEN_UNKNOWN_TOKEN, token_id or _NEVER)
    ctx.world.accounts.revoke_token(account, token_id)
    ctx.reply.line("TOKEN", "REVOKED", token_id)


_SUBCOMMANDS: Final[Mapping[str, Callable[[Context, Account, str], None]]] = {
    "CREATE": _create,
    "LIST": _list,
    "REVOKE": _revoke,
}


def _to_day(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}"
