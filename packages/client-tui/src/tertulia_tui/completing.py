"""Tab: asks core what a word may become and walks through the answers."""

from tertulia_core.client.controller import Controller
from tertulia_core.session.completion import Completion
from tertulia_tui.theme import Styles
from tertulia_tui.widgets.completions import Completions
from tertulia_tui.widgets.composer import Composer

__all__ = ["Completing"]


class Completing:
    """One walk through the candidates for a word; owner: the UI thread.

    The first Tab asks and puts the best candidate in place, each further one
    the next; any other change of the text ends the walk.
    """

    def __init__(
        self, controller: Controller, composer: Composer, completions: Completions
    ) -> None:
        self._controller = controller
        self._composer = composer
        self._list = completions
        self._offer = Completion(0, 0)
        self._marked = -1
        self._before = ""
        self._after = ""

    def step(self, styles: Styles) -> None:
        """Put the next candidate in place of the word."""
        if self._marked < 0 and not self._ask():
            return
        candidates = self._offer.candidates
        self._marked = (self._marked + 1) % len(candidates)
        start = self._before + candidates[self._marked]
        self._composer.replace_text(start + self._after, len(start))
        if len(candidates) > 1:
            self._list.open([each.strip() for each in candidates], self._marked, styles)

    def typed(self) -> None:
        """End the walk if the text is no longer what the last step made of it."""
        if self._marked < 0:
            return
        placed = self._before + self._offer.candidates[self._marked] + self._after
        if self._composer.text != placed:
            self.end()

    def end(self) -> None:
        """Close the list; the next Tab asks anew."""
        self._marked = -1
        self._list.close()

    def _ask(self) -> bool:
        text = self._composer.text
        self._offer = self._controller.complete(text, self._composer.cursor_index)
        self._before, self._after = text[: self._offer.start], text[self._offer.end :]
        return bool(self._offer.candidates)
