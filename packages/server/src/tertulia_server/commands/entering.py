"""What somebody in a channel is told about it: the topic and the names.

Sources: https://modern.ircdocs.horse/#rpltopic-332 and
https://modern.ircdocs.horse/#names-message
"""

from collections.abc import Iterator

from tertulia_core.i18n import Catalogue
from tertulia_core.wire import numerics as n
from tertulia_core.wire.capabilities import (
    MULTI_PREFIX,
    NO_IMPLICIT_NAMES,
    READ_MARKER,
    USERHOST_IN_NAMES,
)
from tertulia_server.commands.context import Context
from tertulia_server.commands.values import greet_with_values
from tertulia_server.model.channel import Channel
from tertulia_server.model.moments import to_reference

__all__ = ["greet", "list_names", "tell_marker", "tell_names_end", "tell_topic"]

_ = Catalogue("tertulia_server").gettext


def greet(ctx: Context, channel: Channel) -> Iterator[None]:
    """Tell a newcomer what the channel is about and who is in it."""
    if channel.topic.text:
        tell_topic(ctx, channel)
    if ctx.session.caps & READ_MARKER:
        tell_marker(ctx, channel.name)
    if not ctx.session.caps & NO_IMPLICIT_NAMES:
        yield from list_names(ctx, channel)
        tell_names_end(ctx, channel.name)
    greet_with_values(ctx, channel)


def tell_marker(ctx: Context, target: str) -> None:
    """Give MARKREAD: up to when the user has read ``target``, ``*`` for never.

    https://ircv3.net/specs/extensions/read-marker#markread-server-command
    """
    time = ctx.world.markers.get(ctx.user, target)
    moment = "*" if time is None else to_reference(time)
    ctx.reply.line("MARKREAD", target, moment)


def tell_topic(ctx: Context, channel: Channel) -> None:
    """Give 332 and 333."""
    topic = channel.topic
    ctx.reply.numeric(n.RPL_TOPIC, channel.name, topic.text)
    ctx.reply.numeric(n.RPL_TOPICWHOTIME, channel.name, topic.setter, str(int(topic.time)))


def list_names(ctx: Context, channel: Channel) -> Iterator[None]:
    """Give 353 lines, with a pause after each; see ``Roster`` for changes meanwhile."""
    caps = ctx.session.caps
    symbol = "@" if "s" in channel.modes else "="
    head = f":{ctx.config.server.name} 353 {ctx.user.nick} {symbol} {channel.name} :".encode()
    multi, full = bool(caps & MULTI_PREFIX), bool(caps & USERHOST_IN_NAMES)
    for piece in channel.names(ctx.user, multi=multi, full=full):
        ctx.reply.body(head + piece + b"\r\n")
        yield


def tell_names_end(ctx: Context, name: str) -> None:
    """Give 366."""
    ctx.reply.numeric(n.RPL_ENDOFNAMES, name, _("End of the names"))
