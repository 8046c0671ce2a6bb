"""Who is writing, as the +typing tag tells it, and telling others that we are.

Source: https://ircv3.net/specs/client-tags/typing
"""

from typing import Final

from tertulia_core.session import events
from tertulia_core.session.client_tags import is_denied
from tertulia_core.session.context import Context
from tertulia_core.session.state import SERVER_ROOM, ConnectionPhase, Room
from tertulia_core.wire import capabilities as caps

__all__ = ["expire", "heard", "next_expiry", "refuses_notice", "stop", "tell"]

SECONDS: Final = {"active": 6.0, "paused": 30.0}
"""How long a notice counts without another one."""

PERIOD: Final = 3.0
"""Least seconds between two notices of ours that say the same."""

LABEL: Final = "typing"
"""What the answers to our notices are known by."""

SHOWN: Final = 50
"""How many people a room shows as writing at most."""


def heard(ctx: Context, room: Room, nick: str, state: str) -> None:
    """Take in somebody's notice."""
    seconds = SECONDS.get(state)
    if seconds is None:
        stop(ctx, room, nick)
        return
    until = ctx.typists.setdefault(room.name, {})
    if nick in until or len(until) < SHOWN:
        until[nick] = ctx.clock.monotonic() + seconds
        _show(ctx, room)


def stop(ctx: Context, room: Room, nick: str) -> None:
    """Somebody writes no more: it is said, given up, or they are gone."""
    until = ctx.typists.get(room.name)
    if until is not None and until.pop(nick, None) is not None:
        _show(ctx, room)


def expire(ctx: Context) -> None:
    """Forget notices that were not repeated."""
    now = ctx.clock.monotonic()
    for name, until in list(ctx.typists.items()):
        room = ctx.room(name)
        for nick in [nick for nick, end in until.items() if end <= now]:
            del until[nick]
        if room is None or not until:
            del ctx.typists[name]
        if room is not None:
            _show(ctx, room)


def next_expiry(ctx: Context) -> float | None:
    """Return when the next notice is to be forgotten, monotonic."""
    return min((end for until in ctx.typists.values() for end in until.values()), default=None)


def tell(ctx: Context, target: str, state: str) -> None:
    """Tell a room what we do (``"active"``, ``"paused"``, ``"done"``), not too often."""
    if ctx.state.phase is not ConnectionPhase.ONLINE or not ctx.has(caps.MESSAGE_TAGS):
        return
    if target in {"", SERVER_ROOM} or state not in {"active", "paused", "done"}:
        return
    if is_denied(ctx.isupport, "typing"):
        return
    now, key = ctx.clock.monotonic(), ctx.fold(target)
    if key in ctx.typing_refused:
        return
    last_state, last_at = ctx.typing_sent.get(key, ("done", 0.0))
    if state == last_state and (state != "active" or now < last_at + PERIOD):
        return
    ctx.typing_sent[key] = (state, now)
    label = {"label": LABEL} if ctx.has(caps.LABELED_RESPONSE) else {}
    ctx.send("TAGMSG", target, tags={**label, "+typing": state})


def refuses_notice(ctx: Context, target: str) -> bool:
    """Tell whether a refusal is about a notice of ours, and send no more until something is said.

    A notice is sent without anybody asking for it, so nobody is told that it was refused.
    """
    key = ctx.fold(target)
    if ctx.label != LABEL:
        is_clear = not ctx.has(caps.LABELED_RESPONSE) and key in ctx.typing_sent
        if not is_clear or ctx.deliveries.oldest_written(lambda other: ctx.fold(other) == key):
            return False
    ctx.typing_refused.add(key)
    return True


def _show(ctx: Context, room: Room) -> None:
    typing = tuple(ctx.typists.get(room.name, ()))
    if typing != room.typing:
        room.typing = typing
        ctx.emit_once(events.TypingChanged(room.name))
