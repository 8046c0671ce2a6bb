"""Answers from the server's history: batches of messages, lists of conversations, refusals.

Source: https://ircv3.net/specs/extensions/chathistory and
https://ircv3.net/specs/batches/chathistory
"""

from collections.abc import Callable, Sequence
from typing import Final

from tertulia_core.session import history
from tertulia_core.session.batches import Batch
from tertulia_core.session.context import Context
from tertulia_core.session.grouping import PRESENCE
from tertulia_core.session.handlers import changes, found
from tertulia_core.session.handlers.playback import line_of
from tertulia_core.session.handlers.table import param
from tertulia_core.session.history import How, Question
from tertulia_core.session.speech import count_unread, msgid_of
from tertulia_core.session.state import Line, LineKind, Reference, Room, RoomKind
from tertulia_core.wire.message import Message

__all__ = ["finish", "refused"]

SPEECH: Final = frozenset({LineKind.MESSAGE, LineKind.ACTION, LineKind.NOTICE})


def finish(ctx: Context, batch: Batch) -> None:
    """Take in an answer that is complete now."""
    if batch.kind in LISTS:
        _list_targets(ctx, batch)
        return
    if batch.kind == found.SEARCH_BATCH:
        found.finish(ctx, batch)
        return
    target = batch.params[0] if batch.params else ""
    question = history.take_question(ctx, batch.label, target)
    room = ctx.room(question.room if question is not None else target)
    if room is None:
        return
    answer = _ANSWERS.get(question.how, _take_unasked) if question is not None else _take_unasked
    answer(ctx, room, question, batch.collected)


def refused(ctx: Context, message: Message) -> bool:
    """Take in a ``FAIL CHATHISTORY``, of which nobody needs to know.

    Returns:
        Whether it refuses a question of ours.
    """
    targets = message.params[2:-1]
    named = next((name for name in targets if ctx.room(name) is not None), "")
    question = history.take_question(ctx, ctx.label, named)
    if question is None:
        return False
    room = ctx.room(question.room)
    if question.how is How.TARGETS:
        _close_gaps(ctx)
    elif room is None:
        pass
    elif question.how is How.OLDER:
        history.set_loading(ctx, room, is_loading=False, reached_start=True)
    elif question.after is not None and question.after.msgid:
        history.ask_after(ctx, room, Reference(None, question.after.time))
    else:
        history.close_gap(room)
    return True


def _take_older(
    ctx: Context, room: Room, question: Question | None, messages: Sequence[Message]
) -> None:
    """Put a page before all others."""
    known = {line.msgid for line in room.lines if line.msgid}
    fresh = [each for each in messages if msgid_of(each) not in known]
    for message in fresh:
        ctx.is_heard(message)
    history.set_loading(ctx, room, is_loading=False, reached_start=not fresh)
    if messages:
        room.oldest = _reference(ctx, messages[0])
    _carry_out(ctx, room, ctx.put_before_all(room, _lines_of(ctx, room, fresh)), fresh)


def _take_missed(
    ctx: Context, room: Room, question: Question | None, messages: Sequence[Message]
) -> None:
    """Put a page where the gap is, and ask for the next one."""
    _fill(ctx, room, messages, is_news=True)
    page = question.page if question is not None else 1
    is_last = len(messages) < (history.page_size(ctx) if _says_size(ctx) else 1)
    if is_last:
        history.close_gap(room)
    elif page >= history.MOST_PAGES:
        history.begin_anew(ctx, room)
    else:
        history.ask_after(ctx, room, _reference(ctx, messages[-1]), page + 1)


def _take_latest(
    ctx: Context, room: Room, question: Question | None, messages: Sequence[Message]
) -> None:
    """Show the newest page of a room that was empty."""
    _fill(ctx, room, messages, is_news=room.read_time > 0)
    history.close_gap(room)
    history.set_loading(ctx, room, is_loading=room.loading, reached_start=not messages)


def _take_unasked(
    ctx: Context, room: Room, question: Question | None, messages: Sequence[Message]
) -> None:
    """Take in what a server or a bouncer plays back by itself."""
    if room.gap is None:
        ctx.reserve_gap(room)
    _fill(ctx, room, messages, is_news=True)
    history.close_gap(room)


_ANSWERS: Final[dict[How, Callable[[Context, Room, Question | None, Sequence[Message]], None]]] = {
    How.OLDER: _take_older,
    How.MISSED: _take_missed,
    How.LATEST: _take_latest,
}


def _fill(ctx: Context, room: Room, messages: Sequence[Message], *, is_news: bool) -> None:
    """Put what is not here yet into the room's gap."""
    fresh = [each for each in messages if not ctx.is_heard(each)]
    placed = ctx.put_into_gap(room, _lines_of(ctx, room, fresh))
    for line in placed if is_news else ():
        if line.kind in SPEECH and not line.own and line.time > room.read_time:
            count_unread(ctx, room, is_mention=line.mention)
    _carry_out(ctx, room, placed, fresh)


def _carry_out(
    ctx: Context, room: Room, placed: Sequence[Line], messages: Sequence[Message]
) -> None:
    """Do what changes earlier messages."""
    changes.recall(ctx, room, placed)
    for message in messages:
        row = changes.CHANGES.get(message.command)
        if row is not None and len(message.params) >= row.params:
            changes.carry_out(ctx, room, message)


def _lines_of(ctx: Context, room: Room, messages: Sequence[Message]) -> list[Line]:
    """Return the lines to show; our own comings and goings are told as they happen."""
    lines = (line_of(ctx, room, message) for message in messages)
    return [line for line in lines if line and not (line.own and line.kind in PRESENCE)]


def _list_targets(ctx: Context, batch: Batch) -> None:
    """Catch up with the conversations in which something was said while we were away."""
    question = history.take_question(ctx, batch.label, "")
    after = question.after if question is not None else None
    for message in batch.collected:
        name = param(message, 1)
        if message.command == "CHATHISTORY" and name and not ctx.is_channel(name):
            history.catch_up(ctx, ctx.open_private(name), after)
    _close_gaps(ctx)


def _close_gaps(ctx: Context) -> None:
    """Note that nothing is missing in conversations that nobody asked about."""
    asked = [question.room for question in ctx.questions]
    for room in ctx.state.rooms.values():
        if room.kind is RoomKind.PRIVATE and room.name not in asked:
            history.close_gap(room)


def _reference(ctx: Context, message: Message) -> Reference:
    return Reference(msgid_of(message), ctx.time_of(message))


def _says_size(ctx: Context) -> bool:
    """Tell whether the server says how much one answer may hold: then a shorter one is the last."""
    return "CHATHISTORY" in ctx.isupport.tokens


LISTS: Final = frozenset({"draft/chathistory-targets"})
