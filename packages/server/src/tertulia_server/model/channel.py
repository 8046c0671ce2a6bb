"""A channel and who is in it, with the rules of what members may do."""

from collections.abc import Iterator

from tertulia_core.ids import LinkId, RoomId
from tertulia_core.wire import numerics as n
from tertulia_core.wire.casemap import Fold, fold_ascii
from tertulia_server.model.masks import MaskList
from tertulia_server.model.modes import (
    CHANNEL_MODES,
    DEFAULT_CHANNEL_MODES,
    FOUNDER,
    HALFOPS,
    OP,
    OPS,
    ModeKind,
    prefix_symbols,
)
from tertulia_server.model.refusals import Refusal
from tertulia_server.model.roster import Rosters
from tertulia_server.model.sequences import Sequence
from tertulia_server.model.user import User

__all__ = ["Channel", "Membership", "Topic"]


class Membership:
    """One user in one channel; owner: the network thread.

    Attributes:
        rank: a mask of ``Prefix.bit``.
        since: the number of the first message of the channel after the member entered.
    """

    __slots__ = ("_is_silenced", "_looked_at", "channel", "rank", "since", "user")

    def __init__(self, channel: "Channel", user: User, rank: int) -> None:
        self.channel = channel
        self.user = user
        self.rank = rank
        self.since = channel.ids.last + 1
        self._looked_at = -1
        self._is_silenced = False

    def symbols(self, *, multi: bool) -> str:
        """Return the prefix symbols before the nick: all of them, or the highest."""
        return prefix_symbols(self.rank, multi=multi)

    def may_remove(self, other: "Membership") -> bool:
        """Tell whether the member stands high enough to throw ``other`` out."""
        if self.rank & FOUNDER:
            return True
        return not other.rank & (FOUNDER if self.rank & OP else HALFOPS)

    def forget_bans(self) -> None:
        """Look the lists up again next time, after the user's source or account changed."""
        self._looked_at = -1

    @property
    def is_silenced(self) -> bool:
        """Tell whether a ban or mute covers the user; looked up once per change of the lists."""
        if self._looked_at != self.channel.ban_version:
            self._looked_at = self.channel.ban_version
            self._is_silenced = self.channel.is_silenced(self.user)
        return self._is_silenced


class Topic:
    """What a channel is about; who set it (nick or source) and when (Unix seconds)."""

    __slots__ = ("setter", "text", "time")

    def __init__(self, text: str = "", setter: str = "", time: float = 0.0) -> None:
        self.text = text
        self.setter = setter
        self.time = time


class Channel:
    """A room of the chat; owner: the network thread; made and removed by ``World`` only.

    Attributes:
        name: as its maker spelled it.
        room: the same room in the broadcast layer.
        ids: gives the message ids.
        created: Unix seconds.
        founder: the account it is registered to, ``""`` for none.
        modes: parameters by letter, ``""`` for a flag; lists are in ``lists``.
        ban_version: grows with each change of what ``is_silenced`` reads.
    """

    __slots__ = (
        "_rosters",
        "ban_version",
        "created",
        "founder",
        "ids",
        "lists",
        "members",
        "modes",
        "name",
        "room",
        "topic",
    )

    def __init__(
        self, name: str, room: RoomId, ids: Sequence, created: float, fold: Fold = fold_ascii
    ) -> None:
        self.name = name
        self.room = room
        self.ids = ids
        self.created = created
        self.founder = ""
        self.topic = Topic()
        self.modes: dict[str, str] = dict.fromkeys(DEFAULT_CHANNEL_MODES, "")
        self.lists: dict[str, MaskList] = {
            mode.letter: MaskList(fold)
            for mode in CHANNEL_MODES.values()
            if mode.kind is ModeKind.LIST
        }
        self.members: dict[User, Membership] = {}
        self.ban_version = 0
        self._rosters = Rosters(name)

    # -- who is in it -----------------------------------------------------

    def add(self, user: User) -> Membership:
        """Let ``user`` in; the first one who is not a guest becomes its operator.

        A channel that is registered has its founder instead.
        """
        if self.founder:
            rank = FOUNDER if user.account == self.founder else 0
        else:
            is_first = not user.is_guest and all(other.is_guest for other in self.members)
            rank = OP if is_first else 0
        member = Membership(self, user, rank)
        self.members[user] = member
        user.memberships[self] = member
        user.invites.pop(self, None)
        self._rosters.add(member)
        return member

    def remove(self, user: User) -> None:
        """Take ``user`` out."""
        member = self.members.pop(user)
        del user.memberships[self]
        self._rosters.discard(member)

    def set_rank(self, member: Membership, rank: int) -> None:
        """Give ``member`` exactly ``rank``."""
        member.rank = rank
        self._rosters.update(member)

    def refresh(self, member: Membership) -> None:
        """Look at ``member`` anew, after the nick, the host or the account changed."""
        member.forget_bans()
        self._rosters.update(member)

    def rename(self, name: str) -> None:
        """Be called ``name``; everything else stays."""
        self.name = name
        self._rosters = Rosters(name)

    # -- who hears it -----------------------------------------------------

    def links(self) -> list[LinkId]:
        """Return the links of all members."""
        return [session.link for user in self.members for session in user.sessions]

    def links_of(self, ranks: int) -> list[LinkId]:
        """Return the links of the members with one of ``ranks``."""
        return [
            session.link
            for member in self.members.values()
            if member.rank & ranks
            for session in member.user.sessions
        ]

    # -- who sees whom ----------------------------------------------------

    def is_visible_to(self, user: User) -> bool:
        """Tell whether ``user`` may know that the channel exists."""
        return "s" not in self.modes or user in self.members

    @property
    def is_auditorium(self) -> bool:
        """Tell whether members without any rank do not see each other."""
        return "u" in self.modes

    def may_see(self, viewer: User, member: Membership) -> bool:
        """Tell whether ``viewer`` may know that ``member`` is in the channel."""
        if member.user is viewer:
            return True
        own = self.members.get(viewer)
        if own is None and member.user.is_invisible:
            return False
        return not self.is_auditorium or member.rank != 0 or (own is not None and own.rank != 0)

    def names(self, viewer: User, *, multi: bool, full: bool) -> Iterator[bytes]:
        """Give the members ``viewer`` may see, in pieces that fit a 353; may be read slowly.

        The audience of an auditorium is not even shown itself: its list is that of the stage.

        Args:
            viewer: who asks.
            multi: with all prefix symbols (multi-prefix).
            full: as ``nick!user@host`` (userhost-in-names).
        """
        own = self.members.get(viewer)
        if own is not None and (not self.is_auditorium or own.rank):
            return self._rosters.pieces(self.members.values(), multi=multi, full=full)
        visible = (
            member
            for member in self.members.values()
            if self.may_see(viewer, member) and (member.rank or not self.is_auditorium)
        )
        return self._rosters.some(visible, multi=multi, full=full)

    # -- what one may -----------------------------------------------------

    def is_banned(self, user: User) -> bool:
        """Tell whether a ban keeps ``user`` out."""
        return self._is_covered(user, is_about_speech=False)

    def is_silenced(self, user: User) -> bool:
        """Tell whether a ban or a mute takes the word from ``user``."""
        return self._is_covered(user, is_about_speech=True)

    def _is_covered(self, user: User, *, is_about_speech: bool) -> bool:
        bans, exceptions = self.lists["b"], self.lists["e"]
        return (
            bool(bans)
            and bans.covers(user.source, user.account, is_about_speech=is_about_speech)
            and not exceptions.covers(user.source, user.account, is_about_speech=is_about_speech)
        )

    def may_speak(self, user: User) -> bool:
        """Tell whether what ``user`` writes is passed on."""
        member = self.members.get(user)
        if member is not None and member.rank:
            return True
        modes = self.modes
        if "m" in modes or ("M" in modes and not user.account):
            return False
        if member is not None:
            return not member.is_silenced
        return "n" not in modes and not self.is_silenced(user)

    def check_join(self, user: User, key: str) -> None:
        """Raise the Refusal of the first rule that keeps ``user`` out.

        An invitation opens everything but the key, for one entering.
        """
        modes = self.modes
        if self not in user.invites:
            if self.is_banned(user):
                raise Refusal(n.ERR_BANNEDFROMCHAN, self.name)
            if "i" in modes and not self.lists["I"].covers(user.source, user.account):
                raise Refusal(n.ERR_INVITEONLYCHAN, self.name)
            if "R" in modes and not user.account:
                raise Refusal(n.ERR_NEEDREGGEDNICK, self.name)
            if "l" in modes and len(self.members) >= int(modes["l"]):
                raise Refusal(n.ERR_CHANNELISFULL, self.name)
        if modes.get("k", key) != key:
            raise Refusal(n.ERR_BADCHANNELKEY, self.name)

    def check_member(self, user: User) -> Membership:
        """Return the membership of ``user``, or refuse: not in the channel."""
        member = self.members.get(user)
        if member is None:
            raise Refusal(n.ERR_NOTONCHANNEL, self.name)
        return member

    def check_rank(self, user: User, ranks: int = OPS) -> Membership:
        """Return the membership of ``user``, or refuse: none of ``ranks``."""
        member = self.check_member(user)
        if not member.rank & ranks:
            raise Refusal(n.ERR_CHANOPRIVSNEEDED, self.name)
        return member
