"""Tab in the composer: core's candidates, walked through in a list above it."""

from collections.abc import Callable

from tertulia_core.client.tabbing import Tabbing
from tertulia_core.session.completion import Completion
from tertulia_tui.theme import Styles
from tertulia_tui.widgets.completions import Completions
from tertulia_tui.widgets.composer import Composer

__all__ = ["Completing"]

Complete = Callable[[str, int], Completion]


class Completing:
    """Completion of the word before the cursor; owner: the UI thread.

    The first Tab puts the best candidate in place, each further one the next;
    any other change of the text ends the walk.

    Args:
        complete: what Tab offers at a place in a text.
        composer: where the word stands.
        completions: the list.
    """

    def __init__(self, complete: Complete, composer: Composer, completions: Completions) -> None:
        self._composer = composer
        self._list = completions
        self._tabbing = Tabbing(complete)

    @property
    def is_open(self) -> bool:
        """Whether the list is on screen."""
        return self._list.display

    def step(self, styles: Styles) -> bool:
        """Put the next candidate in place of the word before the cursor.

        Returns:
            Whether there was a word.
        """
        text, cursor = self._composer.text, self._composer.cursor_index
        is_word = bool(text[:cursor][-1:].strip())
        edit = self._tabbing.step(text, cursor) if is_word or self.is_open else None
        if edit is None:
            self.end()
            return is_word
        self._composer.replace_text(edit.text, edit.cursor)
        candidates = self._tabbing.candidates
        if len(candidates) > 1:
            labels = [each.strip() for each in self._tabbing.labels]
            self._list.open(labels, self._tabbing.chosen, styles)
        else:
            self._list.close()
        return True

    def typed(self) -> None:
        """End the walk if the text is no longer what the last step made of it."""
        if not self._tabbing.is_about(self._composer.text):
            self.end()

    def end(self) -> None:
        """Close the list; the next Tab asks anew."""
        self._tabbing.end()
        self._list.close()
