"""What no handler takes: refusals find what they refuse, the rest is shown.

Nothing is dropped that a person would want to read: what no table knows is
shown as the server wrote it.
"""

from typing import Final

from tertulia_core.session.context import Context
from tertulia_core.session.handlers.refusals import refuses_join, refuses_message, refuses_typing
from tertulia_core.session.handlers.sentences import GREETING, SILENT, sentence_of
from tertulia_core.session.handlers.table import nick_of
from tertulia_core.session.state import SERVER_ROOM, LineKind, Room, RoomKind
from tertulia_core.wire import numerics as num
from tertulia_core.wire.message import Message

__all__ = ["show_unknown"]

NO_ERRORS: Final = frozenset({num.RPL_LOGGEDIN, num.RPL_LOGGEDOUT, num.RPL_SASLSUCCESS})
"""Numerics from 900 on that say that something went well."""


def show_unknown(ctx: Context, message: Message) -> None:
    """Show what no handler takes: numerics where they belong, the rest in the server's room."""
    command = message.command
    if len(command) == 3 and command.isascii() and command.isdigit():
        _on_numeric(ctx, message)
        return
    source = f"{nick_of(message)}: " if message.source else ""
    ctx.note_server(f"{source}{' '.join((command, *message.params))}")


def _on_numeric(ctx: Context, message: Message) -> None:
    if message.command in SILENT:
        return
    text = sentence_of(message)
    if (
        refuses_join(ctx, message, text)
        or refuses_typing(ctx, message)
        or refuses_message(ctx, message, text)
    ):
        return
    is_error = message.command[0] in "459" and message.command not in NO_ERRORS
    if text:
        ctx.note(text, _place(ctx, message), kind=LineKind.ERROR if is_error else LineKind.INFO)


def _place(ctx: Context, message: Message) -> Room | None:
    """Return where a numeric is shown; ``None`` means where the person looks."""
    if message.command in GREETING or not ctx.is_ready:
        return ctx.open_target(SERVER_ROOM)
    for name in message.params[1:-1]:
        room = ctx.room(name)
        if room is not None and room.kind is not RoomKind.SERVER:
            return room
    return None
