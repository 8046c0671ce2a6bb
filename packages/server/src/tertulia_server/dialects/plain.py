"""Bare text: what people send with ``nc`` or with a first script of their own.

A line is a message. Text without a newline is one as soon as nothing more
comes for a moment, because scripts written with ``send`` and ``recv`` know no lines.
"""

from collections.abc import Iterator
from typing import Final

from tertulia_core.wire.limits import INPUT_BYTES
from tertulia_server.dialects.connection import Connection, LineByLine
from tertulia_server.dispatch import Dispatcher
from tertulia_server.model.now import Now
from tertulia_server.model.session import Phase

__all__ = ["SILENCE_SECONDS", "PlainDialect"]

SILENCE_SECONDS: Final = 0.2
"""After so much silence text without a newline is complete."""

_COMMANDS: Final = frozenset(("nick", "quit", "help"))


class PlainDialect(LineByLine):
    """Turns a guest's bytes into what it says or asks for."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher

    def hear(self, connection: Connection, line: bytes, now: Now) -> None:
        """Act on a line, which is cut into messages where it is very long."""
        data = connection.tail + line
        connection.tail = b""
        for piece in _pieces(data):
            self._say(connection, piece, now)

    def due(self, connection: Connection, size: int, now: Now) -> float | None:
        """Wait for silence, but not with more than one message holds; half a character waits on."""
        if not size and not _end_of_characters(connection.tail):
            return None
        is_full = size + len(connection.tail) > INPUT_BYTES
        return now.mono if is_full else now.mono + SILENCE_SECONDS

    def hear_rest(
        self, connection: Connection, rest: bytes, now: Now, *, is_end: bool = False
    ) -> None:
        """Act on text without a newline.

        What is too long for one message is under way still, so what is left of it
        waits for the next silence.
        """
        *full, last = _pieces(connection.tail + rest)
        connection.tail = b""
        if not is_end:
            cut = 0 if full else _end_of_characters(last)
            last, connection.tail = last[:cut], last[cut:]
        for piece in (*full, last):
            self._say(connection, piece, now)

    def _say(self, connection: Connection, data: bytes, now: Now) -> None:
        if b"\0" in data:
            connection.refuse()
            return
        session = connection.session
        text = data.decode("utf-8", "replace").replace("\r", " ").strip()
        if not text or session.phase is not Phase.GUEST:
            return
        name, _space, argument = text[1:].partition(" ")
        if text[0] == "/" and name.lower() in _COMMANDS:
            self._dispatcher.reception.command(session, name.lower(), argument.strip(), now)
        else:
            self._dispatcher.reception.say(session, text, now)


def _pieces(data: bytes) -> Iterator[bytes]:
    """Yield ``data`` in messages of at most 16 KiB, cut between characters."""
    while len(data) > INPUT_BYTES:
        cut = _end_of_characters(data[:INPUT_BYTES])
        yield data[:cut]
        data = data[cut:]
    yield data


def _end_of_characters(data: bytes) -> int:
    """Return where the last whole UTF-8 character of ``data`` ends.

    What is no UTF-8 at all counts as whole: it will never be any better.
    """
    for back in range(1, min(3, len(data)) + 1):
        byte = data[-back]
        if byte < 0x80:
            break
        if byte >= 0xC0:
            length = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return len(data) if length <= back else len(data) - back
    return len(data)
