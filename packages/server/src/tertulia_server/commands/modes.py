"""MODE: what a channel allows and who may what in it, and one's own modes.

Each kind of channel mode has a function that tries one change and returns it
as it is shown to all, or ``None`` where nothing changed.

Source: https://modern.ircdocs.horse/#mode-message
"""

from collections.abc import Callable, Mapping
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.wire import numerics as n
from tertulia_core.wire.message import Message
from tertulia_core.wire.modes import ModeChange, format_changes, parse_changes
from tertulia_server.commands.context import Context
from tertulia_server.commands.table import TABLE
from tertulia_server.model.channel import Channel
from tertulia_server.model.masks import MaskEntry, to_full_mask
from tertulia_server.model.modes import (
    CHANNEL_MODES,
    HALFOPS,
    KEY_BYTES,
    MOST_CHANGES,
    OPS,
    PREFIXES,
    USER_MODES,
    ChannelMode,
    ModeKind,
    chanmodes_token,
)
from tertulia_server.model.names import CHANNEL_TYPES
from tertulia_server.model.refusals import Refusal
from tertulia_server.model.user import User

__all__: list[str] = []

_ = Catalogue("tertulia_server").gettext

_HIDDEN: Final = "*"
"""What stands for a key that is not told."""

_MOST_DIGITS: Final = 9
_MASK_BYTES: Final = 200
_LINE_CHANGES_BYTES: Final = 300
_STATUSES: Final = {prefix.letter: prefix for prefix in PREFIXES}


@TABLE.command("MODE", min_params=1, syntax="<channel or nick> [<modes> [<parameter>...]]")
def mode(ctx: Context, message: Message) -> None:
    """Show or change the modes of a channel, or one's own.

    https://modern.ircdocs.horse/#mode-message
    """
    target, *rest = message.params
    if target[:1] not in CHANNEL_TYPES or not target:
        _user_mode(ctx, target, rest)
        return
    channel = ctx.world.get_channel(target)
    if not channel.is_visible_to(ctx.user):
        raise Refusal(n.ERR_NOTONCHANNEL, channel.name)
    if rest:
        _change_channel(ctx, channel, rest)
    else:
        _show_channel(ctx, channel)


# -- channels -----------------------------------------------------------------


def _show_channel(ctx: Context, channel: Channel) -> None:
    """Give 324 and 329; the key is for members only."""
    letters = sorted(channel.modes)
    params = [channel.modes[letter] for letter in letters if channel.modes[letter]]
    if "k" in channel.modes and ctx.user not in channel.members:
        params[params.index(channel.modes["k"])] = _HIDDEN
    ctx.reply.numeric(n.RPL_CHANNELMODEIS, channel.name, "+" + "".join(letters), *params)
    ctx.reply.numeric(n.RPL_CREATIONTIME, channel.name, str(int(channel.created)))


def _change_channel(ctx: Context, channel: Channel, rest: list[str]) -> None:
    statuses = "".join(_STATUSES)
    wanted = parse_changes(rest[0], rest[1:], chanmodes_token().split(","), statuses)
    done = []
    for change in wanted[:MOST_CHANGES]:
        try:
            effect = _try(ctx, channel, change)
        except Refusal as refusal:
            ctx.reply.refuse(refusal)
            if refusal.numeric in _ENOUGH:
                break
        else:
            if effect is not None:
                done.append(effect)
    ctx.world.archives.mark(channel.ids, channel.modes)
    if done:
        ctx.world.registered.keep(channel)
    for part in _in_lines(done):
        modes, params = format_changes(part)
        line = ctx.relay.modes_set(ctx.user, channel, (modes, *params), ctx.now, ctx.session.link)
        ctx.reply.own(line)


_ENOUGH: Final = frozenset({n.ERR_CHANOPRIVSNEEDED, n.ERR_NOTONCHANNEL})
"""Refusals that hold for everything else in the same command too."""


def _try(ctx: Context, channel: Channel, change: ModeChange) -> ModeChange | None:
    if change.letter in _STATUSES:
        return _give_status(ctx, channel, change)
    row = CHANNEL_MODES.get(change.letter)
    if row is None:
        raise Refusal(n.ERR_UNKNOWNMODE, change.letter)
    if row.kind is ModeKind.LIST and not change.param:
        _show_list(ctx, channel, row)
        return None
    channel.check_rank(ctx.user, HALFOPS if row.kind is ModeKind.LIST else OPS)
    return _KINDS[row.kind](ctx, channel, change)


def _give_status(ctx: Context, channel: Channel, change: ModeChange) -> ModeChange | None:
    status = _STATUSES[change.letter]
    channel.check_rank(ctx.user, status.granted_by)
    if not change.param:
        raise Refusal(n.ERR_NEEDMOREPARAMS, "MODE")
    target = ctx.world.get_user(change.param)
    member = channel.members.get(target)
    if member is None:
        raise Refusal(n.ERR_USERNOTINCHANNEL, target.nick, channel.name)
    rank = member.rank | status.bit if change.add else member.rank & ~status.bit
    if rank == member.rank:
        return None
    ctx.world.set_rank(member, rank)
    return change._replace(param=target.nick)


def _change_list(ctx: Context, channel: Channel, change: ModeChange) -> ModeChange | None:
    masks = channel.lists[change.letter]
    mask = to_full_mask(change.param or "")
    if " " in mask or len(mask.encode()) > _MASK_BYTES:
        raise Refusal(n.ERR_INVALIDMODEPARAM, channel.name, change.letter, mask)
    if not change.add:
        removed = masks.discard(mask)
        channel.ban_version += 1
        return None if removed is None else change._replace(param=removed)
    if sum(map(len, channel.lists.values())) >= ctx.config.limits.bans:
        raise Refusal(n.ERR_BANLISTFULL, channel.name, change.letter)
    channel.ban_version += 1
    is_new = masks.add(MaskEntry(mask, ctx.user.source, ctx.now.wall))
    return change._replace(param=mask) if is_new else None


def _change_flag(_ctx: Context, channel: Channel, change: ModeChange) -> ModeChange | None:
    if change.add == (change.letter in channel.modes):
        return None
    if change.add:
        channel.modes[change.letter] = ""
    else:
        del channel.modes[change.letter]
    return change


def _change_parameter(ctx: Context, channel: Channel, change: ModeChange) -> ModeChange | None:
    """Set or remove a mode that has a parameter; a key is not told when it is removed."""
    letter = change.letter
    if not change.add:
        was = channel.modes.pop(letter, None)
        shown = _HIDDEN if CHANNEL_MODES[letter].kind is ModeKind.ALWAYS else None
        return None if was is None else change._replace(param=shown)
    value = _PARAMETERS[letter](ctx, channel, change.param or "")
    if channel.modes.get(letter) == value:
        return None
    channel.modes[letter] = value
    return change._replace(param=value)


def _to_key(_ctx: Context, channel: Channel, text: str) -> str:
    is_good = text.isprintable() and not set(text) & set(" ,:*")
    if not text or not is_good or len(text.encode()) > KEY_BYTES:
        raise Refusal(n.ERR_INVALIDMODEPARAM, channel.name, "k", _HIDDEN)
    return text


def _to_limit(_ctx: Context, channel: Channel, text: str) -> str:
    digits = text.lstrip("0") if text.isascii() and text.isdigit() else ""
    if not digits or len(digits) > _MOST_DIGITS:
        raise Refusal(n.ERR_INVALIDMODEPARAM, channel.name, "l", text)
    return digits


def _to_forward(ctx: Context, channel: Channel, text: str) -> str:
    """Return the name of the channel to send on to; one has to be operator there too."""
    target = ctx.world.channels.get(text)
    if target is None or target is channel:
        raise Refusal(n.ERR_INVALIDMODEPARAM, channel.name, "f", text)
    if ctx.user not in target.members or not target.members[ctx.user].rank & OPS:
        raise Refusal(n.ERR_CHANOPRIVSNEEDED, target.name)
    return target.name


_PARAMETERS: Final[Mapping[str, Callable[[Context, Channel, str], str]]] = {
    "f": _to_forward,
    "k": _to_key,
    "l": _to_limit,
}

_KINDS: Final[Mapping[ModeKind, Callable[[Context, Channel, ModeChange], ModeChange | None]]] = {
    ModeKind.LIST: _change_list,
    ModeKind.ALWAYS: _change_parameter,
    ModeKind.WHEN_SET: _change_parameter,
    ModeKind.FLAG: _change_flag,
}


def _show_list(ctx: Context, channel: Channel, row: ChannelMode) -> None:
    entry_numeric, end_numeric = row.list_numerics
    for entry in channel.lists[row.letter]:
        time = str(int(entry.time))
        ctx.reply.numeric(entry_numeric, channel.name, entry.mask, entry.setter, time)
    ctx.reply.numeric(end_numeric, channel.name, _("End of the list"))


def _in_lines(changes: list[ModeChange]) -> list[list[ModeChange]]:
    """Divide changes so that each part fits one line."""
    parts: list[list[ModeChange]] = []
    size = _LINE_CHANGES_BYTES
    for change in changes:
        needed = 2 + len((change.param or "").encode())
        if size + needed > _LINE_CHANGES_BYTES:
            parts.append([])
            size = 0
        parts[-1].append(change)
        size += needed
    return parts


# -- users --------------------------------------------------------------------


def _user_mode(ctx: Context, nick: str, rest: list[str]) -> None:
    user = ctx.world.get_user(nick)
    if user is not ctx.user:
        raise Refusal(n.ERR_USERSDONTMATCH)
    if not rest:
        ctx.reply.numeric(n.RPL_UMODEIS, "+" + "".join(sorted(user.modes)))
        return
    done = _change_user(ctx, user, rest[0])
    if done:
        modes, _params = format_changes(done)
        ctx.reply.own(ctx.relay.user_modes_set(user, modes, ctx.now, ctx.session.link))


def _change_user(ctx: Context, user: User, modes: str) -> list[ModeChange]:
    done = []
    is_unknown = False
    for change in parse_changes(modes, (), ("", "", ""), ""):
        row = USER_MODES.get(change.letter)
        if row is None:
            is_unknown = True
        elif not row.is_own and change.add:
            continue
        elif ctx.world.set_mode(user, change.letter, is_on=change.add):
            done.append(change)
    if is_unknown:
        ctx.reply.refuse(Refusal(n.ERR_UMODEUNKNOWNFLAG))
    return done
