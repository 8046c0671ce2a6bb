"""The list of what a word may become, above the composer."""

from collections.abc import Sequence
from typing import Final

from tertulia_core.text import sanitize
from tertulia_tui.theme import Styles
from tertulia_tui.widgets.rows import Row, RowList

__all__ = ["Completions"]

MOST_SHOWN: Final = 8
"""Rows on screen at once; further ones come into sight as they are walked through."""


class Completions(RowList, can_focus=False):
    """Candidates with one of them marked; the keyboard stays in the composer.

    Owner: the UI thread.
    """

    def open(self, candidates: Sequence[str], marked: int, styles: Styles) -> None:
        """Show the candidates around the marked one."""
        first = max(0, min(marked - MOST_SHOWN // 2, len(candidates) - MOST_SHOWN))
        shown = candidates[first : first + MOST_SHOWN]
        self.show_rows(
            [
                Row(
                    sanitize(candidate, name=True),
                    style=styles.selected if index == marked else styles.text,
                )
                for index, candidate in enumerate(shown, first)
            ]
        )
        self.styles.height = len(shown)
        self.display = True

    def close(self) -> None:
        """Hide the list."""
        self.display = False

    def chosen(self, key: str) -> None:
        """Nothing here is chosen by mouse: rows have no key."""
