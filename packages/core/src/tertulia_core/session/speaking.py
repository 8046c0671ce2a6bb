"""Saying things: written when possible, as the server takes them, and followed to the end."""

from collections.abc import Mapping
from typing import Any, Final

from tertulia_core.i18n import N_, Catalogue
from tertulia_core.ids import LineId, MessageId
from tertulia_core.session.client_tags import is_denied, reply_tags
from tertulia_core.session.context import Context
from tertulia_core.session.cutting import cleaned, cut_to_lines, cut_to_messages
from tertulia_core.session.delivery import Outgoing
from tertulia_core.session.state import ConnectionPhase, Delivery, LineKind, Room
from tertulia_core.wire import capabilities as caps
from tertulia_core.wire.multiline import BATCH_TYPE, CONCAT_TAG

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

RESEND_SECONDS: Final = 6 * 86_400.0
"""After this a message is only sent if the person says so: servers keep keys for seven days."""

MAY_HAVE_ARRIVED: Final = N_(
    "The connection broke before the server confirmed it. It may have arrived."
)
TOO_OLD: Final = N_("You wrote this more than six days ago. It may have arrived.")


def say(
    ctx: Context, target: str, text: str, *, is_action: bool = False, reply_to: str = ""
) -> None:
    """Say ``text`` to a channel or a nick: shown at once, grey until it is confirmed.

    While nobody knows how long the server's messages may be, it stays whole.
    """
    room = ctx.open_target(target)
    text = cleaned(text)
    messages = [text] if text.strip() else []
    if ctx.state.phase is ConnectionPhase.ONLINE:
        messages = cut_to_messages(ctx, room.name, text, is_action=is_action)
    for place, message in enumerate(messages):
        answers = MessageId(reply_to) if reply_to and not place else None
        ctx.deliveries.add(_begin(ctx, room, message, is_action=is_action, reply_to=answers))
    ctx.typing_sent.pop(ctx.fold(target), None)
    ctx.typing_refused.discard(ctx.fold(target))
    flush(ctx)


def flush(ctx: Context) -> None:
    """Write what waits, as far as the connection, the rooms and the pace allow."""
    if ctx.state.phase is not ConnectionPhase.ONLINE:
        return
    now = ctx.clock.monotonic()
    for outgoing in ctx.deliveries.waiting():
        if not _may_write(ctx, outgoing):
            continue
        problem = _problem_of_resend(ctx, outgoing)
        if problem:
            refuse(ctx, outgoing, problem)
            continue
        for message in _divided(ctx, outgoing):
            if not ctx.server_paces and not ctx.pacer.take(now):
                return
            _write(ctx, message)


def has_writable(ctx: Context) -> bool:
    """Tell whether something only waits for the pace."""
    return ctx.state.phase is ConnectionPhase.ONLINE and any(
        _may_write(ctx, outgoing) for outgoing in ctx.deliveries.waiting()
    )


def confirm(ctx: Context, outgoing: Outgoing, **changes: Any) -> None:
    """Mark a message as sent; ``changes`` are what the server says about it."""
    ctx.deliveries.remove(outgoing)
    if outgoing.was_written:
        _let_go_of_double(ctx, outgoing, changes.get("msgid"))
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
    for outgoing in ctx.deliveries.written():
        if outgoing.is_keyed:
            ctx.deliveries.mark_unwritten(outgoing)
        else:
            refuse(ctx, outgoing, _(MAY_HAVE_ARRIVED))


def retry(ctx: Context, line: LineId) -> None:
    """Send a refused message again."""
    outgoing = ctx.deliveries.take_refused(line)
    if outgoing is None:
        return
    outgoing.is_written, outgoing.label = False, ""
    outgoing.time = ctx.clock.wall()  # the person has just said that it shall be sent
    outgoing.line = ctx.change_line(outgoing.line, delivery=Delivery.SENDING, reason="")
    ctx.deliveries.add(outgoing)
    flush(ctx)


def _may_write(ctx: Context, outgoing: Outgoing) -> bool:
    """Tell whether the server would take a message to its target now."""
    if not ctx.is_channel(outgoing.target):
        return True
    room = ctx.room(outgoing.target)
    if room is not None and room.joined:
        return True
    return ctx.is_ready and ctx.fold(outgoing.target) not in ctx.joining


def _begin(
    ctx: Context, room: Room, text: str, *, is_action: bool, reply_to: MessageId | None = None
) -> Outgoing:
    """Show a message that is on its way from now on."""
    kind = LineKind.ACTION if is_action else LineKind.MESSAGE
    line = ctx.add_line(
        room, kind, ctx.state.nick, text,
        own=True, delivery=Delivery.SENDING, reply_to=reply_to,
    )  # fmt: skip
    return Outgoing(line, room.name, time=ctx.clock.wall())


def _problem_of_resend(ctx: Context, outgoing: Outgoing) -> str:
    """Return why the person has to say whether a message shall be sent, ``""`` if they need not."""
    if ctx.clock.wall() - outgoing.time > RESEND_SECONDS:
        return _(TOO_OLD)
    if not outgoing.was_written:
        return ""
    text = outgoing.line.text
    whole = cut_to_messages(ctx, outgoing.target, text, is_action=outgoing.is_action)
    return "" if ctx.has(caps.KEY) and whole == [text] else _(MAY_HAVE_ARRIVED)


def _let_go_of_double(ctx: Context, outgoing: Outgoing, msgid: MessageId | None) -> None:
    """Take out what history showed of a message before its echo said that it is ours."""
    room = ctx.room(outgoing.target)
    double = ctx.line_with(room, msgid) if room is not None and msgid else None
    if room is not None and double is not None:
        ctx.remove_lines(room, [double])


def _divided(ctx: Context, outgoing: Outgoing) -> list[Outgoing]:
    """Make several messages of one that this server does not take whole.

    It was typed before there was a connection, or on another one. What may be stored under
    its key already stays as it is.
    """
    if outgoing.was_written:
        return [outgoing]
    target, is_action = outgoing.target, outgoing.is_action
    text = outgoing.line.text
    first, *more = cut_to_messages(ctx, target, text, is_action=is_action) or [text]
    if first != text:
        outgoing.line = ctx.change_line(outgoing.line, text=first)
    room = ctx.open_target(target)
    rest = [_begin(ctx, room, message, is_action=is_action) for message in more]
    ctx.deliveries.insert_after(outgoing, rest)
    return [outgoing, *rest]


def _write(ctx: Context, outgoing: Outgoing) -> None:
    label = f"m{outgoing.line.id}" if ctx.has(caps.LABELED_RESPONSE) else ""
    problem = _send(ctx, outgoing, _tags(ctx, outgoing, label))
    if problem:
        refuse(ctx, outgoing, problem)
        return
    ctx.deliveries.mark_written(
        outgoing, label=label, ping=ctx.pings.count, is_keyed=ctx.has(caps.KEY)
    )
    if not ctx.has(caps.ECHO_MESSAGE):
        ctx.pings.is_wanted = True


def _tags(ctx: Context, outgoing: Outgoing, label: str) -> Mapping[str, str]:
    tags = {"label": label} if label else {}
    if ctx.has(caps.KEY):
        tags[caps.KEY_TAG] = outgoing.key
    if ctx.has(caps.MESSAGE_TAGS) and not is_denied(ctx.isupport, "reply"):
        tags |= reply_tags(outgoing.line.reply_to)
    return tags


def _send(ctx: Context, outgoing: Outgoing, tags: Mapping[str, str]) -> str:
    """Write a message as one line or as a batch of lines; return what is wrong with it, if so."""
    target, text = outgoing.target, outgoing.line.text
    if outgoing.is_action:
        return ctx.send("PRIVMSG", target, f"\x01ACTION {text}\x01", tags=tags)
    pieces = cut_to_lines(ctx, target, text)
    if len(pieces) == 1:
        return ctx.send("PRIVMSG", target, text, tags=tags)
    reference = f"m{outgoing.line.id}"
    problem = ctx.send("BATCH", f"+{reference}", BATCH_TYPE, target, tags=tags)
    if problem:
        return problem
    for piece in pieces:
        concat = {CONCAT_TAG: ""} if piece.is_concat else {}
        ctx.send("PRIVMSG", target, piece.text, tags={"batch": reference, **concat})
    return ctx.send("BATCH", f"-{reference}")
