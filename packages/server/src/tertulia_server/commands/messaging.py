"""What people say to each other: PRIVMSG, NOTICE and TAGMSG.

This is the way nearly every line takes, so it is short.

Source: https://modern.ircdocs.horse/#sending-messages and
https://ircv3.net/specs/extensions/message-tags
"""

from collections.abc import Mapping
from typing import Final

from tertulia_core.broadcast.outbound import Outbound
from tertulia_core.wire import numerics as n
from tertulia_core.wire.capabilities import ECHO_MESSAGE
from tertulia_core.wire.limits import LINE_BYTES
from tertulia_core.wire.message import NO_TAGS, Message
from tertulia_server.capabilities import TARGETS_MAX
from tertulia_server.commands.context import Context
from tertulia_server.commands.table import TABLE
from tertulia_server.model.modes import OPS, prefixes_from
from tertulia_server.model.names import CHANNEL_TYPES
from tertulia_server.model.refusals import Refusal
from tertulia_server.model.user import User
from tertulia_server.speech import Part

__all__: list[str] = []

_FRAME_BYTES: Final = 32
"""At least what a line has besides source, target and text."""

_WIDEST: Final = 4
"""Bytes of the widest character in UTF-8."""


@TABLE.command("PRIVMSG", syntax="<target>{,<target>} :<text>")
def privmsg(ctx: Context, message: Message) -> None:
    """Say something to a channel or to one person.

    https://modern.ircdocs.horse/#privmsg-message
    """
    params = message.params
    if not params or not params[0]:
        raise Refusal(n.ERR_NORECIPIENT)
    if len(params) < 2 or not params[1]:
        raise Refusal(n.ERR_NOTEXTTOSEND)
    for refusal in _send(ctx, "PRIVMSG", params[0], params[1], _client_tags(message)):
        ctx.reply.refuse(refusal)


@TABLE.command("NOTICE", syntax="<target>{,<target>} :<text>")
def notice(ctx: Context, message: Message) -> None:
    """Say something that nobody, and no program, answers by itself.

    What cannot be delivered is not answered either.
    https://modern.ircdocs.horse/#notice-message
    """
    params = message.params
    if len(params) > 1 and params[0] and params[1]:
        _send(ctx, "NOTICE", params[0], params[1], _client_tags(message))


@TABLE.command("TAGMSG", min_params=1, syntax="<target>{,<target>}")
def tagmsg(ctx: Context, message: Message) -> None:
    """Send tags without text to those who understand them.

    https://ircv3.net/specs/extensions/message-tags#the-tagmsg-tag-only-message
    """
    for refusal in _send(ctx, "TAGMSG", message.params[0], "", _client_tags(message)):
        ctx.reply.refuse(refusal)


def _client_tags(message: Message) -> Mapping[str, str]:
    """Return the tags that are passed on: those of clients, marked with a plus."""
    if not message.tags:
        return NO_TAGS
    return {name: value for name, value in message.tags.items() if name[0] == "+"}


def _send(
    ctx: Context, command: str, targets: str, text: str, tags: Mapping[str, str]
) -> list[Refusal]:
    """Send to every target; return the refusals of those it did not reach."""
    ctx.user.active = ctx.now.mono
    names = [targets] if "," not in targets else _split(targets)
    if len(names) > TARGETS_MAX[command]:
        return [Refusal(n.ERR_TOOMANYTARGETS, targets)]
    refusals = []
    for name in names:
        try:
            outbound = _send_to(ctx, command, name, text, tags)
        except Refusal as refusal:
            refusals.append(refusal)
        else:
            if ctx.session.caps & ECHO_MESSAGE:
                ctx.reply.own(outbound)
    return refusals


def _split(targets: str) -> list[str]:
    return [name for name in dict.fromkeys(targets.split(",")) if name]


def _send_to(ctx: Context, command: str, name: str, text: str, tags: Mapping[str, str]) -> Outbound:
    user = ctx.user
    _check_length(user, command, name, text)
    channel = ctx.world.channels.get(name)
    if channel is None:
        if name[:1] in CHANNEL_TYPES:
            raise Refusal(n.ERR_NOSUCHCHANNEL, name)
        if prefixes_from(name[:1]):
            return _send_to_status(ctx, command, name, text, tags)
        return _send_privately(ctx, command, ctx.world.get_user(name), text, tags)
    if not channel.may_speak(user) or ("C" in channel.modes and _is_ctcp(text)):
        raise Refusal(n.ERR_CANNOTSENDTOCHAN, channel.name)
    link = ctx.session.link
    if "U" in channel.modes and not user.memberships[channel].rank:
        operators = Part(channel, channel.name, OPS)
        return ctx.speech.to_part(command, user, operators, text, ctx.now, tags, link)
    if command == "TAGMSG":
        return ctx.speech.tags_to_channel(user, channel, ctx.now, tags, link)
    return ctx.speech.to_channel(command, user, channel, text, ctx.now, tags, link)


def _send_to_status(
    ctx: Context, command: str, name: str, text: str, tags: Mapping[str, str]
) -> Outbound:
    symbol, channel = name[0], ctx.world.get_channel(name[1:])
    if not channel.may_speak(ctx.user):
        raise Refusal(n.ERR_CANNOTSENDTOCHAN, channel.name)
    part = Part(channel, symbol + channel.name, prefixes_from(symbol))
    return ctx.speech.to_part(command, ctx.user, part, text, ctx.now, tags, ctx.session.link)


def _send_privately(
    ctx: Context, command: str, target: User, text: str, tags: Mapping[str, str]
) -> Outbound:
    user = ctx.user
    if not target.hears(user):
        raise Refusal(n.ERR_NEEDREGGEDNICK, target.nick)
    if "R" in user.modes:
        user.accept(target)
    speech, link, msgid = ctx.speech, ctx.session.link, ctx.world.private_ids.next()
    if "T" in target.modes and _is_ctcp(text):
        return speech.unheard(command, user, target, text, ctx.now, tags, msgid)
    outbound = speech.to_person(command, user, target, text, ctx.now, tags, link, msgid)
    if target.away and command == "PRIVMSG":
        ctx.reply.numeric(n.RPL_AWAY, target.nick, target.away)
    return outbound


def _is_ctcp(text: str) -> bool:
    """Tell whether a text is a question or an answer of programs; actions are speech."""
    return text[:1] == "\x01" and not text.startswith("\x01ACTION ")


def _check_length(user: User, command: str, name: str, text: str) -> None:
    """Refuse a text that would not fit a line once the sender's name stands before it.

    Cutting it would lose words without anybody noticing.
    """
    if (len(text) + len(name)) * _WIDEST + len(user.source) < LINE_BYTES - _FRAME_BYTES:
        return
    line = len(f":{user.source} {command} {name} :{text}\r\n".encode())
    if line > LINE_BYTES:
        raise Refusal(n.ERR_INPUTTOOLONG)
