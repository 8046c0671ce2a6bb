"""A sign put to somebody's message, and taken back: counted at the message, said by nobody.

A reaction of ours counts when the server has echoed it; only where there are
no echoes it counts at once.

Source: https://ircv3.net/specs/client-tags/react
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.ids import MessageId
from tertulia_core.session import intents
from tertulia_core.session.client_tags import REACT, UNREACT, is_denied, replied_to, reply_tags
from tertulia_core.session.context import Context
from tertulia_core.session.state import ConnectionPhase, Line, LineKind, Reaction, Room
from tertulia_core.wire import capabilities as caps

__all__ = ["hear", "toggle"]

_ = Catalogue("tertulia_core").gettext

LONGEST: Final = 32
"""Characters a reaction may have; emoji families have eleven."""

MOST: Final = 24
"""Different reactions that one message counts."""


def hear(ctx: Context, room: Room, nick: str, tags: Mapping[str, str]) -> None:
    """Take in the tags of a TAGMSG: somebody reacts, or takes a reaction back."""
    for tag, is_there in ((REACT, True), (UNREACT, False)):
        text, msgid = tags.get(tag, "").strip(), replied_to(tags)
        if text and msgid is not None:
            _count(ctx, room, msgid, nick, text, is_there=is_there)


def toggle(ctx: Context, intent: intents.React) -> None:
    """React to a message, or take back what we put to it before."""
    room = ctx.room(intent.room)
    line = ctx.line_with(room, MessageId(intent.msgid)) if room is not None else None
    problem = _problem(ctx, line)
    if room is None or line is None or line.msgid is None or problem:
        ctx.note(problem, room, kind=LineKind.ERROR)
        return
    text, nick = intent.text.strip()[:LONGEST], ctx.state.nick
    is_there = not any(one.text == text and nick in one.nicks for one in line.reactions)
    tag = REACT if is_there else UNREACT
    ctx.send("TAGMSG", room.name, tags={**reply_tags(line.msgid), tag: text})
    if not ctx.has(caps.ECHO_MESSAGE):
        _count(ctx, room, line.msgid, nick, text, is_there=is_there)


def _problem(ctx: Context, line: Line | None) -> str:
    """Return why nobody can react to a line, ``""`` if one can."""
    if ctx.state.phase is not ConnectionPhase.ONLINE:
        return _("Not connected: this has to wait.")
    is_relayed = ctx.has(caps.MESSAGE_TAGS) and not is_denied(ctx.isupport, REACT.lstrip("+"))
    if line is None or line.msgid is None or not is_relayed:
        return _("This server has no reactions.")
    return ""


def _count(
    ctx: Context, room: Room, msgid: MessageId, nick: str, text: str, *, is_there: bool
) -> None:
    line = ctx.line_with(room, msgid)
    if line is None or len(text) > LONGEST:
        return
    counted = _with(line.reactions, text, nick) if is_there else _without(ctx, line, text, nick)
    if counted != line.reactions and len(counted) <= MOST:
        ctx.change_line(line, reactions=counted)


def _with(reactions: tuple[Reaction, ...], text: str, nick: str) -> tuple[Reaction, ...]:
    if not any(one.text == text for one in reactions):
        return (*reactions, Reaction(text, (nick,)))
    return tuple(
        replace(one, nicks=(*one.nicks, nick)) if one.text == text and nick not in one.nicks
        else one
        for one in reactions
    )  # fmt: skip


def _without(ctx: Context, line: Line, text: str, nick: str) -> tuple[Reaction, ...]:
    left = (
        replace(one, nicks=tuple(other for other in one.nicks if not ctx.is_same(other, nick)))
        if one.text == text
        else one
        for one in line.reactions
    )
    return tuple(one for one in left if one.nicks)
