"""Lines and a painter for tests of what the terminal client draws: a fixed day, nicks as names."""

import datetime as dt
from typing import Any

from tertulia_core.ids import LineId
from tertulia_core.session.presentation import local_date
from tertulia_core.session.state import Line, LineKind
from tertulia_core.session.theme import DARK, Theme
from tertulia_tui.theme import styles_of
from tertulia_tui.widgets.blocks import Painter

__all__ = ["NOON", "painter", "said"]

NOON = 1_780_000_000.0
"""When the first line was said, Unix seconds."""


def today() -> dt.date:
    """Return the day of ``NOON`` here."""
    return local_date(NOON)


def painter(theme: Theme = DARK) -> Painter:
    """Return a painter who calls people by their nicks."""
    return Painter(styles_of(theme), lambda nick: nick, today)


def said(number: int, text: str, nick: str = "ana", **more: Any) -> Line:
    """Return a message; each comes a second after the one before."""
    fields: dict[str, Any] = {"kind": LineKind.MESSAGE, **more}
    return Line(LineId(number), "#sala", nick=nick, text=text, time=NOON + number, **fields)
