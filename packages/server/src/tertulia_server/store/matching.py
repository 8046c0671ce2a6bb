"""Which messages a search is after: the rule that holds for both stores."""

from typing import NamedTuple

from tertulia_server.store.folding import fold
from tertulia_server.store.lines import has_link, sender_of, text_of
from tertulia_server.store.places import to_milliseconds
from tertulia_server.store.ports import Entry, Query

__all__ = ["Wanted"]


class Wanted(NamedTuple):
    """A query made ready to be compared.

    Attributes:
        words: folded.
        after, before: milliseconds, both exclusive; ``None`` for no bound.
    """

    query: Query
    words: tuple[str, ...]
    after: int | None
    before: int | None

    @classmethod
    def from_query(cls, query: Query) -> "Wanted":
        """Make a query ready."""
        return cls(
            query,
            tuple(word for word in map(fold, query.words) if word),
            None if query.after is None else to_milliseconds(query.after),
            None if query.before is None else to_milliseconds(query.before),
        )

    def may_hold(self, room: int, last: int, ranks: int, milliseconds: int) -> bool:
        """Tell whether a run of ``room`` may hold something, ``last`` being its highest number."""
        floor = self.query.rooms.get(room)
        return (
            floor is not None
            and last >= floor
            and (not ranks or bool(ranks & self.query.ranks.get(room, 0)))
            and (self.after is None or milliseconds > self.after)
            and (self.before is None or milliseconds < self.before)
        )

    def is_met_by(self, entry: Entry) -> bool:
        """Tell whether a message of a run that may hold something is wanted."""
        query = self.query
        if entry.number < query.rooms[entry.room]:
            return False
        if query.senders and sender_of(entry.line).lower() not in query.senders:
            return False
        text = text_of(entry.line)
        if not text or (query.has_link and not has_link(text)):
            return False
        folded = fold(text)
        return all(word in folded for word in self.words)
