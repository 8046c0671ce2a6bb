"""Audiences: links that hear the same, because they share rooms and delivery profile.

The naive way asks every member of every room, for every tick, which rooms it
is in. Here links are filed once, when they enter or leave, under what they
will hear; a tick then asks per audience, and a link without news costs nothing.
"""

from collections.abc import Collection, Iterator
from typing import Final

from tertulia_core.ids import LinkId, RoomId

__all__ = ["Audience", "AudienceBook"]

_NO_ROOMS: Final[frozenset[RoomId]] = frozenset()


class Audience:
    """The links in exactly ``rooms`` with exactly ``profile``; only ``links`` changes."""

    __slots__ = ("links", "profile", "rooms")

    def __init__(self, rooms: frozenset[RoomId], profile: int) -> None:
        self.rooms = rooms
        self.profile = profile
        self.links: dict[LinkId, None] = {}


class AudienceBook:
    """Which link belongs to which audience; owner: the network thread."""

    def __init__(self) -> None:
        self._nobody = Audience(_NO_ROOMS, 0)
        self._by_link: dict[LinkId, Audience] = {}
        self._by_kind: dict[tuple[frozenset[RoomId], int], Audience] = {}
        self._by_room: dict[RoomId, dict[Audience, None]] = {}

    def of(self, link: LinkId) -> Audience:
        """Return the link's audience; that of no room where it is in none."""
        return self._by_link.get(link, self._nobody)

    def in_room(self, room: RoomId) -> Collection[Audience]:
        """Return the audiences that hear a room, oldest first."""
        return self._by_room.get(room, ())

    def links_in(self, room: RoomId) -> Iterator[LinkId]:
        """Yield the links in a room."""
        for audience in self.in_room(room):
            yield from audience.links

    def move(self, link: LinkId, rooms: frozenset[RoomId], profile: int) -> Audience:
        """File a link under other rooms or another profile, and return its new audience."""
        old = self._by_link.pop(link, None)
        if old is not None:
            del old.links[link]
            if not old.links:
                self._drop(old)
        if not rooms:
            return self._nobody
        audience = self._by_kind.get((rooms, profile)) or self._add(rooms, profile)
        audience.links[link] = None
        self._by_link[link] = audience
        return audience

    def _add(self, rooms: frozenset[RoomId], profile: int) -> Audience:
        audience = self._by_kind[rooms, profile] = Audience(rooms, profile)
        for room in rooms:
            self._by_room.setdefault(room, {})[audience] = None
        return audience

    def _drop(self, audience: Audience) -> None:
        del self._by_kind[audience.rooms, audience.profile]
        for room in audience.rooms:
            hearing = self._by_room[room]
            del hearing[audience]
            if not hearing:
                del self._by_room[room]
