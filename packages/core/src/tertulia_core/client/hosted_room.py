"""A server that this client has started, from the wish to its end."""

from collections.abc import Callable
from typing import Final

from tertulia_core.address import TcpAddress
from tertulia_core.client.hosting import HostState, RoomHost

__all__ = ["HostedRoom"]

LOOK_SECONDS: Final = 0.1
"""How often to look whether it is ready."""


class HostedRoom:
    """At most one child process; owner: the UI thread.

    Args:
        start_host: starts it; a twin in tests.

    Attributes:
        address: where it serves, or is going to; ``None`` before it was started.
        look_at: when to look at it again (monotonic), ``None`` for never.
        problem: why the last one ended by itself.
    """

    def __init__(self, start_host: Callable[[TcpAddress], RoomHost]) -> None:
        self._start_host = start_host
        self._host: RoomHost | None = None
        self.address: TcpAddress | None = None
        self.look_at: float | None = None
        self.problem = ""

    @property
    def is_running(self) -> bool:
        """Whether there is one that has not ended, as far as is known."""
        return self._host is not None

    def start(self, address: TcpAddress, now: float) -> None:
        """Start it.

        Raises:
            OSError: the process cannot be started.
        """
        self._host = self._start_host(address)
        self.address, self.look_at = address, now

    def look(self, now: float) -> HostState:
        """Return how far it is; one that ended is put away."""
        assert self._host is not None, "only looked at after it was started"
        state = self._host.state()
        self.look_at = now + LOOK_SECONDS if state is HostState.STARTING else None
        if state is HostState.ENDED:
            self.problem = self._host.problem()
            self.stop()
        return state

    def stop(self) -> None:
        """End it, if it runs."""
        if self._host is not None:
            self._host.stop()
            self._host = None
