"""The protocol: lines that IRC clients send, up to the limits of their length."""

import logging
from collections.abc import Sequence
from typing import Final

from tertulia_core.errors import ParseError
from tertulia_core.i18n import N_, Catalogue
from tertulia_core.wire.codec import decode_line
from tertulia_core.wire.limits import INPUT_BYTES, LINE_BYTES, check_line
from tertulia_server.dialects.connection import Connection
from tertulia_server.dispatch import Dispatcher
from tertulia_server.model.now import Now

__all__ = ["IrcDialect"]

_ = Catalogue("tertulia_server").gettext
log = logging.getLogger(__name__)

TOO_LONG: Final = N_("A line may not be that long")

_TEXT_BYTES: Final = LINE_BYTES - 2
"""A line this short needs no closer look at its length."""


class IrcDialect:
    """Turns lines into messages; what is none is answered as the protocol says.

    Source: https://modern.ircdocs.horse/#message-format
    """

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._is_verbose = log.isEnabledFor(logging.DEBUG)

    def hear_some(
        self, connection: Connection, lines: Sequence[bytes], span: range, now: Now
    ) -> int:
        """Take what repeats the last line together; of other lines the first."""
        if not self._is_verbose:
            repeated = self._dispatcher.repeat(connection.session, lines, span, now)
            if repeated:
                return repeated
        self.hear(connection, lines[span.start], now)
        return 1

    def hear(self, connection: Connection, line: bytes, now: Now) -> None:
        """Hand a line over as a message; blank ones are ignored."""
        if not line:
            return
        session = connection.session
        try:
            if len(line) > _TEXT_BYTES:
                check_line(line)
            message = decode_line(line)
        except ParseError as error:
            self._hear_bad(connection, line, error, now)
        else:
            if self._is_verbose:
                log.debug("command", extra={"link": session.link, "command": message.command})
            self._dispatcher.message(session, message, now)

    def due(self, connection: Connection, size: int, now: Now) -> float | None:
        """Wait for the line end for ever, but not with more than the longest line holds."""
        return now.mono if size > INPUT_BYTES else None

    def hear_rest(
        self, connection: Connection, rest: bytes, now: Now, *, is_end: bool = False
    ) -> None:
        """Close a line that never ends; half a line at the end of the connection is dropped."""
        if len(rest) > INPUT_BYTES:
            self._dispatcher.drop(connection.session, _(TOO_LONG), now)

    def _hear_bad(self, connection: Connection, line: bytes, error: ParseError, now: Now) -> None:
        if b"\0" in line:
            connection.refuse()
        elif len(line) > INPUT_BYTES:
            self._dispatcher.drop(connection.session, _(TOO_LONG), now)
        else:
            self._dispatcher.bad_line(connection.session, error, now)
