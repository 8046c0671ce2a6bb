"""The lines by which others hear what happened, before they are written for anybody."""

from tertulia_core.broadcast.outbound import ExtendedJoin, Outbound
from tertulia_core.wire.capabilities import AWAY_NOTIFY
from tertulia_server.model.channel import Channel, Membership
from tertulia_server.model.now import Now
from tertulia_server.model.user import User

__all__ = ["away_of", "event_of", "join_of", "line_of"]


def line_of(
    user: User, command: str, params: tuple[str, ...], now: Now, requires: int = 0
) -> Outbound:
    """Return a line of somebody's, which has no id."""
    return Outbound(command, params, user.source, now.wall, "", user.tags, None, requires)


def join_of(member: Membership, now: Now, *, is_news: bool = True) -> Outbound:
    """Return how somebody comes in; it has an id if it is news to the channel."""
    user, channel = member.user, member.channel
    return ExtendedJoin(
        user.source,
        channel.name,
        account=user.account or "*",
        realname=user.realname,
        time=now.wall,
        msgid=channel.ids.next() if is_news else "",
        tags=user.tags,
    )


def event_of(
    user: User, channel: Channel, command: str, params: tuple[str, ...], now: Now
) -> Outbound:
    """Return a line of a channel's, which has an id."""
    return Outbound(command, params, user.source, now.wall, channel.ids.next(), user.tags)


def away_of(user: User, now: Now) -> Outbound:
    """Return that somebody is away, or back."""
    params = (user.away,) if user.away else ()
    return line_of(user, "AWAY", params, now, AWAY_NOTIFY)
