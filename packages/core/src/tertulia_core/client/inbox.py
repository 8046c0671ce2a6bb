"""The queue between the network's thread and the user interface's."""

import threading
from typing import Generic, TypeVar

__all__ = ["Inbox"]

T = TypeVar("T")


class Inbox(Generic[T]):
    """What waits to be taken by the other thread; any thread may call anything.

    It takes whatever is put, so nothing is ever lost; it says when it is full, and then
    the writer has to stop until a ``take`` tells the reader to let it go on.

    Args:
        limit: the size in bytes above which it is full.
    """

    def __init__(self, limit: int) -> None:
        self._lock = threading.Lock()
        self._limit = limit
        self._items: list[T] = []
        self._size = 0

    def put(self, items: list[T], size: int) -> bool:
        """Add ``items`` that weigh ``size`` bytes; return whether the inbox was empty."""
        with self._lock:
            was_empty = not self._items
            self._items += items
            self._size += size
        return was_empty

    def take(self) -> tuple[list[T], bool]:
        """Remove everything; return it, and whether the inbox was full."""
        with self._lock:
            items, self._items = self._items, []
            was_full, self._size = self._size > self._limit, 0
        return items, was_full

    def is_full(self) -> bool:
        """Tell whether more waits than should."""
        with self._lock:
            return self._size > self._limit
