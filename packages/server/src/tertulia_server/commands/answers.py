"""Answers that the welcome and a command share: 005, LUSERS, the message of the day."""

from collections.abc import Iterator

from tertulia_core.i18n import Catalogue
from tertulia_core.wire import numerics as n
from tertulia_core.wire.capabilities import CAP_NOTIFY, EXTENDED_ISUPPORT, CapabilitySet, names
from tertulia_server.commands.context import Context, Services

__all__ = [
    "announce_changes",
    "answer_isupport",
    "answer_lusers",
    "answer_motd",
    "history_sentence",
]

_ = Catalogue("tertulia_server").gettext


def answer_isupport(ctx: Context) -> None:
    """Tell what the server can do, as tokens.

    Sources: https://modern.ircdocs.horse/#rplisupport-005 and
    https://ircv3.net/specs/extensions/extended-isupport
    """
    if not ctx.session.caps & EXTENDED_ISUPPORT:
        _list_tokens(ctx)
        return
    with ctx.reply.batch("draft/isupport"):
        _list_tokens(ctx)


def _list_tokens(ctx: Context) -> None:
    ctx.reply.repeat(_tokens, ctx.services)


def _tokens(services: Services) -> Iterator[tuple[str, ...]]:
    for tokens in services.isupport:
        yield n.RPL_ISUPPORT, *tokens, _("are supported by this server")


def announce_changes(
    ctx: Context, values: list[str], gone: CapabilitySet, *, has_new_tokens: bool
) -> None:
    """Tell a client what holds no longer of what it was told when it came.

    Sources: https://ircv3.net/specs/extensions/capability-negotiation#cap-new and
    https://ircv3.net/specs/extensions/capability-negotiation#cap-del

    Args:
        ctx: the client's.
        values: capabilities that have another value now, or are there again.
        gone: capabilities that are there no more.
        has_new_tokens: whether those of 005 are others.
    """
    session = ctx.session
    if gone and session.caps & CAP_NOTIFY:
        ctx.reply.line("CAP", session.shown_nick, "DEL", " ".join(names(gone)))
    session.set_caps(session.caps & ~gone)
    if values and session.caps & CAP_NOTIFY:
        ctx.reply.line("CAP", session.shown_nick, "NEW", " ".join(values))
    if has_new_tokens:
        answer_isupport(ctx)
    ctx.reply.finish()


def answer_lusers(ctx: Context) -> None:
    """Say how many people, operators, connections and channels there are.

    Source: https://modern.ircdocs.horse/#lusers-message
    """
    world, reply = ctx.world, ctx.reply
    now, most = len(world.users), world.most_users
    invisible = world.modes["i"]
    reply.numeric(
        n.RPL_LUSERCLIENT,
        _("There are {visible} users and {invisible} invisible on {servers} server").format(
            visible=now - invisible, invisible=invisible, servers=1
        ),
    )
    reply.numeric(n.RPL_LUSEROP, str(world.modes["o"]), _("operators online"))
    reply.numeric(n.RPL_LUSERUNKNOWN, str(world.registering), _("connections not registered yet"))
    reply.numeric(n.RPL_LUSERCHANNELS, str(len(world.channels)), _("channels formed"))
    reply.numeric(
        n.RPL_LUSERME,
        _("I have {clients} clients and {servers} servers").format(clients=now, servers=0),
    )
    sentence = _("{now} users now, {most} at most").format(now=now, most=most)
    for numeric in (n.RPL_LOCALUSERS, n.RPL_GLOBALUSERS):
        reply.numeric(numeric, str(now), str(most), sentence)


def history_sentence(ctx: Context) -> str:
    """Return what everybody is told about what is kept of what they say."""
    if ctx.services.history is None:
        return _("Nothing of what is said here is kept")
    days = f"{ctx.config.history.days:g}"
    if ctx.services.is_durable:
        return _("What is said here is kept for {days} days").format(days=days)
    sentence = _("What is said here is kept until the server ends, for {days} days at most")
    return sentence.format(days=days)


def answer_motd(ctx: Context) -> None:
    """Give the message of the day, or say that there is none.

    Source: https://modern.ircdocs.horse/#motd-message
    """
    ctx.reply.repeat(_motd, ctx.services)


def _motd(services: Services) -> Iterator[tuple[str, ...]]:
    server = services.config.server
    if not server.motd:
        yield n.ERR_NOMOTD, _("There is no message of the day")
        return
    yield n.RPL_MOTDSTART, _("- Message of the day from {server} -").format(server=server.name)
    for line in server.motd:
        yield n.RPL_MOTD, f"- {line}"
    yield n.RPL_ENDOFMOTD, _("That was the message of the day")
