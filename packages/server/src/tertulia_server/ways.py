"""The ways a line takes: to those who may see a member, share a channel, or watch.

``origin`` is the connection that caused the line, which is left out.
"""

from tertulia_core.broadcast.outbound import Outbound
from tertulia_core.broadcast.outbox import Outbox
from tertulia_core.ids import LinkId
from tertulia_core.wire.capabilities import CHGHOST, EXTENDED_MONITOR, PLAIN
from tertulia_server.event_lines import join_of
from tertulia_server.model.channel import Channel, Membership
from tertulia_server.model.modes import EVERY_RANK, PREFIXES
from tertulia_server.model.monitor import Monitor
from tertulia_server.model.now import Now
from tertulia_server.model.session import Session
from tertulia_server.model.user import User

__all__ = ["Ways"]


class Ways:
    """Gives lines to the broadcast layer; owner: the network thread.

    Args:
        outbox: where lines go.
        monitor: who watches whom.
        server: the server's name, the source of what it says to watchers.
    """

    def __init__(self, outbox: Outbox, monitor: Monitor, server: str) -> None:
        self._outbox = outbox
        self._monitor = monitor
        self._server = server

    def about(self, member: Membership, outbound: Outbound, origin: LinkId | None) -> None:
        """Tell a channel about one of its members, but nobody who may not see that member."""
        channel = member.channel
        if channel.is_auditorium and not member.rank:
            links = channel.links_of(EVERY_RANK)
            links += [session.link for session in member.user.sessions]
            self._outbox.to_room(channel.room, outbound, skip=origin, only=links)
        else:
            self._outbox.to_room(channel.room, outbound, skip=origin)

    def to_peers(self, user: User, outbound: Outbound, origin: LinkId | None) -> bool:
        """Tell all who see ``user`` in some channel, once each.

        Returns:
            Whether the person's own connections heard it too, in a channel.
        """
        seen: list[Channel] = []
        hidden: list[Channel] = []
        for channel, member in user.memberships.items():
            (hidden if channel.is_auditorium and not member.rank else seen).append(channel)
        if hidden:
            told = {origin, *(link for channel in seen for link in channel.links())}
            for channel in hidden:
                links = [link for link in channel.links_of(EVERY_RANK) if link not in told]
                told.update(links)
                self._outbox.to_room(channel.room, outbound, only=links)
        if seen:
            self._outbox.to_rooms([channel.room for channel in seen], outbound, skip=origin)
        return bool(seen)

    def to_peers_and_self(self, user: User, outbound: Outbound, origin: LinkId | None) -> None:
        """Tell all who see ``user``, and the person's connections."""
        if not self.to_peers(user, outbound, origin):
            self.to_user(user, outbound, origin)

    def to_user(self, user: User, outbound: Outbound, origin: LinkId | None) -> None:
        """Tell a person's connections."""
        for session in user.sessions:
            if session.link != origin:
                self._outbox.relay(session.link, outbound, session.profile)

    def to_strangers_who_watch(self, user: User, outbound: Outbound) -> None:
        """Tell those who watch ``user`` (extended-monitor) and share no channel.

        Source: https://ircv3.net/specs/extensions/extended-monitor
        """
        for session in self._monitor.watchers(user.nick):
            watcher = session.user
            is_told = watcher is None or watcher.shares_channel_with(user)
            if session.caps & EXTENDED_MONITOR and not is_told:
                self._outbox.relay(session.link, outbound, session.profile)

    def tell_watchers(self, nick: str, numeric: str, who: str, now: Now) -> None:
        """Tell those who watch for a nick that it is here or gone, by a numeric."""
        outbound = Outbound(numeric, ("*", who), self._server, now.wall)
        for session in self._monitor.watchers(nick):
            self._outbox.relay(session.link, outbound, session.profile)

    def reconnect(self, user: User, old: str, reason: str, now: Now) -> None:
        """Let ``user`` leave and come back for those members who cannot read CHGHOST."""
        told: set[LinkId] = set()
        leaves = Outbound("QUIT", (reason,), old, now.wall, "", user.tags)
        for member in user.memberships.values():
            channel = member.channel
            enters = join_of(member, now)
            letters = "".join(row.letter for row in PREFIXES if member.rank & row.bit)
            modes = (channel.name, f"+{letters}", *([user.nick] * len(letters)))
            status = Outbound("MODE", modes, self._server, now.wall) if letters else None
            for session in self._old_fashioned(channel, user, CHGHOST):
                lines = (enters, status) if session.link in told else (leaves, enters, status)
                for outbound in filter(None, lines):
                    self._outbox.relay(session.link, outbound, session.profile)
                told.add(session.link)

    @staticmethod
    def _old_fashioned(channel: Channel, user: User, capability: int) -> list[Session]:
        """Return the connections of the other members that do not have ``capability``."""
        return [
            session
            for other in channel.members
            if other is not user
            for session in other.sessions
            if not session.caps & (capability | PLAIN)
        ]

    def take_out(self, member: Membership) -> None:
        """Let a member hear the channel no more."""
        for session in member.user.sessions:
            self._outbox.leave(member.channel.room, session.link)
