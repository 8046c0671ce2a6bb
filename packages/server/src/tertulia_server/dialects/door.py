"""The language of those who have not shown yet which one they speak."""

from tertulia_server.dialects.connection import Connection, LineByLine, PartialText
from tertulia_server.dialects.irc import IrcDialect
from tertulia_server.dialects.lobby import Lobby
from tertulia_server.dialects.plain import SILENCE_SECONDS, PlainDialect
from tertulia_server.dialects.sniffing import Guess, guess_line, guess_partial
from tertulia_server.dispatch import Dispatcher
from tertulia_server.model.now import Now
from tertulia_server.model.session import Phase

__all__ = ["Door"]


class Door(LineByLine):
    """Looks at the first bytes and shows each connection to its dialect, once and for all.

    Who has only listened, even as a guest, still stands at the door.

    Attributes:
        patience: see the argument; may be set anew.

    Args:
        dispatcher: the chat.
        texts: where bytes without a line end are looked at.
        lobby: where the silent wait; ``None`` where guests are not welcome, so
            that everything counts as IRC.
        patience: seconds from the opening during which text that may still become a
            line of a protocol is not taken for speech.
    """

    def __init__(
        self, dispatcher: Dispatcher, texts: PartialText, lobby: Lobby | None, patience: float
    ) -> None:
        self._dispatcher = dispatcher
        self._texts = texts
        self._lobby = lobby
        self.patience = patience
        self._irc = IrcDialect(dispatcher)
        self._plain = PlainDialect(dispatcher)

    def receive(self, connection: Connection, now: Now) -> None:
        """Let a new connection stand here; without guests its time to register begins."""
        if self._lobby is not None:
            self._lobby.arrive(connection)
        else:
            self._dispatcher.begins_irc(connection.session, now)

    def leave(self, connection: Connection) -> None:
        """Forget a connection that is gone."""
        if self._lobby is not None:
            self._lobby.leave(connection)

    def hear(self, connection: Connection, line: bytes, now: Now) -> None:
        """Decide by a complete line; blank ones decide nothing."""
        if line.strip():
            self._show_in(connection, guess_line(line), now)
            connection.dialect.hear(connection, line, now)

    def due(self, connection: Connection, size: int, now: Now) -> float | None:
        """Decide by text without a line end, as far as it can be told."""
        guess = guess_partial(self._texts.partial(connection.session.link))
        if guess is Guess.UNDECIDED:
            return max(now.mono + SILENCE_SECONDS, connection.opened + self.patience)
        if guess is Guess.TEXT and self._lobby is not None:
            return self._plain.due(connection, size, now)
        self._show_in(connection, guess, now)
        return connection.dialect.due(connection, size, now)

    def hear_rest(
        self, connection: Connection, rest: bytes, now: Now, *, is_end: bool = False
    ) -> None:
        """Take text without a line end for speech, unless the connection ends with a whole line."""
        guess = guess_line(rest) if is_end else Guess.TEXT
        self._show_in(connection, guess, now)
        if guess is Guess.IRC:
            connection.dialect.hear(connection, rest, now)
        else:
            connection.dialect.hear_rest(connection, rest, now, is_end=is_end)

    def _show_in(self, connection: Connection, guess: Guess, now: Now) -> None:
        """Give the connection its dialect, or refuse it."""
        if guess is Guess.FOREIGN:
            connection.refuse()
        elif guess is Guess.IRC or self._lobby is None:
            self.leave(connection)
            self._dispatcher.begins_irc(connection.session, now)
            connection.dialect = self._irc
        else:
            connection.dialect = self._plain
            if connection.session.phase is Phase.NEW:
                self._lobby.admit(connection, now)
