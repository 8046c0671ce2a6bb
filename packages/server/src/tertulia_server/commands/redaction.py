"""Taking a message back, or saying it differently: REDACT and EDIT.

Sources: https://ircv3.net/specs/extensions/message-redaction and, for EDIT,
the project's own page ``docs/protocol.md``.
"""

from collections.abc import Generator
from typing import Any, Final, NamedTuple

from tertulia_core.broadcast.edited import EditedOutbound
from tertulia_core.broadcast.outbound import Outbound
from tertulia_core.wire import numerics as n
from tertulia_core.wire.capabilities import MESSAGE_REDACTION
from tertulia_core.wire.codec import decode_line
from tertulia_core.wire.limits import cut_bytes
from tertulia_core.wire.message import Message
from tertulia_server.commands.addressing import check_length
from tertulia_server.commands.context import Context, Later, Steps
from tertulia_server.commands.reading import Readable, find_readable
from tertulia_server.commands.table import TABLE
from tertulia_server.model import fail_codes as codes
from tertulia_server.model.channel import Channel
from tertulia_server.model.fail_codes import FailCode
from tertulia_server.model.modes import HALFOPS
from tertulia_server.model.refusals import Fail, Refusal
from tertulia_server.model.user import User
from tertulia_server.store.lines import account_of, source_of, verb_of
from tertulia_server.store.ports import Change, Entry, StoreError

__all__: list[str] = []

_REDACTABLE: Final = frozenset({"PRIVMSG", "NOTICE", "TAGMSG"})
_EDITABLE: Final = frozenset({"PRIVMSG", "NOTICE"})
_TICK: Final = 0.001
"""History keeps milliseconds."""


class _Codes(NamedTuple):
    """How one of the two commands refuses."""

    invalid_target: FailCode
    unknown: FailCode
    forbidden: FailCode


_REDACT: Final = _Codes(
    codes.REDACT_INVALID_TARGET, codes.REDACT_UNKNOWN_MSGID, codes.REDACT_REDACT_FORBIDDEN
)
_EDIT: Final = _Codes(
    codes.EDIT_INVALID_TARGET, codes.EDIT_UNKNOWN_MSGID, codes.EDIT_EDIT_FORBIDDEN
)


class _Found(NamedTuple):
    """A message that somebody wants to change.

    Attributes:
        audience: who hears of it: a channel, a person, ``None`` for one who is not here.
    """

    entry: Entry
    readable: Readable
    audience: Channel | User | None


@TABLE.command("REDACT", min_params=2, syntax="<target> <msgid> [:<reason>]")
def redact(ctx: Context, message: Message) -> Steps:
    """Take back a message of yours, or one of anybody's in a channel you operate.

    https://ircv3.net/specs/extensions/message-redaction#command
    """
    target, msgid = message.params[:2]
    found = yield from _find(ctx, _REDACT, target, msgid, _REDACTABLE)
    if not (_is_own(ctx, found.entry) or _is_operator(ctx, found.audience)):
        raise Fail(codes.REDACT_REDACT_FORBIDDEN, target, msgid)
    reason = message.params[2] if len(message.params) > 2 else ""
    reason = cut_bytes(reason, ctx.config.limits.reason_length)
    _keep(ctx, found, b"", reason)
    params = (_name(found), msgid, *([reason] if reason else []))
    user = ctx.user
    outbound = Outbound(
        "REDACT", params, user.source, ctx.now.wall, "", user.tags, None, MESSAGE_REDACTION
    )
    _tell(ctx, found, outbound)


@TABLE.command("EDIT", min_params=3, syntax="<target> <msgid> :<text>")
def edit(ctx: Context, message: Message) -> Steps:
    """Say a message of yours differently; it keeps its place.

    docs/protocol.md, modelled on https://ircv3.net/specs/extensions/message-redaction
    """
    target, msgid, text = message.params[:3]
    if not text:
        raise Refusal(n.ERR_NOTEXTTOSEND)
    check_length(ctx.user, "EDIT", f"{target} {msgid}", text)
    found = yield from _find(ctx, _EDIT, target, msgid, _EDITABLE)
    if not _is_own(ctx, found.entry):
        raise Fail(codes.EDIT_EDIT_FORBIDDEN, target, msgid)
    if isinstance(found.audience, Channel) and not found.audience.may_speak(ctx.user):
        raise Refusal(n.ERR_CANNOTSENDTOCHAN, found.audience.name)
    _keep(ctx, found, _with_text(found.entry, text), "")
    user = ctx.user
    outbound = EditedOutbound(_name(found), msgid, text, user.source, ctx.now.wall, user.tags)
    _tell(ctx, found, outbound)


def _find(
    ctx: Context, refused: _Codes, target: str, msgid: str, verbs: frozenset[str]
) -> Generator[Later, Any, _Found]:
    """Return the message, or refuse as if there were none where the user may not read it."""
    readable, history = find_readable(ctx, target), ctx.services.history
    if readable is None or history is None:
        raise Fail(refused.invalid_target, target)
    number, room = readable.ids.number_of(msgid), readable.ids.room
    if number is None:
        raise Fail(refused.unknown, target, msgid)
    try:
        entry: Entry | None = yield Later(lambda: history.get(room, number))
    except StoreError:
        entry = None
    readable = find_readable(ctx, target)
    if readable is None or readable.ids.room != room:
        raise Fail(refused.invalid_target, target)
    if entry is None or not readable.has(number, entry.ranks) or verb_of(entry.line) not in verbs:
        raise Fail(refused.unknown, target, msgid)
    return _Found(entry, readable, _audience(ctx, target))


def _audience(ctx: Context, target: str) -> Channel | User | None:
    channel = ctx.world.channels.get(target)
    return ctx.world.users.get(target) if channel is None else channel


def _is_own(ctx: Context, entry: Entry) -> bool:
    """Tell whether the user said it: the account, or without one who has had the nick since.

    An account that was deleted, and a nick that somebody else had, are other people's.
    """
    said_by, user = account_of(entry.line), ctx.user
    if not said_by:
        return source_of(entry.line) == user.source and entry.time + _TICK >= user.named
    account = ctx.world.accounts.get(said_by)
    return (
        account is not None
        and account.name == user.account
        and entry.time + _TICK >= account.created
    )


def _is_operator(ctx: Context, audience: Channel | User | None) -> bool:
    if not isinstance(audience, Channel):
        return False
    member = audience.members.get(ctx.user)
    return member is not None and bool(member.rank & HALFOPS)


def _keep(ctx: Context, found: _Found, line: bytes, reason: str) -> None:
    entry = found.entry
    ctx.services.journal.add(
        Change(entry.room, entry.number, ctx.user.source, ctx.now.wall, line, reason)
    )


def _name(found: _Found) -> str:
    """Return what the lines about a message name: the channel or the nick."""
    match found.audience:
        case Channel():
            return found.audience.name
        case User():
            return found.audience.nick
        case None:
            return found.readable.name


def _tell(ctx: Context, found: _Found, outbound: Outbound) -> None:
    """Tell those who heard the message, and the user's own connections."""
    link = ctx.session.link
    if isinstance(found.audience, Channel):
        ctx.relay.message_changed(found.audience, outbound, found.entry.ranks, link)
    else:
        people = {ctx.user} if found.audience is None else {ctx.user, found.audience}
        ctx.relay.message_to_people_changed(people, outbound, link)
    ctx.reply.own(outbound)


def _with_text(entry: Entry, text: str) -> bytes:
    """Return a message as it is kept, in one line with another text."""
    lines = entry.line.split(b"\r\n")
    first = decode_line(lines[0])
    said = decode_line(lines[1]) if len(lines) > 2 else first
    return Outbound(
        said.command, (said.params[0], text), first.source or "", 0.0, "", first.tags
    ).stored()
