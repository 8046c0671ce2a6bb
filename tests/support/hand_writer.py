"""A writer whose disk is the test: it decides when what was submitted is kept, or not."""

from collections.abc import Collection

from tertulia_server.store.ports import Batch
from tertulia_server.store.worker import Outcome

__all__ = ["HandWriter"]


class HandWriter:
    """See ``store.worker.Writer``; owner: the test.

    Attributes:
        batches: what was submitted and is not decided, by ticket.
        in_transaction: tickets that cannot be withdrawn any more.
    """

    def __init__(self) -> None:
        self.batches: dict[int, Batch] = {}
        self.in_transaction: set[int] = set()
        self._last_ticket = 0

    def submit(self, batch: Batch, /) -> int:
        """Take a batch."""
        self._last_ticket += 1
        self.batches[self._last_ticket] = batch
        return self._last_ticket

    def withdraw(self, ticket: int, /) -> bool:
        """Give a batch back unless it is in a transaction or decided."""
        if ticket in self.in_transaction:
            return False
        return self.batches.pop(ticket, None) is not None

    def begin(self) -> None:
        """Take all that waits into a transaction."""
        self.in_transaction = set(self.batches)

    def finish(self, count: int | None = None, failed: Collection[int] = ()) -> Outcome:
        """Decide the oldest ``count`` batches, all by default.

        Args:
            count: how many.
            failed: which of them are not kept, 0 for the oldest.
        """
        tickets = sorted(self.batches)[:count]
        for ticket in tickets:
            del self.batches[ticket]
        self.in_transaction -= set(tickets)
        last = tickets[-1] if tickets else self._last_ticket - len(self.batches)
        return Outcome(last, {tickets[index]: "no room" for index in failed})
