"""Where lines are written while somebody may be typing below them."""

import threading
from collections.abc import Callable, Iterable
from typing import Final, TextIO

__all__ = ["ERASE", "Paper"]

ERASE: Final = "\r\x1b[K"
"""Back to the margin, and nothing to the right of it: the only sequence ever written here."""


class Paper:
    """Lines on a terminal or in a pipe; from any thread.

    Args:
        out: where they are written.
        written: what stands in the line being typed, after the prompt.
        can_erase: whether the terminal can take a line away; otherwise a new one begins.
    """

    def __init__(self, out: TextIO, written: Callable[[], str], *, can_erase: bool) -> None:
        self._out, self._written, self._can_erase = out, written, can_erase
        self._lock = threading.Lock()
        self._prompt = ""

    def ask(self, prompt: str) -> None:
        """From now on a line is being typed after ``prompt``; ``""`` for no longer."""
        with self._lock:
            self._prompt = prompt

    def write(self, lines: Iterable[str]) -> None:
        """Write lines above the one being typed.

        Raises:
            OSError: nobody reads it any more.
        """
        text = "".join(f"{line}\n" for line in lines)
        if not text:
            return
        with self._lock:
            if self._prompt:
                clear = ERASE if self._can_erase else "\n"
                text = f"{clear}{text}{self._prompt}{self._written()}"
            self._out.write(text)
            self._out.flush()
