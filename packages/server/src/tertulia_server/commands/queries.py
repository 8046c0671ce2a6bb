"""About the server itself: LUSERS, MOTD, VERSION, TIME, ADMIN, INFO and LINKS.

Source: https://modern.ircdocs.horse/#server-queries-and-commands
"""

from datetime import UTC, datetime

from tertulia_core.i18n import Catalogue
from tertulia_core.wire import numerics as n
from tertulia_core.wire.capabilities import EXTENDED_ISUPPORT
from tertulia_core.wire.message import Message
from tertulia_server.commands.answers import answer_isupport, answer_lusers, answer_motd
from tertulia_server.commands.context import Context
from tertulia_server.commands.table import TABLE, When
from tertulia_server.model.refusals import Refusal

__all__: list[str] = []

_ = Catalogue("tertulia_server").gettext


@TABLE.command("LUSERS")
def lusers(ctx: Context, _message: Message) -> None:
    """Tell how many people and channels there are.

    https://modern.ircdocs.horse/#lusers-message
    """
    answer_lusers(ctx)


@TABLE.command("MOTD")
def motd(ctx: Context, _message: Message) -> None:
    """Show the message of the day.

    https://modern.ircdocs.horse/#motd-message
    """
    answer_motd(ctx)


@TABLE.command("VERSION")
def version(ctx: Context, _message: Message) -> None:
    """Tell which program the server is, and what it can do.

    https://modern.ircdocs.horse/#version-message
    """
    server = ctx.config.server
    ctx.reply.numeric(n.RPL_VERSION, ctx.services.version, server.name, server.description)
    answer_isupport(ctx)


@TABLE.command("ISUPPORT", when=When.ALWAYS)
def isupport(ctx: Context, _message: Message) -> None:
    """Tell what the server can do; with draft/extended-isupport before being registered too.

    https://ircv3.net/specs/extensions/extended-isupport
    """
    if ctx.session.user is None and not ctx.session.caps & EXTENDED_ISUPPORT:
        raise Refusal(n.ERR_NOTREGISTERED)
    answer_isupport(ctx)


@TABLE.command("TIME")
def time(ctx: Context, _message: Message) -> None:
    """Tell what time it is for the server, in UTC.

    https://modern.ircdocs.horse/#time-message
    """
    moment = datetime.fromtimestamp(ctx.now.wall, UTC)
    ctx.reply.numeric(n.RPL_TIME, ctx.config.server.name, f"{moment:%Y-%m-%d %H:%M:%S} UTC")


@TABLE.command("ADMIN")
def admin(ctx: Context, _message: Message) -> None:
    """Tell who runs the server.

    https://modern.ircdocs.horse/#admin-message
    """
    server, reply = ctx.config.server, ctx.reply
    if not server.admin:
        reply.numeric(n.ERR_NOADMININFO, server.name, _("Nobody is named here"))
        return
    reply.numeric(n.RPL_ADMINME, server.name, _("Who runs this server"))
    reply.numeric(n.RPL_ADMINLOC1, server.description)
    reply.numeric(n.RPL_ADMINLOC2, server.network)
    reply.numeric(n.RPL_ADMINEMAIL, server.admin)


@TABLE.command("INFO")
def info(ctx: Context, _message: Message) -> None:
    """Tell what kind of program the server is and since when it runs.

    https://modern.ircdocs.horse/#info-message
    """
    started = datetime.fromtimestamp(ctx.services.started, UTC)
    ctx.reply.numeric(
        n.RPL_INFO, _("{version}, a chat server").format(version=ctx.services.version)
    )
    ctx.reply.numeric(
        n.RPL_INFO, _("Running since {time}").format(time=f"{started:%Y-%m-%d %H:%M:%S} UTC")
    )
    ctx.reply.numeric(n.RPL_ENDOFINFO, _("That is all"))


@TABLE.command("LINKS")
def links(ctx: Context, _message: Message) -> None:
    """List the servers of the network; there is only this one.

    https://modern.ircdocs.horse/#links-message
    """
    ctx.reply.numeric(n.RPL_ENDOFLINKS, "*", _("There are no other servers"))
