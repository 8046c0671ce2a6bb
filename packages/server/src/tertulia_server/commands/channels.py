"""Channels: JOIN, PART, NAMES, TOPIC and KICK.

Source: https://modern.ircdocs.horse/#channel-operations
"""

from typing import Final

from tertulia_core.i18n import N_, Catalogue
from tertulia_core.wire import numerics as n
from tertulia_core.wire.limits import cut_bytes
from tertulia_core.wire.message import Message
from tertulia_server.capabilities import TARGETS_MAX
from tertulia_server.commands.context import Context, Steps
from tertulia_server.commands.entering import greet, list_names, tell_names_end, tell_topic
from tertulia_server.commands.playback import play_back
from tertulia_server.commands.table import TABLE
from tertulia_server.model.channel import Channel, Membership, Topic
from tertulia_server.model.modes import HALFOPS
from tertulia_server.model.refusals import Refusal

__all__: list[str] = []

_ = Catalogue("tertulia_server").gettext

_TOO_MANY: Final = N_("Those are too many at once; nothing was done")

_ALL: Final = "0"


@TABLE.command("JOIN", min_params=1, syntax="<channel>{,<channel>} [<key>{,<key>}]")
def join(ctx: Context, message: Message) -> Steps | None:
    """Enter channels; one that nobody is in is made. ``JOIN 0`` leaves all.

    https://modern.ircdocs.horse/#join-message
    """
    if message.params[0] == _ALL:
        _part_all(ctx)
        return None
    keys = message.params[1].split(",") if len(message.params) > 1 else []
    return _join_each(ctx, message.params[0].split(","), keys)


def _join_each(ctx: Context, names: list[str], keys: list[str]) -> Steps:
    for at, name in enumerate(names):
        try:
            channel = _enter(ctx, name, keys[at] if at < len(keys) else "")
        except Refusal as refusal:
            ctx.reply.refuse(refusal)
            continue
        if channel is not None:
            yield from greet(ctx, channel)
            if (member := channel.members.get(ctx.user)) is not None:
                yield from play_back(ctx, member)
            _greet_others(ctx, channel)


def _enter(ctx: Context, name: str, key: str) -> Channel | None:
    """Let the user into one channel; return it, or ``None`` where the user is in it already."""
    channel = ctx.world.channels.get(name)
    if channel is not None and ctx.user in channel.members:
        return None
    try:
        channel = ctx.world.check_join(name, ctx.user, ctx.now, key)
    except Refusal as refusal:
        channel = _forwarded(ctx, channel, refusal)
    member = ctx.world.enter(channel, ctx.user)
    ctx.reply.own(ctx.relay.entered(member, ctx.now, ctx.session))
    return channel


def _greet_others(ctx: Context, channel: Channel) -> None:
    """Tell the person's other connections, which entered too, about the channel."""
    for session in ctx.user.sessions:
        if session is not ctx.session:
            reply = ctx.services.replies.open(session, ctx.now)
            for _step in greet(Context(ctx.services, session, reply, ctx.now), channel):
                pass


def _forwarded(ctx: Context, channel: Channel | None, refusal: Refusal) -> Channel:
    """Return the channel that ``channel`` sends on to those it keeps out, or refuse."""
    target = channel.modes.get("f") if channel is not None else None
    if channel is None or target is None or refusal.numeric == n.ERR_BANNEDFROMCHAN:
        raise refusal
    onward = ctx.world.channels.get(target)
    if onward is None or ctx.user in onward.members:
        raise refusal
    onward.check_join(ctx.user, "")
    ctx.reply.refuse(Refusal(n.ERR_LINKCHANNEL, channel.name, onward.name))
    return onward


@TABLE.command("PART", min_params=1, syntax="<channel>{,<channel>} [:<reason>]")
def part(ctx: Context, message: Message) -> None:
    """Leave channels.

    https://modern.ircdocs.horse/#part-message
    """
    reason = message.params[1] if len(message.params) > 1 else None
    for name in _targets(message.params[0]):
        try:
            channel = ctx.world.get_channel(name)
            member = channel.check_member(ctx.user)
        except Refusal as refusal:
            ctx.reply.refuse(refusal)
        else:
            _leave(ctx, member, reason)


def _leave(ctx: Context, member: Membership, reason: str | None) -> None:
    ctx.reply.own(ctx.relay.left(member, reason, ctx.now, ctx.session.link))
    ctx.world.leave(member.channel, member.user)


def _part_all(ctx: Context) -> None:
    for member in list(ctx.user.memberships.values()):
        _leave(ctx, member, None)


@TABLE.command("NAMES", cost=2, syntax="<channel>{,<channel>}")
def names(ctx: Context, message: Message) -> Steps | None:
    """List who is in channels.

    https://modern.ircdocs.horse/#names-message
    """
    if not message.params:
        tell_names_end(ctx, "*")
        return None
    wanted = _targets(message.params[0])
    if len(wanted) > TARGETS_MAX["NAMES"]:
        raise Refusal(n.ERR_TOOMANYTARGETS, message.params[0], sentence=_TOO_MANY)
    return _names_each(ctx, wanted, message.params[0])


def _names_each(ctx: Context, wanted: list[str], as_given: str) -> Steps:
    for name in wanted:
        channel = ctx.world.channels.get(name)
        if channel is not None and channel.is_visible_to(ctx.user):
            yield from list_names(ctx, channel)
    tell_names_end(ctx, as_given)


@TABLE.command("TOPIC", min_params=1, syntax="<channel> [:<topic>]")
def topic(ctx: Context, message: Message) -> None:
    """Show what a channel is about, or change it; an empty text clears it.

    https://modern.ircdocs.horse/#topic-message
    """
    channel = ctx.world.get_channel(message.params[0])
    if len(message.params) > 1:
        _set_topic(ctx, channel, message.params[1])
        return
    if not channel.is_visible_to(ctx.user):
        raise Refusal(n.ERR_NOTONCHANNEL, channel.name)
    if channel.topic.text:
        tell_topic(ctx, channel)
    else:
        ctx.reply.numeric(n.RPL_NOTOPIC, channel.name, _("No topic is set"))


def _set_topic(ctx: Context, channel: Channel, text: str) -> None:
    channel.check_member(ctx.user)
    if "t" in channel.modes:
        channel.check_rank(ctx.user, HALFOPS)
    text = cut_bytes(text, ctx.config.limits.topic_length)
    channel.topic = Topic(text, ctx.user.source, ctx.now.wall)
    ctx.world.registered.keep(channel)
    ctx.reply.own(ctx.relay.topic_set(ctx.user, channel, ctx.now, ctx.session.link))


@TABLE.command("KICK", min_params=2, syntax="<channel> <nick>{,<nick>} [:<comment>]")
def kick(ctx: Context, message: Message) -> None:
    """Throw people out of a channel; only its operators may.

    https://modern.ircdocs.horse/#kick-message
    """
    limits = ctx.config.limits
    comment = message.params[2] if len(message.params) > 2 else ""
    comment = cut_bytes(comment, limits.reason_length) or ctx.user.nick
    for name, nick in _kick_pairs(*message.params[:2]):
        try:
            channel = ctx.world.get_channel(name)
            victim = _check_kick(ctx, channel, nick)
        except Refusal as refusal:
            ctx.reply.refuse(refusal)
        else:
            line = ctx.relay.kicked(ctx.user, victim, comment, ctx.now, ctx.session.link)
            ctx.reply.own(line)
            ctx.world.leave(channel, victim.user)


def _check_kick(ctx: Context, channel: Channel, nick: str) -> Membership:
    """Return the member ``nick``, or refuse; nobody throws out who stands higher."""
    kicker = channel.check_rank(ctx.user, HALFOPS)
    victim = ctx.world.get_user(nick)
    member = channel.members.get(victim)
    if member is None:
        raise Refusal(n.ERR_USERNOTINCHANNEL, victim.nick, channel.name)
    if not kicker.may_remove(member):
        raise Refusal(n.ERR_CHANOPRIVSNEEDED, channel.name)
    return member


def _kick_pairs(channels: str, nicks: str) -> list[tuple[str, str]]:
    """Pair one channel with each nick, or each channel with its nick."""
    names, people = channels.split(","), nicks.split(",")
    if len(people) > TARGETS_MAX["KICK"]:
        raise Refusal(n.ERR_TOOMANYTARGETS, nicks, sentence=_TOO_MANY)
    if len(names) == 1:
        names *= len(people)
    return list(zip(names, people, strict=False))


def _targets(text: str) -> list[str]:
    """Return the parts of a list with commas, each once."""
    return list(dict.fromkeys(part for part in text.split(",") if part))
