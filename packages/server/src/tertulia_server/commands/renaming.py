"""RENAME: another name for a channel, with everybody and everything in it.

Source: https://ircv3.net/specs/extensions/channel-rename
"""

from typing import Final

from tertulia_core.wire.capabilities import CHANNEL_RENAME, PLAIN
from tertulia_core.wire.limits import cut_bytes
from tertulia_core.wire.message import Message
from tertulia_server.commands.context import Context
from tertulia_server.commands.entering import greet
from tertulia_server.commands.table import TABLE
from tertulia_server.model import fail_codes as codes
from tertulia_server.model.channel import Channel, Membership
from tertulia_server.model.names import is_channel_name
from tertulia_server.model.refusals import Fail

__all__: list[str] = []

_MOST_MEMBERS: Final = 1000
"""Everybody whose client does not know RENAME is sent all the names: nothing for a crowd."""


@TABLE.command("RENAME", min_params=2, cost=5, syntax="<channel> <new name> [:<reason>]")
def rename(ctx: Context, message: Message) -> None:
    """Give a channel another name; its operators may, and everything in it stays.

    https://ircv3.net/specs/extensions/channel-rename
    """
    channel = ctx.world.get_channel(message.params[0])
    old, new = channel.name, message.params[1]
    channel.check_rank(ctx.user)
    _check_name(ctx, channel, new)
    reason = message.params[2] if len(message.params) > 2 else ""
    reason = cut_bytes(reason, ctx.config.limits.reason_length)
    ctx.world.rename_channel(channel, new)
    line = ctx.relay.channel_renamed(ctx.user, channel, (old, reason), ctx.now, ctx.session.link)
    ctx.reply.own(line)
    if ctx.world.fold(old) != ctx.world.fold(new):
        for member in list(channel.members.values()):
            _move(ctx, member, old, reason)


def _check_name(ctx: Context, channel: Channel, new: str) -> None:
    old = channel.name
    is_anothers = new in ctx.world.registered and ctx.world.fold(new) != ctx.world.fold(old)
    if is_anothers or ctx.world.channels.get(new, channel) is not channel:
        raise Fail(codes.RENAME_CHANNEL_NAME_IN_USE, old, new)
    is_good = is_channel_name(new, ctx.config.limits.channel_length) and new != old
    is_good = is_good and not ctx.world.channels.has_like(new, channel)
    if not is_good or len(channel.members) > _MOST_MEMBERS:
        raise Fail(codes.RENAME_CANNOT_RENAME, old, new)


def _move(ctx: Context, member: Membership, old: str, reason: str) -> None:
    """Let those connections of a member leave and enter that do not know RENAME."""
    for session in member.user.sessions:
        if session.caps & CHANNEL_RENAME or session.profile & PLAIN:
            continue
        own = ctx
        if session is not ctx.session:
            reply = ctx.services.replies.open(session, ctx.now)
            own = Context(ctx.services, session, reply, ctx.now)
        for line in ctx.relay.moved(member, old, reason, ctx.now):
            own.reply.own(line)
        for _step in greet(own, member.channel):
            pass
