"""The server a client starts for itself, played: the twin of ``hosting.RoomHost``."""

from tertulia_core.address import TcpAddress
from tertulia_core.client.hosting import HostState

__all__ = ["PlayedHost"]


class PlayedHost:
    """A room host whose server is there at once.

    Attributes:
        is_stopped: whether the client has ended it.
    """

    def __init__(self, _address: TcpAddress) -> None:
        self.is_stopped = False

    def state(self) -> HostState:
        """See ``RoomHost``."""
        return HostState.READY

    def problem(self) -> str:
        """See ``RoomHost``."""
        return ""

    def stop(self, timeout: float = 0) -> None:
        """See ``RoomHost``."""
        self.is_stopped = True
