"""Speaking under another name: RELAYMSG for bridges to other networks, NPC and SCENE for plays.

None of them can be taken for a person who is here: the names hold signs that no
nick has, and who speaks stands behind them.

Sources: https://github.com/ircv3/ircv3-specifications/pull/417 (a proposal) for
RELAYMSG; for the others none but https://defs.ircdocs.horse/defs/numerics.html (573).
"""

import re
from collections.abc import Mapping
from typing import Final

from tertulia_core.broadcast.outbound import Outbound
from tertulia_core.wire import numerics as n
from tertulia_core.wire.capabilities import ECHO_MESSAGE, RELAYMSG_TAG
from tertulia_core.wire.limits import LINE_BYTES
from tertulia_core.wire.message import NO_TAGS, Message
from tertulia_server.capabilities import RELAY_SEPARATOR
from tertulia_server.commands.addressing import channel_audience, is_ctcp
from tertulia_server.commands.context import Context
from tertulia_server.commands.table import TABLE
from tertulia_server.model import fail_codes as codes
from tertulia_server.model.channel import Channel
from tertulia_server.model.modes import OPS
from tertulia_server.model.refusals import Fail, Refusal

__all__: list[str] = []

_RELAY_USER: Final = "relay"
_SCENE: Final = "=Scene="
_NAME: Final = re.compile(r"[^\W_][\w.'-]*")
"""A person of another network or of a play, in any script: nothing that looks like a mask."""


@TABLE.command("RELAYMSG", min_params=3, syntax="<channel> <nick>/<network> :<text>")
def relaymsg(ctx: Context, message: Message) -> None:
    """Say what somebody said in another network; operators of the channel may.

    https://github.com/ircv3/ircv3-specifications/pull/417
    """
    channel = ctx.world.get_channel(message.params[0])
    nick, text = message.params[1:3]
    if not _is_relayed_nick(nick, 2 * ctx.config.limits.nick_length):
        raise Fail(codes.RELAYMSG_INVALID_NICK)
    member = channel.members.get(ctx.user)
    if not ctx.user.is_oper and not (member is not None and member.rank & OPS):
        raise Fail(codes.RELAYMSG_PRIVS_NEEDED)
    source = f"{nick}!{_RELAY_USER}@{ctx.config.server.name}"
    line = _say(ctx, channel, source, text, {RELAYMSG_TAG: ctx.user.nick})
    if ctx.session.caps & ECHO_MESSAGE:
        ctx.reply.own(line)


@TABLE.command("NPC", min_params=3, syntax="<channel> <name> :<text>")
def npc(ctx: Context, message: Message) -> None:
    """Let a person of the play speak, in a channel with mode E.

    https://defs.ircdocs.horse/defs/numerics.html#err-cannotsendrp-573
    """
    channel = _stage(ctx, message.params[0])
    name = message.params[1]
    if len(name) > ctx.config.limits.nick_length or not _NAME.fullmatch(name):
        raise Refusal(n.ERR_CANNOTSENDRP, channel.name)
    _play(ctx, channel, f"*{name}*", message.params[2:])


@TABLE.command("SCENE", min_params=2, syntax="<channel> :<text>")
def scene(ctx: Context, message: Message) -> None:
    """Describe where the play takes place, in a channel with mode E.

    https://defs.ircdocs.horse/defs/numerics.html#err-cannotsendrp-573
    """
    _play(ctx, _stage(ctx, message.params[0]), _SCENE, message.params[1:])


def _stage(ctx: Context, name: str) -> Channel:
    """Return a channel in which roles are played, and in which the sender may speak."""
    channel = ctx.world.get_channel(name)
    if not ctx.config.server.roleplay or "E" not in channel.modes:
        raise Refusal(n.ERR_CANNOTSENDRP, channel.name)
    return channel


def _play(ctx: Context, channel: Channel, name: str, words: tuple[str, ...]) -> None:
    """Let a role speak; who plays it stands behind its name, and hears it too."""
    source = f"{name}!{ctx.user.nick}@{ctx.config.server.name}"
    ctx.reply.own(_say(ctx, channel, source, " ".join(words), NO_TAGS))


def _say(
    ctx: Context, channel: Channel, source: str, text: str, tags: Mapping[str, str]
) -> Outbound:
    """Say something under another name, where the sender may speak; return the line."""
    if not text:
        raise Refusal(n.ERR_NOTEXTTOSEND)
    if len(f":{source} PRIVMSG {channel.name} :{text}\r\n".encode()) > LINE_BYTES:
        raise Refusal(n.ERR_INPUTTOOLONG)
    if channel_audience(ctx.user, channel, has_ctcp=is_ctcp(text)) is not channel:
        raise Refusal(n.ERR_CANNOTSENDTOCHAN, channel.name)
    ctx.user.active = ctx.now.mono
    return ctx.speech.under_a_name(source, channel, text, ctx.now, tags, ctx.session.link)


def _is_relayed_nick(nick: str, limit: int) -> bool:
    """Tell whether a name is one of another network: ``ana/matrix``."""
    parts = nick.split(RELAY_SEPARATOR)
    return len(parts) > 1 and len(nick) <= limit and all(map(_NAME.fullmatch, parts))
