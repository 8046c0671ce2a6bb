"""How fast lines are taken: at the pace their sender is allowed, and in their order.

What is too fast waits: first in a backlog, of at most what one tick read, and
then unread in its socket, so that TCP itself slows the sender down. Nothing is
dropped. Who does not read the answers is not heard either.
"""

from collections.abc import Callable
from typing import Final, Protocol

from tertulia_core.ids import LinkId
from tertulia_core.transport.deadlines import Deadlines
from tertulia_server.dialects.backlog import Backlog
from tertulia_server.dialects.connection import Connection, PartialText
from tertulia_server.flood import Flood
from tertulia_server.model.now import Now
from tertulia_server.model.session import Session

__all__ = ["AHEAD_BYTES", "MOST_BLANKS", "Intake", "Links"]

MOST_BLANKS: Final = 1000
"""More blank lines in a row than these are a flood."""

AHEAD_BYTES: Final = 64 * 1024
"""Whoever leaves more than that unread is not heard until it has read it."""


class Links(PartialText, Protocol):
    """What is asked of the transport within a tick; the loop, or a test's twin."""

    def take_partial(self, link: LinkId, /) -> bytes:
        """Remove and return the bytes that wait for their line end."""
        ...

    def pause_reading(self, link: LinkId, /) -> None:
        """Leave what a link sends in its socket."""
        ...

    def resume_reading(self, link: LinkId, /) -> None:
        """Read from a link again."""
        ...

    def queued(self, link: LinkId, /) -> int:
        """Return how many bytes wait to be written to a link."""
        ...


class Intake:
    """Hands lines to the dialects when their time has come; owner: the network thread.

    Attributes:
        blocked: links that are not heard until the disk has taken what they said before.

    Args:
        links: the transport.
        flood: tells how long a connection has to wait.
        finished: called with a connection that was refused or has said all it had to say.
    """

    def __init__(
        self, links: Links, flood: Flood, finished: Callable[[Connection, Now], None]
    ) -> None:
        self._links = links
        self._flood = flood
        self._finished = finished
        self._deadlines: Deadlines[Connection] = Deadlines()
        self.blocked: set[LinkId] = set()

    def lines(self, connection: Connection, lines: list[bytes], partial: int, now: Now) -> None:
        """Take complete lines, and note that ``partial`` more bytes wait for their line end."""
        if connection.backlog is not None:
            connection.backlog.extend(lines)
            return
        connection.deadline = None
        if lines:
            self._count_blanks(connection, lines)
            if not self._take(connection, lines, now):
                return
        self._settle(connection, partial, now)

    def ended(self, connection: Connection, rest: bytes, now: Now) -> None:
        """Note that nothing more comes; ``rest`` is text without a line end.

        Whoever asked, sends no more and still reads gets the answers first.
        """
        connection.end = rest
        if connection.backlog is None and self._is_behind(connection.session):
            self._hold(connection, [], None)
        if connection.backlog is None:
            self._settle(connection, 0, now)

    def drained(self, connection: Connection, now: Now) -> None:
        """Go on with one that has read its answers."""
        if connection.backlog is not None and connection.deadline is None:
            self._take_backlog(connection, now)

    def take_due(self, now: Now) -> list[Connection]:
        """Return those whose time has come; the caller lets each ``go_on``."""
        return self._deadlines.expire(now.mono)

    def go_on(self, connection: Connection, now: Now) -> None:
        """Take more of one whose time has come."""
        if connection.backlog is not None:
            self._take_backlog(connection, now)
        else:
            self._take_rest(connection, now)

    def next_deadline(self) -> float | None:
        """Return the monotonic time at which somebody is due next."""
        return self._deadlines.next()

    # -- lines --------------------------------------------------------------

    def _take(self, connection: Connection, lines: list[bytes], now: Now) -> bool:
        """Hand over lines while they may pass; return whether none has to wait."""
        session = connection.session
        wait = self._flood.wait
        if self._is_behind(session):
            self._hold(connection, lines, None)
            return False
        position, end = 0, len(lines)
        while position < end:
            seconds = wait(session, now)
            if seconds:
                self._hold(connection, lines[position:], now.mono + seconds)
                return False
            # Whoever is held to a pace is asked for it before each line.
            span = range(position, position + 1 if self._flood.is_on else end)
            position += connection.dialect.hear_some(connection, lines, span, now)
        return True

    def _take_backlog(self, connection: Connection, now: Now) -> None:
        """Hand over waiting lines while they may pass; at the end read again."""
        session, backlog = connection.session, connection.backlog
        assert backlog is not None, "only who has a backlog waits for its turn"
        if self._is_behind(session):
            return
        while backlog:
            seconds = self._flood.wait(session, now)
            if seconds:
                self._deadlines.set(connection, now.mono + seconds)
                return
            connection.dialect.hear(connection, backlog.pop(), now)
        connection.backlog = None
        self._links.resume_reading(session.link)
        self._settle(connection, len(self._links.partial(session.link)), now)

    def _hold(self, connection: Connection, lines: list[bytes], until: float | None) -> None:
        """Let lines wait, until a moment or until the link is drained, and read no more."""
        connection.backlog = Backlog(lines)
        self._links.pause_reading(connection.session.link)
        if until is not None:
            self._deadlines.set(connection, until)

    def _is_behind(self, session: Session) -> bool:
        """Tell whether the answers to earlier lines are still being written or read."""
        link = session.link
        is_waiting = session.held is not None or link in self.blocked
        return is_waiting or self._links.queued(link) > AHEAD_BYTES

    def _count_blanks(self, connection: Connection, lines: list[bytes]) -> None:
        blanks = lines.count(b"")
        connection.blanks = connection.blanks + blanks if blanks == len(lines) else 0
        if connection.blanks > MOST_BLANKS:
            connection.refuse()

    # -- text without a line end --------------------------------------------

    def _settle(self, connection: Connection, partial: int, now: Now) -> None:
        """Look at what is left once all complete lines are taken."""
        if connection.end is not None and not connection.is_refused:
            connection.dialect.hear_rest(connection, connection.end, now, is_end=True)
            self._finished(connection, now)
            return
        due = None
        if partial or connection.tail:
            due = connection.dialect.due(connection, partial, now)
        if connection.is_refused:
            self._finished(connection, now)
        elif due is not None and due <= now.mono:
            self._take_rest(connection, now)
        elif due is not None:
            self._deadlines.set(connection, due)

    def _take_rest(self, connection: Connection, now: Now) -> None:
        """Hand over text without a line end, as soon as it may pass."""
        seconds = self._flood.wait(connection.session, now)
        if seconds:
            self._deadlines.set(connection, now.mono + seconds)
            return
        rest = self._links.take_partial(connection.session.link)
        connection.dialect.hear_rest(connection, rest, now)
        self._settle(connection, 0, now)
