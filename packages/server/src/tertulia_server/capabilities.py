"""What this server offers: the capabilities of CAP LS and the tokens of 005.

Whatever stands here holds: a token or a capability is added together with
what it promises.

Sources: https://ircv3.net/specs/extensions/capability-negotiation and
https://modern.ircdocs.horse/#feature-advertisement
"""

from collections.abc import Callable
from typing import Final

from tertulia_core.wire import capabilities as c
from tertulia_core.wire.multiline import Limits
from tertulia_server.config import Config
from tertulia_server.model.masks import ACCOUNT_EXTBANS, EXTBANS
from tertulia_server.model.metadata import KEYS_MAX, SUBSCRIPTIONS_MAX, VALUE_BYTES
from tertulia_server.model.modes import (
    BOT_MODE,
    KEY_BYTES,
    MOST_CHANGES,
    PREFIXES,
    chanmodes_token,
    list_modes,
    prefix_token,
)
from tertulia_server.model.names import CASEMAPPINGS, CHANNEL_TYPES, REALNAME_BYTES, USERNAME_LENGTH

__all__ = [
    "CHATHISTORY_MAX",
    "MONITOR_MAX",
    "OFFERED",
    "RELAY_SEPARATOR",
    "TARGETS_MAX",
    "isupport_tokens",
    "multiline_limits",
    "offered_names",
    "offered_set",
    "offered_value",
    "sasl_mechanisms",
]

RELAY_SEPARATOR: Final = "/"
"""Stands in every name of somebody in another network (``RELAYMSG``), and in no nick."""

OFFERED: Final[dict[int, str]] = {
    c.ACCOUNT_NOTIFY: "",
    c.ACCOUNT_REGISTRATION: "",
    c.ACCOUNT_TAG: "",
    c.AWAY_NOTIFY: "",
    c.BATCH: "",
    c.CAP_NOTIFY: "",
    c.CHANNEL_RENAME: "",
    c.CHATHISTORY: "",
    c.CHGHOST: "",
    c.ECHO_MESSAGE: "",
    c.EDIT: "",
    c.EVENT_PLAYBACK: "",
    c.EXTENDED_ISUPPORT: "",
    c.EXTENDED_JOIN: "",
    c.EXTENDED_MONITOR: "",
    c.INVITE_NOTIFY: "",
    c.KEY: "",
    c.LABELED_RESPONSE: "",
    c.MESSAGE_REDACTION: "",
    c.MESSAGE_TAGS: "",
    c.METADATA: (
        f"before-connect,max-subs={SUBSCRIPTIONS_MAX},max-keys={KEYS_MAX},"
        f"max-value-bytes={VALUE_BYTES}"
    ),
    c.MULTI_PREFIX: "",
    c.MULTILINE: "",
    c.NO_IMPLICIT_NAMES: "",
    c.PRE_AWAY: "",
    c.RELAYMSG: RELAY_SEPARATOR,
    c.SASL: "",
    c.READ_MARKER: "",
    c.SEARCH: "",
    c.SERVER_TIME: "",
    c.SETNAME: "",
    c.STANDARD_REPLIES: "",
    c.TOKEN: "",
    c.USERHOST_IN_NAMES: "",
    c.ZNC_PLAYBACK: "",
}
"""The bit of each capability there is, and the value ``CAP LS 302`` shows for it."""

_CONFIGURED: Final[dict[int, Callable[[Config], str]]] = {
    c.ACCOUNT_REGISTRATION: lambda config: ",".join(_registration_flags(config)),
    c.MULTILINE: lambda config: multiline_limits(config).to_value(),
    c.SASL: lambda config: ",".join(sasl_mechanisms(config)),
}
"""The values that depend on what the server was told."""

CHATHISTORY_MAX: Final = 100
"""How many messages of history one command may ask for."""

MONITOR_MAX: Final = 100
"""How many nicks one connection may watch."""

TARGETS_MAX: Final[dict[str, int]] = {
    "JOIN": 0,
    "KICK": 20,
    "NAMES": 20,
    "NOTICE": 4,
    "PART": 0,
    "PRIVMSG": 4,
    "TAGMSG": 4,
    "WHOIS": 1,
}
"""How many targets a command takes at once, 0 for as many as fit the line."""


_WITH_SECRETS: Final = c.SASL | c.ACCOUNT_REGISTRATION | c.TOKEN
"""What passwords travel by."""


def offered_set(config: Config, *, is_private: bool = True) -> c.CapabilitySet:
    """Return everything offered, as a set; ``is_private`` says whether passwords may travel."""
    withheld = 0 if is_private else _WITH_SECRETS
    if not config.accounts.registration:
        withheld |= c.ACCOUNT_REGISTRATION
    return sum(OFFERED) & ~withheld


def sasl_mechanisms(config: Config) -> list[str]:
    """Return the ways to log in, the best last."""
    external = ["EXTERNAL"] if config.tls.client_authorities else []
    return ["PLAIN", "SCRAM-SHA-256", *external]


def _registration_flags(config: Config) -> list[str]:
    """Return what the value of draft/account-registration tells.

    Source: https://ircv3.net/specs/extensions/account-registration#capability
    """
    flags = {
        "before-connect": config.accounts.registration_before_connect,
        "email-required": config.accounts.registration_needs_email,
    }
    return [flag for flag, is_set in flags.items() if is_set]


def offered_value(bit: int, config: Config) -> str:
    """Return what CAP LS 302 shows behind the name of a capability that is offered."""
    configured = _CONFIGURED.get(bit)
    return configured(config) if configured else OFFERED[bit]


def offered_names(config: Config, *, with_values: bool, is_private: bool = True) -> list[str]:
    """Return what CAP LS lists, ``name=value`` where values are wanted and there is one."""
    words = []
    offered = offered_set(config, is_private=is_private)
    for row in c.CAPABILITIES:
        if row.bit & offered:
            value = offered_value(row.bit, config) if with_values else ""
            words.append(f"{row.name}={value}" if value else row.name)
    return words


def multiline_limits(config: Config) -> Limits:
    """Return how long a message of several lines may be."""
    return Limits(config.limits.multiline_max_bytes, config.limits.multiline_max_lines)


def isupport_tokens(config: Config) -> dict[str, str]:
    """Return the tokens of 005 by name, ``""`` for those that are just there."""
    limits = config.limits
    targets = (f"{name}:{most or ''}" for name, most in sorted(TARGETS_MAX.items()))
    return {
        "ACCOUNTEXTBAN": ",".join(ACCOUNT_EXTBANS),
        "AWAYLEN": str(limits.reason_length),
        "BOT": BOT_MODE,
        "CASEMAPPING": CASEMAPPINGS[config.server.casemapping],
        "CHANLIMIT": f"{CHANNEL_TYPES}:{limits.channels}",
        "CHANMODES": chanmodes_token(),
        "CHANNELLEN": str(limits.channel_length),
        "CHANTYPES": CHANNEL_TYPES,
        "CHATHISTORY": str(CHATHISTORY_MAX),
        "ELIST": "CMNTU",
        "EXCEPTS": "e",
        "EXTBAN": f",{EXTBANS}",
        "INVEX": "I",
        "KNOCK": "",
        "KEYLEN": str(KEY_BYTES),
        "KICKLEN": str(limits.reason_length),
        "MAXLIST": f"{list_modes()}:{limits.bans}",
        "MONITOR": str(MONITOR_MAX),
        "MODES": str(MOST_CHANGES),
        "MSGREFTYPES": "msgid,timestamp",
        "NAMELEN": str(REALNAME_BYTES),
        "NETWORK": config.server.network,
        "NICKLEN": str(limits.nick_length),
        "PREFIX": prefix_token(),
        "STATUSMSG": "".join(prefix.symbol for prefix in PREFIXES),
        "TARGMAX": ",".join(targets),
        "TOPICLEN": str(limits.topic_length),
        "USERLEN": str(USERNAME_LENGTH),
        "UTF8ONLY": "",
        "WHOX": "",
    }
