"""Who comes and goes: JOIN, PART, QUIT, KICK and NICK.

Source: https://modern.ircdocs.horse/#channel-operations
"""

from typing import Final

from tertulia_core.session import events, history, speaking, typists
from tertulia_core.session.batches import GATHERING
from tertulia_core.session.context import Context
from tertulia_core.session.handlers.table import HandlerTable, nick_of, param
from tertulia_core.session.state import LineKind, Member, Room, RoomKind
from tertulia_core.wire.message import Message

__all__ = ["TABLE"]

TABLE: Final = HandlerTable()


@TABLE.on("JOIN", params=1, needs_source=True)
def on_join(ctx: Context, message: Message) -> None:
    """Take in a newcomer, or the room that we are in now."""
    nick = nick_of(message)
    for channel in message.params[0].split(","):
        if not channel:
            continue
        if ctx.is_me(nick):
            _enter(ctx, channel, message.source or "")
        room = ctx.room(channel)
        if room is None:
            continue
        room.members[nick] = Member(nick, realname=param(message, 2))
        ctx.emit_once(events.MembersChanged(room.name))
        _tell_presence(ctx, message, room, LineKind.JOINED, nick)
        if ctx.is_me(nick):
            speaking.flush(ctx)  # first, so that what arrived before is known to be ours
            history.catch_up(ctx, room)


def _enter(ctx: Context, channel: str, source: str) -> None:
    ctx.own_source = source
    room = ctx.open_room(channel, RoomKind.CHANNEL)
    room.joined, room.synced = True, False
    room.members.clear()
    folded = ctx.fold(channel)
    ctx.joining.pop(folded, None)
    ctx.wished.setdefault(channel, "")
    if folded in ctx.selecting:
        ctx.selecting.discard(folded)
        ctx.select(room.name)


@TABLE.on("PART", params=1, needs_source=True)
def on_part(ctx: Context, message: Message) -> None:
    """Take somebody out; close the room if we left it on purpose."""
    nick = nick_of(message)
    for channel in message.params[0].split(","):
        room = ctx.room(channel)
        if room is None:
            continue
        if ctx.is_me(nick):
            _exit(ctx, room)
            if ctx.fold(channel) in ctx.parting:
                ctx.parting.discard(ctx.fold(channel))
                ctx.close_room(room)
                continue
        else:
            _take_out(ctx, room, nick)
        _tell_presence(ctx, message, room, LineKind.LEFT, nick, param(message, 1))
        if not room.joined:
            history.lose_touch(ctx, room)


def _take_out(ctx: Context, room: Room, nick: str) -> None:
    room.members.pop(nick, None)
    typists.stop(ctx, room, nick)
    ctx.emit_once(events.MembersChanged(room.name))


def _exit(ctx: Context, room: Room) -> None:
    """Note that we are in the room no longer, and do not come back by ourselves."""
    room.joined = room.synced = False
    room.members.clear()
    room.typing = ()
    ctx.wished.pop(room.name, None)
    ctx.emit_once(events.MembersChanged(room.name))


@TABLE.on("QUIT", needs_source=True)
def on_quit(ctx: Context, message: Message) -> None:
    """Take somebody out everywhere."""
    nick = nick_of(message)
    for room in ctx.rooms_with(nick):
        _take_out(ctx, room, nick)
        _tell_presence(ctx, message, room, LineKind.LEFT, nick, param(message, 0))
    private = ctx.room(nick)
    if private is not None and private.kind is RoomKind.PRIVATE:
        typists.stop(ctx, private, nick)
        _tell_presence(ctx, message, private, LineKind.LEFT, nick, param(message, 0))


@TABLE.on("KICK", params=2, needs_source=True)
def on_kick(ctx: Context, message: Message) -> None:
    """Take out who was removed; we do not go back by ourselves."""
    channel, victim = message.params[:2]
    room = ctx.room(channel)
    if room is None:
        return
    if ctx.is_me(victim):
        _exit(ctx, room)
    else:
        _take_out(ctx, room, victim)
    ctx.add_line(
        room,
        LineKind.KICKED,
        nick_of(message),
        param(message, 2),
        time=ctx.time_of(message),
        members=(victim,),
        mention=ctx.is_me(victim),
    )
    if not room.joined:
        history.lose_touch(ctx, room)


@TABLE.on("NICK", params=1, needs_source=True)
def on_nick(ctx: Context, message: Message) -> None:
    """Rename somebody everywhere, a conversation with them included."""
    old, new = nick_of(message), message.params[0]
    if not new:
        return
    is_own = ctx.is_me(old)
    if is_own:
        ctx.state.nick = new
        if ("nick", ctx.fold(new)) in ctx.asked:
            ctx.wanted_nick = ctx.held_nick = new
        ctx.emit(events.NickChanged(new))
    else:
        _rename_private(ctx, old, new)
    for room in ctx.rooms_with(old):
        member = room.members.pop(old)
        member.nick = new
        typists.stop(ctx, room, old)
        room.members[new] = member
        ctx.emit_once(events.MembersChanged(room.name))
        ctx.add_line(room, LineKind.RENAMED, old, new, time=ctx.time_of(message), own=is_own)


def _rename_private(ctx: Context, old: str, new: str) -> None:
    """Go on with a conversation under the other side's new nick."""
    room = ctx.room(old)
    if room is None or room.kind is not RoomKind.PRIVATE:
        return
    ctx.add_line(room, LineKind.RENAMED, old, new)
    if ctx.room(new) is not None:
        return
    ctx.rename_room(room, new)


def _tell_presence(
    ctx: Context, message: Message, room: Room, kind: LineKind, nick: str, reason: str = ""
) -> None:
    """Add a line for who came or went; those of a netsplit wait for its end."""
    batch = ctx.batches.of(message)
    if batch is not None and batch.kind in GATHERING:
        batch.people.setdefault((room.name, kind), []).append(nick)
        return
    time = ctx.time_of(message)
    ctx.add_line(room, kind, nick, reason, time=time, own=ctx.is_me(nick))
