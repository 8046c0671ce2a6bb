"""HELP: what the command table says about itself.

Source: https://modern.ircdocs.horse/#help-message
"""

from collections.abc import Iterator

from tertulia_core.i18n import Catalogue
from tertulia_core.wire import numerics as n
from tertulia_core.wire.message import Message
from tertulia_server.commands.context import Context
from tertulia_server.commands.table import TABLE, Command
from tertulia_server.model.refusals import Refusal

__all__: list[str] = []

_ = Catalogue("tertulia_server").gettext

_INDEX: str = "*"
_COLUMNS: int = 60


@TABLE.command("HELP", syntax="[<command>]")
def help_(ctx: Context, message: Message) -> None:
    """Explain a command, or list the commands there are.

    https://modern.ircdocs.horse/#help-message
    """
    subject = message.params[0] if message.params else _INDEX
    if subject in ("", _INDEX):
        _answer(ctx, _INDEX, _("The commands of this server"), list(_index()))
        return
    row = TABLE.rows.get(subject.upper())
    if row is None:
        raise Refusal(n.ERR_HELPNOTFOUND, subject)
    _answer(ctx, subject, f"{row.name} {row.syntax}".rstrip(), list(_explanation(row)))


TABLE.command("HELPOP", syntax="[<command>]")(help_)


def _answer(ctx: Context, subject: str, title: str, lines: list[str]) -> None:
    ctx.reply.numeric(n.RPL_HELPSTART, subject, title)
    for line in lines:
        ctx.reply.numeric(n.RPL_HELPTXT, subject, line)
    ctx.reply.numeric(n.RPL_ENDOFHELP, subject, _("End of the help"))


def _explanation(row: Command) -> Iterator[str]:
    yield _(row.help).replace("``", "")  # docstring markup means nothing in a chat
    if row.is_for_opers:
        yield _("Only operators of the server may use it.")


def _index() -> Iterator[str]:
    line = ""
    for row in TABLE:
        if len(line) + len(row.name) > _COLUMNS:
            yield line
            line = ""
        line = f"{line} {row.name}" if line else row.name
    yield line
