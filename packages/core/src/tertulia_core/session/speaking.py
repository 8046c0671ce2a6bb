"""Saying things: cut to lines, written when possible, followed until confirmed or refused."""

import re
from typing import Any, Final

from tertulia_core.i18n import Catalogue
from tertulia_core.ids import LineId
from tertulia_core.session.context import Context
from tertulia_core.session.delivery import Outgoing
from tertulia_core.session.state import ConnectionPhase, Delivery, LineKind
from tertulia_core.wire import capabilities as caps
from tertulia_core.wire.limits import LINE_BYTES, split_text
from tertulia_core.wire.message import NO_TAGS

__all__ = [
    "abandon_written",
    "confirm",
    "confirm_before",
    "flush",
    "has_writable",
    "refuse",
    "retry",
    "say",
]

_ = Catalogue("tertulia_core").gettext

USER_HOST_BYTES: Final = 75
"""What our own ``user@host`` may take in the line that others get, until we have seen it."""

LEAST_BYTES: Final = 100
"""A message is never cut shorter than this, whatever a server says about itself."""

_LINE_BREAKS: Final = re.compile(r"\r\n|\r|\n")
_NOT_SAID: Final = str.maketrans({"\0": None, "\x01": None})
"""NUL cannot be written, and \\x01 would turn what is said into a command to other clients."""


def say(ctx: Context, target: str, text: str, *, is_action: bool = False) -> None:
    """Say ``text`` to a channel or a nick: shown at once, grey until it is confirmed."""
    room = ctx.open_target(target)
    kind = LineKind.ACTION if is_action else LineKind.MESSAGE
    for piece in _pieces(text, _text_bytes(ctx, room.name, is_action=is_action)):
        line = ctx.add_line(room, kind, ctx.state.nick, piece, own=True, delivery=Delivery.SENDING)
        ctx.deliveries.add(Outgoing(line, room.name))
    ctx.typing_sent.pop(ctx.fold(target), None)
    flush(ctx)


def flush(ctx: Context) -> None:
    """Write what waits, as far as the connection, the rooms and the pace allow."""
    if ctx.state.phase is not ConnectionPhase.ONLINE:
        return
    now = ctx.clock.monotonic()
    for outgoing in ctx.deliveries.waiting():
        if not _may_write(ctx, outgoing):
            continue
        if not ctx.server_paces and not ctx.pacer.take(now):
            return
        _write(ctx, outgoing)


def has_writable(ctx: Context) -> bool:
    """Tell whether something only waits for the pace."""
    return ctx.state.phase is ConnectionPhase.ONLINE and any(
        _may_write(ctx, outgoing) for outgoing in ctx.deliveries.waiting()
    )


def confirm(ctx: Context, outgoing: Outgoing, **changes: Any) -> None:
    """Mark a message as sent; ``changes`` are what the server says about it."""
    ctx.deliveries.remove(outgoing)
    outgoing.line = ctx.change_line(outgoing.line, delivery=Delivery.SENT, reason="", **changes)


def confirm_before(ctx: Context, ping: int) -> None:
    """Mark as sent what was written before a PING that is answered now, and not refused."""
    for outgoing in ctx.deliveries.written():
        if outgoing.ping < ping:
            confirm(ctx, outgoing)
        elif not ctx.has(caps.ECHO_MESSAGE):
            ctx.pings.is_wanted = True


def refuse(ctx: Context, outgoing: Outgoing, reason: str) -> None:
    """Mark a message as not sent, with a sentence that says why."""
    ctx.deliveries.refuse(outgoing)
    outgoing.line = ctx.change_line(outgoing.line, delivery=Delivery.NOT_SENT, reason=reason)


def abandon_written(ctx: Context) -> None:
    """Settle what was written on a connection that is gone now: it may have arrived or not."""
    reason = _("The connection broke before the server confirmed it. It may have arrived.")
    for outgoing in ctx.deliveries.written():
        refuse(ctx, outgoing, reason)


def retry(ctx: Context, line: LineId) -> None:
    """Send a refused message again."""
    outgoing = ctx.deliveries.take_refused(line)
    if outgoing is None:
        return
    outgoing.is_written, outgoing.label = False, ""
    outgoing.line = ctx.change_line(outgoing.line, delivery=Delivery.SENDING, reason="")
    ctx.deliveries.add(outgoing)
    flush(ctx)


def _pieces(text: str, limit: int) -> list[str]:
    """Cut a typed or pasted text into messages; blank lines say nothing."""
    clean = text.encode("utf-8", "replace").decode("utf-8").translate(_NOT_SAID)
    return [
        piece
        for line in _LINE_BREAKS.split(clean)
        if line.strip()
        for piece in split_text(line.rstrip(), limit)
        if piece.strip()
    ]


def _text_bytes(ctx: Context, target: str, *, is_action: bool) -> int:
    """Return how much text fits in the line that the others get, with our source before it."""
    source = len(ctx.own_source.encode()) or len(ctx.state.nick.encode()) + USER_HOST_BYTES
    frame = len(f": PRIVMSG {target} :\r\n".encode())
    action = len("\x01ACTION \x01") if is_action else 0
    return max(LEAST_BYTES, LINE_BYTES - source - frame - action)


def _may_write(ctx: Context, outgoing: Outgoing) -> bool:
    """Tell whether the server would take a message to its target now."""
    if not ctx.is_channel(outgoing.target):
        return True
    room = ctx.room(outgoing.target)
    if room is not None and room.joined:
        return True
    return ctx.is_ready and ctx.fold(outgoing.target) not in ctx.joining


def _write(ctx: Context, outgoing: Outgoing) -> None:
    text = outgoing.line.text
    if outgoing.is_action:
        text = f"\x01ACTION {text}\x01"
    label = f"m{outgoing.line.id}" if ctx.has(caps.LABELED_RESPONSE) else ""
    tags = {"label": label} if label else NO_TAGS
    problem = ctx.send("PRIVMSG", outgoing.target, text, tags=tags)
    if problem:
        refuse(ctx, outgoing, problem)
        return
    ctx.deliveries.mark_written(outgoing, label=label, ping=ctx.pings.count)
    if not ctx.has(caps.ECHO_MESSAGE):
        ctx.pings.is_wanted = True
