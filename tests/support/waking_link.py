"""A scripted link with a socket that wakes Tk."""

import socket

from tertulia_core.client.link import ScriptedLink

__all__ = ["WakingLink"]


class WakingLink(ScriptedLink):
    """A scripted link with a socket that wakes Tk, as the network's link has one."""

    def __init__(self) -> None:
        self._mine, self._others = socket.socketpair()
        self._mine.setblocking(False)
        super().__init__(self._wake)

    def _wake(self) -> None:
        self._others.send(b".")

    def wake_fileno(self) -> int:
        """Return the descriptor that becomes readable."""
        return self._mine.fileno()

    def clear_wake(self) -> None:
        """Make it unreadable again."""
        try:
            while self._mine.recv(4096):
                pass
        except BlockingIOError:
            pass

    def stop(self) -> None:
        """See ``ClientLink``."""
        super().stop()
        self._mine.close()
        self._others.close()
