"""Who hears what happens, with which tags: with ``speech`` the only place that knows.

Commands change the model and then say here what happened. Every method tells
the others and returns the line, for the connection that caused it to get its
own copy (``Reply.own``) where it gets one. ``origin`` is that connection:
it is left out here, while other connections of the same person hear the line
like anybody else.
"""

from collections.abc import Iterable

from tertulia_core.broadcast.outbound import ExtendedJoin, Outbound
from tertulia_core.broadcast.outbox import Outbox
from tertulia_core.ids import LinkId
from tertulia_core.wire import numerics as n
from tertulia_core.wire.capabilities import (
    ACCOUNT_NOTIFY,
    AWAY_NOTIFY,
    CHANNEL_RENAME,
    CHGHOST,
    EXTENDED_MONITOR,
    INVITE_NOTIFY,
    PLAIN,
    SETNAME,
)
from tertulia_server.journal import Journal
from tertulia_server.model.channel import Channel, Membership
from tertulia_server.model.modes import EVERY_RANK, HALFOPS, PREFIXES
from tertulia_server.model.monitor import Monitor
from tertulia_server.model.now import Now
from tertulia_server.model.session import Session
from tertulia_server.model.user import User

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

    # -- coming and going -------------------------------------------------

    def entered(self, member: Membership, now: Now, origin: Session) -> Outbound:
        """Tell a channel who came in, and let the newcomer hear it from now on."""
        user, channel = member.user, member.channel
        outbound = _join(member, now)
        self._about(member, outbound, None)
        self._keep(channel, outbound, now, member)
        if user.away:
            self._about(member, _away(user, now), None)
        for session in user.sessions:
            if session is not origin:
                self._outbox.relay(session.link, outbound, session.profile)
            self._outbox.enter(channel.room, session.link, session.profile)
        return outbound

    def resumed(self, member: Membership, now: Now, session: Session) -> Outbound:
        """Let one more connection of a member hear the channel, in which nobody notices."""
        self._outbox.enter(member.channel.room, session.link, session.profile)
        return _join(member, now, is_news=False)

    def left(self, member: Membership, reason: str | None, now: Now, origin: LinkId) -> Outbound:
        """Tell a channel who leaves it, who then hears it no more."""
        channel = member.channel
        params = (channel.name,) if reason is None else (channel.name, reason)
        outbound = _event(member.user, channel, "PART", params, now)
        self._about(member, outbound, origin)
        self._keep(channel, outbound, now, member)
        self._take_out(member)
        return outbound

    def kicked(
        self, user: User, victim: Membership, comment: str, now: Now, origin: LinkId
    ) -> Outbound:
        """Tell a channel who is thrown out, who then hears it no more."""
        channel = victim.channel
        params = (channel.name, victim.user.nick, comment)
        outbound = _event(user, channel, "KICK", params, now)
        self._about(victim, outbound, origin)
        self._keep(channel, outbound, now, victim)
        self._take_out(victim)
        return outbound

    def arrived(self, user: User, now: Now) -> None:
        """Tell those who watch for somebody that the person is here."""
        self._tell_watchers(user.nick, n.RPL_MONONLINE, user.source, now)

    def departed(self, user: User, reason: str, now: Now) -> None:
        """Tell everybody who shares a channel that somebody is gone; the links are forgotten."""
        for session in user.sessions:
            self._outbox.forget(session.link)
        outbound = _line(user, "QUIT", (reason,), now)
        self._to_peers(user, outbound, None)
        self._keep_everywhere(user, outbound, now)
        self._tell_watchers(user.nick, n.RPL_MONOFFLINE, user.nick, now)

    @staticmethod
    def own_quit(user: User, reason: str, now: Now) -> Outbound:
        """Return what a connection sees of its own end, which the person's others do not."""
        return _line(user, "QUIT", (reason,), now)

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
        self._to_peers_and_self(user, outbound, origin)
        self._keep_everywhere(user, outbound, now)
        old_nick = old.partition("!")[0]
        fold = self._monitor.fold
        if fold(old_nick) != fold(user.nick):
            self._tell_watchers(old_nick, n.RPL_MONOFFLINE, old_nick, now)
            self._tell_watchers(user.nick, n.RPL_MONONLINE, user.source, now)
        return outbound

    def topic_set(self, user: User, channel: Channel, now: Now, origin: LinkId) -> Outbound:
        """Tell a channel its new topic."""
        outbound = _event(user, channel, "TOPIC", (channel.name, channel.topic.text), now)
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
        outbound = _line(user, "RENAME", params, now, CHANNEL_RENAME)
        self._outbox.to_room(channel.room, outbound, skip=origin)
        channel.ids.skip()
        self._keep(channel, outbound, now)
        return outbound

    @staticmethod
    def moved(member: Membership, old: str, reason: str, now: Now) -> tuple[Outbound, Outbound]:
        """Return what a member sees who cannot read RENAME: leaving the old name for the new."""
        leaves = _line(member.user, "PART", (old, reason) if reason else (old,), now)
        return leaves, _join(member, now)

    def modes_set(
        self, user: User, channel: Channel, changes: tuple[str, ...], now: Now, origin: LinkId
    ) -> Outbound:
        """Tell a channel which modes changed: letters first, then their parameters."""
        outbound = _event(user, channel, "MODE", (channel.name, *changes), now)
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
        outbound = _line(user, "MODE", (user.nick, modes), now)
        self._to_user(user, outbound, origin)
        return outbound

    def away_changed(self, user: User, now: Now, origin: LinkId | None) -> None:
        """Tell who asked for it (away-notify) that somebody goes away or is back."""
        outbound = _away(user, now)
        self._to_peers(user, outbound, origin)
        self._to_strangers_who_watch(user, outbound)

    def realname_changed(self, user: User, now: Now, origin: LinkId) -> Outbound:
        """Tell who asked for it (setname) about a new real name."""
        outbound = _line(user, "SETNAME", (user.realname,), now, SETNAME)
        self._to_peers_and_self(user, outbound, origin)
        self._to_strangers_who_watch(user, outbound)
        return outbound

    def account_changed(self, user: User, now: Now) -> None:
        """Tell who asked for it (account-notify) that somebody logged in or out.

        Source: https://ircv3.net/specs/extensions/account-notify
        """
        outbound = _line(user, "ACCOUNT", (user.account or "*",), now, ACCOUNT_NOTIFY)
        if not self._to_peers(user, outbound, None):
            self._to_user(user, outbound, None)
        self._to_strangers_who_watch(user, outbound)

    def host_changed(self, user: User, old: str, reason: str, now: Now) -> None:
        """Tell about a new username or host; who does not know CHGHOST sees a reconnection.

        Source: https://ircv3.net/specs/extensions/chghost
        """
        params = (user.username, user.host)
        outbound = Outbound("CHGHOST", params, old, now.wall, "", user.tags, None, CHGHOST)
        if not self._to_peers(user, outbound, None):
            self._to_user(user, outbound, None)
        self._to_strangers_who_watch(user, outbound)
        self._reconnect(user, old, reason, now)

    def profile_changed(self, session: Session) -> None:
        """Write what ``session`` hears from now on for the capabilities it has now."""
        self._outbox.set_profile(session.link, session.profile)

    # -- from one to some -------------------------------------------------

    def invited(self, user: User, target: User, channel: Channel, now: Now, origin: LinkId) -> None:
        """Tell the invited person, and the members who asked for it (invite-notify)."""
        params = (target.nick, channel.name)
        self._to_user(target, _line(user, "INVITE", params, now), None)
        notice = _line(user, "INVITE", params, now, INVITE_NOTIFY)
        self._outbox.to_room(channel.room, notice, skip=origin)

    def knocked(self, user: User, channel: Channel, text: str, now: Now) -> None:
        """Tell those with a say in the channel that somebody wants to be let in."""
        params = (channel.name, channel.name, user.source, text)
        outbound = Outbound(n.RPL_KNOCK, params, self._server, now.wall)
        self._outbox.to_room(channel.room, outbound, only=channel.links_of(HALFOPS))

    def announced(self, user: User, targets: Iterable[User], text: str, now: Now) -> None:
        """Tell some people an announcement of an operator's."""
        outbound = _line(user, "WALLOPS", (text,), now)
        for target in targets:
            self._to_user(target, outbound, None)

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
            self._to_user(user, outbound, origin)

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

    # -- ways -------------------------------------------------------------

    def _about(self, member: Membership, outbound: Outbound, origin: LinkId | None) -> None:
        """Tell a channel about one of its members, but nobody who may not see that member."""
        channel = member.channel
        if channel.is_auditorium and not member.rank:
            links = channel.links_of(EVERY_RANK)
            links += [session.link for session in member.user.sessions]
            self._outbox.to_room(channel.room, outbound, skip=origin, only=links)
        else:
            self._outbox.to_room(channel.room, outbound, skip=origin)

    def _to_peers(self, user: User, outbound: Outbound, origin: LinkId | None) -> bool:
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

    def _to_peers_and_self(self, user: User, outbound: Outbound, origin: LinkId | None) -> None:
        if not self._to_peers(user, outbound, origin):
            self._to_user(user, outbound, origin)

    def _to_user(self, user: User, outbound: Outbound, origin: LinkId | None) -> None:
        for session in user.sessions:
            if session.link != origin:
                self._outbox.relay(session.link, outbound, session.profile)

    def _to_strangers_who_watch(self, user: User, outbound: Outbound) -> None:
        """Tell those who watch ``user`` (extended-monitor) and share no channel.

        Source: https://ircv3.net/specs/extensions/extended-monitor
        """
        for session in self._monitor.watchers(user.nick):
            watcher = session.user
            is_told = watcher is None or watcher.shares_channel_with(user)
            if session.caps & EXTENDED_MONITOR and not is_told:
                self._outbox.relay(session.link, outbound, session.profile)

    def _tell_watchers(self, nick: str, numeric: str, who: str, now: Now) -> None:
        outbound = Outbound(numeric, ("*", who), self._server, now.wall)
        for session in self._monitor.watchers(nick):
            self._outbox.relay(session.link, outbound, session.profile)

    def _reconnect(self, user: User, old: str, reason: str, now: Now) -> None:
        """Let ``user`` leave and come back for those members who cannot read CHGHOST."""
        told: set[LinkId] = set()
        leaves = Outbound("QUIT", (reason,), old, now.wall, "", user.tags)
        for member in user.memberships.values():
            channel = member.channel
            enters = _join(member, now)
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

    def _take_out(self, member: Membership) -> None:
        for session in member.user.sessions:
            self._outbox.leave(member.channel.room, session.link)


def _line(
    user: User, command: str, params: tuple[str, ...], now: Now, requires: int = 0
) -> Outbound:
    return Outbound(command, params, user.source, now.wall, "", user.tags, None, requires)


def _join(member: Membership, now: Now, *, is_news: bool = True) -> Outbound:
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


def _event(
    user: User, channel: Channel, command: str, params: tuple[str, ...], now: Now
) -> Outbound:
    """Return a line of a channel's, which has an id."""
    return Outbound(command, params, user.source, now.wall, channel.ids.next(), user.tags)


def _away(user: User, now: Now) -> Outbound:
    params = (user.away,) if user.away else ()
    return _line(user, "AWAY", params, now, AWAY_NOTIFY)
