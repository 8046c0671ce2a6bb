"""Messages of history as lines again, for any kind of receiver.

A line is kept with everything that anybody could have seen of it. To be
replayed it becomes an ``Outbound`` once more, so that the tags, the form of a
JOIN and the batch of a longer message are decided where they always are.
"""

from collections.abc import Iterable
from typing import Final

from tertulia_core.broadcast.edited import EDITED_TAG
from tertulia_core.broadcast.multiline import MultilineOutbound
from tertulia_core.broadcast.outbound import ExtendedJoin, Outbound, server_time
from tertulia_core.wire.capabilities import EVENT_PLAYBACK, MESSAGE_TAGS
from tertulia_core.wire.codec import decode_line
from tertulia_core.wire.message import Message
from tertulia_core.wire.multiline import CONCAT_TAG, Piece
from tertulia_server.commands.context import Context
from tertulia_server.commands.reading import Readable
from tertulia_server.model.names import CHANNEL_TYPES
from tertulia_server.store.ports import Entry

__all__ = ["SPOKEN", "replay", "to_outbound", "verbs_for"]

SPOKEN: Final = frozenset({"PRIVMSG", "NOTICE"})
"""What is replayed to those who did not ask for more."""

_WITH_CHANNEL: Final = SPOKEN | {"TAGMSG", "JOIN", "PART", "KICK", "TOPIC", "MODE"}
"""Lines that name their channel first, which may be called differently by now."""


def verbs_for(capabilities: int) -> frozenset[str]:
    """Return the verbs that may be replayed to a client, none for all of them.

    Source: https://ircv3.net/specs/extensions/chathistory#chathistory-command
    """
    return frozenset() if capabilities & EVENT_PLAYBACK else SPOKEN


def replay(ctx: Context, entries: Iterable[Entry], readable: Readable) -> None:
    """Write messages into the answer, in their order."""
    for entry in entries:
        ctx.reply.own(to_outbound(entry, readable))


def to_outbound(entry: Entry, readable: Readable) -> Outbound:
    """Return a message of history as it can be sent again."""
    first, *rest = entry.line.split(b"\r\n")[:-1]
    message = decode_line(first)
    if entry.edited:
        message = message._replace(tags={**message.tags, EDITED_TAG: server_time(entry.edited)})
    msgid = readable.ids.id_of(entry.number)
    source = message.source or ""
    if rest:
        return _of_several_lines(message, rest[:-1], entry, readable, msgid)
    params = _called_as_now(message.params, message.command, readable.name)
    if message.command == "JOIN":
        account, realname = (*params[1:], "*", "")[:2]
        return ExtendedJoin(
            source, params[0], account=account, realname=realname,
            time=entry.time, msgid=msgid, tags=message.tags,
        )  # fmt: skip
    requires = MESSAGE_TAGS if message.command == "TAGMSG" else 0
    return Outbound(
        message.command, params, source, entry.time, msgid, message.tags, None, requires
    )


def _of_several_lines(
    opening: Message, lines: list[bytes], entry: Entry, readable: Readable, msgid: str
) -> Outbound:
    inside = [decode_line(line) for line in lines]
    pieces = [Piece(line.params[-1], CONCAT_TAG in line.tags) for line in inside]
    command = inside[0].command
    (target,) = _called_as_now(inside[0].params[:1], command, readable.name)
    return MultilineOutbound(
        command, target, pieces, opening.source or "", entry.time, msgid, opening.tags
    )


def _called_as_now(params: tuple[str, ...], command: str, name: str) -> tuple[str, ...]:
    """Return a line's parameters with its channel called ``name``, if it is about one."""
    if command not in _WITH_CHANNEL or name[:1] not in CHANNEL_TYPES:
        return params
    start = params[0].find(name[0])
    return (params[0][:start] + name, *params[1:]) if start >= 0 else params
