"""Which modes there are: prefixes, channel modes and user modes as rows.

004, 005 and MODE all read these tables. Flags of a channel: ``C`` no CTCP,
``E`` roles are played, ``M`` only accounts speak, ``R`` only accounts enter, ``U`` operators alone
hear those without voice, ``i`` by invitation, ``m`` moderated, ``n`` no
messages from outside, ``s`` secret, ``t`` operators set the topic, ``u``
auditorium: those without voice do not see each other.

Source: https://modern.ircdocs.horse/#modes
"""

import enum
from typing import Final, NamedTuple

from tertulia_core.wire import numerics as n

__all__ = [
    "BOT_MODE",
    "CHANNEL_MODES",
    "DEFAULT_CHANNEL_MODES",
    "EVERY_RANK",
    "FOUNDER",
    "HALFOP",
    "HALFOPS",
    "KEY_BYTES",
    "LENT_MODES",
    "MOST_CHANGES",
    "OP",
    "OPS",
    "PREFIXES",
    "USER_MODES",
    "VOICE",
    "ChannelMode",
    "ModeKind",
    "Prefix",
    "UserMode",
    "chanmodes_token",
    "list_modes",
    "prefix_symbols",
    "prefix_token",
    "prefixes_from",
]

MOST_CHANGES: Final = 20
"""Changes that one MODE may ask for; MODES in 005."""

KEY_BYTES: Final = 32
"""How long the key of a channel may be; KEYLEN in 005."""

VOICE: Final = 1
HALFOP: Final = 2
OP: Final = 4
FOUNDER: Final = 8
"""The ranks a member may have, as bits of ``Membership.rank``."""

OPS: Final = OP | FOUNDER
HALFOPS: Final = HALFOP | OPS
EVERY_RANK: Final = VOICE | HALFOPS


class Prefix(NamedTuple):
    """A status a member may have.

    Attributes:
        letter: in MODE.
        symbol: before the nick.
        bit: in ``Membership.rank``.
        granted_by: ranks that may give and take it.
    """

    letter: str
    symbol: str
    bit: int
    granted_by: int


PREFIXES: Final = (
    Prefix("q", "~", FOUNDER, FOUNDER),
    Prefix("o", "@", OP, OPS),
    Prefix("h", "%", HALFOP, OPS),
    Prefix("v", "+", VOICE, HALFOPS),
)
"""Every status, the highest first."""


class ModeKind(enum.Enum):
    """The four groups of CHANMODES."""

    LIST = "A"
    ALWAYS = "B"
    """Has a parameter when set and when removed."""
    WHEN_SET = "C"
    FLAG = "D"


class ChannelMode(NamedTuple):
    """A mode of a channel; ``list_numerics`` are the entry and the end of a LIST mode."""

    letter: str
    kind: ModeKind
    list_numerics: tuple[str, str] = ("", "")


CHANNEL_MODES: Final = {
    mode.letter: mode
    for mode in (
        ChannelMode("b", ModeKind.LIST, (n.RPL_BANLIST, n.RPL_ENDOFBANLIST)),
        ChannelMode("e", ModeKind.LIST, (n.RPL_EXCEPTLIST, n.RPL_ENDOFEXCEPTLIST)),
        ChannelMode("I", ModeKind.LIST, (n.RPL_INVEXLIST, n.RPL_ENDOFINVEXLIST)),
        ChannelMode("k", ModeKind.ALWAYS),
        ChannelMode("f", ModeKind.WHEN_SET),
        ChannelMode("l", ModeKind.WHEN_SET),
        *(ChannelMode(letter, ModeKind.FLAG) for letter in "CEMRUimnstu"),
    )
}
DEFAULT_CHANNEL_MODES: Final = "nt"


BOT_MODE: Final = "B"
"""The mode of programs, and their flag in WHO (https://ircv3.net/specs/extensions/bot-mode)."""


class UserMode(NamedTuple):
    """A mode of a user; some are only given by the server (``o`` by OPER).

    ``B`` a bot, ``R`` no private messages from those without an account,
    ``T`` no CTCP, ``i`` invisible, ``o`` operator, ``w`` hears WALLOPS.
    """

    letter: str
    is_own: bool = True


USER_MODES: Final = {
    mode.letter: mode
    for mode in (
        UserMode(BOT_MODE),
        UserMode("R"),
        UserMode("T"),
        UserMode("i"),
        UserMode("o", is_own=False),
        UserMode("w"),
    )
}


LENT_MODES: Final = frozenset("o")
"""Modes one has for as long as one is connected."""


def _symbols(rank: int) -> str:
    return "".join(prefix.symbol for prefix in PREFIXES if rank & prefix.bit)


_ALL_SYMBOLS: Final = tuple(_symbols(rank) for rank in range(2 * FOUNDER))


def prefix_symbols(rank: int, *, multi: bool) -> str:
    """Return the symbols of ``rank``: all, highest first, or only the highest.

    Source: https://ircv3.net/specs/extensions/multi-prefix
    """
    symbols = _ALL_SYMBOLS[rank]
    return symbols if multi else symbols[:1]


def prefixes_from(symbol: str) -> int:
    """Return the ranks from ``symbol`` up, as a mask; 0 for what is no prefix."""
    mask = 0
    for prefix in PREFIXES:
        mask |= prefix.bit
        if prefix.symbol == symbol:
            return mask
    return 0


def prefix_token() -> str:
    """Return the value of the PREFIX token: ``(ov)@+``."""
    letters = "".join(prefix.letter for prefix in PREFIXES)
    return f"({letters})" + "".join(prefix.symbol for prefix in PREFIXES)


def chanmodes_token() -> str:
    """Return the value of the CHANMODES token: four groups of letters."""
    return ",".join(
        "".join(sorted(mode.letter for mode in CHANNEL_MODES.values() if mode.kind is kind))
        for kind in ModeKind
    )


def list_modes() -> str:
    """Return the letters of the modes that are lists of masks."""
    return chanmodes_token().partition(",")[0]
