"""What people say: PRIVMSG, NOTICE, TAGMSG, and the batches that hold them.

Source: https://modern.ircdocs.horse/#sending-messages,
https://ircv3.net/specs/extensions/echo-message and
https://ircv3.net/specs/client-tags/typing
"""

from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.session import speaking, typists
from tertulia_core.session.batches import COLLECTING, Batch
from tertulia_core.session.client_tags import replied_to
from tertulia_core.session.context import Context
from tertulia_core.session.handlers import changes, history
from tertulia_core.session.handlers.table import HandlerTable, nick_of
from tertulia_core.session.mentions import is_mentioned
from tertulia_core.session.speech import bare_target, count_unread, kind_of, msgid_of
from tertulia_core.session.state import (
    SERVER_ROOM,
    ConnectionPhase,
    Delivery,
    LineKind,
    Room,
    RoomKind,
)
from tertulia_core.wire.message import Message

__all__ = ["TABLE", "finish_batches"]

_ = Catalogue("tertulia_core").gettext

TABLE: Final = HandlerTable()


@TABLE.on("PRIVMSG", "NOTICE", params=2)
def on_said(ctx: Context, message: Message) -> None:
    """Show what somebody says where it belongs, or take it as the echo of what we said."""
    batch = ctx.batches.of(message)
    if batch is not None and batch.is_message:
        batch.add(message)
    else:
        _on_text(ctx, message)


def _on_text(ctx: Context, message: Message) -> None:
    """Take in a whole message; its text may have line feeds."""
    nick, target = nick_of(message), bare_target(ctx, message.params[0])
    kind, text = kind_of(message.command, message.params[1])
    if text.startswith("\x01"):
        _on_request(ctx, nick, text)
        return
    if nick and ctx.is_me(nick):
        _on_own(ctx, message, target, kind, text)
        return
    msgid = msgid_of(message)
    if (
        ctx.is_repeated(msgid)
        or ctx.is_played_back(message)
        or ctx.state.attention.is_ignored(nick, message.source or "")
    ):
        return
    room = _room_for(ctx, message, nick, target, kind)
    typists.stop(ctx, room, nick)
    mention = room.kind is RoomKind.CHANNEL and is_mentioned(ctx.state.nick, text, ctx.fold)
    time = ctx.time_of(message)
    ctx.add_line(
        room, kind, nick, text,
        time=time, mention=mention, msgid=msgid, reply_to=replied_to(message.tags),
    )  # fmt: skip
    count_unread(ctx, room, is_mention=mention)


@TABLE.on("TAGMSG", params=1, needs_source=True)
def on_tagmsg(ctx: Context, message: Message) -> None:
    """Show who is writing, and count who reacts to what."""
    nick, target = nick_of(message), bare_target(ctx, message.params[0])
    state = message.tags.get("+typing", "")
    is_for_room = ctx.is_channel(target) or ctx.is_me(nick)
    room = ctx.room(target if is_for_room else nick)
    is_ignored = ctx.state.attention.is_ignored(nick, message.source or "")
    if room is None or is_ignored or ctx.is_repeated(msgid_of(message)):
        return
    if state and not ctx.is_me(nick):
        typists.heard(ctx, room, nick, state)
    changes.carry_out(ctx, room, message)


@TABLE.on("BATCH", params=1)
def on_batch(ctx: Context, message: Message) -> None:
    """Begin or end a batch."""
    sign, reference = message.params[0][:1], message.params[0][1:]
    if sign == "+":
        finish_batches(ctx, ctx.batches.begin(reference, message))
    elif sign == "-":
        ended = ctx.batches.end(reference)
        finish_batches(ctx, ended)
        for batch in ended:
            ctx.label = batch.label
            _end(ctx, batch)


def _end(ctx: Context, batch: Batch) -> None:
    """Take in what a batch holds as a whole: a message of several lines, or an answer."""
    if batch.kind in COLLECTING:
        history.finish(ctx, batch)
        return
    said = batch.message()
    if said is None:
        return
    collector = ctx.batches.collector_of(said)
    if collector is not None:
        collector.collect(said)
    else:
        _on_text(ctx, said)


def finish_batches(ctx: Context, ended: list[Batch]) -> None:
    """Show what batches gathered that ended now."""
    for batch in ended:
        reason = " ".join(batch.params) if batch.kind == "netsplit" else ""
        for (name, kind), nicks in batch.people.items():
            room = ctx.room(name)
            if room is not None:
                ctx.add_line(room, kind, nicks[0], reason, members=tuple(nicks))


def _room_for(ctx: Context, message: Message, nick: str, target: str, kind: LineKind) -> Room:
    """Return where something is shown that others said."""
    if ctx.is_channel(target):
        return ctx.room(target) or ctx.open_target(SERVER_ROOM)
    is_server = "!" not in (message.source or "") and (not nick or "." in nick)
    if is_server or ctx.state.phase is not ConnectionPhase.ONLINE:
        return ctx.open_target(SERVER_ROOM)
    private = ctx.room(nick)
    if kind is LineKind.NOTICE and (room := _context_of(ctx, message, nick)):
        return room
    if kind is LineKind.NOTICE and private is None:
        return ctx.open_target(ctx.state.current or SERVER_ROOM)
    return private or ctx.open_private(nick)


def _context_of(ctx: Context, message: Message, nick: str) -> Room | None:
    """Return the room that a private notice belongs to, as its sender says, who is in it too.

    A private message stays in its own conversation, so that its answer does.
    Source: https://ircv3.net/specs/client-tags/channel-context
    """
    room = ctx.room(message.tags.get("+channel-context", ""))
    return room if room is not None and room.joined and nick in room.members else None


def _on_own(ctx: Context, message: Message, target: str, kind: LineKind, text: str) -> None:
    """Confirm what we said; what another client of ours said is shown as our own."""
    ctx.own_source = message.source or ctx.own_source
    msgid, time = msgid_of(message), ctx.time_of(message)
    outgoing = ctx.deliveries.by_label(ctx.label) or ctx.deliveries.echoed(
        lambda other: ctx.is_same(other, target), text, is_action=kind is LineKind.ACTION
    )
    if outgoing is not None:
        ctx.is_repeated(msgid)
        speaking.confirm(ctx, outgoing, text=text, time=time, msgid=msgid)
    elif not ctx.is_repeated(msgid):
        room = ctx.open_target(target)
        ctx.add_line(
            room, kind, nick_of(message), text,
            time=time, own=True, delivery=Delivery.SENT, msgid=msgid,
            reply_to=replied_to(message.tags),
        )  # fmt: skip


def _on_request(ctx: Context, nick: str, text: str) -> None:
    """Say that a program asked ours something; we tell strangers nothing, so it gets no answer.

    Source: https://modern.ircdocs.horse/ctcp.html
    """
    sentence = _("{nick} sent a request to your program, which does not answer it: {request}")
    ctx.note_server(sentence.format(nick=nick, request=text.strip("\x01")))
