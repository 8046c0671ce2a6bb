"""What any program of ours does with its terminal, whatever it shows."""

from collections.abc import Mapping

from textual.app import App

from tertulia_tui.signs import Signs

__all__ = ["TerminalApp"]


class TerminalApp(App[int]):
    """An app that knows its terminal. Owner: the UI thread.

    Args:
        environ: tells what terminal this is.

    Attributes:
        signs: the sequences that this terminal takes.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        super().__init__()
        self.signs = Signs(environ)

    @property
    def is_main_screen(self) -> bool:
        """Whether no page lies over the room."""
        return len(self.screen_stack) == 1

    def tell(self, words: str) -> None:
        """Say something for a few seconds, in a corner."""
        self.notify(words, markup=False)

    def copy_to_clipboard(self, text: str) -> None:
        """Give a text to the clipboard of whoever sits before the terminal."""
        self._clipboard = text
        self.write_sign(self.signs.clipboard(text))

    def write_sign(self, sequence: str) -> None:
        """Write a sequence for the terminal itself, which draws nothing."""
        if self._driver is not None and sequence:
            self._driver.write(sequence)
