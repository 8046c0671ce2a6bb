"""What a server says while it lets us in: CAP, the nick, what it can do.

Source: https://modern.ircdocs.horse/#connection-registration
"""

from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.session import logins
from tertulia_core.session.context import Context
from tertulia_core.session.handlers.table import HandlerTable, param, text_of
from tertulia_core.session.handlers.unknown import show_unknown
from tertulia_core.session.registration import (
    become_ready,
    negotiate,
    show_nick,
    try_numbered_nick,
    try_plainer_nick,
)
from tertulia_core.session.state import ConnectionPhase
from tertulia_core.wire import numerics as num
from tertulia_core.wire.message import Message

__all__ = ["TABLE"]

TABLE: Final = HandlerTable()

_ = Catalogue("tertulia_core").gettext


@TABLE.on("CAP", params=3)
def on_cap(ctx: Context, message: Message) -> None:
    """Negotiate capabilities."""
    negotiate(ctx, message.params)


@TABLE.on(num.RPL_WELCOME)
def on_welcome(ctx: Context, message: Message) -> None:
    """Take the nick the server gives us: it may have cut ours."""
    nick = param(message, 0)
    if nick not in {"", "*", ctx.state.nick}:
        show_nick(ctx, nick)
    if ctx.login is not None and not ctx.state.account:
        logins.fail(ctx, _("This server does not let anybody log in."))
        return
    _hold_nick(ctx)
    ctx.requests.clear()
    ctx.set_phase(ConnectionPhase.ONLINE)
    ctx.note_server(text_of(message))
    ctx.pings.is_wanted = True  # its PONG is the end of the greeting where no MOTD numeric is


@TABLE.on(num.RPL_MYINFO)
def on_my_info(ctx: Context, message: Message) -> None:
    """Notice one of our own servers, which holds back a fast sender instead of closing."""
    ctx.server_paces = "tertulia" in param(message, 2).lower()


@TABLE.on(num.RPL_ISUPPORT, params=2)
def on_isupport(ctx: Context, message: Message) -> None:
    """Learn how this network names and limits things."""
    ctx.isupport.update(message.params[1:-1] or message.params[1:])
    ctx.learn(ctx.isupport)
    network = ctx.isupport.network
    if network != ctx.state.network:
        ctx.state.network = network
        ctx.set_phase(ctx.state.phase, ctx.state.problem)


@TABLE.on(num.RPL_ENDOFMOTD, num.ERR_NOMOTD)
def on_end_of_greeting(ctx: Context, _message: Message) -> None:
    """Enter the rooms: everything they depend on has been said."""
    become_ready(ctx)


@TABLE.on(num.ERR_NICKNAMEINUSE, num.ERR_NICKCOLLISION, num.ERR_UNAVAILRESOURCE)
def on_nick_in_use(ctx: Context, message: Message) -> None:
    """Try another nick while signing in; later only say that it is taken."""
    if ctx.state.phase is ConnectionPhase.REGISTERING:
        try_numbered_nick(ctx)
    else:
        show_unknown(ctx, message)


@TABLE.on(num.ERR_ERRONEUSNICKNAME, num.ERR_NONICKNAMEGIVEN)
def on_bad_nick(ctx: Context, message: Message) -> None:
    """Try a plainer nick while signing in; later only say that it is refused."""
    if ctx.state.phase is ConnectionPhase.REGISTERING:
        try_plainer_nick(ctx)
    else:
        show_unknown(ctx, message)


def _hold_nick(ctx: Context) -> None:
    """Keep the first nick we were given for later connections, and say when it is another one.

    Else whoever is quickest after a restart gets a name that others write to.
    """
    nick = ctx.state.nick
    if not ctx.held_nick:
        ctx.held_nick = nick
    elif ctx.fold(nick) != ctx.fold(ctx.held_nick):
        taken = _("Somebody else is called {nick} now; you are {own}.")
        ctx.note(taken.format(nick=ctx.held_nick, own=nick))
