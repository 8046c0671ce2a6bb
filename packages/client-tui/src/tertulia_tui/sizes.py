"""How the screen makes do with the terminal it has: names for sizes, which ``app.tcss`` uses."""

from typing import Final

__all__ = ["HEIGHTS", "WIDTHS"]

WIDTHS: Final = [(0, "-tiny"), (60, "-narrow"), (90, "-wide")]
"""Columns from which on a name holds: below 90 people, below 60 rooms as well give way."""

HEIGHTS: Final = [(0, "-short"), (30, "-tall")]
"""Rows from which on a name holds: from 30 on there is space around topic and composer."""
