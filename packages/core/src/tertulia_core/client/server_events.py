"""What happens where several servers are: on which one, and in which room of the list."""

from dataclasses import dataclass
from typing import NamedTuple, NewType, Self

from tertulia_core.session.events import Event

__all__ = ["Elsewhere", "Happening", "RoomKey", "ServerId", "ServerSelected", "ServersChanged"]

ServerId = NewType("ServerId", int)
"""Names a server for as long as the program runs; never given to another one."""


class RoomKey(NamedTuple):
    """A room of the list that all servers share."""

    server: ServerId
    room: str

    def to_text(self) -> str:
        """Return it as one word, for lists that keep a word for each row."""
        return f"{self.server} {self.room}"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the key behind ``to_text``."""
        server, _space, room = text.partition(" ")
        return cls(ServerId(int(server)), room)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Something happened on a server that is not on screen."""

    server: ServerId
    event: Event


@dataclass(frozen=True, slots=True)
class ServerSelected:
    """Another server is on screen; a ``RoomSelected`` of it follows."""

    server: ServerId


@dataclass(frozen=True, slots=True)
class ServersChanged:
    """A server came into the list or left it."""


Happening = Event | Elsewhere | ServerSelected | ServersChanged
"""What user interfaces react to: the engine's events, and those of the list of servers."""
