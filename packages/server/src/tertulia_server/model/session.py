"""One connection: where it stands in its life and what it negotiated."""

import enum
from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol

from tertulia_core.errors import ParseError
from tertulia_core.ids import LinkId
from tertulia_core.wire.capabilities import PLAIN, delivery_profile
from tertulia_core.wire.message import Message
from tertulia_server.model.batch import OpenBatch
from tertulia_server.model.now import Now

if TYPE_CHECKING:
    from tertulia_server.model.user import User

__all__ = ["Exchange", "Phase", "Session", "Way"]


class Phase(enum.Enum):
    """The life of a connection."""

    NEW = "new"
    """Nobody knows yet whether it speaks IRC; it costs nothing."""
    GUEST = "guest"
    """A bare socket that takes part with plain text."""
    REGISTERING = "registering"
    """It speaks IRC and has not been welcomed."""
    REGISTERED = "registered"
    CLOSED = "closed"
    """Its user is gone or never was; what it sends is not read any more."""


_NEXT: Final = {
    Phase.NEW: {Phase.GUEST, Phase.REGISTERING, Phase.CLOSED},
    Phase.GUEST: {Phase.REGISTERING, Phase.CLOSED},
    Phase.REGISTERING: {Phase.REGISTERED, Phase.CLOSED},
    Phase.REGISTERED: {Phase.CLOSED},
    Phase.CLOSED: set[Phase](),
}


class Way(Protocol):
    """A short way for lines that are like the one before them."""

    def carry(self, lines: Sequence[bytes], span: range, now: Now, /) -> int:
        """Do what the first lines in ``span`` ask for that may come this way; return how many."""
        ...


class Exchange(Protocol):
    """A login that takes several lines."""

    def feed(self, parameter: str, /) -> bytes | None:
        """Take one more parameter; return the whole answer once it is there."""
        ...


class Session:
    """One connection; owner: the network thread. The person behind it is a ``User``.

    Attributes:
        account: the account it logged in to, ``""`` for none.
        exchange: the login it is in the middle of, ``None`` between two.
        asked: the nick it asked for last, given or not.
        fingerprint: SHA-256 of its client certificate, hexadecimal, ``""`` without one.
        link: the transport's handle, also what the broadcast layer knows it by.
        phase: changed by ``enter`` only.
        caps: every capability in use, as a mask.
        profile: what of ``caps`` changes how relayed lines look.
        cap_version: the highest version of ``CAP LS`` it named, 0 for none.
        is_negotiating: CAP LS or CAP REQ came and CAP END has not.
        host: what others see behind the ``@``.
        away: the away text it gave, ``""`` for none.
        address: the literal address, for operators.
        nick, username, realname: what it sent so far, ``""`` where it did not.
        password: what PASS said, ``None`` before.
        lines: how many lines it sent before it was registered.
        opened: monotonic time of its beginning.
        began: monotonic time of its first line of IRC.
        heard: monotonic time of its last line.
        pinged: monotonic time of the PING it has not answered, ``None`` without one.
        level, level_at: the flood bucket and the monotonic time it was true at.
        has_spoken: whether it said something as a guest, and therefore stays one.
        batch: the batch it is sending, ``None`` between two.
        held: lines that wait behind an answer under way, ``None`` without one.
        user: the person, ``None`` until welcomed.
        lane: a short way for lines like its last one, ``None`` without one.
    """

    __slots__ = (
        "account",
        "address",
        "asked",
        "away",
        "batch",
        "began",
        "cap_version",
        "caps",
        "exchange",
        "fingerprint",
        "has_spoken",
        "heard",
        "held",
        "host",
        "is_loopback",
        "is_negotiating",
        "is_tls",
        "lane",
        "level",
        "level_at",
        "lines",
        "link",
        "nick",
        "opened",
        "password",
        "phase",
        "pinged",
        "profile",
        "realname",
        "user",
        "username",
    )

    def __init__(
        self,
        link: LinkId,
        host: str,
        *,
        address: str,
        is_tls: bool,
        is_loopback: bool,
        mono: float,
        level: float,
    ) -> None:
        self.account = ""
        self.exchange: Exchange | None = None
        self.asked = ""
        self.fingerprint = ""
        self.link = link
        self.host = host
        self.address = address
        self.is_tls = is_tls
        self.is_loopback = is_loopback
        self.phase = Phase.NEW
        self.caps = 0
        self.profile = 0
        self.cap_version = 0
        self.is_negotiating = False
        self.away = ""
        self.nick = ""
        self.username = ""
        self.realname = ""
        self.password: str | None = None
        self.lines = 0
        self.opened = mono
        self.began = mono
        self.heard = mono
        self.pinged: float | None = None
        self.level = level
        self.level_at = mono
        self.has_spoken = False
        self.batch: OpenBatch | None = None
        self.held: deque[Message | ParseError] | None = None
        self.user: User | None = None
        self.lane: Way | None = None

    def enter(self, phase: Phase) -> None:
        """Go on to ``phase``; only the ways of the table exist."""
        assert phase in _NEXT[self.phase], f"no way from {self.phase} to {phase}"
        self.phase = phase
        if phase is Phase.GUEST:
            self.profile = PLAIN
        elif phase is Phase.REGISTERING:
            self.profile = delivery_profile(self.caps)

    def set_caps(self, caps: int) -> None:
        """Use exactly ``caps`` from now on."""
        self.caps = caps
        self.profile = delivery_profile(caps)

    @property
    def is_private(self) -> bool:
        """Tell whether nobody on the way can read a password."""
        return self.is_tls or self.is_loopback

    @property
    def shown_nick(self) -> str:
        """What numerics call it: its nick, or ``*`` before it is welcomed with one."""
        return self.user.nick if self.user is not None else self.nick or "*"
