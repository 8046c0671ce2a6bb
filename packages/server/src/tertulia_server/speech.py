"""What people say: who hears it, as a line of the protocol or as text.

The counterpart of ``relay`` for PRIVMSG, NOTICE and TAGMSG: every method tells
the others and returns the line, for the sender's own copy. This is the way
nearly every line takes, so arguments go by position where it counts.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from tertulia_core.broadcast.burst import Burst
from tertulia_core.broadcast.multiline import MultilineOutbound
from tertulia_core.broadcast.outbound import Outbound
from tertulia_core.broadcast.outbox import Outbox
from tertulia_core.ids import LinkId, MessageId
from tertulia_core.wire.capabilities import MESSAGE_TAGS
from tertulia_core.wire.message import NO_TAGS
from tertulia_core.wire.multiline import Piece, join_pieces
from tertulia_server.audiences import Audience, Part, name_of, overheard
from tertulia_server.journal import Journal
from tertulia_server.model.channel import Channel
from tertulia_server.model.now import Now
from tertulia_server.model.sequences import Sequence as MessageIds
from tertulia_server.model.session import Session
from tertulia_server.model.user import User
from tertulia_server.spoken import ACTION, to_spoken, to_spoken_line

__all__ = ["Speech"]

_TAGS_ONLY: Final = "TAGMSG"


class Speech:
    """Passes on what people say; owner: the network thread.

    Attributes:
        before_speech: called with a channel in which guests are about to hear something, so
            that those who only listen can be let in first.

    Args:
        outbox: where lines go.
        journal: what is said is kept there, as far as its ids say so.
    """

    def __init__(self, outbox: Outbox, journal: Journal) -> None:
        self._outbox = outbox
        self._journal = journal
        self.before_speech: Callable[[Channel, Now], None] = _nobody_waits

    def to_channel(
        self,
        command: str,
        user: User,
        channel: Channel,
        text: str,
        now: Now,
        tags: Mapping[str, str],
        origin: LinkId,
    ) -> Outbound:
        """Pass a PRIVMSG or NOTICE on to a channel, ``tags`` being the client-only ones."""
        is_speech = text[:1] != "\x01" or text.startswith(ACTION)
        if is_speech:
            self.before_speech(channel, now)
        outbound = Outbound(
            command,
            (channel.name, text),
            user.source,
            now.wall,
            channel.ids.next(),
            {**user.tags, **tags} if tags else user.tags,
            to_spoken_line if is_speech else None,
        )
        self._outbox.to_room(channel.room, outbound, skip=origin)
        if channel.ids.is_kept:
            self._journal.said(channel.ids, now.wall, (outbound.stored(),), (outbound,))
        return outbound

    def under_a_name(
        self,
        source: str,
        channel: Channel,
        text: str,
        now: Now,
        tags: Mapping[str, str],
        origin: LinkId,
    ) -> Outbound:
        """Pass on to a channel what nobody who is here says: somebody elsewhere, or a role."""
        self.before_speech(channel, now)
        msgid = channel.ids.next()
        body = (channel.name, text)
        outbound = Outbound("PRIVMSG", body, source, now.wall, msgid, tags, to_spoken_line)
        self._outbox.to_room(channel.room, outbound, skip=origin)
        self._keep(channel, channel.ids, outbound, now)
        return outbound

    def again(
        self,
        last: Outbound,
        bodies: Sequence[bytes],
        channel: Channel,
        now: Now,
        origin: Session,
        *,
        is_echoed: bool,
    ) -> None:
        """Pass on more texts to a channel, like ``last`` in all but the lines' ``bodies``."""
        self.before_speech(channel, now)
        ids = channel.ids
        burst = Burst(last, bodies, now.wall, ids.take(len(bodies)), ids.id_of)
        self._outbox.burst_to_room(channel.room, burst, skip=origin.link)
        if ids.is_kept:
            self._journal.said(ids, now.wall, burst.stored(), (burst,))
        if is_echoed:
            self._outbox.to_link(origin.link, b"".join(burst.encoded(origin.profile)))

    def to(
        self,
        audience: Audience,
        command: str,
        user: User,
        text: str,
        now: Now,
        tags: Mapping[str, str],
        origin: LinkId,
        ids: MessageIds,
    ) -> Outbound:
        """Pass a message on to anybody; ``to_channel`` is the short way of most of them."""
        spoken = to_spoken(user.nick, text) if command != _TAGS_ONLY else None
        plain = overheard(audience, spoken)
        outbound = _line(command, user, name_of(audience), text, now, ids.next(), tags, plain)
        self._deliver(audience, outbound, user, origin)
        self._keep(audience, ids, outbound, now)
        return outbound

    def in_lines(
        self,
        audience: Audience,
        command: str,
        user: User,
        pieces: tuple[Piece, ...],
        now: Now,
        tags: Mapping[str, str],
        origin: LinkId,
        ids: MessageIds,
    ) -> Outbound:
        """Pass on a message of several lines; guests hear each that says something.

        Its id comes last, since who is let in to hear it enters before it.
        """
        lines = (line for line in join_pieces(pieces).split("\n") if line.strip())
        spoken = "\n".join(words for line in lines if (words := to_spoken(user.nick, line)))
        if isinstance(audience, Channel) and spoken:
            self.before_speech(audience, now)
        plain = overheard(audience, spoken or None)
        outbound = MultilineOutbound(
            command,
            name_of(audience),
            pieces,
            user.source,
            now.wall,
            ids.next(),
            {**user.tags, **tags},
            plain,
        )
        self._deliver(audience, outbound, user, origin)
        self._keep(audience, ids, outbound, now)
        return outbound

    def in_pieces(
        self,
        user: User,
        channel: Channel,
        text: str,
        pieces: Iterable[str],
        now: Now,
        origin: LinkId,
    ) -> None:
        """Pass on a guest's long text: whole to guests, a line per piece to the others."""
        plain = to_spoken(user.nick, text)
        self.before_speech(channel, now)
        for piece in pieces:
            msgid = channel.ids.next()
            outbound = _line("PRIVMSG", user, channel.name, piece, now, msgid, NO_TAGS, plain)
            self._outbox.to_room(channel.room, outbound, skip=origin)
            self._keep(channel, channel.ids, outbound, now)
            plain = None

    def _keep(self, audience: Audience, ids: MessageIds, outbound: Outbound, now: Now) -> None:
        """Keep what was said, for those who could hear it."""
        if ids.is_kept:
            ranks = audience.ranks if isinstance(audience, Part) else 0
            self._journal.said(ids, now.wall, (outbound.stored(),), (outbound,), ranks)

    def _deliver(self, audience: Audience, outbound: Outbound, user: User, origin: LinkId) -> None:
        if isinstance(audience, Channel):
            self._outbox.to_room(audience.room, outbound, skip=origin)
        elif isinstance(audience, Part):
            links = audience.channel.links_of(audience.ranks)
            self._outbox.to_room(audience.channel.room, outbound, skip=origin, only=links)
        elif isinstance(audience, User):
            self._relay(audience, outbound, None)
            if audience is not user:
                self._relay(user, outbound, origin)

    def _relay(self, user: User, outbound: Outbound, skip: LinkId | None) -> None:
        for session in user.sessions:
            if session.link != skip:
                self._outbox.relay(session.link, outbound, session.profile)


def _nobody_waits(channel: Channel, now: Now) -> None:
    """Let nobody in: what ``Speech.before_speech`` does until somebody sets it."""


def _line(
    command: str,
    user: User,
    target: str,
    text: str,
    now: Now,
    msgid: MessageId,
    tags: Mapping[str, str],
    plain: str | None = None,
) -> Outbound:
    """Return one line of ``user``'s; a TAGMSG has no text and is for those with message-tags."""
    has_text = command != _TAGS_ONLY
    return Outbound(
        command,
        (target, text) if has_text else (target,),
        user.source,
        now.wall,
        msgid,
        {**user.tags, **tags} if tags else user.tags,
        plain,
        0 if has_text else MESSAGE_TAGS,
    )
