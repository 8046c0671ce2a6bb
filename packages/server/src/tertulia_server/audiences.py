"""Who hears what one says: a channel, a part of it, a person, or nobody who would tell."""

from typing import NamedTuple

from tertulia_server.model.channel import Channel
from tertulia_server.model.user import User

__all__ = ["Audience", "Nobody", "Part", "name_of", "overheard"]


class Part(NamedTuple):
    """Those members of a channel who have one of ``ranks``.

    Attributes:
        target: what the line says: ``@#c``, or the channel's own name where its
            operators alone hear those without voice.

    Source: https://modern.ircdocs.horse/#statusmsg-parameter
    """

    channel: Channel
    target: str
    ranks: int


class Nobody(NamedTuple):
    """Those who hear what somebody called ``target`` does not want to hear.

    The sender's own copy looks as if it had been heard.
    """

    target: str


Audience = Channel | Part | User | Nobody
"""Who hears what one says."""


def name_of(audience: Audience) -> str:
    """Return what a line to an audience names as its target."""
    match audience:
        case User():
            return audience.nick
        case Channel():
            return audience.name
        case _:
            return audience.target


def overheard(audience: Audience, spoken: str | None) -> str | None:
    """Return what guests among an audience hear: they are never in a part of a channel."""
    if isinstance(audience, User) and spoken:
        return "\n".join(f"[privado] {line}" for line in spoken.split("\n"))
    return spoken if isinstance(audience, Channel) else None
