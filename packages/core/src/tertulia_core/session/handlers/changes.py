"""Messages that change earlier ones: reactions, corrections, removals.

What is to be changed may not be here yet, because older history has not been
asked for; then the change waits for it.

Source: https://ircv3.net/specs/client-tags/react and
https://ircv3.net/specs/extensions/message-redaction
"""

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from tertulia_core.ids import MessageId
from tertulia_core.session import reactions
from tertulia_core.session.client_tags import REACT, UNREACT, replied_to
from tertulia_core.session.context import Context
from tertulia_core.session.handlers.table import HandlerTable, nick_of, param
from tertulia_core.session.speech import bare_target, kind_of
from tertulia_core.session.state import Line, Room
from tertulia_core.wire.message import Message

__all__ = ["CHANGES", "TABLE", "carry_out", "recall"]

TABLE: Final = HandlerTable()

MOST_WAITING: Final = 2_000
"""Messages for which changes wait at most."""


class _Change(NamedTuple):
    """One kind of change: which message it is about, and what becomes of its line.

    ``params`` is how many parameters it has at least.
    """

    params: int
    subject: Callable[[Message], str]
    apply: Callable[[Context, Room, Line, Message], None]


def carry_out(ctx: Context, room: Room, message: Message) -> None:
    """Change the line that a message is about, now or when it is here."""
    change = CHANGES[message.command]
    msgid = MessageId(change.subject(message))
    if not msgid or ctx.state.attention.is_ignored(nick_of(message), message.source or ""):
        return
    line = ctx.line_with(room, msgid)
    if line is not None:
        change.apply(ctx, room, line, message)
        return
    ctx.waiting_changes.setdefault(msgid, []).append(message)
    if len(ctx.waiting_changes) > MOST_WAITING:
        del ctx.waiting_changes[next(iter(ctx.waiting_changes))]


def recall(ctx: Context, room: Room, lines: Iterable[Line]) -> None:
    """Carry out what waited for lines that are here now."""
    for line in lines:
        waiting = ctx.waiting_changes.pop(line.msgid, ()) if line.msgid else ()
        for message in waiting:
            carry_out(ctx, room, message)


@TABLE.on("REDACT", params=2, needs_source=True)
def on_redact(ctx: Context, message: Message) -> None:
    """Take in that a message was taken back."""
    _take_in(ctx, message)


@TABLE.on("EDIT", params=3, needs_source=True)
def on_edit(ctx: Context, message: Message) -> None:
    """Take in that a message is said differently."""
    _take_in(ctx, message)


def _take_in(ctx: Context, message: Message) -> None:
    nick, target = nick_of(message), bare_target(ctx, message.params[0])
    is_for_room = ctx.is_channel(target) or ctx.is_me(nick)
    room = ctx.room(target if is_for_room else nick)
    if room is not None:
        carry_out(ctx, room, message)


def _reacted_to(message: Message) -> str:
    is_reaction = REACT in message.tags or UNREACT in message.tags
    return (replied_to(message.tags) or "") if is_reaction else ""


def _react(ctx: Context, room: Room, _line: Line, message: Message) -> None:
    reactions.hear(ctx, room, nick_of(message), message.tags)


def _redact(ctx: Context, _room: Room, line: Line, message: Message) -> None:
    ctx.change_line(
        line, text="", removed_by=nick_of(message), reason=param(message, 2),
        reactions=(), mention=False,
    )  # fmt: skip


def _edit(ctx: Context, _room: Room, line: Line, message: Message) -> None:
    if line.removed_by:
        return
    kind, text = kind_of("PRIVMSG", message.params[2])
    ctx.change_line(line, kind=kind, text=text, edited=True)


CHANGES: Final = {
    "EDIT": _Change(3, lambda message: message.params[1], _edit),
    "REDACT": _Change(2, lambda message: message.params[1], _redact),
    "TAGMSG": _Change(1, _reacted_to, _react),
}
"""The commands that change an earlier message."""
