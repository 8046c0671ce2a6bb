"""Refusals that answer a JOIN or a message of ours.

Source: https://modern.ircdocs.horse/#numerics
"""

from typing import Final

from tertulia_core.session import speaking, typists
from tertulia_core.session.context import Context
from tertulia_core.session.handlers.table import param
from tertulia_core.session.state import LineKind
from tertulia_core.wire import numerics as num
from tertulia_core.wire.message import Message

__all__ = ["refuses_join", "refuses_message", "refuses_typing"]

REFUSED_MESSAGE: Final = frozenset(
    {
        num.ERR_NOSUCHNICK,
        num.ERR_NOSUCHSERVER,
        num.ERR_NOSUCHCHANNEL,
        num.ERR_CANNOTSENDTOCHAN,
        num.ERR_TOOMANYTARGETS,
        num.ERR_NOTOPLEVEL,
        num.ERR_WILDTOPLEVEL,
        num.ERR_BADMASK,
        num.ERR_NOTONCHANNEL,
        num.ERR_NEEDREGGEDNICK,
        num.ERR_NOCTCP,
        num.ERR_CANTSENDTOUSER,
        num.RPL_TARGUMODEG,
    }
)
"""Refusals that may answer a message; their first parameter after our nick is its target."""

REFUSED_ANY: Final = frozenset({num.ERR_NORECIPIENT, num.ERR_NOTEXTTOSEND, num.ERR_INPUTTOOLONG})
"""Refusals of a message that do not name its target."""

REFUSED_JOIN: Final = frozenset(
    {
        num.ERR_NOSUCHCHANNEL,
        num.ERR_TOOMANYCHANNELS,
        num.ERR_UNAVAILRESOURCE,
        num.ERR_FORBIDDENCHANNEL,
        num.ERR_LINKCHANNEL,
        num.ERR_CHANNELISFULL,
        num.ERR_INVITEONLYCHAN,
        num.ERR_BANNEDFROMCHAN,
        num.ERR_BADCHANNELKEY,
        num.ERR_BADCHANMASK,
        num.ERR_NEEDREGGEDNICK,
        num.ERR_BADCHANNAME,
        num.ERR_CANNOTKNOCK,
        num.ERR_SECUREONLYCHAN,
        "485",  # means different things, all of them "you cannot join"
        "520",  # operators only, where there are such rooms
    }
)
"""Refusals that may answer a JOIN; their first parameter after our nick is the channel."""


def refuses_join(ctx: Context, message: Message, text: str) -> bool:
    """Note that we do not get into a channel, and settle what waited for it."""
    channel = param(message, 1)
    folded = ctx.fold(channel)
    if message.command not in REFUSED_JOIN or folded not in ctx.joining:
        return False
    del ctx.joining[folded]
    ctx.selecting.discard(folded)
    ctx.wished.pop(channel, None)
    for outgoing in ctx.deliveries.waiting():
        if ctx.is_same(outgoing.target, channel):
            speaking.refuse(ctx, outgoing, text)
    ctx.note(text, ctx.room(channel), kind=LineKind.ERROR)
    return True


def refuses_message(ctx: Context, message: Message, text: str) -> bool:
    """Mark the message a refusal answers as not sent."""
    outgoing = ctx.deliveries.by_label(ctx.label)
    is_refusal = message.command[0] in "45" or message.command in REFUSED_MESSAGE
    if outgoing is None and message.command in REFUSED_MESSAGE:
        target = param(message, 1)
        outgoing = ctx.deliveries.oldest_written(lambda other: ctx.is_same(other, target))
    elif outgoing is None and message.command in REFUSED_ANY:
        outgoing = ctx.deliveries.oldest_written(lambda _other: True)
    if outgoing is None or not is_refusal:
        return False
    speaking.refuse(ctx, outgoing, text)
    return True


def refuses_typing(ctx: Context, message: Message) -> bool:
    """Take in that a typing notice of ours was refused, of which nobody needs to know."""
    is_refusal = message.command in REFUSED_MESSAGE or ctx.label == typists.LABEL
    return is_refusal and typists.refuses_notice(ctx, param(message, 1))
