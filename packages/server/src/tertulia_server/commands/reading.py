"""Who may read what was said: the one place that decides it, for history, search and changes.

Members read all that is kept of a channel, but of one that is not open to
everybody (``+i``, ``+k``, ``+s``) only what was said since they, or their
account, first entered. What some of the members heard is for those who have
one of their ranks. Who left, was thrown out or is banned reads nothing. What
two people say to each other belongs to the accounts among them.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tertulia_server.commands.context import Context
from tertulia_server.model.archives import CLOSED_BY
from tertulia_server.model.channel import Membership
from tertulia_server.model.names import CHANNEL_TYPES
from tertulia_server.model.sequences import Sequence

__all__ = ["Readable", "all_readable", "find_readable"]


class Readable(NamedTuple):
    """A history that somebody may read.

    Attributes:
        name: what it is called: a channel's name, or the nick of the other person.
        ids: its sequence.
        floor: numbers below it are not for the reader.
        ranks: the reader's ranks in the channel.
    """

    name: str
    ids: Sequence
    floor: int = 0
    ranks: int = 0

    def has(self, number: int, ranks: int) -> bool:
        """Tell whether a message that those with ``ranks`` heard is among it."""
        return number >= self.floor and (not ranks or bool(ranks & self.ranks))


def find_readable(ctx: Context, target: str) -> Readable | None:
    """Return the history that the user calls ``target``, ``None`` for what is not to be read."""
    if target[:1] in CHANNEL_TYPES:
        channel = ctx.world.channels.get(target)
        member = channel.members.get(ctx.user) if channel is not None else None
        return _of_member(ctx, member) if member is not None else None
    if not target or not ctx.user.account:
        return None
    identity = identity_of(ctx, target)
    own = ctx.world.archives.identity(ctx.user)
    ids = ctx.world.archives.find_between(own, identity)
    return Readable(target, ids or ctx.world.archives.passing)


def all_readable(ctx: Context) -> Iterator[Readable]:
    """Give every history that the user may read."""
    for member in ctx.user.memberships.values():
        readable = _of_member(ctx, member)
        if readable is not None:
            yield readable
    if ctx.user.account:
        own = ctx.world.archives.identity(ctx.user)
        for identity, ids in ctx.world.archives.conversations(own):
            yield Readable(_nick_of(ctx, identity), ids)


def identity_of(ctx: Context, nick: str) -> str:
    """Return what the person called ``nick`` is known by, who need not be here."""
    user = ctx.world.users.get(nick)
    if user is not None:
        return ctx.world.archives.identity(user)
    account = ctx.world.accounts.get(nick)
    kind = "account" if account is not None else "nick"
    return f"{kind}:{ctx.world.fold(nick)}"


def _of_member(ctx: Context, member: Membership) -> Readable | None:
    channel = member.channel
    if not member.rank and channel.is_banned(member.user):
        return None
    is_open = CLOSED_BY.isdisjoint(channel.modes)
    floor = 0 if is_open else ctx.world.first_joins.since(member)
    return Readable(channel.name, channel.ids, floor, member.rank)


def _nick_of(ctx: Context, identity: str) -> str:
    """Return what somebody is called who is known by an identity."""
    kind, _, name = identity.partition(":")
    if kind == "nick":
        user = ctx.world.users.get(name)
        return user.nick if user is not None else name
    people = ctx.world.people.of(name)
    if people:
        return people[0].nick
    account = ctx.world.accounts.get(name)
    return account.name if account is not None else name
