"""Capabilities as rows and as bits of an int.

A set of capabilities is an int (``CapabilitySet``): ``caps & MESSAGE_TAGS`` asks,
``caps & DELIVERY`` is the receiver's delivery profile, the key under which a
relayed line is encoded once for all who share it.

To add one: a row here, a value in the server's OFFERED, a wish in the
client's WANTED, one test.

Source: https://ircv3.net/specs/extensions/capability-negotiation
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

__all__ = [
    "ACCOUNT_NOTIFY",
    "ACCOUNT_REGISTRATION",
    "ACCOUNT_TAG",
    "AWAY_NOTIFY",
    "BATCH",
    "BY_NAME",
    "CAPABILITIES",
    "CAP_NOTIFY",
    "CHANNEL_RENAME",
    "CHATHISTORY",
    "CHGHOST",
    "DELIVERY",
    "ECHO_MESSAGE",
    "EDIT",
    "EVENT_PLAYBACK",
    "EXTENDED_ISUPPORT",
    "EXTENDED_JOIN",
    "EXTENDED_MONITOR",
    "INVITE_NOTIFY",
    "KEY",
    "KEY_TAG",
    "LABELED_RESPONSE",
    "MESSAGE_REDACTION",
    "MESSAGE_TAGS",
    "METADATA",
    "MULTILINE",
    "MULTI_PREFIX",
    "NO_IMPLICIT_NAMES",
    "PLAIN",
    "PRE_AWAY",
    "READ_MARKER",
    "RELAYMSG",
    "RELAYMSG_TAG",
    "SASL",
    "SEARCH",
    "SERVER_TIME",
    "SETNAME",
    "STANDARD_REPLIES",
    "STS",
    "TOKEN",
    "USERHOST_IN_NAMES",
    "VENDOR",
    "ZNC_PLAYBACK",
    "Capability",
    "CapabilityRequest",
    "CapabilitySet",
    "delivery_profile",
    "names",
    "parse_offer",
    "parse_request",
    "to_lines",
]

VENDOR: Final = "tertulia.invalid"
"""Stands before the names of what only our programs have, as long as the project has no domain."""

CapabilitySet = int
"""A set of capabilities, one bit each."""

PLAIN: Final = 1 << 0
"""Not a capability: marks a guest on a bare socket, who hears text instead of IRC lines."""

ACCOUNT_NOTIFY: Final = 1 << 1
ACCOUNT_TAG: Final = 1 << 2
AWAY_NOTIFY: Final = 1 << 3
BATCH: Final = 1 << 4
CAP_NOTIFY: Final = 1 << 5
CHGHOST: Final = 1 << 6
ECHO_MESSAGE: Final = 1 << 7
EXTENDED_JOIN: Final = 1 << 8
EXTENDED_MONITOR: Final = 1 << 9
INVITE_NOTIFY: Final = 1 << 10
LABELED_RESPONSE: Final = 1 << 11
MESSAGE_TAGS: Final = 1 << 12
MULTI_PREFIX: Final = 1 << 13
SASL: Final = 1 << 14
SERVER_TIME: Final = 1 << 15
SETNAME: Final = 1 << 16
STANDARD_REPLIES: Final = 1 << 17
STS: Final = 1 << 18
USERHOST_IN_NAMES: Final = 1 << 19
ACCOUNT_REGISTRATION: Final = 1 << 20
CHANNEL_RENAME: Final = 1 << 21
CHATHISTORY: Final = 1 << 22
EVENT_PLAYBACK: Final = 1 << 23
EXTENDED_ISUPPORT: Final = 1 << 24
MESSAGE_REDACTION: Final = 1 << 25
METADATA: Final = 1 << 26
MULTILINE: Final = 1 << 27
NO_IMPLICIT_NAMES: Final = 1 << 28
PRE_AWAY: Final = 1 << 29
READ_MARKER: Final = 1 << 30
RELAYMSG: Final = 1 << 31
EDIT: Final = 1 << 32
KEY: Final = 1 << 33
SEARCH: Final = 1 << 34
TOKEN: Final = 1 << 35
ZNC_PLAYBACK: Final = 1 << 36


class Capability(NamedTuple):
    """One row.

    Attributes:
        name: as it stands in CAP lines.
        bit: its place in a ``CapabilitySet``.
        delivery: whether it changes the look of a line that others caused,
            or decides whether that line is sent at all.
    """

    name: str
    bit: int
    delivery: bool = False


CAPABILITIES: Final = (
    Capability("account-notify", ACCOUNT_NOTIFY, delivery=True),
    Capability("account-tag", ACCOUNT_TAG, delivery=True),
    Capability("away-notify", AWAY_NOTIFY, delivery=True),
    Capability("batch", BATCH),
    Capability("cap-notify", CAP_NOTIFY),
    Capability("chghost", CHGHOST, delivery=True),
    Capability("echo-message", ECHO_MESSAGE),
    Capability("extended-join", EXTENDED_JOIN, delivery=True),
    Capability("extended-monitor", EXTENDED_MONITOR),
    Capability("invite-notify", INVITE_NOTIFY, delivery=True),
    Capability("labeled-response", LABELED_RESPONSE),
    Capability("message-tags", MESSAGE_TAGS, delivery=True),
    Capability("multi-prefix", MULTI_PREFIX),
    Capability("sasl", SASL),
    Capability("server-time", SERVER_TIME, delivery=True),
    Capability("setname", SETNAME, delivery=True),
    Capability("standard-replies", STANDARD_REPLIES),
    Capability("sts", STS),
    Capability("userhost-in-names", USERHOST_IN_NAMES),
    Capability("draft/account-registration", ACCOUNT_REGISTRATION),
    Capability("draft/channel-rename", CHANNEL_RENAME, delivery=True),
    Capability("draft/chathistory", CHATHISTORY),
    Capability("draft/event-playback", EVENT_PLAYBACK),
    Capability("draft/extended-isupport", EXTENDED_ISUPPORT),
    Capability("draft/message-redaction", MESSAGE_REDACTION, delivery=True),
    Capability("draft/metadata-3", METADATA),
    Capability("draft/multiline", MULTILINE, delivery=True),
    Capability("no-implicit-names", NO_IMPLICIT_NAMES),
    Capability("draft/pre-away", PRE_AWAY),
    Capability("draft/read-marker", READ_MARKER),
    Capability("draft/relaymsg", RELAYMSG, delivery=True),
    Capability(f"{VENDOR}/edit", EDIT, delivery=True),
    Capability(f"{VENDOR}/key", KEY),
    Capability(f"{VENDOR}/search", SEARCH),
    Capability(f"{VENDOR}/token", TOKEN),
    Capability("znc.in/playback", ZNC_PLAYBACK),
)

KEY_TAG: Final = f"{VENDOR}/key"
"""The tag of a message's idempotency key: sent again under it, the message is the same one."""

RELAYMSG_TAG: Final = "draft/relaymsg"
"""The tag that tells who relayed a message from another network."""

BY_NAME: Final = {row.name: row for row in CAPABILITIES}

DELIVERY: Final = PLAIN | sum(row.bit for row in CAPABILITIES if row.delivery)
"""The bits that make one delivery profile differ from another."""


def delivery_profile(capabilities: CapabilitySet) -> CapabilitySet:
    """Return what of a receiver's capabilities changes how lines that others caused look.

    Messages of several lines travel as batches: without the capability for
    batches, draft/multiline has no effect
    (https://ircv3.net/specs/extensions/multiline#dependencies).
    """
    profile = capabilities & DELIVERY
    return profile if capabilities & BATCH else profile & ~MULTILINE


class CapabilityRequest(NamedTuple):
    """What a CAP REQ asks for; ``unknown`` names what no row has."""

    enable: CapabilitySet
    disable: CapabilitySet
    unknown: tuple[str, ...]

    def apply_to(self, capabilities: CapabilitySet) -> CapabilitySet:
        """Return ``capabilities`` as they are once the request is granted."""
        return (capabilities & ~self.disable) | self.enable


def to_lines(words: Sequence[str], room: int) -> list[str]:
    """Return the lists that say ``words``, in order, each within ``room`` bytes; one at least.

    Source: https://ircv3.net/specs/extensions/capability-negotiation#multi-line-replies
    """
    lines = [""]
    for word in words:
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and len(joined.encode()) > room:
            lines.append(word)
        else:
            lines[-1] = joined
    return lines


def parse_request(text: str) -> CapabilityRequest:
    """Read the list of a CAP REQ or CAP ACK; of a name given twice the last one counts."""
    enable = disable = 0
    unknown = []
    for word in text.split():
        row = BY_NAME.get(word.removeprefix("-"))
        if row is None:
            unknown.append(word)
        elif word.startswith("-"):
            enable, disable = enable & ~row.bit, disable | row.bit
        else:
            enable, disable = enable | row.bit, disable & ~row.bit
    return CapabilityRequest(enable, disable, tuple(unknown))


def parse_offer(text: str) -> dict[str, str]:
    """Read the list of a CAP LS or CAP NEW: name → value, ``""`` where it has none."""
    offer = {}
    for word in text.split():
        name, _, value = word.partition("=")
        offer[name] = value
    return offer


def names(capabilities: CapabilitySet) -> list[str]:
    """Return the names of a set in the order of the rows; ``PLAIN`` has none."""
    return [row.name for row in CAPABILITIES if row.bit & capabilities]
