"""The owner of the chat's state: events in, deliveries out, one tick at a time.

It has no thread, no socket and no clock of its own, so the whole server runs in
a test; ``turning`` adds the loop that turns it.
"""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from tertulia_core.broadcast.outbox import Outbox
from tertulia_core.i18n import N_, Catalogue
from tertulia_core.ids import LinkId
from tertulia_core.transport.backlogs import LOW_WATER
from tertulia_core.transport.events import (
    BytesReceived,
    CloseReason,
    EofReceived,
    LinesReceived,
    LinkClosed,
    LinkDrained,
    LinkOpened,
    TransportEvent,
)
from tertulia_server.admin.desk import LISTENER, Desk
from tertulia_server.config import Config
from tertulia_server.dialects.connection import Connection
from tertulia_server.dialects.door import Door
from tertulia_server.dialects.gateway import Gateways, MakeGateway
from tertulia_server.dialects.intake import Intake, Links
from tertulia_server.dialects.lobby import Lobby
from tertulia_server.dispatch import Dispatcher
from tertulia_server.holding import MOST_WAITING, Holding, Keeper, TickResult
from tertulia_server.inbox import Notice, ReloadRequested, StopRequested, WorkDone
from tertulia_server.model.fail_codes import STORE_UNAVAILABLE
from tertulia_server.model.now import Now
from tertulia_server.model.refusals import Fail
from tertulia_server.model.session import Phase
from tertulia_server.store.ports import StoreLost
from tertulia_server.store.worker import Fatal, InlineWriter, Outcome

__all__ = ["Hub", "TickResult"]

_ = Catalogue("tertulia_server").gettext
log = logging.getLogger(__name__)

_REASONS: Final = {
    CloseReason.LOCAL: N_("Connection closed"),
    CloseReason.EOF: N_("Connection closed"),
    CloseReason.ERROR: N_("Connection lost"),
    CloseReason.TIMEOUT: N_("Connection timed out"),
    CloseReason.SENDQ: "SendQ exceeded",
}
"""What the others are told when a link closes."""


class Hub:
    """Connections, the languages they speak, and the order of a tick; owner: the network thread.

    Args:
        config: how the server is set up.
        dispatcher: the chat.
        links: the transport.
        guest_listeners: the names of the listeners through which guests may come; from other
            computers, for whom a proxy here speaks, only where they are meant to.
        gateways: what unwraps the links of raw listeners, by the listeners' names.
        desk: answers those who come through the admin door.
        writer: keeps what is said and done; without one the store is written at once.
        releases_early: see ``Holding``.

    Attributes:
        holding: what waits for the disk.
        stop: by which the server was asked to end, once it was.
    """

    def __init__(
        self,
        config: Config,
        dispatcher: Dispatcher,
        links: Links,
        guest_listeners: Collection[str],
        gateways: Mapping[str, MakeGateway] = MappingProxyType({}),
        desk: Desk | None = None,
        writer: Keeper | None = None,
        *,
        releases_early: bool = False,
    ) -> None:
        self._desk = desk
        self._dispatcher = dispatcher
        self._links = links
        self._outbox: Outbox = dispatcher.outbox
        self._intake = Intake(links, dispatcher.flood, self._finished)
        self._connections: dict[LinkId, Connection] = {}
        self._closes: list[LinkId] = []
        self._outcomes: list[Outcome] = []
        self.holding = Holding(
            writer or InlineWriter(dispatcher.store),
            self._refuse,
            dispatcher.lose,
            releases_early=releases_early,
        )
        self._gateways = Gateways(gateways)
        self._lobby = Lobby(dispatcher, config.guests)
        dispatcher.set_before_speech(self._lobby.summon)
        dispatcher.set_queued(links.queued)
        self._guest_listeners = frozenset(guest_listeners)
        self._guests_are_local = config.guests.enabled is None
        self._guest_door = Door(dispatcher, links, self._lobby, config.guests.wait)
        self._irc_door = Door(dispatcher, links, None, config.guests.wait)
        self._handlers: dict[type[Any], Callable[[Any, Now], None]] = {
            LinkOpened: self._opened,
            LinesReceived: self._lines_received,
            BytesReceived: self._bytes_received,
            EofReceived: self._eof_received,
            LinkDrained: self._drained,
            LinkClosed: self._closed,
        }
        self._noticers: dict[type[Any], Callable[[Any, Now], None]] = {
            StopRequested: self._stop_requested,
            ReloadRequested: self._reload_requested,
            WorkDone: self._worked,
            Outcome: self._decided,
            Fatal: self._lost,
        }
        self.stop: StopRequested | None = None

    def reconfigure(self, config: Config, guest_listeners: Collection[str], now: Now) -> None:
        """Go by another configuration from now on; see ``__init__`` for the arguments."""
        self._guest_listeners = frozenset(guest_listeners)
        self._guests_are_local = config.guests.enabled is None
        self._lobby.guests = config.guests
        self._guest_door.patience = self._irc_door.patience = config.guests.wait
        self._dispatcher.reconfigure(config, now)

    def __len__(self) -> int:
        """Return how many connections there are."""
        return len(self._connections)

    def bring_back(self, now: Now) -> None:
        """Let those be there who are always on; to be called once, before the first tick."""
        self._dispatcher.bring_back(now)

    # -- one tick -----------------------------------------------------------

    def tick(self, events: Sequence[TransportEvent], now: Now) -> TickResult:
        """Act on ``events`` and on what is due at ``now``; return what is to be sent."""
        self.begin(now)
        self.handle(events, now)
        return self.seal(now)

    def begin(self, now: Now) -> None:
        """Go on with those who have read what they got, or whose words the disk has taken."""
        if self._may_unblock:
            self._unblock(now)
        for link in [link for link in self._dispatcher.unfinished if self._may_go_on(link)]:
            connection = self._connections[link]
            self._dispatcher.continue_answers(connection.session, now)
            self._intake.drained(connection, now)
        if self._desk is not None:
            for link in filter(self._may_go_on, self._desk.waiting):
                self._desk.go_on(link)

    def handle(self, events: Sequence[TransportEvent], now: Now) -> None:
        """Act on ``events``; what they cause is collected until ``seal``."""
        for event in events:
            try:
                self._handlers[type(event)](event, now)
            except Exception:
                log.exception("link failed", extra={"link": event.link})
                self._end(event.link, _("Internal error"), now)

    def seal(self, now: Now) -> TickResult:
        """Let pass what is due, and return everything that was collected."""
        for connection in self._intake.take_due(now):
            try:
                self._intake.go_on(connection, now)
            except Exception:
                log.exception("link failed", extra={"link": connection.session.link})
                self._end(connection.session.link, _("Internal error"), now)
        self._dispatcher.timers(now)
        for link in self._dispatcher.take_closing():
            self._end(link, "", now)
        closes, self._closes = self._closes, []
        return self._release(self._hold(closes, now), now)

    def _hold(self, closes: list[LinkId], now: Now) -> TickResult:
        """Seal the tick; return what of it need not wait."""
        sealed = TickResult(self._outbox.seal(), closes)
        taken = self._dispatcher.journal.take()
        held = self.holding.seal(sealed, taken, now)
        if self.holding.waiting > MOST_WAITING:
            self._intake.blocked |= taken.origins
        return held

    def _release(self, sealed: TickResult, now: Now, *, is_leaving: bool = False) -> TickResult:
        """Return what is to be sent now: of this tick and of those that waited."""
        deliveries, closes = sealed
        for outcome in self._outcomes:
            released = self.holding.decide(outcome, now)
            deliveries, closes = deliveries + released.deliveries, closes + released.closes
        self._outcomes.clear()
        due = self.holding.tend(now)
        deliveries, closes = deliveries + due.deliveries, closes + due.closes
        return TickResult(self._gateways.wrap(deliveries, closes, is_leaving=is_leaving), closes)

    @property
    def _may_unblock(self) -> bool:
        return bool(self._intake.blocked) and self.holding.waiting <= MOST_WAITING // 2

    def _unblock(self, now: Now) -> None:
        """Read again those who were told to wait for the disk."""
        blocked, self._intake.blocked = self._intake.blocked, set()
        for link in blocked & self._connections.keys():
            self._intake.drained(self._connections[link], now)

    def _refuse(self, link: LinkId, command: str, target: str) -> bytes:
        """Return the line that tells a link that nothing of what it said was kept."""
        fail = Fail(STORE_UNAVAILABLE.to_command(command), target)
        line = self._dispatcher.refusal(link, fail)
        if not line and self._desk is not None:
            return self._desk.refuse(link, _(fail.sentence))
        return line

    def next_deadline(self, now: Now) -> float | None:
        """Return the monotonic time of the next tick even if nothing arrives, if any."""
        waiting = self._desk.waiting if self._desk is not None else ()
        unfinished = (*self._dispatcher.unfinished, *waiting)
        if self._may_unblock or any(map(self._may_go_on, unfinished)):
            return now.mono
        times = (
            self._intake.next_deadline(),
            self._dispatcher.next_timer(),
            self.holding.next_deadline(),
        )
        return min((time for time in times if time is not None), default=None)

    def say_goodbye(self, reason: str, now: Now) -> TickResult:
        """Tell everybody that the server ends; all links are to be closed.

        Who has never said or heard a word is not told either.
        """
        for connection in list(self._connections.values()):
            if connection.session.phase is Phase.NEW:
                self._end(connection.session.link, reason, now)
        self._dispatcher.goodbye(reason, now)
        self._dispatcher.take_closing()
        closes = [*self._closes, *self._connections]
        self._connections.clear()
        return self._release(self._hold(closes, now), now, is_leaving=True)

    def flush(self, now: Now) -> TickResult:
        """Return what the disk has confirmed since, while the server ends."""
        return self._release(TickResult([], []), now, is_leaving=True)

    # -- what other threads did ---------------------------------------------

    def notice(self, notices: Sequence[Notice], now: Now) -> None:
        """Act on what came through the inbox; what it causes is collected until ``seal``."""
        for notice in notices:
            self._noticers[type(notice)](notice, now)

    def _stop_requested(self, notice: StopRequested, _now: Now) -> None:
        self.stop = notice

    def _reload_requested(self, _notice: ReloadRequested, _now: Now) -> None:
        self._dispatcher.services.reload()

    def _decided(self, notice: Outcome, _now: Now) -> None:
        self._outcomes.append(notice)

    def _lost(self, notice: Fatal, _now: Now) -> None:
        raise StoreLost(notice.why)

    def _worked(self, notice: WorkDone, now: Now) -> None:
        if self._desk is not None and self._desk.worked(notice):
            return
        session = self._dispatcher.worked(notice, now)
        connection = self._connections.get(session.link) if session is not None else None
        if connection is not None:
            self._intake.drained(connection, now)

    # -- what the network did -----------------------------------------------

    def _opened(self, event: LinkOpened, now: Now) -> None:
        if self._desk is not None and event.listener == LISTENER:
            self._desk.opened(event.link)
            return
        peer = event.peer
        session = self._dispatcher.opened(
            event.link, peer.host, is_tls=peer.is_tls, is_loopback=peer.is_loopback, now=now
        )
        session.fingerprint = peer.fingerprint
        is_welcome = peer.is_loopback or not self._guests_are_local
        is_for_guests = is_welcome and event.listener in self._guest_listeners
        door = self._guest_door if is_for_guests else self._irc_door
        connection = self._connections[event.link] = Connection(session, door, now.mono)
        self._gateways.open(event.link, event.listener)
        if session.phase is Phase.CLOSED:
            return  # there are too many from its address
        door.receive(connection, now)
        log.info("link opened", extra={"link": event.link, "host": peer.host, "tls": peer.is_tls})

    def _lines_received(self, event: LinesReceived, now: Now) -> None:
        connection = self._connections.get(event.link)
        if connection is not None:
            self._intake.lines(connection, event.lines, event.partial, now)
        elif self._desk is not None:
            self._desk.heard(event.link, event.lines, now)

    def _bytes_received(self, event: BytesReceived, now: Now) -> None:
        connection = self._connections.get(event.link)
        if connection is None:
            return
        lines, is_over = self._gateways.receive(event.link, event.data, now)
        if lines:
            self._intake.lines(connection, lines, 0, now)
        if is_over and event.link in self._connections:
            self._intake.ended(connection, b"", now)

    def _eof_received(self, event: EofReceived, now: Now) -> None:
        connection = self._connections.get(event.link)
        if connection is not None:
            self._intake.ended(connection, event.partial, now)
        elif self._desk is not None and self._desk.closed(event.link):
            self._closes.append(event.link)

    def _drained(self, event: LinkDrained, now: Now) -> None:
        connection = self._connections.get(event.link)
        if connection is not None:
            self._intake.drained(connection, now)

    def _may_go_on(self, link: LinkId) -> bool:
        return self._links.queued(link) <= LOW_WATER and not self.holding.holds(link)

    def _closed(self, event: LinkClosed, now: Now) -> None:
        connection = self._connections.get(event.link)
        if connection is None:
            if self._desk is not None:
                self._desk.closed(event.link)
            return
        if connection.backlog is not None and event.reason is CloseReason.ERROR:
            # It went away while its lines waited; they are still said.
            connection.end = connection.end or b""
            self._intake.drained(connection, now)
            return
        self._end(event.link, _(_REASONS.get(event.reason, event.reason.value)), now)

    # -- the end of a connection --------------------------------------------

    def _finished(self, connection: Connection, now: Now) -> None:
        """Close one that has said all it had to say, or that was refused."""
        self._end(connection.session.link, _("Connection closed"), now)

    def _end(self, link: LinkId, reason: str, now: Now) -> None:
        """Tell the others that somebody is gone, and close the link."""
        connection = self._forget(link)
        if connection is not None:
            self._dispatcher.closed(connection.session, reason, now)
        self._closes.append(link)

    def _forget(self, link: LinkId) -> Connection | None:
        connection = self._connections.pop(link, None)
        if connection is not None:
            connection.deadline = None
            self._lobby.leave(connection)
            log.info("link closed", extra={"link": link})
        return connection
