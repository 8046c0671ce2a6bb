"""Those one may write to who are no people: who they are, and how they are asked.

``PRIVMSG NickServ :register …`` and ``NS REGISTER …`` are the same.
"""

from typing import Final

from tertulia_core.broadcast.outbound import Outbound
from tertulia_core.i18n import N_, Catalogue
from tertulia_core.wire.capabilities import ECHO_MESSAGE
from tertulia_server.commands.chanserv import CHANSERV
from tertulia_server.commands.context import Context, Steps
from tertulia_server.commands.notices import Helper, HelperRefusal, say
from tertulia_server.commands.playing import PLAYBACK
from tertulia_server.commands.regaining import NICKSERV
from tertulia_server.model.refusals import Refusal

__all__ = ["ask", "find_helper", "hear"]

_ = Catalogue("tertulia_server").gettext

_HELPERS: Final = {helper.name.lower(): helper for helper in (NICKSERV, CHANSERV, PLAYBACK)}


def find_helper(nick: str) -> Helper | None:
    """Return the helper called ``nick``, in any case."""
    return _HELPERS.get(nick.lower())


def hear(ctx: Context, helper: Helper, text: str) -> Steps:
    """Do what a PRIVMSG to a helper asks for, after the sender's own copy of it."""
    user = ctx.user
    if ctx.session.caps & ECHO_MESSAGE:
        params = (helper.name, text)
        ctx.reply.own(Outbound("PRIVMSG", params, user.source, ctx.now.wall, "", user.tags))
    return ask(ctx, helper, text.split())


def ask(ctx: Context, helper: Helper, words: list[str]) -> Steps:
    """Do a command of a helper, which answers by NOTICE, whatever becomes of it."""
    name = words[0].upper() if words else "HELP"
    row = helper.commands.get(name)
    if row is None or (row.is_for_opers and not ctx.user.is_oper):
        _explain(ctx, helper)
        return
    if len(words) - 1 < row.needed:
        say(ctx, helper, f"{name} {row.syntax}")
        return
    try:
        steps = row.run(ctx, words[1:])
        if steps is not None:
            yield from steps
    except HelperRefusal as refusal:
        say(ctx, helper, _(str(refusal)))
    except Refusal as refusal:
        say(ctx, helper, _(refusal.sentence))


def _explain(ctx: Context, helper: Helper) -> None:
    """List the commands there are."""
    say(ctx, helper, _(_INTRODUCTION).format(name=helper.name))
    for name, row in helper.commands.items():
        if ctx.user.is_oper or not row.is_for_opers:
            say(ctx, helper, f"{name} {row.syntax}".rstrip() + f" — {_(row.help)}")


_INTRODUCTION: Final = N_("Write /msg {name} and one of these")
