"""Connections that have said nothing yet, and how they become guests.

Somebody who opens a socket to listen should hear the room; a thousand sockets
that never say a word should cost nothing and bother nobody. So the silent wait
here, in no room and on no list, until there is something for them to hear.
"""

from tertulia_core.ids import LinkId
from tertulia_server.config import GuestsConfig
from tertulia_server.dialects.connection import Connection
from tertulia_server.dispatch import Dispatcher
from tertulia_server.model.channel import Channel
from tertulia_server.model.now import Now

__all__ = ["Lobby"]


class Lobby:
    """The silent, in the order in which they came; owner: the network thread.

    Attributes:
        guests: how many there may be, and after how long a silence; may be set anew.

    Args:
        dispatcher: makes guests of them.
        guests: how many there may be, and after how long a silence.
    """

    def __init__(self, dispatcher: Dispatcher, guests: GuestsConfig) -> None:
        self._dispatcher = dispatcher
        self.guests = guests
        self._silent: dict[LinkId, Connection] = {}

    def arrive(self, connection: Connection) -> None:
        """Let a new connection wait here."""
        self._silent[connection.session.link] = connection

    def leave(self, connection: Connection) -> None:
        """Forget one that is gone, or that speaks IRC."""
        self._silent.pop(connection.session.link, None)

    def admit(self, connection: Connection, now: Now) -> None:
        """Make a guest of one that has something to say."""
        self.leave(connection)
        self._dispatcher.reception.enter(connection.session, now)

    def summon(self, channel: Channel, now: Now) -> None:
        """Make guests of all who have been silent long enough: in ``channel`` somebody speaks."""
        if not self._silent or not self._is_guests_room(channel):
            return
        latest = now.mono - self.guests.wait
        while self._silent and self._dispatcher.world.guests < self.guests.max:
            connection = next(iter(self._silent.values()))
            if connection.opened > latest:
                return
            self.admit(connection, now)

    def _is_guests_room(self, channel: Channel) -> bool:
        return self._dispatcher.world.channels.get(self.guests.room) is channel
