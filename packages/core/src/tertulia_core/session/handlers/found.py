"""What the server's search found.

The command is ours: docs/protocol.md.
"""

from typing import Final

from tertulia_core.session import search
from tertulia_core.session.batches import Batch
from tertulia_core.session.context import Context
from tertulia_core.session.handlers.playback import line_of
from tertulia_core.session.handlers.table import nick_of, param
from tertulia_core.session.speech import bare_target
from tertulia_core.session.state import Line, Room, RoomKind
from tertulia_core.wire.capabilities import VENDOR
from tertulia_core.wire.message import Message

__all__ = ["SEARCH_BATCH", "finish"]

SEARCH_BATCH: Final = f"{VENDOR}/search"


def finish(ctx: Context, batch: Batch) -> None:
    """Take in an answer that is complete now; the newest message is its last."""
    lines = [_line_of(ctx, message) for message in reversed(batch.collected)]
    found = [line for line in lines if line is not None]
    search.end(ctx, found, is_partial="partial" in batch.params[1:])


def _line_of(ctx: Context, message: Message) -> Line | None:
    """Return a message as a line of its room, which need not be open."""
    target = bare_target(ctx, param(message, 0))
    if ctx.is_channel(target):
        name, kind = target, RoomKind.CHANNEL
    else:
        name = nick_of(message) if ctx.is_me(target) else target
        kind = RoomKind.PRIVATE
    return line_of(ctx, ctx.room(name) or Room(name, kind), message)
