"""What any program of ours does with its terminal, whatever it shows."""

from collections.abc import Mapping
from typing import Any

from textual import events
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.driver import Driver
from textual.screen import Screen

from tertulia_tui.frontbuffer import DeltaCompositor, DeltaUpdate, FrontBuffer, Window
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
        self._shown = FrontBuffer()

    @property
    def is_main_screen(self) -> bool:
        """Whether no page lies over the room."""
        return len(self.screen_stack) == 1

    @property
    def moving_window(self) -> Window:
        """The part of the main screen whose rows move up when something is added."""
        raise NotImplementedError

    def get_default_screen(self) -> Screen[object]:
        """Make the main screen, of which is drawn what differs from what is shown."""
        screen: Screen[object] = Screen(id="_default")
        screen._compositor = DeltaCompositor(self._shown, lambda: self.moving_window)
        return screen

    def on_resize(self, _event: events.Resize) -> None:
        """Write everything anew: terminals wrap in their own ways."""
        self._shown.forget()

    def _display(self, screen: Screen[object], renderable: Any) -> None:
        """Write what differs from what is shown, while nothing lies over the main screen."""
        is_whole = isinstance(renderable, CompositorUpdate) and self.is_main_screen
        if is_whole and not isinstance(renderable, DeltaUpdate):
            renderable = DeltaUpdate(screen._compositor, self._shown, self.moving_window)
        elif renderable is not None and not is_whole:
            self._shown.forget()
        super()._display(screen, renderable)

    def get_driver_class(self) -> type[Driver]:
        """Return Textual's driver for this system; on Unix the one that a closed terminal ends."""
        usual = super().get_driver_class()
        if usual.__module__ != "textual.drivers.linux_driver":
            return usual
        from tertulia_tui.closable import ClosableDriver  # not to be imported on Windows

        return ClosableDriver

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
