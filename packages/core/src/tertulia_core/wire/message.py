"""One message of the protocol as a value."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

__all__ = ["NO_TAGS", "Message"]

NO_TAGS: Final[Mapping[str, str]] = MappingProxyType({})
"""The tags of a message that has none; shared and read-only."""


class Message(NamedTuple):
    """A parsed line: ``@tags :source COMMAND params…``.

    A NamedTuple because one is made for every line that arrives.

    Attributes:
        command: the verb in upper case, or a numeric as three digits.
        params: the parameters, the last one without its colon.
        source: ``nick!user@host`` or a server name, ``None`` where absent.
        tags: unescaped tag values by name; ``""`` for a tag without value.

    Source: https://modern.ircdocs.horse/#message-format and
    https://ircv3.net/specs/extensions/message-tags
    """

    command: str
    params: tuple[str, ...] = ()
    source: str | None = None
    tags: Mapping[str, str] = NO_TAGS
