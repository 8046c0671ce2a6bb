"""A descriptor that any thread can make readable, so that a waiting thread looks at its queue."""

import socket

__all__ = ["Waker"]


class Waker:
    """A socket pair of which one end is watched; owner of everything but ``wake``: one thread.

    The order that loses no wake-up: who produces puts its item into the queue
    and then calls ``wake``; who consumes calls ``clear`` and then empties the queue.
    """

    __slots__ = ("_awake", "_reader", "_writer")

    def __init__(self) -> None:
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._awake = False

    def fileno(self) -> int:
        """Return the descriptor that becomes readable."""
        return self._reader.fileno()

    def wake(self) -> None:
        """Make the descriptor readable; from any thread or signal handler, also after ``close``.

        Wakes that nobody has seen yet are one: a thousand cost one system call.
        """
        if self._awake:
            return
        self._awake = True
        try:
            self._writer.send(b"\0")
        except OSError:  # The pair is full, so it is readable; or it is closed, so nobody waits.
            pass

    def clear(self) -> None:
        """Make the descriptor unreadable again; what was queued before is to be looked at after."""
        try:
            while len(self._reader.recv(64)) == 64:
                pass
        except BlockingIOError:
            pass
        # Only now: a wake that came since the read above is skipped and still
        # served, since its item is in the queue that the caller empties next.
        self._awake = False

    def close(self) -> None:
        """Close both ends."""
        self._reader.close()
        self._writer.close()
