"""What is news to a bot, in the order of its room.

After a reconnect what others say now arrives before what was missed. A bot's
listeners are told in the order in which it was said, so what is new waits
until nothing is missing before it.
"""

from collections.abc import Iterable
from typing import Final

from tertulia_core.ids import LineId
from tertulia_core.session.events import Event, LineAdded, LineChanged, LinesInserted, LinesRemoved
from tertulia_core.session.state import GAP_LINES, Line, LineKind, SessionState

__all__ = ["HEARD", "SKEW_SECONDS", "Hearing"]

HEARD: Final = frozenset({LineKind.MESSAGE, LineKind.ACTION})

SKEW_SECONDS: Final = 30.0
"""How far the server's clock may be behind ours before what is said now counts as old."""


class Hearing:
    """Messages of others that the listeners were not told of yet; owner: the bot's thread.

    Args:
        since: Unix seconds; what was said before is no news.
        state: what is known of the rooms.
    """

    def __init__(self, since: float, state: SessionState) -> None:
        self._since = since
        self._state = state
        self._waiting: dict[LineId, Line] = {}

    def take(self, happened: Iterable[Event]) -> list[Line]:
        """Take in events; return what the listeners are to be told now."""
        for event in happened:
            match event:
                case LineAdded(line):
                    self._add(line, self._since - SKEW_SECONDS)
                case LinesInserted(_, lines, _):
                    for line in lines:
                        self._add(line, self._since)
                case LinesRemoved(_, removed):  # they come again
                    for number in removed:
                        self._waiting.pop(number, None)
                case LineChanged(line) if line.id in self._waiting:
                    self._waiting[line.id] = line
        ready = [self._waiting[number] for number in sorted(self._waiting)]
        ready = [line for line in ready if self._is_in_order(line)]
        for line in ready:
            del self._waiting[line.id]
        return ready

    def _add(self, line: Line, since: float) -> None:
        if not line.own and line.kind in HEARD and line.time >= since and line.id >= 0:
            self._waiting[line.id] = line

    def _is_in_order(self, line: Line) -> bool:
        """Tell whether nothing is missing before a line."""
        room = self._state.rooms.get(line.room)
        return room is None or room.gap is None or line.id < room.gap + GAP_LINES
