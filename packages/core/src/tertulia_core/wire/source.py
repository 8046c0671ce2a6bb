"""Who a message comes from: ``nick!user@host``, or a server's name."""

from typing import NamedTuple

__all__ = ["Source", "parse_source"]


class Source(NamedTuple):
    """The three parts of a source; a server has only a ``nick``.

    Source: https://modern.ircdocs.horse/#source
    """

    nick: str
    user: str = ""
    host: str = ""

    def __str__(self) -> str:
        """Return it as it stands in a line; parts that are empty leave no sign behind."""
        user = f"!{self.user}" if self.user else ""
        host = f"@{self.host}" if self.host else ""
        return f"{self.nick}{user}{host}"


def parse_source(text: str) -> Source:
    """Split ``text`` (without its leading colon); what is missing is ``""``, nothing is refused."""
    front, _, host = text.partition("@")
    nick, _, user = front.partition("!")
    return Source(nick, user, host)
