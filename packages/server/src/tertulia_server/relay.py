"""Who hears what happens, with which tags: with ``speech`` the only place that knows.

Commands change the model and then say here what happened. Every method tells
the others and returns the line, for the connection that caused it to get its
own copy (``Reply.own``) where it gets one. ``origin`` is that connection:
it is left out here, while other connections of the same person hear the line
like anybody else.
"""

from collections.abc import Iterable

from tertulia_core.broadcast.outbound import Outbound
from tertulia_core.broadcast.outbox import Outbox
from tertulia_core.ids import LinkId
from tertulia_core.wire import numerics as n
from tertulia_core.wire.capabilities import (
    ACCOUNT_NOTIFY,
    CHANNEL_RENAME,
    CHGHOST,
    INVITE_NOTIFY,
    SETNAME,
)
from tertulia_server.event_lines import away_of, event_of, join_of, line_of
from tertulia_server.journal import Journal
from tertulia_server.model.channel import Channel, Membership
from tertulia_server.model.modes import EVERY_RANK, HALFOPS
from tertulia_server.model.monitor import Monitor
from tertulia_server.model.now import Now
from tertulia_server.model.session import Session
from tertulia_server.model.user import User
from tertulia_server.ways import Ways

__all__ = ["Relay"]


class Relay:
    """Speaks to the broadcast layer for the commands; owner: the network thread.

    Args:
        outbox: where lines go.
        monitor: who watches whom.
        server: the server's name, the source of what it says to watchers.
        journal: what happens in a channel is kept there.
    """

    def __init__(self, outbox: Outbox, monitor: Monitor, server: str, journal: Journal) -> None:
        self._outbox = outbox
        self._journal = journal
        self._monitor = monitor
        self._server = server
        self._ways = Ways(outbox, monitor, server)

    # -- coming and going -------------------------------------------------

    def entered(self, member: Membership, now: Now, origin: Session) -> Outbound:
        """Tell a channel who came in, and let the newcomer hear it from now on."""
        user, channel = member.user, member.channel
        outbound = join_of(member, now)
        self._ways.about(member, outbound, None)
        self._keep(channel, outbound, now, member)
        if user.away:
            self._ways.about(member, away_of(user, now), None)
        for session in user.sessions:
            if session is not origin:
                self._outbox.relay(session.link, outbound, session.profile)
            self._outbox.enter(channel.room, session.link, session.profile)
        return outbound

    def resumed(self, member: Membership, now: Now, session: Session) -> Outbound:
        """Let one more connection of a member hear the channel, in which nobody notices."""
        self._outbox.enter(member.channel.room, session.link, session.profile)
        return join_of(member, now, is_news=False)

    def left(self, member: Membership, reason: str | None, now: Now, origin: LinkId) -> Outbound:
        """Tell a channel who leaves it, who then hears it no more."""
        channel = member.channel
        params = (channel.name,) if reason is None else (channel.name, reason)
        outbound = event_of(member.user, channel, "PART", params, now)
        self._ways.about(member, outbound, origin)
        self._keep(channel, outbound, now, member)
        self._ways.take_out(member)
        return outbound

    def kicked(
        self, user: User, victim: Membership, comment: str, now: Now, origin: LinkId
    ) -> Outbound:
        """Tell a channel who is thrown out, who then hears it no more."""
        channel = victim.channel
        params = (channel.name, victim.user.nick, comment)
        outbound = event_of(user, channel, "KICK", params, now)
        self._ways.about(victim, outbound, origin)
        self._keep(channel, outbound, now, victim)
        self._ways.take_out(victim)
        return outbound

    def arrived(self, user: User, now: Now) -> None:
        """Tell those who watch for somebody that the person is here."""
        self._ways.tell_watchers(user.nick, n.RPL_MONONLINE, user.source, now)

    def departed(self, user: User, reason: str, now: Now) -> None:
        """Tell everybody who shares a channel that somebody is gone; the links are forgotten."""
        for session in user.sessions:
            self._outbox.forget(session.link)
        outbound = line_of(user, "QUIT", (reason,), now)
        self._ways.to_peers(user, outbound, None)
        self._keep_everywhere(user, outbound, now)
        self._ways.tell_watchers(user.nick, n.RPL_MONOFFLINE, user.nick, now)

    @staticmethod
    def own_quit(user: User, reason: str, now: Now) -> Outbound:
        """Return what a connection sees of its own end, which the person's others do not."""
        return line_of(user, "QUIT", (reason,), now)

    def forget(self, session: Session) -> None:
        """Let one connection hear nothing any more."""
        self._outbox.forget(session.link)

    # -- what changes -----------------------------------------------------

    def renamed(self, user: User, old: str, now: Now, origin: LinkId | None) -> Outbound:
        """Tell everybody who shares a channel about a new nick, and the person's connections.

        Args:
            user: already called by the new nick.
            old: the source the person had before.
            now: the moment.
            origin: the connection that asked for it, ``None`` if somebody else did.
        """
        outbound = Outbound("NICK", (user.nick,), old, now.wall, "", user.tags)
        self._ways.to_peers_and_self(user, outbound, origin)
        self._keep_everywhere(user, outbound, now)
        old_nick = old.partition("!")[0]
        fold = self._monitor.fold
        if fold(old_nick) != fold(user.nick):
            self._ways.tell_watchers(old_nick, n.RPL_MONOFFLINE, old_nick, now)
            self._ways.tell_watchers(user.nick, n.RPL_MONONLINE, user.source, now)
        return outbound

    def topic_set(self, user: User, channel: Channel, now: Now, origin: LinkId) -> Outbound:
        """Tell a channel its new topic."""
        outbound = event_of(user, channel, "TOPIC", (channel.name, channel.topic.text), now)
        self._outbox.to_room(channel.room, outbound, skip=origin)
        self._keep(channel, outbound, now)
        return outbound

    def channel_renamed(
        self, user: User, channel: Channel, change: tuple[str, str], now: Now, origin: LinkId
    ) -> Outbound:
        """Tell a channel that it has another name; ``change`` is the old one and the reason.

        Source: https://ircv3.net/specs/extensions/channel-rename
        """
        old, reason = change
        params = (old, channel.name, reason)
        outbound = line_of(user, "RENAME", params, now, CHANNEL_RENAME)
        self._outbox.to_room(channel.room, outbound, skip=origin)
        channel.ids.skip()
        self._keep(channel, outbound, now)
        return outbound

    @staticmethod
    def moved(member: Membership, old: str, reason: str, now: Now) -> tuple[Outbound, Outbound]:
        """Return what a member sees who cannot read RENAME: leaving the old name for the new."""
        leaves = line_of(member.user, "PART", (old, reason) if reason else (old,), now)
        return leaves, join_of(member, now)

    def modes_set(
        self, user: User, channel: Channel, changes: tuple[str, ...], now: Now, origin: LinkId
    ) -> Outbound:
        """Tell a channel which modes changed: letters first, then their parameters."""
        outbound = event_of(user, channel, "MODE", (channel.name, *changes), now)
        self._outbox.to_room(channel.room, outbound, skip=origin)
        self._keep(channel, outbound, now)
        return outbound

    def modes_given(
        self, member: Membership, modes: str, now: Now, origin: LinkId | None
    ) -> Outbound:
        """Tell a channel that the server gave or took ranks of one member, one letter each."""
        channel, nicks = member.channel, [member.user.nick] * (len(modes) - 1)
        params = (channel.name, modes, *nicks)
        source = f"ChanServ!ChanServ@{self._server}"
        outbound = Outbound("MODE", params, source, now.wall, channel.ids.next())
        self._outbox.to_room(channel.room, outbound, skip=origin)
        self._keep(channel, outbound, now)
        return outbound

    def user_modes_set(self, user: User, modes: str, now: Now, origin: LinkId) -> Outbound:
        """Tell a person's other connections which of the person's modes changed."""
        outbound = line_of(user, "MODE", (user.nick, modes), now)
        self._ways.to_user(user, outbound, origin)
        return outbound

    def away_changed(self, user: User, now: Now, origin: LinkId | None) -> None:
        """Tell who asked for it (away-notify) that somebody goes away or is back."""
        outbound = away_of(user, now)
        self._ways.to_peers(user, outbound, origin)
        self._ways.to_strangers_who_watch(user, outbound)

    def realname_changed(self, user: User, now: Now, origin: LinkId) -> Outbound:
        """Tell who asked for it (setname) about a new real name."""
        outbound = line_of(user, "SETNAME", (user.realname,), now, SETNAME)
        self._ways.to_peers_and_self(user, outbound, origin)
        self._ways.to_strangers_who_watch(user, outbound)
        return outbound

    def account_changed(self, user: User, now: Now) -> None:
        """Tell who asked for it (account-notify) that somebody logged in or out.

        Source: https://ircv3.net/specs/extensions/account-notify
        """
        outbound = line_of(user, "ACCOUNT", (user.account or "*",), now, ACCOUNT_NOTIFY)
        if not self._ways.to_peers(user, outbound, None):
            self._ways.to_user(user, outbound, None)
        self._ways.to_strangers_who_watch(user, outbound)

    def host_changed(self, user: User, old: str, reason: str, now: Now) -> None:
        """Tell about a new username or host; who does not know CHGHOST sees a reconnection.

        Source: https://ircv3.net/specs/extensions/chghost
        """
        params = (user.username, user.host)
        outbound = Outbound("CHGHOST", params, old, now.wall, "", user.tags, None, CHGHOST)
        if not self._ways.to_peers(user, outbound, None):
            self._ways.to_user(user, outbound, None)
        self._ways.to_strangers_who_watch(user, outbound)
        self._ways.reconnect(user, old, reason, now)

    def profile_changed(self, session: Session) -> None:
        """Write what ``session`` hears from now on for the capabilities it has now."""
        self._outbox.set_profile(session.link, session.profile)

    # -- from one to some -------------------------------------------------

    def invited(self, user: User, target: User, channel: Channel, now: Now, origin: LinkId) -> None:
        """Tell the invited person, and the members who asked for it (invite-notify)."""
        params = (target.nick, channel.name)
        self._ways.to_user(target, line_of(user, "INVITE", params, now), None)
        notice = line_of(user, "INVITE", params, now, INVITE_NOTIFY)
        self._outbox.to_room(channel.room, notice, skip=origin)

    def knocked(self, user: User, channel: Channel, text: str, now: Now) -> None:
        """Tell those with a say in the channel that somebody wants to be let in."""
        params = (channel.name, channel.name, user.source, text)
        outbound = Outbound(n.RPL_KNOCK, params, self._server, now.wall)
        self._outbox.to_room(channel.room, outbound, only=channel.links_of(HALFOPS))

    def announced(self, user: User, targets: Iterable[User], text: str, now: Now) -> None:
        """Tell some people an announcement of an operator's."""
        outbound = line_of(user, "WALLOPS", (text,), now)
        for target in targets:
            self._ways.to_user(target, outbound, None)

    # -- what was said and is changed ---------------------------------------

    def message_changed(
        self, channel: Channel, outbound: Outbound, ranks: int, origin: LinkId
    ) -> None:
        """Tell those who heard a message what becomes of it; ``ranks`` 0 for all members."""
        only = channel.links_of(ranks) if ranks else None
        self._outbox.to_room(channel.room, outbound, skip=origin, only=only)

    def message_to_people_changed(
        self, people: Iterable[User], outbound: Outbound, origin: LinkId
    ) -> None:
        """Tell people what becomes of a message between them."""
        for user in people:
            self._ways.to_user(user, outbound, origin)

    # -- history ----------------------------------------------------------

    def _keep(
        self, channel: Channel, outbound: Outbound, now: Now, member: Membership | None = None
    ) -> None:
        """Keep what happened in a channel and has its newest number; ``member`` is who is seen."""
        if channel.ids.is_kept:
            is_hidden = member is not None and channel.is_auditorium and not member.rank
            ranks = EVERY_RANK if is_hidden else 0
            self._journal.happened(channel.ids, now.wall, outbound.stored(), ranks)

    def _keep_everywhere(self, user: User, outbound: Outbound, now: Now) -> None:
        """Keep what happened in all channels of somebody's; who hears it sees no id."""
        for channel, member in user.memberships.items():
            channel.ids.skip()
            self._keep(channel, outbound, now, member)
