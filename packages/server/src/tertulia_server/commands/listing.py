"""LIST: the channels there are, all or those that meet conditions.

Sources: https://modern.ircdocs.horse/#list-message and
https://modern.ircdocs.horse/#elist-parameter
"""

from collections.abc import Callable, Mapping
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.wire import numerics as n
from tertulia_core.wire.casemap import Fold
from tertulia_core.wire.message import Message
from tertulia_server.commands.context import Context, Steps
from tertulia_server.commands.table import TABLE
from tertulia_server.model.channel import Channel
from tertulia_server.model.masks import matches

__all__: list[str] = []

_ = Catalogue("tertulia_server").gettext

_Condition = Callable[[Channel], bool]

_MINUTE: Final = 60.0
_MOST_DIGITS: Final = 9


@TABLE.command("LIST", cost=3, syntax="[<channel or condition>{,<channel or condition>}]")
def list_(ctx: Context, message: Message) -> Steps:
    """List channels with the number of people in them and the topic.

    One names channels or gives masks with ``*``, and conditions all of them
    must meet: ``!mask``, ``>n`` and ``<n`` people, ``C>n`` and ``C<n`` made
    more or less than n minutes ago, ``T>n`` and ``T<n`` for the topic.
    https://modern.ircdocs.horse/#list-message
    """
    words = [word for word in message.params[0].split(",") if word] if message.params else []
    is_wanted = _to_filter(words, ctx.now.wall, ctx.world.fold)
    ctx.reply.numeric(n.RPL_LISTSTART, _("Channel"), _("People  Topic"))
    for channel in list(ctx.world.channels.values()):
        if channel.members and channel.is_visible_to(ctx.user) and is_wanted(channel):
            count = str(len(channel.members))
            ctx.reply.numeric(n.RPL_LIST, channel.name, count, channel.topic.text)
        yield None
    ctx.reply.numeric(n.RPL_LISTEND, _("End of the list"))


def _to_filter(words: list[str], wall: float, fold: Fold) -> _Condition:
    """Return what a channel must meet: any of the masks, and all of the conditions."""
    masks = []
    conditions = []
    for word in words:
        condition = _to_condition(word, wall, fold)
        if condition is None:
            masks.append(word)
        else:
            conditions.append(condition)

    def is_wanted(channel: Channel) -> bool:
        is_named = not masks or any(matches(mask, channel.name, fold) for mask in masks)
        return is_named and all(condition(channel) for condition in conditions)

    return is_wanted


def _to_condition(word: str, wall: float, fold: Fold) -> _Condition | None:
    """Read one word that is no mask; ``None`` for a mask."""
    if word[0] == "!":
        return lambda channel: not matches(word[1:], channel.name, fold)
    kind = word[0].upper() if word[0] not in "<>" else ""
    sign, number = word[len(kind) : len(kind) + 1], _to_number(word[len(kind) + 1 :])
    if kind not in _MEASURES or sign not in ("<", ">") or number is None:
        return None
    measure = _MEASURES[kind]

    def compare(channel: Channel) -> bool:
        value = measure(channel, wall)
        return value is not None and (value < number if sign == "<" else value > number)

    return compare


def _to_number(digits: str) -> int | None:
    is_number = digits.isascii() and digits.isdigit()
    return int(digits[:_MOST_DIGITS]) if is_number else None


_MEASURES: Final[Mapping[str, Callable[[Channel, float], float | None]]] = {
    "": lambda channel, _wall: len(channel.members),
    "C": lambda channel, wall: (wall - channel.created) / _MINUTE,
    "T": lambda channel, wall: (
        (wall - channel.topic.time) / _MINUTE if channel.topic.time else None
    ),
}
"""What ``<`` and ``>`` compare: people, minutes since the channel was made, since the topic."""
