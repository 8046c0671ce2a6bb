"""Jump letters: every row that can be chosen gets a letter, and the letter chooses it."""

from collections.abc import Sequence
from typing import Final

from textual import events
from textual.screen import ModalScreen

from tertulia_tui.widgets.rows import RowList

__all__ = ["LETTERS", "JumpScreen"]

LETTERS: Final = "asdfghjklqwertyuiopzxcvbnm1234567890"
"""In the order in which they are given out: those under the fingers first."""


class JumpScreen(ModalScreen[None]):
    """Lies over the main screen unseen and waits for one key; any other key ends it.

    Args:
        lists: whose rows get letters, in this order.
    """

    def __init__(self, lists: Sequence[RowList]) -> None:
        super().__init__()
        self._lists = lists
        self._targets: dict[str, tuple[RowList, int]] = {}

    def on_mount(self) -> None:
        """Give the letters out."""
        places = [(each, index) for each in self._lists for index in each.choosable]
        self._targets = dict(zip(LETTERS, places, strict=False))
        for each in self._lists:
            each.show_letters(
                {index: key for key, (owner, index) in self._targets.items() if owner is each}
            )

    def on_key(self, event: events.Key) -> None:
        """Choose what the letter stands for."""
        event.stop()
        for each in self._lists:
            each.show_letters({})
        self.dismiss()
        target = self._targets.get(event.character or "")
        if target is not None:
            owner, index = target
            owner.choose(index)
