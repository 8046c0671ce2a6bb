"""Who hears what somebody says to a name, or why nobody does.

What PRIVMSG, NOTICE, TAGMSG and messages of several lines share.

Source: https://modern.ircdocs.horse/#sending-messages
"""

from collections.abc import Mapping
from typing import Final

from tertulia_core.wire import numerics as n
from tertulia_core.wire.limits import LINE_BYTES
from tertulia_core.wire.message import NO_TAGS, Message
from tertulia_server.audiences import Audience, Nobody, Part
from tertulia_server.commands.context import Context
from tertulia_server.model.channel import Channel
from tertulia_server.model.modes import OPS, prefixes_from
from tertulia_server.model.names import CHANNEL_TYPES
from tertulia_server.model.refusals import Refusal
from tertulia_server.model.sequences import Sequence
from tertulia_server.model.user import User

__all__ = [
    "answer_away",
    "channel_audience",
    "check_length",
    "client_tags",
    "find_audience",
    "ids_of",
    "is_ctcp",
]

_FRAME_BYTES: Final = 32
"""At least what a line has besides source, target and text."""

_WIDEST: Final = 4
"""Bytes of the widest character in UTF-8."""


def client_tags(message: Message) -> Mapping[str, str]:
    """Return the tags that are passed on: those of clients, marked with a plus."""
    if not message.tags:
        return NO_TAGS
    return {name: value for name, value in message.tags.items() if name[0] == "+"}


def is_ctcp(text: str) -> bool:
    """Tell whether a text is a question or an answer of programs; actions are speech."""
    return text[:1] == "\x01" and not text.startswith("\x01ACTION ")


def check_length(user: User, command: str, name: str, text: str) -> None:
    """Refuse a text that would not fit a line once the sender's name stands before it.

    Cutting it would lose words without anybody noticing.
    """
    if (len(text) + len(name)) * _WIDEST + len(user.source) < LINE_BYTES - _FRAME_BYTES:
        return
    line = len(f":{user.source} {command} {name} :{text}\r\n".encode())
    if line > LINE_BYTES:
        raise Refusal(n.ERR_INPUTTOOLONG)


def find_audience(ctx: Context, name: str, *, has_ctcp: bool) -> Audience:
    """Return who hears what the sender says to ``name``.

    Args:
        ctx: of the sender's command.
        name: a channel, a channel behind a status sign, or a nick.
        has_ctcp: whether any of it ``is_ctcp``.

    Raises:
        Refusal: there is no such target, or the sender may not write to it.
    """
    channel = ctx.world.channels.get(name)
    if channel is not None:
        return channel_audience(ctx.user, channel, has_ctcp=has_ctcp)
    if name[:1] in CHANNEL_TYPES:
        raise Refusal(n.ERR_NOSUCHCHANNEL, name)
    if ranks := prefixes_from(name[:1]):
        channel = ctx.world.get_channel(name[1:])
        _check_speech(ctx.user, channel, has_ctcp=has_ctcp)
        return Part(channel, name[0] + channel.name, ranks)
    return _find_person(ctx, name, has_ctcp=has_ctcp)


def channel_audience(user: User, channel: Channel, *, has_ctcp: bool) -> Channel | Part:
    """Return who of a channel hears what ``user`` says to all of it.

    Raises:
        Refusal: nobody does.
    """
    _check_speech(user, channel, has_ctcp=has_ctcp)
    if "U" in channel.modes and not _has_rank(user, channel):
        return Part(channel, channel.name, OPS)
    return channel


def ids_of(ctx: Context, audience: Audience) -> Sequence:
    """Return what gives the ids of messages to an audience."""
    match audience:
        case Channel():
            return audience.ids
        case Part():
            return audience.channel.ids
        case User():
            return ctx.world.archives.between(ctx.user, audience)
        case _:
            return ctx.world.archives.passing


def answer_away(ctx: Context, audience: Audience) -> None:
    """Tell the sender that the person written to is away."""
    if isinstance(audience, User) and audience.away:
        ctx.reply.numeric(n.RPL_AWAY, audience.nick, audience.away)


def _has_rank(user: User, channel: Channel) -> bool:
    member = channel.members.get(user)
    return member is not None and member.rank != 0


def _check_speech(user: User, channel: Channel, *, has_ctcp: bool) -> None:
    if not channel.may_speak(user) or (has_ctcp and "C" in channel.modes):
        raise Refusal(n.ERR_CANNOTSENDTOCHAN, channel.name)


def _find_person(ctx: Context, name: str, *, has_ctcp: bool) -> User | Nobody:
    user, target = ctx.user, ctx.world.get_user(name)
    if not target.hears(user):
        raise Refusal(n.ERR_NEEDREGGEDNICK, target.nick)
    if "R" in user.modes:
        user.accept(target)
    return Nobody(target.nick) if has_ctcp and "T" in target.modes else target
