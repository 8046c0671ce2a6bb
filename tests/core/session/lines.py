"""Lines for tests of what is drawn."""

from typing import Any

from tertulia_core.ids import LineId
from tertulia_core.session.state import Line, LineKind

NOON = 1_780_000_000.0
"""Some moment; tests that care about days add whole ones."""

_count = iter(range(1, 1_000_000))


def line(
    kind: LineKind = LineKind.MESSAGE, nick: str = "rosa", text: str = "hola", **rest: Any
) -> Line:
    """Return a line of ``#sala`` with an id of its own."""
    rest.setdefault("time", NOON)
    return Line(LineId(next(_count)), "#sala", kind, nick, text, **rest)
