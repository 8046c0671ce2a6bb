"""What a switcher offers, and what a few typed letters leave of it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

__all__ = ["Choice", "matching"]


class Choice(NamedTuple):
    """Something to go to or to do: its label (sanitized), a hint such as its key, and how."""

    label: str
    hint: str
    run: Callable[[], object]


def matching(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """Return the choices that hold every word of ``typed``; beginnings come first."""
    words = typed.casefold().split()
    found = [choice for choice in choices if all(word in choice.label.casefold() for word in words)]
    start = typed.casefold().strip().lstrip("#")
    return sorted(
        found, key=lambda choice: not choice.label.casefold().lstrip("#").startswith(start)
    )
