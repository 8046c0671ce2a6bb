"""How a client of the load generator speaks: IRC lines, or the bare text of the tutorial.

Both carry the same 63 characters per message: who wrote it, its number, and
filling. So a receiver can tell what it got without parsing, from the end of
each line.
"""

from typing import Protocol

__all__ = ["PAYLOAD", "BareText", "Door", "Irc", "payload"]

PAYLOAD = 63
"""Bytes of a message's text; with its newline 64, so that 1,024 bytes hold whole lines."""


def payload(sender: int, number: int) -> bytes:
    """Return the text of a sender's message."""
    return (b"%05d %08d " % (sender, number)).ljust(PAYLOAD, b"x")


class Door(Protocol):
    """One way of speaking.

    Attributes:
        name: as it stands in tables.
        end: the line end as it is received.
    """

    name: str
    end: bytes

    def greeting(self, client: int, room: int) -> bytes:
        """Return what a client sends at first to be in its room, ``b""`` for nothing."""
        ...

    def barrier(self, client: int, token: str, *, is_last: bool) -> bytes:
        """Return what makes the server say ``token`` once all that came before is done."""
        ...

    def hears_barrier(self, *, is_last: bool) -> bool:
        """Tell whether a client is among those who then hear the token."""
        ...

    def message(self, room: int, text: bytes) -> bytes:
        """Return a message to the room, with its line end."""
        ...


class Irc:
    """A client of the IRC protocol without capabilities."""

    name = "irc"
    end = b"\r\n"

    def greeting(self, client: int, room: int) -> bytes:
        """Register and enter the room."""
        return f"NICK c{client}\r\nUSER c{client} 0 * :c{client}\r\nJOIN #b{room}\r\n".encode()

    def barrier(self, client: int, token: str, *, is_last: bool) -> bytes:
        """Let everybody ask for its own PONG."""
        return f"PING {token}\r\n".encode()

    def hears_barrier(self, *, is_last: bool) -> bool:
        """Everybody does."""
        return True

    def message(self, room: int, text: bytes) -> bytes:
        """Return a PRIVMSG."""
        return b"PRIVMSG #b%d :%b\r\n" % (room, text)


class BareText:
    """Lines of text, as the tutorial's client sends them; the server has one room."""

    name = "text"
    end = b"\n"

    def greeting(self, client: int, room: int) -> bytes:
        """Say nothing: whoever is connected takes part."""
        return b""

    def barrier(self, client: int, token: str, *, is_last: bool) -> bytes:
        """Let the client that connected last speak: when it is heard, all are there."""
        return token.rjust(PAYLOAD, "x").encode() + b"\n" if is_last else b""

    def hears_barrier(self, *, is_last: bool) -> bool:
        """Everybody but the one who spoke."""
        return not is_last

    def message(self, room: int, text: bytes) -> bytes:
        """Return a line of text."""
        return text + b"\n"
