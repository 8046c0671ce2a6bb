"""One person in the chat: what others know about somebody who is here."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from tertulia_core.wire.message import NO_TAGS
from tertulia_server.model.modes import BOT_MODE
from tertulia_server.model.now import Now
from tertulia_server.model.session import Session

if TYPE_CHECKING:
    from tertulia_server.model.channel import Channel, Membership

__all__ = ["Identity", "User"]

_MOST_ACCEPTED: Final = 100


class Identity(NamedTuple):
    """What others see of a person."""

    nick: str
    username: str
    host: str
    realname: str


class User:
    """A person with a nick; owner: the network thread; made and removed by ``World`` only.

    Attributes:
        accepted: people whose private messages are taken in spite of mode ``R``.
        nick: changed by ``World.rename`` only.
        named: Unix seconds since which the person has this nick.
        source: ``nick!username@host``, ready to stand before a line.
        account: the account logged in to, ``""`` without one.
        away: the away text, ``""`` for somebody who is here.
        modes: user mode letters that are set.
        invites: channels the person was invited to and has not entered since.
        may_knock_at: monotonic time from which the person may knock again.
        memberships: the channels the person is in, in order of entering.
        sessions: the connections; none while somebody who is always on is away from all of them.
        tags: what the server adds to every line of the person's.
        signon: Unix seconds of the arrival.
        active: monotonic time of the last message to anybody.
        is_gone: whether the person has left for good.
        is_guest: whether a bare socket, not an IRC client, is behind it.
    """

    __slots__ = (
        "accepted",
        "account",
        "active",
        "away",
        "host",
        "invites",
        "is_gone",
        "is_guest",
        "may_knock_at",
        "memberships",
        "modes",
        "named",
        "nick",
        "realname",
        "sessions",
        "signon",
        "source",
        "tags",
        "username",
    )

    def __init__(self, who: Identity, now: Now, *, is_guest: bool = False) -> None:
        self.nick, self.username, self.host, self.realname = who
        self.source = ""
        self.accepted: dict[User, None] = {}
        self.account = ""
        self.away = ""
        self.modes: set[str] = set()
        self.invites: dict[Channel, None] = {}
        self.may_knock_at = now.mono
        self.memberships: dict[Channel, Membership] = {}
        self.sessions: list[Session] = []
        self.signon = self.named = now.wall
        self.active = now.mono
        self.is_gone = False
        self.is_guest = is_guest
        self.tags: Mapping[str, str] = NO_TAGS
        self.refresh()

    def refresh(self) -> None:
        """Write ``source`` and ``tags`` anew, after what they are made of changed."""
        self.source = f"{self.nick}!{self.username}@{self.host}"
        tags = {"account": self.account} if self.account else {}
        if self.is_bot:
            tags["bot"] = ""
        self.tags = tags or NO_TAGS

    @property
    def address(self) -> str:
        """The literal address of the oldest connection, ``""`` without one."""
        return self.sessions[0].address if self.sessions else ""

    @property
    def is_oper(self) -> bool:
        """Tell whether the person operates the server."""
        return "o" in self.modes

    @property
    def is_bot(self) -> bool:
        """Tell whether the person says to be a program."""
        return BOT_MODE in self.modes

    @property
    def is_invisible(self) -> bool:
        """Tell whether only people in the same channels find this one by a mask."""
        return "i" in self.modes

    def accept(self, other: "User") -> bool:
        """Take private messages from ``other``; return whether there is room for one more."""
        for gone in [user for user in self.accepted if user.is_gone]:
            del self.accepted[gone]
        if other not in self.accepted and len(self.accepted) >= _MOST_ACCEPTED:
            return False
        self.accepted[other] = None
        return True

    def hears(self, other: "User") -> bool:
        """Tell whether private messages of ``other`` are taken."""
        return "R" not in self.modes or bool(other.account) or other in self.accepted

    def shares_channel_with(self, other: "User") -> bool:
        """Tell whether both are in some channel, or are the same person."""
        if self is other:
            return True
        few, many = sorted((self.memberships, other.memberships), key=len)
        return any(channel in many for channel in few)
