"""Lists of members: NAMES, WHO, and what people change about themselves.

Source: https://modern.ircdocs.horse/#names-message and
https://ircv3.net/specs/extensions/away-notify
"""

from collections.abc import Iterator
from typing import Final

from tertulia_core.session import events
from tertulia_core.session.context import Context
from tertulia_core.session.handlers.table import HandlerTable, nick_of, param
from tertulia_core.session.state import Member, Room
from tertulia_core.wire import numerics as num
from tertulia_core.wire.message import Message

__all__ = ["TABLE"]

TABLE: Final = HandlerTable()

WHO_MEMBERS: Final = 200
"""In rooms with more people than this we do not ask who is away and how they are called."""


@TABLE.on(num.RPL_NAMREPLY, params=3)
def on_names(ctx: Context, message: Message) -> None:
    """Take in a part of a member list; that of a room we are not in is shown."""
    channel, names = message.params[-2:]
    room = ctx.room(channel)
    if room is None or not room.joined:
        ctx.note(f"{channel}: {names}", room)
        return
    for entry in names.split():
        signs, mask = ctx.isupport.split_prefixes(entry)
        nick = mask.partition("!")[0]
        member = room.members.get(nick)
        if member is None:
            room.members[nick] = Member(nick, signs)
        elif nick:
            member.prefixes = signs
    if room.synced:
        ctx.emit_once(events.MembersChanged(room.name))


@TABLE.on(num.RPL_ENDOFNAMES, params=2)
def on_end_of_names(ctx: Context, message: Message) -> None:
    """Note that a member list is complete, and ask for what it does not say."""
    room = ctx.room(message.params[1])
    if room is None or not room.joined:
        return
    is_first = not room.synced
    room.synced = True
    ctx.emit_once(events.MembersChanged(room.name))
    # WHO is an ordinary command, but servers that announce WHOX are known to have it.
    if is_first and "WHOX" in ctx.isupport.tokens and len(room.members) <= WHO_MEMBERS:
        ctx.asked.add(("who", ctx.fold(room.name)))
        ctx.send("WHO", room.name)


@TABLE.on(num.RPL_WHOREPLY, params=8)
def on_who(ctx: Context, message: Message) -> None:
    """Learn whether a member is away and how they are called; show it if the person asked."""
    channel, nick, flags = message.params[1], message.params[5], message.params[6]
    if ("who", ctx.fold(channel)) not in ctx.asked:
        ctx.note(" ".join(message.params[1:]))
        return
    room = ctx.room(channel)
    member = room.members.get(nick) if room is not None else None
    if room is not None and member is not None:
        member.away = flags.startswith("G")
        member.realname = message.params[-1].partition(" ")[2]
        ctx.emit_once(events.MembersChanged(room.name))


@TABLE.on(num.RPL_ENDOFWHO, params=2)
def on_end_of_who(ctx: Context, message: Message) -> None:
    """End the silence about WHO replies that we asked for ourselves."""
    ctx.asked.discard(("who", ctx.fold(message.params[1])))


@TABLE.on("AWAY", needs_source=True)
def on_away(ctx: Context, message: Message) -> None:
    """Dim who is away (https://ircv3.net/specs/extensions/away-notify)."""
    for room, member in _members(ctx, nick_of(message)):
        member.away = bool(param(message, 0))
        ctx.emit_once(events.MembersChanged(room.name))


@TABLE.on("SETNAME", params=1, needs_source=True)
def on_setname(ctx: Context, message: Message) -> None:
    """Take another display name (https://ircv3.net/specs/extensions/setname)."""
    for room, member in _members(ctx, nick_of(message)):
        member.realname = message.params[0]
        ctx.emit_once(events.MembersChanged(room.name))


@TABLE.on("CHGHOST", params=2, needs_source=True)
def on_chghost(ctx: Context, message: Message) -> None:
    """Know our own new source: it counts in how much fits in a line."""
    nick = nick_of(message)
    if ctx.is_me(nick):
        ctx.own_source = f"{nick}!{message.params[0]}@{message.params[1]}"


def _members(ctx: Context, nick: str) -> Iterator[tuple[Room, Member]]:
    for room in ctx.rooms_with(nick):
        yield room, room.members[nick]
