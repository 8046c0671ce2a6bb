"""Tab in the composer: the engine's candidates, walked through in a list above it."""

import tkinter as tk

from tertulia_core.client.servers import Servers
from tertulia_core.client.tabbing import Edit, Tabbing
from tertulia_core.session.completion import Completion
from tertulia_tk.theme import Look
from tertulia_tk.widgets.composer import Composer
from tertulia_tk.widgets.suggestions import Suggestions

__all__ = ["Completing"]


class Completing:
    """Completion of the word before the cursor; owner: the UI thread.

    Args:
        root: the window, over which the list is shown.
        look: colours, fonts and sizes.
        servers: the one on screen says what there is for a place in a text.
        composer: where it is written.
    """

    def __init__(
        self,
        root: tk.Misc,
        look: Look,
        servers: Servers,
        composer: Composer,
    ) -> None:
        self._composer = composer
        self._servers = servers
        self._tabbing = Tabbing(self._complete)
        self.list = Suggestions(root, look, self._pick)

    def step(self, by: int) -> bool:
        """Write the next candidate for the partial word before the cursor; say if there was any."""
        text, cursor = self._composer.content(), self._composer.cursor()
        is_word = bool(text[:cursor][-1:].strip())
        edit = self._tabbing.step(text, cursor, by) if is_word or self.list.is_open else None
        if edit is None:
            self.close()
            return False
        self._write(edit)
        return True

    def edited(self, text: str) -> None:
        """The text is another one: unless we wrote it ourselves, the list has had its time."""
        if not self._tabbing.is_about(text):
            self.close()

    def close(self) -> None:
        """Take the list away; what was written stays."""
        self._tabbing.end()
        self.list.close()

    def _complete(self, text: str, cursor: int) -> Completion:
        return self._servers.current.complete(text, cursor)

    def _pick(self, index: int) -> None:
        self._write(self._tabbing.pick(index))
        self.close()
        self._composer.take_keyboard()

    def _write(self, edit: Edit) -> None:
        self._composer.set_content(edit.text, edit.cursor)
        candidates = self._tabbing.candidates
        if len(candidates) > 1:
            self.list.open(self._tabbing.labels, self._tabbing.chosen, self._composer)
        else:
            self.list.close()
