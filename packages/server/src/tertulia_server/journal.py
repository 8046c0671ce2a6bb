"""What this tick wants kept, and who caused it.

Commands put documents here and the ways to tell others add what was said;
at the end of the tick the hub takes all of it as one batch. Whoever caused a
row hears the answer once the row is kept.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from tertulia_core.ids import LinkId
from tertulia_server.store.ports import Put, Row

__all__ = ["Journal", "Taken"]


class Taken(NamedTuple):
    """The batch of one tick.

    Attributes:
        rows: what is to be kept, in order.
        origins: the connections that caused any of it.
    """

    rows: list[Row]
    origins: set[LinkId]


class Journal:
    """Collects rows until the end of the tick; owner: the network thread.

    Attributes:
        origin: the connection whose command runs, ``None`` while the server acts by itself.
    """

    def __init__(self) -> None:
        self.origin: LinkId | None = None
        self._rows: list[Row] = []
        self._origins: set[LinkId] = set()

    def put(self, kind: str, key: str, value: Mapping[str, Any] | None) -> None:
        """Keep the newest value of a small thing; ``None`` forgets it."""
        text = None if value is None else json.dumps(value, ensure_ascii=False)
        self.add(Put(kind, key, text))

    def add(self, row: Row) -> None:
        """Keep something else."""
        self._rows.append(row)
        if self.origin is not None:
            self._origins.add(self.origin)

    def take(self) -> Taken:
        """Return what came together in this tick, and begin the next one."""
        taken = Taken(self._rows, self._origins)
        self._rows = []
        self._origins = set()
        return taken
