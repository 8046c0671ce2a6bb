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
from tertulia_core.wire.message import Message
from tertulia_server.capabilities import TARGETS_MAX
from tertulia_server.commands.addressing import (
    answer_away,
    check_length,
    client_tags,
    find_audience,
    ids_of,
    is_ctcp,
)
from tertulia_server.commands.context import Context, Steps
from tertulia_server.commands.helpers import find_helper, hear
from tertulia_server.commands.keyed import answer_again, find_sent, key_of, note_sent
from tertulia_server.commands.lane import Lane
from tertulia_server.commands.table import TABLE
from tertulia_server.model.channel import Channel
from tertulia_server.model.refusals import Refusal

__all__: list[str] = []

_TAGS_ONLY: Final = "TAGMSG"

_LASTING: Final = frozenset({"+draft/persist", "+draft/react", "+draft/unreact"})
"""The tags for whose sake a message without text goes into history; that one types does not."""


@TABLE.command("PRIVMSG", syntax="<target>{,<target>} :<text>")
def privmsg(ctx: Context, message: Message) -> Steps | None:
    """Say something to a channel or to one person.

    https://modern.ircdocs.horse/#privmsg-message
    """
    params = message.params
    if not params or not params[0]:
        raise Refusal(n.ERR_NORECIPIENT)
    if len(params) < 2 or not params[1]:
        raise Refusal(n.ERR_NOTEXTTOSEND)
    helper = find_helper(params[0])
    if helper is not None:
        return hear(ctx, helper, params[1])
    if key := key_of(ctx, message, "PRIVMSG"):
        return _send_once(ctx, "PRIVMSG", message, key)
    for refusal in _send(ctx, "PRIVMSG", params[0], params[1], client_tags(message)):
        ctx.reply.refuse(refusal)
    return None


@TABLE.command("NOTICE", syntax="<target>{,<target>} :<text>")
def notice(ctx: Context, message: Message) -> Steps | None:
    """Say something that nobody, and no program, answers by itself.

    What cannot be delivered is not answered either.
    https://modern.ircdocs.horse/#notice-message
    """
    params = message.params
    if len(params) > 1 and params[0] and params[1]:
        if key := key_of(ctx, message, "NOTICE"):
            return _send_once(ctx, "NOTICE", message, key)
        _send(ctx, "NOTICE", params[0], params[1], client_tags(message))
    return None


@TABLE.command("TAGMSG", min_params=1, syntax="<target>{,<target>}")
def tagmsg(ctx: Context, message: Message) -> Steps | None:
    """Send tags without text to those who understand them.

    https://ircv3.net/specs/extensions/message-tags#the-tagmsg-tag-only-message
    """
    if find_helper(message.params[0]) is not None:
        return None  # they care for words only
    if key := key_of(ctx, message, _TAGS_ONLY):
        return _send_once(ctx, _TAGS_ONLY, message, key)
    for refusal in _send(ctx, _TAGS_ONLY, message.params[0], "", client_tags(message)):
        ctx.reply.refuse(refusal)
    return None


def _send_once(ctx: Context, command: str, message: Message, key: str) -> Steps:
    """Send under a key: deliver what is new, answer what was sent before."""
    outbound = yield from find_sent(ctx, command, key)
    if outbound is not None:
        answer_again(ctx, outbound)
        return
    ctx.user.active = ctx.now.mono
    text = message.params[1] if command != _TAGS_ONLY else ""
    try:
        outbound = _send_to(ctx, command, message.params[0], text, client_tags(message))
    except Refusal:
        if command != "NOTICE":
            raise
        return
    note_sent(ctx, key, outbound)
    if ctx.session.caps & ECHO_MESSAGE:
        ctx.reply.own(outbound)


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
    user, now, link = ctx.user, ctx.now, ctx.session.link
    check_length(user, command, name, text)
    audience = find_audience(ctx, name, has_ctcp=text[:1] == "\x01" and is_ctcp(text))
    if type(audience) is Channel and command != _TAGS_ONLY:
        outbound = ctx.speech.to_channel(command, user, audience, text, now, tags, link)
        if command == "PRIVMSG" and not tags and text[0] != "\x01":
            ctx.session.lane = Lane(ctx, audience, name, outbound)
        return outbound
    is_kept = command != _TAGS_ONLY or not _LASTING.isdisjoint(tags)
    ids = ids_of(ctx, audience) if is_kept else ctx.world.archives.passing
    outbound = ctx.speech.to(audience, command, user, text, now, tags, link, ids)
    if command == "PRIVMSG":
        answer_away(ctx, audience)
    return outbound
