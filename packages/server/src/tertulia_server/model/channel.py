"""A channel and who is in it, with the rules of what members may do."""

from collections.abc import Callable, Iterator
from typing import Final

from tertulia_core.ids import RoomId
from tertulia_core.wire import numerics as n
from tertulia_server.model.masks import MaskList
from tertulia_server.model.modes import (
    CHANNEL_MODES,
    DEFAULT_CHANNEL_MODES,
    OP,
    ModeKind,
    prefix_symbols,
)
from tertulia_server.model.refusals import Refusal
from tertulia_server.model.roster import Roster
from tertulia_server.model.sequences import Sequence
from tertulia_server.model.user import User

__all__ = ["Channel", "Membership", "Topic"]

_LINE_BYTES: Final = 510
"""A line without its line end."""

_NAMES_HEAD_BYTES: Final = 140
"""``:server 353 nick = `` and `` :``, for the longest names of server and nick there may be."""


class Membership:
    """One user in one channel; owner: the network thread.

    Attributes:
        rank: a mask of ``Prefix.bit``.
    """

    __slots__ = ("_banned_at", "_is_banned", "channel", "rank", "user")

    def __init__(self, channel: "Channel", user: User, rank: int) -> None:
        self.channel = channel
        self.user = user
        self.rank = rank
        self._banned_at = -1
        self._is_banned = False

    def symbols(self, *, multi: bool) -> str:
        """Return the prefix symbols before the nick: all of them, or the highest."""
        return prefix_symbols(self.rank, multi=multi)

    def forget_bans(self) -> None:
        """Look the ban list up again next time, after the user's source changed."""
        self._banned_at = -1

    @property
    def is_banned(self) -> bool:
        """Tell whether a ban covers the user; looked up once per change of the list."""
        if self._banned_at != self.channel.ban_version:
            self._banned_at = self.channel.ban_version
            self._is_banned = self.channel.is_banned(self.user)
        return self._is_banned


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
        modes: parameters by letter, ``""`` for a flag; lists are in ``lists``.
        ban_version: grows with each change of what ``is_banned`` reads.
    """

    __slots__ = (
        "_rosters",
        "ban_version",
        "created",
        "ids",
        "lists",
        "members",
        "modes",
        "name",
        "room",
        "topic",
    )

    def __init__(self, name: str, room: RoomId, ids: Sequence, created: float) -> None:
        self.name = name
        self.room = room
        self.ids = ids
        self.created = created
        self.topic = Topic()
        self.modes: dict[str, str] = dict.fromkeys(DEFAULT_CHANNEL_MODES, "")
        self.lists: dict[str, MaskList] = {
            mode.letter: MaskList() for mode in CHANNEL_MODES.values() if mode.kind is ModeKind.LIST
        }
        self.members: dict[User, Membership] = {}
        self.ban_version = 0
        self._rosters: dict[tuple[bool, bool], Roster] = {}

    # -- who is in it -----------------------------------------------------

    def add(self, user: User) -> Membership:
        """Let ``user`` in; the first one who is not a guest becomes its operator."""
        is_first = not user.is_guest and all(other.is_guest for other in self.members)
        member = Membership(self, user, OP if is_first else 0)
        self.members[user] = member
        user.memberships[self] = member
        for roster in self._rosters.values():
            roster.add(member)
        return member

    def remove(self, user: User) -> None:
        """Take ``user`` out."""
        member = self.members.pop(user)
        del user.memberships[self]
        for roster in self._rosters.values():
            roster.discard(member)

    def set_rank(self, member: Membership, rank: int) -> None:
        """Give ``member`` exactly ``rank``."""
        member.rank = rank
        self.refresh(member)

    def refresh(self, member: Membership) -> None:
        """Write ``member`` anew in NAMES, after the rank or the source changed."""
        for roster in self._rosters.values():
            roster.update(member)

    def names(self, *, multi: bool, full: bool) -> Iterator[bytes]:
        """Give all members in pieces that fit a 353 for any nick; may be read slowly.

        Args:
            multi: with all prefix symbols (multi-prefix).
            full: as ``nick!user@host`` (userhost-in-names).
        """
        roster = self._rosters.get((multi, full))
        if roster is None:
            roster = self._rosters[multi, full] = self._new_roster(multi=multi, full=full)
        return roster.pieces()

    def names_for_outsiders(self, *, multi: bool, full: bool) -> Iterator[bytes]:
        """Give those members whom somebody who is not in the channel may see."""
        roster = Roster(self._spelling(multi=multi, full=full), self._names_limit)
        for member in self.members.values():
            if not member.user.is_invisible:
                roster.add(member)
        return roster.pieces()

    @property
    def _names_limit(self) -> int:
        return _LINE_BYTES - _NAMES_HEAD_BYTES - len(self.name.encode())

    def _new_roster(self, *, multi: bool, full: bool) -> Roster:
        roster = Roster(self._spelling(multi=multi, full=full), self._names_limit)
        for member in self.members.values():
            roster.add(member)
        return roster

    @staticmethod
    def _spelling(*, multi: bool, full: bool) -> Callable[[Membership], str]:
        def spell(member: Membership) -> str:
            user = member.user
            return member.symbols(multi=multi) + (user.source if full else user.nick)

        return spell

    # -- what one may -----------------------------------------------------

    def is_banned(self, user: User) -> bool:
        """Tell whether a ban covers ``user``."""
        bans = self.lists["b"]
        return bool(bans) and bans.covers(user.source)

    def may_speak(self, user: User) -> bool:
        """Tell whether what ``user`` writes is passed on."""
        member = self.members.get(user)
        if member is None:
            return "n" not in self.modes and "m" not in self.modes and not self.is_banned(user)
        return member.rank != 0 or not ("m" in self.modes or member.is_banned)

    def check_join(self, user: User) -> None:
        """Raise the Refusal of the first rule that keeps ``user`` out."""
        if self.is_banned(user):
            raise Refusal(n.ERR_BANNEDFROMCHAN, self.name)

    def check_member(self, user: User) -> Membership:
        """Return the membership of ``user``, or refuse: not in the channel."""
        member = self.members.get(user)
        if member is None:
            raise Refusal(n.ERR_NOTONCHANNEL, self.name)
        return member

    def check_rank(self, user: User, ranks: int = OP) -> Membership:
        """Return the membership of ``user``, or refuse: none of ``ranks``."""
        member = self.check_member(user)
        if not member.rank & ranks:
            raise Refusal(n.ERR_CHANOPRIVSNEEDED, self.name)
        return member

    def is_visible_to(self, user: User) -> bool:
        """Tell whether ``user`` may know that the channel exists."""
        return "s" not in self.modes or user in self.members
