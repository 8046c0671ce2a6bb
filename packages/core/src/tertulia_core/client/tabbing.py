"""Tab by Tab through what a word may become, the same in every user interface."""

from collections.abc import Callable
from typing import NamedTuple

from tertulia_core.session.completion import Completion

__all__ = ["Edit", "Tabbing"]


class Edit(NamedTuple):
    """What the composer holds after a completion, and where its cursor stands."""

    text: str
    cursor: int


class Tabbing:
    """Walks the candidates for one word; owner: the UI thread.

    It starts anew as soon as the text is not the one it made.

    Args:
        complete: what Tab offers at a place in a text: ``Controller.complete``.
    """

    def __init__(self, complete: Callable[[str, int], Completion]) -> None:
        self._complete = complete
        self._offer = Completion(0, 0)
        self._before = ""
        self._after = ""
        self._made: Edit | None = None
        self.chosen = 0

    @property
    def candidates(self) -> tuple[str, ...]:
        """What there is to choose from; empty while nothing is being completed."""
        return self._offer.candidates if self._made is not None else ()

    @property
    def labels(self) -> tuple[str, ...]:
        """How a list shows the candidates."""
        return (self._offer.labels or self._offer.candidates) if self._made is not None else ()

    def step(self, text: str, cursor: int, by: int = 1) -> Edit | None:
        """Return the text with the next candidate in it, ``None`` if there is none.

        Args:
            text: what the composer holds.
            cursor: an index into it.
            by: 1 for the next candidate, -1 for the one before.
        """
        if self._made == (text, cursor) and self.candidates:
            return self.pick((self.chosen + by) % len(self.candidates))
        self._offer = self._complete(text, cursor)
        self._before, self._after = text[: self._offer.start], text[self._offer.end :]
        if not self._offer.candidates:
            self._made = None
            return None
        return self.pick(0)

    def pick(self, index: int) -> Edit:
        """Return the text with one of the candidates in it."""
        self.chosen = index
        written = self._before + self._offer.candidates[index]
        self._made = Edit(written + self._after, len(written))
        return self._made

    def is_about(self, text: str) -> bool:
        """Say whether ``text`` is what the last step made of it."""
        return self._made is not None and self._made.text == text

    def end(self) -> None:
        """Forget the candidates."""
        self._made = None
