"""Asking the server for history: older pages, what was missed, and which answer is to what.

A reconnect asks for everything after the last message that is here, page by
page, so that a gap is filled in order; where that would take too long, the
room begins anew at its end, and one reads back from there. A server without
history is asked for nothing.

Source: https://ircv3.net/specs/extensions/chathistory
"""

import datetime as dt
import enum
from dataclasses import dataclass
from typing import Final

from tertulia_core.session import events, intents
from tertulia_core.session.context import Context
from tertulia_core.session.state import (
    GAP_LINES,
    ConnectionPhase,
    Delivery,
    Line,
    Reference,
    Room,
    RoomKind,
)
from tertulia_core.wire import capabilities as caps

__all__ = [
    "How",
    "Question",
    "ask_after",
    "ask_for_targets",
    "begin_anew",
    "catch_up",
    "close_gap",
    "load_older",
    "lose_touch",
    "page_size",
    "set_loading",
    "stamp",
    "take_question",
]

PAGE: Final = 100
"""Messages asked for at a time, or as many as the server allows."""

MOST_PAGES: Final = 10
"""Pages of missed messages that are fetched; a longer gap is left to reading back."""

MOST_TARGETS: Final = 50
"""Conversations asked about after a reconnect."""

FUZZ_SECONDS: Final = 10.0
"""How far clocks of servers may differ."""

FUTURE_SECONDS: Final = 86_400.0
"""Added to our clock for "until now": ours may be slow, and nothing is in the future."""


class How(enum.Enum):
    """What a question is for."""

    OLDER = "older"
    MISSED = "missed"
    LATEST = "latest"
    TARGETS = "targets"


@dataclass(frozen=True, slots=True)
class Question:
    """A question that is not answered yet.

    Attributes:
        room: the room's name, ``""`` for the list of conversations.
        label: what the answer repeats, ``""`` where it does not.
        after: for MISSED, what everything asked for comes after.
        page: how many answers there were before, from 1.
    """

    how: How
    room: str
    label: str
    after: Reference | None = None
    page: int = 1


def page_size(ctx: Context) -> int:
    """Return how many messages one answer may hold."""
    digits = ctx.isupport.tokens.get("CHATHISTORY", "")
    most = int(digits[:6]) if digits.isascii() and digits.isdigit() else 0
    return min(PAGE, most) if most else PAGE


def stamp(time: float) -> str:
    """Return Unix seconds as they stand in tags and questions.

    Source: https://ircv3.net/specs/extensions/server-time
    """
    moment = dt.datetime.fromtimestamp(round(time, 3), dt.UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def load_older(ctx: Context, intent: intents.LoadOlder) -> None:
    """Ask for the page before a room's oldest line, unless there is nothing to ask for."""
    room = ctx.room(intent.room)
    is_away = ctx.state.phase is not ConnectionPhase.ONLINE
    if room is None or room.loading or room.reached_start or is_away:
        return
    if not ctx.has(caps.CHATHISTORY) or room.kind is RoomKind.SERVER:
        set_loading(ctx, room, is_loading=False, reached_start=True)
        return
    if not room.joined:
        return
    set_loading(ctx, room, is_loading=True)
    oldest = room.oldest or _reference_of(next((one for one in room.lines if one.msgid), None))
    if oldest is None:
        _ask(ctx, How.OLDER, room.name, "LATEST", room.name, "*", str(page_size(ctx)))
    else:
        place = _place(ctx, oldest)
        _ask(ctx, How.OLDER, room.name, "BEFORE", room.name, place, str(page_size(ctx)))


def set_loading(ctx: Context, room: Room, *, is_loading: bool, reached_start: bool = False) -> None:
    """Note whether a page is on its way, and whether there are any more."""
    was = room.loading, room.reached_start
    room.loading, room.reached_start = is_loading, reached_start
    if was != (is_loading, reached_start):
        ctx.emit_once(events.HistoryChanged(room.name))


def catch_up(ctx: Context, room: Room, after: Reference | None = None) -> None:
    """Ask for what a room's gap lacks, or for its newest page where nothing is here yet.

    Args:
        ctx: the working set.
        room: one that we are in.
        after: the last that is known where no line tells it.
    """
    if not ctx.has(caps.CHATHISTORY) or room.kind is RoomKind.SERVER:
        room.gap = None
        return
    if room.gap is None:
        ctx.reserve_gap(room)
    known = _last_before_gap(room) or after
    if known is not None:
        ask_after(ctx, room, known)
    else:
        _ask(ctx, How.LATEST, room.name, "LATEST", room.name, "*", str(page_size(ctx)))


def ask_after(ctx: Context, room: Room, known: Reference, page: int = 1) -> None:
    """Ask for a page of what follows a message."""
    place, size = _place(ctx, known), str(page_size(ctx))
    _ask(ctx, How.MISSED, room.name, "AFTER", room.name, place, size, after=known, page=page)


def begin_anew(ctx: Context, room: Room) -> None:
    """Let go of what stands before a gap that is too long to fill, and show the newest page."""
    assert room.gap is not None, "only a gap is too long"
    end = room.gap + GAP_LINES
    waiting = {Delivery.SENDING, Delivery.NOT_SENT}
    ctx.remove_lines(
        room, [one for one in room.lines if one.id < end and one.delivery not in waiting]
    )
    room.oldest = None
    set_loading(ctx, room, is_loading=False)
    _ask(ctx, How.LATEST, room.name, "LATEST", room.name, "*", str(page_size(ctx)))


def close_gap(room: Room) -> None:
    """Note that nothing is missing in a room."""
    room.gap = None


def lose_touch(ctx: Context, room: Room) -> None:
    """Note that from now on something may be missed in a room.

    Where the gap before was not filled yet, what came after it goes: it comes
    again, in its order.
    """
    room.loading = False
    if room.gap is None:
        ctx.reserve_gap(room)
    elif ctx.has(caps.CHATHISTORY):
        end = room.gap + GAP_LINES
        later = [one for one in room.lines if one.id >= end and one.msgid]
        ctx.forget_ids(one.msgid for one in later)
        ctx.remove_lines(room, later)


def ask_for_targets(ctx: Context) -> None:
    """Ask who wrote to us privately while we were away, or what was said last where that is new."""
    private = [room for room in ctx.state.rooms.values() if room.kind is RoomKind.PRIVATE]
    if not ctx.has(caps.CHATHISTORY) or not ctx.heard_until:
        for room in private:
            catch_up(ctx, room)
        return
    since = ctx.heard_until - FUZZ_SECONDS
    until = max(ctx.clock.wall(), since) + FUTURE_SECONDS
    places = (f"timestamp={stamp(since)}", f"timestamp={stamp(until)}")
    after = Reference(None, since)
    _ask(ctx, How.TARGETS, "", "TARGETS", *places, str(MOST_TARGETS), after=after)


def take_question(ctx: Context, label: str, room: str) -> Question | None:
    """Return the question that an answer is to, and forget it.

    Args:
        ctx: the working set.
        label: of the answer.
        room: the target it names; ``""`` for the list of conversations.
    """
    for question in ctx.questions:
        if question.label == label and (label or ctx.is_same(question.room, room)):
            ctx.questions.remove(question)
            return question
    return None


def _ask(
    ctx: Context,
    how: How,
    room: str,
    *params: str,
    after: Reference | None = None,
    page: int = 1,
) -> None:
    ctx.asked_count += 1
    label = f"h{ctx.asked_count}" if ctx.has(caps.LABELED_RESPONSE) else ""
    problem = ctx.send("CHATHISTORY", *params, tags={"label": label} if label else {})
    if not problem:
        ctx.questions.append(Question(how, room, label, after, page))


def _place(ctx: Context, reference: Reference) -> str:
    """Return a reference in the form that the server takes."""
    kinds = ctx.isupport.tokens.get("MSGREFTYPES", "msgid").split(",")
    if reference.msgid and "msgid" in kinds:
        return f"msgid={reference.msgid}"
    return f"timestamp={stamp(reference.time)}"


def _reference_of(line: Line | None) -> Reference | None:
    return Reference(line.msgid, line.time) if line is not None else None


def _last_before_gap(room: Room) -> Reference | None:
    """Return the last message that is here and that nothing is missing before."""
    assert room.gap is not None, "asked while catching up"
    end = room.gap + GAP_LINES
    lines = (one for one in reversed(room.lines) if one.id < end and one.msgid)
    return _reference_of(next(lines, None))
