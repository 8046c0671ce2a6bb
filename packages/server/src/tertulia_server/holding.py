"""Commit first, then echo, then deliver: what waits for the disk, and what it is told if it fails.

What a tick wants to send is sealed. Where the tick has rows it waits until they
are kept, and nothing overtakes it on its way to the same connection. A
connection for which nothing waits, and that caused no row that waits, hears
its own answers at once. Where everything stays in memory nothing ever waits.

When a batch cannot be kept, what people said in it was never said: its lines
are taken out of what others were to get, and whoever said it reads a FAIL in
the place of the echo. What merely happened (somebody came, somebody left) is
true all the same and is delivered. Small state, and that a message was taken back
or edited, is tried again. After ``STALL_SECONDS`` without news from the disk, batches that are
in no transaction yet are withdrawn and fail like others; of one that is, nobody
knows the outcome, so that it goes on waiting.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, Protocol

from tertulia_core.broadcast.outbox import Delivery
from tertulia_core.ids import LinkId
from tertulia_server.journal import Said, Taken
from tertulia_server.model.now import Now
from tertulia_server.store.ports import Batch, Change, Put, Row
from tertulia_server.store.worker import InlineWriter, Outcome
from tertulia_server.striking import Refuse, join, strike

__all__ = ["MOST_WAITING", "STALL_SECONDS", "Holding", "Keeper", "TickResult"]

_log = logging.getLogger(__name__)

STALL_SECONDS: Final = 5.0
"""After so long what can still be taken back is refused."""

MOST_WAITING: Final = 8192
"""With more messages waiting, those who send them are not read any more."""

_TEND_SECONDS: Final = 60.0
"""How often a store without a thread of its own forgets what is too old."""


_Small: Final = Put | Change
"""What is tried again: only the newest of each counts."""


class TickResult(NamedTuple):
    """What is to be done now, in this order.

    Attributes:
        deliveries: one piece of bytes per link that hears something.
        closes: links to close once what was sent is written.
    """

    deliveries: list[Delivery]
    closes: list[LinkId]


class Keeper(Protocol):
    """Where batches are written; see ``store.worker.Writer``."""

    def submit(self, batch: Batch, /) -> int:
        """Have a batch written; return its ticket, one higher than the last."""
        ...

    def withdraw(self, ticket: int, /) -> bool:
        """Take a batch back; false if it is in a transaction already, or was."""
        ...


class _Tick:
    """A sealed tick whose rows are not kept yet."""

    __slots__ = (
        "again",
        "closes",
        "deliveries",
        "is_decided",
        "origins",
        "rows",
        "said",
        "since",
        "size",
        "ticket",
        "why",
    )

    def __init__(self, ticket: int, since: float, taken: Taken) -> None:
        self.ticket = ticket
        self.since = since
        self.said = taken.said
        self.again: list[Said] = []
        self.rows = taken.rows
        self.origins = taken.origins
        self.size = sum([len(said.lines) for said in taken.said])
        self.deliveries: list[Delivery] = []
        self.closes: list[LinkId] = []
        self.is_decided = False


class Holding:
    """Sealed ticks in their order; owner: the network thread.

    Attributes:
        waiting: how many messages are not kept yet.

    Args:
        writer: keeps the rows; an ``InlineWriter`` never lets anything wait.
        refuse: makes the line that tells somebody what could not be kept.
        lose: told what people said that could not be kept.
        releases_early: a fault for tests, which must notice it: nothing waits for the disk.
    """

    def __init__(
        self,
        writer: Keeper,
        refuse: Refuse,
        lose: Callable[[Iterable[Said]], None] = lambda said: None,
        *,
        releases_early: bool = False,
    ) -> None:
        self._writer = writer
        self._inline = writer if isinstance(writer, InlineWriter) else None
        self._refuse = refuse
        self._lose = lose
        self._releases_early = releases_early
        self._ticks: deque[_Tick] = deque()
        self._by_link: dict[LinkId, _Tick] = {}
        self._lost: dict[tuple[str, str], Put | Change] = {}
        self._newest: dict[tuple[str, str], int] = {}
        self._next_retry = 0.0
        self._is_stalled = False
        self._failures = 0  # since a tick was kept
        self._next_tend = 0.0
        self.waiting = 0

    def __len__(self) -> int:
        """Return how many ticks wait."""
        return len(self._ticks)

    def holds(self, link: LinkId) -> bool:
        """Tell whether anything waits that ``link`` said or is to hear."""
        return link in self._by_link

    # -- the end of a tick ------------------------------------------------

    def seal(self, result: TickResult, taken: Taken, now: Now) -> TickResult:
        """Take what a tick wants kept and sent; return what of it need not wait."""
        if taken.again:
            self._follow(taken.again)
        if not taken.rows:
            return self._hold(result, None) if self._ticks else result
        tick = self._submit(taken, now)
        if self._inline is not None or self._releases_early:
            return self._release_at_once(result, tick, now)
        self._ticks.append(tick)
        self.waiting += tick.size
        for link in taken.origins:
            self._by_link[link] = tick
        return self._hold(result, tick)

    def _follow(self, again: Iterable[Said]) -> None:
        """Let those who said something again wait for the tick that holds the first."""
        for said in again:
            (outbound,) = said.outbounds
            for tick in self._ticks:
                if any(outbound in first.outbounds for first in tick.said):
                    tick.again.append(said)
                    if said.origin is not None:
                        tick.origins.add(said.origin)
                        self._by_link.setdefault(said.origin, tick)

    def _submit(self, taken: Taken, now: Now) -> _Tick:
        tick = _Tick(self._writer.submit(taken.rows), now.mono, taken)
        for row in taken.rows:
            if isinstance(row, _Small):
                key = _key_of(row)
                self._newest[key] = tick.ticket
                self._lost.pop(key, None)
        return tick

    def _retry(self, now: Now) -> None:
        """Try again to keep small state that was not kept, by itself: it must not spoil others."""
        rows: list[Row] = list(self._lost.values())
        self._lost.clear()
        tick = self._submit(Taken(rows, set(), [], []), now)
        if self._inline is None:
            self._ticks.append(tick)
        elif (outcome := self._inline.take()) is not None:
            self._finish(tick, outcome, now)

    def _release_at_once(self, result: TickResult, tick: _Tick, now: Now) -> TickResult:
        """Return all of it; a tick that could not be kept is struck out at once."""
        tick.deliveries = result.deliveries
        if self._inline is not None and (outcome := self._inline.take()) is not None:
            self._finish(tick, outcome, now)
        return TickResult(tick.deliveries, result.closes)

    def _hold(self, result: TickResult, tick: _Tick | None) -> TickResult:
        """Keep back what has to wait, for ``tick`` or for an earlier one; return the rest."""
        by_link = self._by_link
        free: list[Delivery] = []
        for delivery in result.deliveries:
            link = delivery.link
            if tick is not None and (delivery.relayed or link in by_link):
                tick.deliveries.append(delivery)
                by_link[link] = tick
            elif link in by_link:
                by_link[link].deliveries.append(delivery)
            else:
                free.append(delivery)
        closes = []
        for link in result.closes:
            if link in by_link:
                by_link[link].closes.append(link)
            else:
                closes.append(link)
        return TickResult(free, closes)

    # -- what became of it ------------------------------------------------

    def decide(self, outcome: Outcome, now: Now) -> TickResult:
        """Note the fate of ticks; return what need not wait any more."""
        self._is_stalled = False
        for tick in self._ticks:
            if tick.ticket > outcome.last_ticket:
                break
            if not tick.is_decided:
                self._finish(tick, outcome, now)
        return self._settle()

    def tend(self, now: Now) -> TickResult:
        """Do what is due: give up what the disk does not take, retry, let memory forget."""
        if self._inline is not None and now.mono >= self._next_tend:
            self._next_tend = now.mono + _TEND_SECONDS
            self._inline.tend(now.wall)
        if self._lost and now.mono >= self._next_retry:
            self._retry(now)
        if not self._ticks or now.mono - self._ticks[0].since < STALL_SECONDS:
            return TickResult([], [])
        self._is_stalled = True
        is_news = False
        for tick in self._ticks:
            if not tick.is_decided and self._writer.withdraw(tick.ticket):
                tick.is_decided = is_news = True
                self._fail(tick, "the disk does not answer", now)
        return self._settle() if is_news else TickResult([], [])

    def next_deadline(self) -> float | None:
        """Return the monotonic time at which to call ``tend`` next, ``None`` for never."""
        times = []
        if self._ticks and not self._is_stalled:
            times.append(self._ticks[0].since + STALL_SECONDS)
        if self._lost:
            times.append(self._next_retry)
        return min(times, default=None)

    def _finish(self, tick: _Tick, outcome: Outcome, now: Now) -> None:
        """Note what became of one tick."""
        tick.is_decided = True
        if why := outcome.failed.get(tick.ticket, ""):
            self._fail(tick, why, now)
            return
        if self._failures:
            _log.warning("what is said is kept again", extra={"refused": self._failures})
            self._failures = 0
        for row in tick.rows:
            if isinstance(row, _Small) and self._newest.get(_key_of(row)) == tick.ticket:
                del self._newest[_key_of(row)]

    def _fail(self, tick: _Tick, why: str, now: Now) -> None:
        """Take out of a tick what was not kept, and remember small state to try it again."""
        if not self._failures:  # a full disk under load would fill a log by the second
            _log.error("what is said cannot be kept", extra={"why": why})
        self._failures += 1
        for row in tick.rows:
            if isinstance(row, _Small) and self._newest.get(_key_of(row)) == tick.ticket:
                self._lost[_key_of(row)] = row
        self._next_retry = now.mono + STALL_SECONDS
        self._lose(tick.said)
        for said in tick.again:
            holder = self._holder_of(said, tick)
            holder.deliveries = strike(holder.deliveries, [said], self._refuse)
        tick.deliveries = strike(tick.deliveries, tick.said, self._refuse)

    def _holder_of(self, again: Said, tick: _Tick) -> _Tick:
        """Return the tick, ``tick`` or a later one, with the answer to what was said again."""
        (outbound,) = again.outbounds
        forms = [form for each in outbound.forms() for form in each]
        for later in self._ticks:
            for delivery in later.deliveries:
                if delivery.link == again.origin and any(form in delivery.data for form in forms):
                    return later
        return tick

    def _settle(self) -> TickResult:
        """Release decided ticks, but nothing before what the same link is still waiting for."""
        released: list[list[Delivery]] = []
        closes: list[LinkId] = []
        left: deque[_Tick] = deque()
        by_link: dict[LinkId, _Tick] = {}
        for tick in self._ticks:
            if not tick.is_decided:
                left.append(tick)
                for link in tick.origins:
                    by_link[link] = tick
                for delivery in tick.deliveries:
                    by_link[delivery.link] = tick
                continue
            self.waiting -= tick.size
            if not by_link:
                released.append(tick.deliveries)
                closes += tick.closes
                continue
            free: list[Delivery] = []
            for delivery in tick.deliveries:
                before = by_link.get(delivery.link)
                (free if before is None else before.deliveries).append(delivery)
            released.append(free)
            for link in tick.closes:
                before = by_link.get(link)
                (closes if before is None else before.closes).append(link)
        self._ticks, self._by_link = left, by_link
        return TickResult(join(released), closes)


def _key_of(row: Put | Change) -> tuple[str, str]:
    """Return what a row is the newest state of."""
    return (row.kind, row.key) if isinstance(row, Put) else ("", f"{row.room}/{row.number}")
