"""Reading what was said: the kind of a text, the room it belongs to, whether it is unread."""

from typing import Final

from tertulia_core.ids import MessageId
from tertulia_core.session import events
from tertulia_core.session.context import Context
from tertulia_core.session.state import LineKind, Room, RoomKind
from tertulia_core.wire.message import Message

__all__ = ["bare_target", "count_unread", "kind_of", "msgid_of"]

ACTION: Final = "\x01ACTION"


def kind_of(command: str, text: str) -> tuple[LineKind, str]:
    """Return what kind of line a text is, and the text without the signs that say so."""
    if text == ACTION or text.startswith((f"{ACTION} ", f"{ACTION}\x01")):
        return LineKind.ACTION, text[len(ACTION) :].strip("\x01").strip()
    return (LineKind.NOTICE if command == "NOTICE" else LineKind.MESSAGE), text


def msgid_of(message: Message) -> MessageId | None:
    """Return the id that the server gave a message."""
    msgid = message.tags.get("msgid")
    return MessageId(msgid) if msgid else None


def bare_target(ctx: Context, target: str) -> str:
    """Return a target without the signs that limit it to some ranks of a channel."""
    bare = target.lstrip(ctx.isupport.statusmsg or "@+")
    return bare if ctx.is_channel(bare) and bare != target else target


def count_unread(ctx: Context, room: Room, *, is_mention: bool) -> None:
    """Count a message of somebody else, unless it is seen at this moment."""
    is_seen = ctx.state.focused and ctx.is_same(room.name, ctx.state.current)
    if is_seen or room.kind is RoomKind.SERVER or ctx.state.attention.is_muted(room.name):
        return
    room.unread += 1
    room.mentions += is_mention or room.kind is RoomKind.PRIVATE
    ctx.emit_once(events.UnreadChanged(room.name))
