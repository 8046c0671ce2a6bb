"""What was typed before, to walk through; the same in every user interface."""

from collections import deque
from typing import Final

__all__ = ["Recall"]

REMEMBERED: Final = 200
"""Texts that are kept."""


class Recall:
    """The texts that were sent, oldest first; owner: the UI thread.

    What was being written waits at the newer end until it is reached again.
    """

    def __init__(self) -> None:
        self._texts: deque[str] = deque(maxlen=REMEMBERED)
        self._place: int | None = None
        self._draft = ""

    def add(self, text: str) -> None:
        """Keep a text that was sent; the same one twice in a row is kept once."""
        self._place = None
        if not self._texts or self._texts[-1] != text:
            self._texts.append(text)

    def walk(self, step: int, written: str) -> str | None:
        """Return the text ``step`` places on, ``None`` if there is none there.

        Args:
            step: -1 for the one before, 1 for the one after.
            written: what the composer holds now; kept when the walk begins.
        """
        end = len(self._texts)
        place = end if self._place is None else min(self._place, end)
        target = place + step
        if not 0 <= target <= end or target == place:
            return None
        if place == end:
            self._draft = written
        self._place = target
        return self._draft if target == end else self._texts[target]
