"""Sending under an idempotency key: the same message however often it is sent.

A tag of ours on PRIVMSG, NOTICE, TAGMSG and the opening BATCH of a message of
several lines. It is consumed here and never relayed. A message under a key
that is known is not delivered and not stored again; its sender reads the echo
of the first one, with its id, once that one is kept.
"""

import re
from collections.abc import Generator
from typing import Any, Final

from tertulia_core.broadcast.outbound import Outbound
from tertulia_core.ids import KEY_LENGTH
from tertulia_core.wire.capabilities import ECHO_MESSAGE, KEY, KEY_TAG
from tertulia_core.wire.message import Message
from tertulia_server.commands.context import Context, Later
from tertulia_server.commands.reading import Readable
from tertulia_server.commands.replaying import to_outbound
from tertulia_server.model.fail_codes import KEY_IN_USE, KEY_INVALID, STORE_UNAVAILABLE
from tertulia_server.model.refusals import Fail
from tertulia_server.model.sent_keys import Sent
from tertulia_server.store.ports import Entry, HistoryReader, Key, StoreError

__all__ = ["answer_again", "find_sent", "key_of", "note_sent"]

_KEY: Final = re.compile(rf"[A-Za-z0-9_-]{{{KEY_LENGTH},64}}")


def key_of(ctx: Context, message: Message, command: str) -> str:
    """Return the key a message is sent under, ``""`` for none.

    Raises:
        Fail: it cannot be one, or the message goes to several at once.
    """
    if not message.tags or not ctx.session.caps & KEY or KEY_TAG not in message.tags:
        return ""
    key = message.tags[KEY_TAG]
    is_for_several = command != "BATCH" and "," in message.params[0]
    if is_for_several or not _KEY.fullmatch(key):
        raise Fail(KEY_INVALID.to_command(command))
    return key


def find_sent(
    ctx: Context, command: str, key: str
) -> Generator[Later | None, Any, Outbound | None]:
    """Return what was sent under ``key`` before, ``None`` for nothing.

    Raises:
        Fail: it was somebody else, or that cannot be found out now.
    """
    keys, history = ctx.world.sent_keys, ctx.services.history
    sent = keys.find(key)
    if sent is None and history is not None:
        reader: HistoryReader = history
        try:
            found = yield Later(lambda: _look_up(reader, key))
        except StoreError as error:
            raise Fail(STORE_UNAVAILABLE.to_command(command), "*") from error
        # Meanwhile another connection may have sent it.
        sent = keys.find(key) or _to_sent(ctx, command, found)
    if sent is None:
        return None
    if sent.sender and ctx.world.fold(sent.sender) != ctx.world.fold(ctx.user.account):
        raise Fail(KEY_IN_USE.to_command(command))
    return sent.outbound


def note_sent(ctx: Context, key: str, outbound: Outbound) -> None:
    """Know that ``outbound`` has just been sent under ``key``."""
    ctx.world.sent_keys.note(key, Sent(outbound, ctx.user.account))
    ctx.services.journal.under_key(key, outbound, ctx.user.account, ctx.now.wall)


def answer_again(ctx: Context, outbound: Outbound) -> None:
    """Answer a message that was sent before, as the first one was."""
    ctx.services.journal.again(outbound)
    if ctx.session.caps & ECHO_MESSAGE:
        ctx.reply.own(outbound)


def _look_up(history: HistoryReader, key: str) -> tuple[Key, Entry | None] | None:
    row = history.find_key(key)
    return None if row is None else (row, history.get(row.room, row.number))


def _to_sent(ctx: Context, command: str, found: tuple[Key, Entry | None] | None) -> Sent | None:
    """Return what the store knows of a key; what was taken back since is not said again."""
    if found is None:
        return None
    row, entry = found
    if entry is None:
        raise Fail(KEY_IN_USE.to_command(command))
    archives = ctx.world.archives
    readable = Readable(archives.name_of(row.room), archives.of_room(row.room))
    return Sent(to_outbound(entry, readable), row.sender)
