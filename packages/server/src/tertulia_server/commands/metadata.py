"""METADATA: values that people and channels show, and who is told of them.

Source: https://ircv3.net/specs/extensions/metadata
"""

from collections.abc import Callable, Iterable
from typing import Final

from tertulia_core.wire import numerics as n
from tertulia_core.wire.capabilities import METADATA
from tertulia_core.wire.message import Message
from tertulia_server.commands.context import Context
from tertulia_server.commands.table import TABLE, When
from tertulia_server.commands.values import BATCH, sync, tell_unset, tell_value
from tertulia_server.model import fail_codes as codes
from tertulia_server.model.archives import CLOSED_BY
from tertulia_server.model.channel import Channel
from tertulia_server.model.metadata import KEYS_MAX, VALUE_BYTES, Holder, is_key
from tertulia_server.model.modes import OPS
from tertulia_server.model.refusals import Fail
from tertulia_server.model.session import Session
from tertulia_server.model.user import User

__all__: list[str] = []

_ONESELF: Final = "*"
_SUBSCRIPTIONS_BATCH: Final = "metadata-subs"
_KEYS_PER_LINE: Final = 6


@TABLE.command(
    "METADATA", min_params=2, when=When.ALWAYS, syntax="<target> <subcommand> {<parameter>}"
)
def metadata(ctx: Context, message: Message) -> None:
    """Show or change what people and channels tell of themselves, under keys.

    https://ircv3.net/specs/extensions/metadata#metadata-client-command
    """
    target, subcommand, *params = message.params
    run = _SUBCOMMANDS.get(subcommand.upper())
    if run is None:
        raise Fail(codes.METADATA_SUBCOMMAND_INVALID, subcommand)
    run(ctx, target, params)


# -- values ---------------------------------------------------------------


def _get(ctx: Context, target: str, keys: list[str]) -> None:
    name, holder = _find(ctx, target)
    values = ctx.world.metadata.of(holder)
    with ctx.reply.batch(BATCH, name):
        for key in keys:
            if not is_key(key):
                ctx.reply.refuse(Fail(codes.METADATA_KEY_INVALID, key))
            elif key in values:
                tell_value(ctx, name, key, values[key])
            else:
                tell_unset(ctx, name, key)


def _list(ctx: Context, target: str, _params: list[str]) -> None:
    name, holder = _find(ctx, target)
    with ctx.reply.batch(BATCH, name):
        for key, value in ctx.world.metadata.of(holder).items():
            tell_value(ctx, name, key, value)


def _set(ctx: Context, target: str, params: list[str]) -> None:
    key, value = (*params, None, None)[:2]
    name, holder = _find(ctx, target)
    if key is None or not is_key(key):
        raise Fail(codes.METADATA_KEY_INVALID, key or "*")
    _check_right(ctx, name, holder, key)
    values = ctx.world.metadata.of(holder)
    if value is None and key not in values:
        raise Fail(codes.METADATA_KEY_NOT_SET, name, key)
    if value is not None and len(value.encode()) > VALUE_BYTES:
        raise Fail(codes.METADATA_INVALID_VALUE, key)
    if value is not None and key not in values and len(values) >= KEYS_MAX:
        raise Fail(codes.METADATA_LIMIT_REACHED, name)
    ctx.world.metadata.set(holder, key, value)
    _tell(ctx, name, key, value)
    _notify(ctx, holder, key, value)


def _clear(ctx: Context, target: str, _params: list[str]) -> None:
    name, holder = _find(ctx, target)
    _check_right(ctx, name, holder, "*")
    keys = ctx.world.metadata.clear(holder)
    with ctx.reply.batch(BATCH, name):
        for key in keys:
            tell_unset(ctx, name, key)
    for key in keys:
        _notify(ctx, holder, key, None)


def _sync(ctx: Context, target: str, _params: list[str]) -> None:
    name, holder = _find(ctx, target)
    is_outside = isinstance(holder, Channel) and ctx.session.user not in holder.members
    if isinstance(holder, Session) or is_outside:
        raise Fail(codes.METADATA_INVALID_TARGET, target)
    keys = ctx.world.metadata.subscriptions(ctx.session)
    with ctx.reply.batch(BATCH, name):
        for each, key, value in sync(ctx, holder, keys):
            tell_value(ctx, each, key, value)


# -- subscriptions --------------------------------------------------------


def _sub(ctx: Context, _target: str, keys: list[str]) -> None:
    taken, refused = [], []
    for key in keys:
        if not is_key(key):
            refused.append(Fail(codes.METADATA_KEY_INVALID, key))
        elif ctx.world.metadata.subscribe(ctx.session, key):
            taken.append(key)
        else:
            refused.append(Fail(codes.METADATA_TOO_MANY_SUBS, key))
            break
    _tell_keys(ctx, n.RPL_METADATASUBOK, taken)
    for refusal in refused:
        ctx.reply.refuse(refusal)
    memberships = ctx.session.user.memberships if ctx.session.user is not None else ()
    for channel in memberships:
        if next(sync(ctx, channel, taken), None) is not None:
            ctx.reply.numeric(n.RPL_METADATASYNCLATER, channel.name)


def _unsub(ctx: Context, _target: str, keys: list[str]) -> None:
    good = [key for key in keys if is_key(key)]
    for key in good:
        ctx.world.metadata.unsubscribe(ctx.session, key)
    _tell_keys(ctx, n.RPL_METADATAUNSUBOK, good)
    for key in keys:
        if not is_key(key):
            ctx.reply.refuse(Fail(codes.METADATA_KEY_INVALID, key))


def _subs(ctx: Context, _target: str, _params: list[str]) -> None:
    with ctx.reply.batch(_SUBSCRIPTIONS_BATCH):
        _tell_keys(ctx, n.RPL_METADATASUBS, ctx.world.metadata.subscriptions(ctx.session))


def _tell_keys(ctx: Context, numeric: str, keys: Iterable[str]) -> None:
    listed = list(dict.fromkeys(keys))
    for start in range(0, len(listed), _KEYS_PER_LINE):
        ctx.reply.numeric(numeric, *listed[start : start + _KEYS_PER_LINE])


_SUBCOMMANDS: Final[dict[str, Callable[[Context, str, list[str]], None]]] = {
    "GET": _get,
    "LIST": _list,
    "SET": _set,
    "CLEAR": _clear,
    "SYNC": _sync,
    "SUB": _sub,
    "UNSUB": _unsub,
    "SUBS": _subs,
}


# -- shared ---------------------------------------------------------------


def _find(ctx: Context, target: str) -> tuple[str, Holder]:
    """Return name and thing that ``target`` stands for, or refuse; ``*`` is oneself."""
    user = ctx.session.user
    if target == _ONESELF:
        return (_ONESELF, ctx.session) if user is None else (user.nick, user)
    other = ctx.world.users.get(target)
    if user is not None and other is not None:
        return other.nick, other
    channel = ctx.world.channels.get(target)
    if user is None or channel is None:
        raise Fail(codes.METADATA_INVALID_TARGET, target)
    if user not in channel.members and not CLOSED_BY.isdisjoint(channel.modes):
        raise Fail(codes.METADATA_INVALID_TARGET, target)
    return channel.name, channel


def _check_right(ctx: Context, name: str, holder: Holder, key: str) -> None:
    """Refuse changes of what is neither oneself nor a channel one operates."""
    user = ctx.session.user
    if isinstance(holder, Channel):
        member = holder.members.get(user) if user is not None else None
        may = member is not None and bool(member.rank & OPS)
    else:
        may = holder is user or holder is ctx.session
    if not may:
        raise Fail(codes.METADATA_KEY_NO_PERMISSION, name, key)


def _tell(ctx: Context, name: str, key: str, value: str | None) -> None:
    if value is None:
        tell_unset(ctx, name, key)
    else:
        tell_value(ctx, name, key, value)


def _notify(ctx: Context, holder: Holder, key: str, value: str | None) -> None:
    """Tell those who want to know of the key and see whose it is."""
    if isinstance(holder, Session):
        return
    name = holder.nick if isinstance(holder, User) else holder.name
    for session in ctx.world.metadata.subscribers(key):
        if session is not ctx.session and session.caps & METADATA and _sees(ctx, session, holder):
            reply = ctx.services.replies.open(session, ctx.now)
            _tell(Context(ctx.services, session, reply, ctx.now), name, key, value)


def _sees(ctx: Context, session: Session, holder: User | Channel) -> bool:
    user = session.user
    if user is None:
        return False
    if isinstance(holder, Channel):
        return user in holder.members
    return user.shares_channel_with(holder) or session in ctx.world.monitor.watchers(holder.nick)
