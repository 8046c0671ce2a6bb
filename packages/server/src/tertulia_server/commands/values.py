"""How metadata is shown: the lines that METADATA, WHOIS, JOIN and the welcome share.

Source: https://ircv3.net/specs/extensions/metadata
"""

from collections.abc import Iterable, Iterator
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.wire import numerics as n
from tertulia_core.wire.capabilities import METADATA
from tertulia_server.commands.context import Context
from tertulia_server.model.channel import Channel
from tertulia_server.model.metadata import Holder
from tertulia_server.model.user import User

__all__ = ["BATCH", "greet_with_values", "sync", "tell_unset", "tell_value", "welcome_values"]

_ = Catalogue("tertulia_server").gettext

BATCH: Final = "metadata"

EVERYBODY: Final = "*"
"""The visibility of every value."""

MOST_MEMBERS: Final = 500
"""Of more people nobody is told the values at once: the client asks for them by SYNC."""


def tell_value(ctx: Context, target: str, key: str, value: str) -> None:
    """Give 761."""
    ctx.reply.numeric(n.RPL_KEYVALUE, target, key, EVERYBODY, value)


def tell_unset(ctx: Context, target: str, key: str) -> None:
    """Give 766."""
    ctx.reply.numeric(n.RPL_KEYNOTSET, target, key, _("There is no such value"))


def welcome_values(ctx: Context) -> None:
    """Tell somebody who arrives the own values, those of before the welcome included.

    https://ircv3.net/specs/extensions/metadata#notifications
    """
    metadata = ctx.world.metadata
    metadata.move(ctx.session, ctx.user)
    if ctx.session.caps & METADATA:
        with ctx.reply.batch(BATCH, ctx.user.nick):
            for key, value in metadata.of(ctx.user).items():
                tell_value(ctx, ctx.user.nick, key, value)


def greet_with_values(ctx: Context, channel: Channel) -> None:
    """Tell a newcomer what is known under the keys the connection asked for."""
    keys = ctx.world.metadata.subscriptions(ctx.session)
    if not (ctx.session.caps & METADATA and keys):
        return
    if len(channel.members) > MOST_MEMBERS:
        ctx.reply.numeric(n.RPL_METADATASYNCLATER, channel.name)
    elif found := list(sync(ctx, channel, keys)):
        with ctx.reply.batch(BATCH, channel.name):
            for target, key, value in found:
                tell_value(ctx, target, key, value)


def sync(
    ctx: Context, target: Channel | User, keys: Iterable[str]
) -> Iterator[tuple[str, str, str]]:
    """Give name, key and value of all that stands under ``keys``, in a channel of everybody."""
    holders: list[tuple[str, Holder]]
    if isinstance(target, User):
        holders = [(target.nick, target)]
    else:
        holders = [(target.name, target)]
        holders += [
            (user.nick, user)
            for user, member in target.members.items()
            if target.may_see(ctx.user, member)
        ]
    for name, holder in holders:
        values = ctx.world.metadata.of(holder)
        yield from ((name, key, values[key]) for key in keys if key in values)
