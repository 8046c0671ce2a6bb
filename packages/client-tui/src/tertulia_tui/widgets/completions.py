"""The list of what a word may become, above the composer."""

from collections.abc import Sequence

from rich.style import Style

from tertulia_core.text import sanitize
from tertulia_tui.theme import Styles
from tertulia_tui.widgets.rows import Row, RowList

__all__ = ["Completions"]

SHOWN = 8


class Completions(RowList, can_focus=False):
    """Candidates with one of them marked; hidden while there are none. Owner: the UI thread."""

    def open(self, candidates: Sequence[str], marked: int, styles: Styles) -> None:
        """Show the candidates around the marked one."""
        first = max(0, min(marked - SHOWN // 2, len(candidates) - SHOWN))
        theme = styles.theme
        current = Style(color=theme.on_accent, bgcolor=theme.accent)
        self.show_rows(
            [
                Row(
                    sanitize(candidate, name=True),
                    style=current if index == marked else styles.text,
                )
                for index, candidate in enumerate(candidates)
            ][first : first + SHOWN]
        )
        self.styles.height = min(len(candidates), SHOWN)
        self.display = True

    def close(self) -> None:
        """Hide the list."""
        self.display = False

    def chosen(self, key: str) -> None:
        """Nothing here is chosen by mouse: rows have no key."""
