"""Which sockets can go on: ``select.epoll`` where the system has it, else ``selectors``."""

import selectors
from typing import Final, Protocol

from tertulia_core import platforms

__all__ = ["READ", "WRITE", "Poller", "SelectorsPoller", "new_poller"]

# The numbers of epoll (EPOLLIN, EPOLLOUT), so that its object serves without a translation.
READ: Final = 1
WRITE: Final = 4


class Poller(Protocol):
    """A set of watched descriptors; one whose interest is nothing is unregistered, never kept at 0.

    Keeping it would let epoll report a hang-up that nobody reads, on every poll.
    """

    def register(self, fd: int, eventmask: int, /) -> None:
        """Start to watch ``fd`` for ``READ``, ``WRITE`` or both."""
        ...

    def modify(self, fd: int, eventmask: int, /) -> None:
        """Replace what ``fd`` is watched for."""
        ...

    def unregister(self, fd: int, /) -> None:
        """Stop watching ``fd``; must come before it is closed."""
        ...

    def poll(self, timeout: float | None, /) -> list[tuple[int, int]]:
        """Wait at most ``timeout`` seconds (``None``: for ever); return ``(fd, mask)`` pairs.

        Besides ``READ`` and ``WRITE`` a mask may hold bits that mean a broken connection.
        """
        ...

    def close(self) -> None:
        """Release the descriptor of the set itself."""
        ...


class SelectorsPoller:
    """The portable poller, see ``Poller``: kqueue, poll or select through the standard library."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()

    def register(self, fd: int, eventmask: int, /) -> None:
        """Start to watch."""
        self._selector.register(fd, _to_selectors(eventmask))

    def modify(self, fd: int, eventmask: int, /) -> None:
        """Watch for something else."""
        self._selector.modify(fd, _to_selectors(eventmask))

    def unregister(self, fd: int, /) -> None:
        """Stop watching."""
        self._selector.unregister(fd)

    def poll(self, timeout: float | None, /) -> list[tuple[int, int]]:
        """Wait, and return what is ready."""
        ready = self._selector.select(timeout)
        return [(key.fd, _from_selectors(mask)) for key, mask in ready]

    def close(self) -> None:
        """Release the selector."""
        self._selector.close()


def new_poller() -> Poller:
    """Make the fastest poller of this system."""
    return platforms.epoll() or SelectorsPoller()


def _to_selectors(mask: int) -> int:
    reading = selectors.EVENT_READ if mask & READ else 0
    return reading | (selectors.EVENT_WRITE if mask & WRITE else 0)


def _from_selectors(mask: int) -> int:
    reading = READ if mask & selectors.EVENT_READ else 0
    return reading | (WRITE if mask & selectors.EVENT_WRITE else 0)
