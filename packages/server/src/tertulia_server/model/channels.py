"""All channels there are: by name, and by what a name looks like."""

from typing import Protocol

from tertulia_core.ids import RoomId
from tertulia_core.wire.casemap import CasefoldDict, Fold
from tertulia_server.model.archives import Archives
from tertulia_server.model.channel import Channel
from tertulia_server.model.lookalikes import skeleton
from tertulia_server.model.now import Now
from tertulia_server.model.registered import Registered

__all__ = ["Channels", "Rooms"]


class Rooms(Protocol):
    """Where each channel gets its room to be heard in: the broadcast layer's outbox."""

    def create_room(self) -> RoomId:
        """Return a room nobody is in, with a number never used before."""
        ...

    def delete_room(self, room: RoomId) -> None:
        """Forget a room nobody is in."""
        ...


class Channels(CasefoldDict[Channel]):
    """The channels by name; owner: the network thread; changed by ``World`` only.

    Args:
        fold: what makes two spellings one name.
        rooms: see ``Rooms``.
        archives: which history belongs to a channel.
        registered: what is kept of channels that nobody is in.
    """

    __slots__ = ("_archives", "_by_skeleton", "_registered", "_rooms")

    def __init__(
        self, fold: Fold, rooms: Rooms, archives: Archives, registered: Registered
    ) -> None:
        super().__init__(fold)
        self._rooms = rooms
        self._archives = archives
        self._registered = registered
        self._by_skeleton: dict[str, Channel] = {}

    def make(self, name: str, now: Now) -> Channel:
        """Make the channel ``name``, with what was kept of it."""
        room = self._rooms.create_room()
        ids = self._archives.open(name, is_owned=name in self._registered)
        channel = Channel(name, room, ids, now.wall, self._fold)
        self._know(channel)
        self._registered.restore(channel)
        return channel

    def remove(self, channel: Channel) -> None:
        """Forget a channel, in which nobody is any more."""
        self._forget(channel)
        self._rooms.delete_room(channel.room)

    def rename(self, channel: Channel, name: str) -> None:
        """Let a channel be called ``name``, which no other one is."""
        self._forget(channel)
        self._archives.rename(channel.name, name)
        if channel.founder:
            self._registered.drop(channel.name)
        channel.rename(name)
        self._know(channel)
        self._registered.keep(channel)

    def has_like(self, name: str, channel: Channel | None = None) -> bool:
        """Tell whether ``name`` looks like that of a channel, other than ``channel``."""
        other = self._by_skeleton.get(skeleton(name), channel)
        return other is not channel or bool(self._registered.find_like(name))

    def _know(self, channel: Channel) -> None:
        self[channel.name] = channel
        self._by_skeleton[skeleton(channel.name)] = channel

    def _forget(self, channel: Channel) -> None:
        del self[channel.name]
        self._by_skeleton.pop(skeleton(channel.name), None)
