"""Saying something differently, and taking it back: what waits is changed here, the rest there.

Source: https://ircv3.net/specs/extensions/message-redaction
"""

from collections.abc import Iterator

from tertulia_core.i18n import Catalogue
from tertulia_core.session import intents
from tertulia_core.session.context import Context
from tertulia_core.session.cutting import cleaned, cut_to_lines
from tertulia_core.session.state import ConnectionPhase, Delivery, Line, LineKind, Room
from tertulia_core.wire import capabilities as caps

__all__ = ["edit", "redact"]

_ = Catalogue("tertulia_core").gettext


def edit(ctx: Context, intent: intents.Edit) -> None:
    """Say another text in the place of a message of ours."""
    text = cleaned(intent.text)
    for room, line in _find(ctx, intent.line):
        outgoing = ctx.deliveries.unwritten(line.id)
        if not line.own or not text.strip() or line.text == text:
            return
        if outgoing is not None:
            outgoing.line = ctx.change_line(line, text=text)
            ctx.deliveries.touch()
            return
        is_action = line.kind is LineKind.ACTION
        problem = _problem(ctx, line, caps.EDIT, _("This server cannot change what was said."))
        if not problem and len(cut_to_lines(ctx, room.name, text, is_action=is_action)) > 1:
            problem = _("What replaces a message has to fit in one line.")
        if problem or line.msgid is None:
            ctx.note(problem, room, kind=LineKind.ERROR)
            return
        said = f"\x01ACTION {text}\x01" if is_action else text
        ctx.send("EDIT", room.name, line.msgid, said)


def redact(ctx: Context, intent: intents.Redact) -> None:
    """Take a message back; one that is not sent is dropped."""
    for room, line in _find(ctx, intent.line):
        if line.own and ctx.deliveries.drop(line.id):
            ctx.remove_lines(room, [line])
            return
        sentence = _("This server cannot take back what was said.")
        problem = _problem(ctx, line, caps.MESSAGE_REDACTION, sentence)
        if problem or line.msgid is None:
            ctx.note(problem, room, kind=LineKind.ERROR)
            return
        ctx.send("REDACT", room.name, line.msgid, *([intent.reason] if intent.reason else []))


def _find(ctx: Context, line_id: int) -> Iterator[tuple[Room, Line]]:
    """Yield the line with an id and its room, if it is there."""
    for room in ctx.state.rooms.values():
        line = next((line for line in reversed(room.lines) if line.id == line_id), None)
        if line is not None:
            yield room, line
            return


def _problem(ctx: Context, line: Line, needed: caps.CapabilitySet, sentence: str) -> str:
    """Return why a message cannot be changed on the server, ``""`` if it can."""
    if ctx.state.phase is not ConnectionPhase.ONLINE:
        return _("Not connected: this has to wait.")
    if line.delivery is Delivery.SENDING and ctx.has(needed):
        return _("It is on its way: this has to wait until it is sent.")
    return sentence if not ctx.has(needed) or line.msgid is None else ""
