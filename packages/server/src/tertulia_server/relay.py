"""Who hears what, with which tags: the only place that knows.

Commands change the model and then say here what happened. Every method tells
the others and returns the line, for the connection that caused it to get its
own copy (``Reply.own``) where it gets one. ``origin`` is that connection:
it is left out here, while other connections of the same person hear the line
like anybody else.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from tertulia_core.broadcast.outbound import ExtendedJoin, Outbound
from tertulia_core.broadcast.outbox import Outbox
from tertulia_core.ids import LinkId, MessageId
from tertulia_core.wire.capabilities import AWAY_NOTIFY, MESSAGE_TAGS, SETNAME
from tertulia_core.wire.message import NO_TAGS
from tertulia_server.model.channel import Channel, Membership
from tertulia_server.model.modes import prefixes_from
from tertulia_server.model.now import Now
from tertulia_server.model.session import Session
from tertulia_server.model.user import User

__all__ = ["Relay"]

_FORMATTING: Final = re.compile(
    r"\x03(?:\d{1,2}(?:,\d{1,2})?)?"
    r"|\x04(?:[0-9A-Fa-f]{6}(?:,[0-9A-Fa-f]{6})?)?"
    r"|[\x02\x0f\x11\x16\x1d-\x1f]"
)
"""Colours and styles, which a bare socket is spared (https://modern.ircdocs.horse/formatting)."""

_ACTION: Final = "\x01ACTION "


class Relay:
    """Speaks to the broadcast layer for the commands; owner: the network thread.

    Attributes:
        before_speech: called with a channel in which guests are about to hear something, so
            that those who only listen can be let in first.
    """

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self.before_speech: Callable[[Channel, Now], None] = _nobody_waits

    # -- what people say --------------------------------------------------

    def said(
        self,
        command: str,
        user: User,
        channel: Channel,
        text: str,
        now: Now,
        *,
        tags: Mapping[str, str] = NO_TAGS,
        origin: LinkId | None = None,
    ) -> Outbound:
        """Pass a PRIVMSG or NOTICE on to a channel."""
        is_speech = text[:1] != "\x01" or text.startswith(_ACTION)
        if is_speech:
            self.before_speech(channel, now)
        outbound = Outbound(
            command,
            (channel.name, text),
            user.source,
            now.wall,
            channel.ids.next(),
            _tags(user, tags) if user.account else tags,
            partial(_spoken, user.nick, text) if is_speech else None,
        )
        self._outbox.to_room(channel.room, outbound, skip=origin)
        return outbound

    def said_in_pieces(
        self, user: User, channel: Channel, text: str, pieces: list[str], now: Now, origin: LinkId
    ) -> None:
        """Pass on a guest's long text: whole to guests, a line per piece to the others."""
        plain: str | None = _spoken(user.nick, text)
        self.before_speech(channel, now)
        for piece in pieces:
            outbound = Outbound(
                "PRIVMSG",
                (channel.name, piece),
                user.source,
                time=now.wall,
                msgid=channel.ids.next(),
                tags=_tags(user, NO_TAGS),
                plain=plain,
            )
            self._outbox.to_room(channel.room, outbound, skip=origin)
            plain = None

    def said_to_status(
        self,
        command: str,
        user: User,
        channel: Channel,
        symbol: str,
        text: str,
        now: Now,
        *,
        tags: Mapping[str, str] = NO_TAGS,
        origin: LinkId | None = None,
    ) -> Outbound:
        """Pass a message on to those members who have the status ``symbol`` or a higher one.

        Source: https://modern.ircdocs.horse/#statusmsg-parameter
        """
        target = symbol + channel.name
        outbound = Outbound(
            command,
            (target,) if command == "TAGMSG" else (target, text),
            user.source,
            time=now.wall,
            msgid=channel.ids.next(),
            tags=_tags(user, tags),
            requires=MESSAGE_TAGS if command == "TAGMSG" else 0,
        )
        ranks = prefixes_from(symbol)
        links = [
            session.link
            for member in channel.members.values()
            if member.rank & ranks
            for session in member.user.sessions
        ]
        self._outbox.to_room(channel.room, outbound, skip=origin, only=links)
        return outbound

    def tagged(
        self, user: User, channel: Channel, tags: Mapping[str, str], now: Now, origin: LinkId
    ) -> Outbound:
        """Pass a TAGMSG on to a channel."""
        outbound = Outbound(
            "TAGMSG",
            (channel.name,),
            user.source,
            time=now.wall,
            msgid=channel.ids.next(),
            tags=_tags(user, tags),
            requires=MESSAGE_TAGS,
        )
        self._outbox.to_room(channel.room, outbound, skip=origin)
        return outbound

    def said_privately(
        self,
        command: str,
        user: User,
        target: User,
        text: str,
        now: Now,
        *,
        msgid: MessageId,
        tags: Mapping[str, str] = NO_TAGS,
        origin: LinkId,
    ) -> Outbound:
        """Pass a message on to one person, and to the sender's other connections."""
        is_text = command != "TAGMSG"
        spoken = _spoken(user.nick, text) if is_text else None
        outbound = Outbound(
            command,
            (target.nick, text) if is_text else (target.nick,),
            user.source,
            time=now.wall,
            msgid=msgid,
            tags=_tags(user, tags),
            plain=f"[privado] {spoken}" if spoken else None,
            requires=0 if is_text else MESSAGE_TAGS,
        )
        self._to_user(target, outbound)
        if target is not user:
            self._to_user(user, outbound, skip=origin)
        return outbound

    # -- coming and going -------------------------------------------------

    def entered(self, member: Membership, now: Now, origin: Session) -> Outbound:
        """Tell a channel who came in, and let the newcomer hear it from now on."""
        user, channel = member.user, member.channel
        outbound = ExtendedJoin(
            user.source,
            channel.name,
            account=user.account or "*",
            realname=user.realname,
            time=now.wall,
            msgid=channel.ids.next(),
            tags=_tags(user, NO_TAGS),
        )
        self._outbox.to_room(channel.room, outbound)
        if user.away:
            self._outbox.to_room(channel.room, _away(user, now))
        for session in user.sessions:
            if session is not origin:
                self._outbox.relay(session.link, outbound, session.profile)
            self._outbox.enter(channel.room, session.link, session.profile)
        return outbound

    def left(
        self, user: User, channel: Channel, reason: str | None, now: Now, origin: LinkId
    ) -> Outbound:
        """Tell a channel who leaves it, who then hears it no more."""
        params = (channel.name,) if reason is None else (channel.name, reason)
        outbound = self._event(user, channel, "PART", params, now)
        self._outbox.to_room(channel.room, outbound, skip=origin)
        self._mute(channel, user)
        return outbound

    def kicked(
        self, user: User, channel: Channel, victim: User, comment: str, now: Now, origin: LinkId
    ) -> Outbound:
        """Tell a channel who is thrown out, who then hears it no more."""
        params = (channel.name, victim.nick, comment)
        outbound = self._event(user, channel, "KICK", params, now)
        self._outbox.to_room(channel.room, outbound, skip=origin)
        self._mute(channel, victim)
        return outbound

    def departed(self, user: User, reason: str, now: Now) -> None:
        """Tell everybody who shares a channel that somebody is gone; the links are forgotten."""
        for session in user.sessions:
            self._outbox.forget(session.link)
        rooms = [channel.room for channel in user.memberships]
        self._outbox.to_rooms(rooms, _line(user, "QUIT", (reason,), now))

    def forget(self, session: Session) -> None:
        """Let one connection hear nothing any more."""
        self._outbox.forget(session.link)

    # -- what changes -----------------------------------------------------

    def renamed(self, user: User, old_source: str, now: Now, origin: LinkId) -> Outbound:
        """Tell everybody who shares a channel about a new nick, and the person's connections."""
        tags = _tags(user, NO_TAGS)
        outbound = Outbound("NICK", (user.nick,), old_source, time=now.wall, tags=tags)
        self._to_peers(user, outbound, origin)
        return outbound

    def topic_set(self, user: User, channel: Channel, now: Now, origin: LinkId) -> Outbound:
        """Tell a channel its new topic."""
        outbound = self._event(user, channel, "TOPIC", (channel.name, channel.topic.text), now)
        self._outbox.to_room(channel.room, outbound, skip=origin)
        return outbound

    def modes_set(
        self, user: User, channel: Channel, changes: tuple[str, ...], now: Now, origin: LinkId
    ) -> Outbound:
        """Tell a channel which modes changed: letters first, then their parameters."""
        outbound = self._event(user, channel, "MODE", (channel.name, *changes), now)
        self._outbox.to_room(channel.room, outbound, skip=origin)
        return outbound

    def user_modes_set(self, user: User, modes: str, now: Now, origin: LinkId) -> Outbound:
        """Tell a person's other connections which of the person's modes changed."""
        outbound = _line(user, "MODE", (user.nick, modes), now)
        self._to_user(user, outbound, skip=origin)
        return outbound

    def away_changed(self, user: User, now: Now, origin: LinkId) -> None:
        """Tell who asked for it (away-notify) that somebody goes away or is back."""
        self._to_peers(user, _away(user, now), origin)

    def realname_changed(self, user: User, now: Now, origin: LinkId) -> Outbound:
        """Tell who asked for it (setname) about a new real name."""
        outbound = _line(user, "SETNAME", (user.realname,), now, requires=SETNAME)
        self._to_peers(user, outbound, origin)
        return outbound

    def profile_changed(self, session: Session) -> None:
        """Write what ``session`` hears from now on for the capabilities it has now."""
        self._outbox.set_profile(session.link, session.profile)

    # -- ways -------------------------------------------------------------

    def _to_peers(self, user: User, outbound: Outbound, origin: LinkId | None) -> None:
        """Tell all who share a channel with ``user``, once each, and the user's connections."""
        rooms = [channel.room for channel in user.memberships]
        if rooms:
            self._outbox.to_rooms(rooms, outbound, skip=origin)
        else:
            self._to_user(user, outbound, skip=origin)

    def _to_user(self, user: User, outbound: Outbound, skip: LinkId | None = None) -> None:
        for session in user.sessions:
            if session.link != skip:
                self._outbox.relay(session.link, outbound, session.profile)

    def _mute(self, channel: Channel, user: User) -> None:
        for session in user.sessions:
            self._outbox.leave(channel.room, session.link)

    def _event(
        self, user: User, channel: Channel, command: str, params: tuple[str, ...], now: Now
    ) -> Outbound:
        return Outbound(
            command,
            params,
            user.source,
            time=now.wall,
            msgid=channel.ids.next(),
            tags=_tags(user, NO_TAGS),
        )


def _nobody_waits(channel: Channel, now: Now) -> None:
    """Let nobody in: what ``Relay.before_speech`` does until somebody sets it."""


def _line(
    user: User, command: str, params: tuple[str, ...], now: Now, *, requires: int = 0
) -> Outbound:
    tags = _tags(user, NO_TAGS)
    return Outbound(command, params, user.source, time=now.wall, tags=tags, requires=requires)


def _away(user: User, now: Now) -> Outbound:
    params = (user.away,) if user.away else ()
    return _line(user, "AWAY", params, now, requires=AWAY_NOTIFY)


def _tags(user: User, client_tags: Mapping[str, str]) -> Mapping[str, str]:
    """Return the tags of a line of ``user``'s: the client-only ones, and the server's."""
    if not user.account:
        return client_tags
    return {"account": user.account, **client_tags}


def _spoken(nick: str, text: str) -> str | None:
    """Return what a guest hears when ``nick`` says ``text``, ``None`` for a CTCP."""
    if text.isprintable():
        return f"{nick}: {text}"
    if text.startswith(_ACTION):
        return f"* {nick} {_FORMATTING.sub('', text[len(_ACTION) :].rstrip(chr(1)))}"
    if text.startswith("\x01"):
        return None
    return f"{nick}: {_FORMATTING.sub('', text)}"
