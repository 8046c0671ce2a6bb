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
        end: the line end as it is received.
    """

    end: bytes

    def stages(self, client: int, room: int, *, is_last: bool) -> tuple[tuple[bytes, bytes], ...]:
        """Return how a client comes into its room, in steps that all clients take together.

        Each step is what it sends and what it then waits for; ``b""`` for nothing. After
        the last one nobody hears anything that has to do with coming in.
        """
        ...

    def message(self, room: int, text: bytes) -> bytes:
        """Return a message to the room, with its line end."""
        ...


class Irc:
    """A client of the IRC protocol without capabilities."""

    end = b"\r\n"

    def stages(self, client: int, room: int, *, is_last: bool) -> tuple[tuple[bytes, bytes], ...]:
        """Register, enter the room, and wait until all the others have too."""
        return (
            (b"NICK c%d\r\nUSER c%d 0 * :c%d\r\n" % (client, client, client), b" 001 "),
            (b"JOIN #b%d\r\n" % room, b" 366 "),
            (b"PING quiet\r\n", b"quiet\r\n"),
        )

    def message(self, room: int, text: bytes) -> bytes:
        """Return a PRIVMSG."""
        return b"PRIVMSG #b%d :%b\r\n" % (room, text)


class BareText:
    """Lines of text, as the tutorial's client sends them; the server has one room."""

    end = b"\n"

    def stages(self, client: int, room: int, *, is_last: bool) -> tuple[tuple[bytes, bytes], ...]:
        """Let the client that connected last speak: when it is heard, all are there."""
        word = b"quiet\n"
        return ((word.rjust(PAYLOAD + 1, b"x"), b"") if is_last else (b"", word),)

    def message(self, room: int, text: bytes) -> bytes:
        """Return a line of text."""
        return text + b"\n"
