"""What rooms are about and how they are set: TOPIC, MODE, INVITE and their numerics.

Source: https://modern.ircdocs.horse/#topic-message and
https://modern.ircdocs.horse/#mode-message
"""

from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.session import events, markers
from tertulia_core.session.context import Context
from tertulia_core.session.handlers.table import HandlerTable, nick_of
from tertulia_core.session.state import LineKind, Member, Room
from tertulia_core.session.wording import clock_text, day_text, local_date
from tertulia_core.wire import numerics as num
from tertulia_core.wire.message import Message
from tertulia_core.wire.modes import ModeChange, parse_changes

__all__ = ["TABLE"]

_ = Catalogue("tertulia_core").gettext

TABLE: Final = HandlerTable()

LATEST_TIME: Final = 1e11
"""Unix seconds past which a number from the wire is no time."""


@TABLE.on("TOPIC", params=2)
def on_topic(ctx: Context, message: Message) -> None:
    """Take in a topic that somebody set just now."""
    room = ctx.room(message.params[0])
    if room is None:
        return
    _set_topic(ctx, room, message.params[1])
    ctx.add_line(
        room, LineKind.TOPIC, nick_of(message), message.params[1], time=ctx.time_of(message)
    )


@TABLE.on(num.RPL_TOPIC, params=3)
def on_topic_reply(ctx: Context, message: Message) -> None:
    """Take in the topic a room has."""
    _answer_topic(ctx, message.params[1], message.params[2])


@TABLE.on(num.RPL_NOTOPIC, params=2)
def on_no_topic(ctx: Context, message: Message) -> None:
    """Take in that a room has none."""
    _answer_topic(ctx, message.params[1], "")


@TABLE.on(num.RPL_TOPICWHOTIME, params=4)
def on_topic_who(ctx: Context, message: Message) -> None:
    """Say who set a topic, if the person asked for it."""
    asked = ("topic who", ctx.fold(message.params[1]))
    if asked not in ctx.asked:
        return
    ctx.asked.discard(asked)
    sentence = _("The topic was set by {nick} on {when}.")
    nick = message.params[2].partition("!")[0]
    when = _when(message.params[3])
    ctx.note(sentence.format(nick=nick, when=when), ctx.room(message.params[1]))


@TABLE.on("MODE", params=2)
def on_mode(ctx: Context, message: Message) -> None:
    """Take in changed modes: ranks of members, settings of a room, our own."""
    target, modes, *params = message.params
    shown = " ".join([modes, *params])
    room = ctx.room(target)
    if room is None or not ctx.is_channel(target):
        ctx.note_server(_("Modes of {target}: {changes}").format(target=target, changes=shown))
        return
    prefix = ctx.isupport.prefix
    for change in parse_changes(modes, params, ctx.isupport.chanmodes, "".join(prefix)):
        _change_rank(ctx, room, change, prefix)
    ctx.add_line(room, LineKind.MODE, nick_of(message), shown, time=ctx.time_of(message))


@TABLE.on(num.RPL_CHANNELMODEIS, params=3)
def on_channel_modes(ctx: Context, message: Message) -> None:
    """Say which modes a room has."""
    room = ctx.room(message.params[1]) or ctx.open_target(ctx.state.current)
    ctx.add_line(room, LineKind.MODE, "", " ".join(message.params[2:]))


@TABLE.on(num.RPL_CREATIONTIME, params=3)
def on_creation_time(ctx: Context, message: Message) -> None:
    """Say since when there has been a room."""
    sentence = _("{room} was opened on {when}.")
    when = _when(message.params[2])
    ctx.note(sentence.format(room=message.params[1], when=when), ctx.room(message.params[1]))


@TABLE.on("MARKREAD", params=2)
def on_markread(ctx: Context, message: Message) -> None:
    """Take in up to where we have read a room (https://ircv3.net/specs/extensions/read-marker)."""
    room = ctx.room(message.params[0])
    if room is not None:
        markers.hear(ctx, room, message.params[1])


@TABLE.on("INVITE", params=2, needs_source=True)
def on_invite(ctx: Context, message: Message) -> None:
    """Say who asks whom in."""
    nick, room = nick_of(message), message.params[1]
    if ctx.is_me(message.params[0]):
        sentence = _("{nick} invites you to {room}. To go there: /join {room}")
        ctx.note(sentence.format(nick=nick, room=room))
        return
    sentence = _("{nick} invited {guest} to {room}.")
    ctx.note(sentence.format(nick=nick, guest=message.params[0], room=room), ctx.room(room))


@TABLE.on(num.RPL_INVITING, params=3)
def on_inviting(ctx: Context, message: Message) -> None:
    """Say that an invitation of ours is on its way."""
    sentence = _("You invited {guest} to {room}.")
    guest, room = message.params[1:3]
    ctx.note(sentence.format(guest=guest, room=room), ctx.room(room))


def _answer_topic(ctx: Context, channel: str, topic: str) -> None:
    room = ctx.room(channel)
    asked = ("topic", ctx.fold(channel))
    is_asked = asked in ctx.asked
    ctx.asked.discard(asked)
    if room is not None:
        _set_topic(ctx, room, topic)
    if topic or is_asked:
        shown_in = room or ctx.open_target(ctx.state.current)
        ctx.add_line(shown_in, LineKind.TOPIC, "", topic)


def _set_topic(ctx: Context, room: Room, topic: str) -> None:
    if topic != room.topic:
        room.topic = topic
        ctx.emit_once(events.TopicChanged(room.name))


def _change_rank(ctx: Context, room: Room, change: ModeChange, prefix: dict[str, str]) -> None:
    """Give a member a sign or take it, keeping the signs in their order."""
    sign = prefix.get(change.letter)
    member = room.members.get(change.param or "")
    if sign is None or member is None:
        return
    held = set(member.prefixes) - {sign} | ({sign} if change.add else set())
    _set_prefixes(member, held, prefix)
    ctx.emit_once(events.MembersChanged(room.name))


def _set_prefixes(member: Member, held: set[str], prefix: dict[str, str]) -> None:
    member.prefixes = "".join(sign for sign in prefix.values() if sign in held)


def _when(seconds: str) -> str:
    """Return a Unix time from the wire in words, or as it came if it is none."""
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= 12):
        return seconds
    time = float(seconds)
    return f"{day_text(local_date(time))}, {clock_text(time)}" if time < LATEST_TIME else seconds
