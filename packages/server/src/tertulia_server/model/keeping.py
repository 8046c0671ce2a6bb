"""The port through which the model has its documents kept."""

from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["Put", "keep_nothing"]

Put = Callable[[str, str, Mapping[str, Any] | None], None]
"""Keeps a document of a kind under a key; ``None`` forgets it."""


def keep_nothing(kind: str, key: str, value: Mapping[str, Any] | None, /) -> None:
    """Be the ``Put`` of a server that keeps nothing."""
