"""Messages of several lines: what stands between two BATCH commands is said as one.

Nobody hears any of it before the batch is closed. A batch that breaks a rule
is answered by FAIL once; what its sender, who cannot know yet, still sends of
it is ignored. One batch at a time is open per connection, for half a minute.

Sources: https://ircv3.net/specs/extensions/multiline and
https://ircv3.net/specs/extensions/client-batch
"""

import re
from collections.abc import Mapping
from typing import Final

from tertulia_core.i18n import N_
from tertulia_core.wire.capabilities import ECHO_MESSAGE
from tertulia_core.wire.message import Message
from tertulia_core.wire.multiline import (
    BATCH_TYPE,
    CONCAT_TAG,
    NEEDED,
    MultilineError,
    Problem,
)
from tertulia_server.capabilities import multiline_limits
from tertulia_server.commands.addressing import (
    answer_away,
    check_length,
    client_tags,
    find_audience,
    ids_of,
    is_ctcp,
)
from tertulia_server.commands.context import Context, Services, Steps
from tertulia_server.commands.keyed import answer_again, find_sent, key_of, note_sent
from tertulia_server.commands.table import TABLE, Command, When
from tertulia_server.flood import size_cost
from tertulia_server.model import fail_codes as codes
from tertulia_server.model.batch import OpenBatch
from tertulia_server.model.fail_codes import FailCode
from tertulia_server.model.now import Now
from tertulia_server.model.refusals import Fail, Refusal
from tertulia_server.model.session import Session

__all__ = ["BATCH_LINE", "BATCH_SECONDS", "expire_batches", "is_batch_line"]

BATCH_SECONDS: Final = 30.0
"""How long a batch may stay open."""

_REFERENCE: Final = re.compile(r"[A-Za-z0-9-]+")
_SPOKEN: Final = frozenset({"PRIVMSG", "NOTICE"})


@TABLE.command(
    "BATCH",
    min_params=1,
    cost=0,
    syntax=f"+<reference> {BATCH_TYPE} <target>|-<reference>",
)
def batch(ctx: Context, message: Message) -> Steps | None:
    """Begin or end a message of several lines, which are sent with the tag batch=<reference>.

    The row costs nothing, because the message is charged as one at its end.
    https://ircv3.net/specs/extensions/multiline
    """
    sign, reference = message.params[0][:1], message.params[0][1:]
    if sign == "+":
        _open(ctx, reference, message)
    elif sign == "-":
        return _close(ctx, reference)
    else:
        raise Fail(codes.BATCH_INVALID_REFTAG, message.params[0])
    return None


def is_batch_line(session: Session, message: Message) -> bool:
    """Tell whether a message with tags is a line of a batch, which ``BATCH_LINE`` takes.

    From connections that know nothing of such batches the tag means nothing.
    """
    return "batch" in message.tags and (
        session.batch is not None or session.caps & NEEDED == NEEDED
    )


def _add_line(ctx: Context, message: Message) -> None:
    """Take one line of a batch."""
    opened = ctx.session.batch
    if opened is None or message.tags["batch"] != opened.reference:
        _refuse_stray(ctx)
    elif not opened.is_refused:
        try:
            _collect(ctx, opened, message)
        except Refusal as refusal:
            _refuse(ctx.services, ctx.session, refusal, ctx.now)


BATCH_LINE: Final = Command(
    name="BATCH",
    run=_add_line,
    when=When.REGISTERED,
    min_params=0,
    missing="",
    cost=0,
    is_for_opers=False,
    syntax="",
    help="",
)
"""The row of whatever is sent inside of a batch; not in the table, having no verb of its own."""


def expire_batches(services: Services, now: Now) -> None:
    """Give up the batches that have been open for too long."""
    for link in services.batch_deadlines.take_due(now.mono):
        session = services.world.sessions.get(link)
        opened = session.batch if session is not None else None
        if session is None or opened is None or opened.is_refused or opened.expires > now.mono:
            continue
        _refuse(services, session, Fail(codes.BATCH_TIMEOUT, opened.reference), now)


def _open(ctx: Context, reference: str, message: Message) -> None:
    session, services = ctx.session, ctx.services
    if session.batch is not None and not session.batch.is_refused:
        _refuse(services, session, Fail(codes.BATCH_MULTILINE_INVALID), ctx.now)
    _verb, kind, target, *_rest = (*message.params, "", "")
    session.batch = OpenBatch(
        reference,
        target,
        client_tags(message),
        label=ctx.reply.postpone(),
        limits=multiline_limits(ctx.config),
        expires=ctx.now.mono + BATCH_SECONDS,
    )
    if not _REFERENCE.fullmatch(reference):
        _refuse(services, session, Fail(codes.BATCH_INVALID_REFTAG, reference), ctx.now)
    elif kind != BATCH_TYPE or session.caps & NEEDED != NEEDED:
        _refuse(services, session, Fail(codes.BATCH_UNKNOWN_TYPE, reference, kind), ctx.now)
    elif not target:
        _refuse(services, session, Fail(codes.BATCH_MULTILINE_INVALID), ctx.now)
    else:
        _check_key(ctx, message)
        services.batch_deadlines.set(session.link, session.batch.expires)


def _check_key(ctx: Context, message: Message) -> None:
    """Refuse a batch under what cannot be a key; without the capability it has none."""
    session = ctx.session
    assert session.batch is not None, "it was just opened"
    try:
        session.batch.key = key_of(ctx, message, "BATCH")
    except Fail as fail:
        _refuse(ctx.services, session, fail, ctx.now)


def _collect(ctx: Context, opened: OpenBatch, message: Message) -> None:
    """Add a line to its batch, or raise the Refusal that ends the batch."""
    opened.command = opened.command or message.command
    if message.command != opened.command or message.command not in _SPOKEN:
        raise Fail(codes.BATCH_MULTILINE_INVALID)
    if len(message.params) < 2:
        raise Fail(codes.BATCH_MULTILINE_INVALID)
    target, text = message.params[:2]
    if ctx.world.fold(target) != ctx.world.fold(opened.target):
        raise Fail(codes.BATCH_MULTILINE_INVALID_TARGET, opened.target, target)
    try:
        check_length(ctx.user, opened.command, opened.target, text)
    except Refusal as refusal:
        raise Fail(codes.BATCH_MULTILINE_INVALID, sentence=_LONG_LINE) from refusal
    try:
        opened.assembly.add(text, is_concat=CONCAT_TAG in message.tags)
    except MultilineError as error:
        raise _to_fail(error, ctx) from error


def _close(ctx: Context, reference: str) -> Steps | None:
    session, opened = ctx.session, ctx.session.batch
    if opened is None or opened.reference != reference:
        _refuse_stray(ctx)
        return None
    if not opened.is_refused and session.caps & NEEDED != NEEDED:
        _refuse(ctx.services, session, Fail(codes.BATCH_MULTILINE_INVALID), ctx.now)
    session.batch = None
    if not opened.is_refused:
        ctx.services.flood.charge(session, size_cost(opened.assembly.size), ctx.now)
        return _say(ctx, opened)
    return None


def _say(ctx: Context, opened: OpenBatch) -> Steps:
    """Say a message that is complete, and give the answer that its opening asked for."""
    reply = ctx.services.replies.open(ctx.session, ctx.now, opened.label)
    inner = Context(ctx.services, ctx.session, reply, ctx.now)
    ctx.services.journal.label = opened.label
    try:
        yield from _send(inner, ctx, opened)
    except Refusal as refusal:
        if opened.command != "NOTICE" or isinstance(refusal, Fail):
            reply.refuse(refusal)
    reply.finish()


def _send(ctx: Context, outer: Context, opened: OpenBatch) -> Steps:
    user, command, key = ctx.user, opened.command, opened.key
    if key:
        sent = yield from find_sent(ctx, command or "BATCH", key)
        ctx.now = ctx.reply.now = outer.now  # it may have taken a while
        ctx.services.journal.label = opened.label
        if sent is not None:
            answer_again(ctx, sent)
            return
    user.active = ctx.now.mono
    try:
        pieces = opened.assembly.finish()
    except MultilineError as error:
        raise _to_fail(error, ctx) from error
    has_ctcp = any(is_ctcp(piece.text) for piece in pieces)
    audience = find_audience(ctx, opened.target, has_ctcp=has_ctcp)
    ids = ids_of(ctx, audience)
    outbound = ctx.speech.in_lines(
        audience, command, user, pieces, ctx.now, opened.tags, ctx.session.link, ids
    )
    if key:
        note_sent(ctx, key, outbound)
    if command == "PRIVMSG":
        answer_away(ctx, audience)
    if ctx.session.caps & ECHO_MESSAGE:
        ctx.reply.own(outbound)


def _refuse(services: Services, session: Session, refusal: Refusal, now: Now) -> None:
    """Answer the open batch by a refusal, and forget what it holds."""
    opened = session.batch
    assert opened is not None, "only what is open can be refused"
    services.flood.charge(session, size_cost(opened.assembly.size), now)
    opened.is_refused = True
    opened.assembly.pieces.clear()
    reply = services.replies.open(session, now, opened.label)
    reply.refuse(refusal)
    reply.finish()


def _refuse_stray(ctx: Context) -> None:
    """Refuse the open batch for a line of another one; without an open one, the line itself."""
    opened = ctx.session.batch
    if opened is None or opened.is_refused:
        raise Fail(codes.BATCH_MULTILINE_INVALID)
    _refuse(ctx.services, ctx.session, Fail(codes.BATCH_MULTILINE_INVALID), ctx.now)


_PROBLEMS: Final[Mapping[Problem, FailCode]] = {
    Problem.TOO_LONG: codes.BATCH_MULTILINE_MAX_BYTES,
    Problem.TOO_MANY_LINES: codes.BATCH_MULTILINE_MAX_LINES,
    Problem.BLANK_CONCAT: codes.BATCH_MULTILINE_INVALID,
    Problem.BLANK: codes.BATCH_MULTILINE_INVALID,
}

_LONG_LINE: Final = N_("A line of the message is too long; nothing of it was said")


def _to_fail(error: MultilineError, ctx: Context) -> Fail:
    """Return the FAIL for a rule that a message breaks; limits are named."""
    row, limits = _PROBLEMS[error.problem], multiline_limits(ctx.config)
    named = {
        codes.BATCH_MULTILINE_MAX_BYTES: limits.max_bytes,
        codes.BATCH_MULTILINE_MAX_LINES: limits.max_lines,
    }
    return Fail(row, *([str(named[row])] if row in named else []))
