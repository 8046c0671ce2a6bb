"""How people want to be called: the key ``display-name`` of their metadata.

Source: https://ircv3.net/specs/extensions/metadata
"""

from typing import Final

from tertulia_core.session import events
from tertulia_core.session.context import Context
from tertulia_core.session.handlers.table import HandlerTable
from tertulia_core.wire import numerics as num
from tertulia_core.wire.message import Message

__all__ = ["TABLE"]

TABLE: Final = HandlerTable()

KEY: Final = "display-name"


@TABLE.on(num.RPL_KEYVALUE, params=5)
def on_value(ctx: Context, message: Message) -> None:
    """Take in a value; a name is shown where it can stand for its nick."""
    _set(ctx, message.params[1], message.params[2], message.params[4])


@TABLE.on("METADATA", params=4)
def on_metadata(ctx: Context, message: Message) -> None:
    """Take in a value that somebody set just now."""
    _set(ctx, message.params[0], message.params[1], message.params[3])


@TABLE.on(num.RPL_KEYNOTSET, num.RPL_METADATASUBOK, num.RPL_METADATASYNCLATER)
def on_nothing_new(_ctx: Context, _message: Message) -> None:
    """Leave a name as it is: what people gave when they came, and WHO tells, still stands."""


def _set(ctx: Context, target: str, key: str, value: str) -> None:
    if key != KEY or not value.strip():
        return
    for room in ctx.rooms_with(target):
        room.members[target].realname = value
        ctx.emit_once(events.MembersChanged(room.name))
