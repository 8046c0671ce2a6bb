"""All that one tick wants to send: collected while commands run, sealed at its end.

The naive way writes every line to every receiver as it happens and is bound
by one system call per delivery. Here a tick is a list: each line gets the
next position, rooms keep their lines, and ``seal`` turns all of it into one
piece of bytes per link, the same object for all who hear the same.
"""

from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from tertulia_core.broadcast.aside import Aside
from tertulia_core.broadcast.audience import Audience, AudienceBook
from tertulia_core.broadcast.burst import Burst
from tertulia_core.broadcast.outbound import Outbound
from tertulia_core.broadcast.room import SILENCE, Batch, RoomLines, merge
from tertulia_core.ids import LinkId, RoomId

__all__ = ["Delivery", "Outbox"]


class Delivery(NamedTuple):
    """What one link gets from one tick.

    Attributes:
        data: final bytes; nothing that happens later changes them.
        relayed: how many of them others caused, which count against its send limit.
    """

    link: LinkId
    data: bytes
    relayed: int


_make: Final = tuple.__new__
"""What ``Delivery(…)`` comes down to; called directly it takes two thirds of the time."""


class Outbox:
    """Rooms, who is in them, and what this tick says; owner: the network thread.

    Everybody gets the lines in the order of the calls, across rooms too:
    those of rooms it was in at the time of the call, once each, without
    those that skip it, and its own answers in their place between them.
    """

    def __init__(self) -> None:
        self._audiences = AudienceBook()
        self._rooms: set[RoomId] = set()
        self._last_room = 0
        self._begin()

    def _begin(self) -> None:
        self._position = 0
        self._active: dict[RoomId, RoomLines] = {}
        self._asides: dict[LinkId, Aside] = {}

    # Rooms and who is in them

    def create_room(self) -> RoomId:
        """Make an empty room; its id is never used again."""
        self._last_room += 1
        room = RoomId(self._last_room)
        self._rooms.add(room)
        return room

    def delete_room(self, room: RoomId) -> None:
        """Let everybody leave and forget the room; what was said in it is still delivered."""
        for link in list(self._audiences.links_in(room)):
            self.leave(room, link)
        self._rooms.remove(room)

    def enter(self, room: RoomId, link: LinkId, profile: int) -> None:
        """Let a link hear a room from now on; ``profile`` holds for all its rooms."""
        self._require(room)
        self._move(link, self._audiences.of(link).rooms | {room}, profile)

    def leave(self, room: RoomId, link: LinkId) -> None:
        """Let a link hear a room no more."""
        audience = self._audiences.of(link)
        self._move(link, audience.rooms - {room}, audience.profile)

    def set_profile(self, link: LinkId, profile: int) -> None:
        """Write what a link hears from now on for another delivery profile."""
        self._move(link, self._audiences.of(link).rooms, profile)

    def forget(self, link: LinkId) -> None:
        """Let a link leave every room; what it heard in this tick so far is still delivered."""
        self._move(link, frozenset(), 0)

    # What this tick says

    def to_room(
        self,
        room: RoomId,
        outbound: Outbound,
        *,
        skip: LinkId | None = None,
        only: Collection[LinkId] | None = None,
    ) -> None:
        """Say a line to everybody in a room, but not to ``skip``.

        With ``only``, of the members only these hear it (STATUSMSG and the
        like), which costs a step per receiver.
        """
        if only is not None:
            self._to_some(room, outbound, [link for link in only if link != skip])
            return
        position = self._position
        lines = self._active.get(room) or self._begin_room(room)
        lines.positions.append(position)
        lines.said.append(outbound)
        if skip is not None:
            aside = self._asides.get(skip) or self._begin_aside(skip)
            aside.omit(position, position + 1)
        self._position = position + 1

    def burst_to_room(self, room: RoomId, burst: Burst, *, skip: LinkId | None = None) -> None:
        """Say several lines in a row, as so many calls of ``to_room`` would."""
        start = self._position
        end = self._position = start + len(burst)
        lines = self._active.get(room) or self._begin_room(room)
        lines.positions.extend(range(start, end))
        lines.said.append(burst)
        if skip is not None:
            self._aside(skip).omit(start, end)

    def to_rooms(
        self, rooms: Iterable[RoomId], outbound: Outbound, *, skip: LinkId | None = None
    ) -> None:
        """Say a line to everybody in any of ``rooms``, once each: QUIT, NICK and their like."""
        position = self._position
        for room in set(rooms):
            lines = self._active.get(room) or self._begin_room(room)
            lines.positions.append(position)
            lines.said.append(outbound)
        if skip is not None:
            self._aside(skip).omit(position, position + 1)
        self._position = position + 1

    def relay(self, link: LinkId, outbound: Outbound, profile: int) -> None:
        """Say a line of somebody else's to one link: a private message."""
        data = outbound.encode(profile)
        if data:
            self._aside(link).insert(self._position, data, relayed=True)

    def to_link(self, link: LinkId, data: bytes) -> None:
        """Give a link an answer of its own, after all that it heard so far in this tick."""
        if data:
            self._aside(link).insert(self._position, data, relayed=False)

    def _to_some(self, room: RoomId, outbound: Outbound, links: Iterable[LinkId]) -> None:
        for link in links:
            audience = self._audiences.of(link)
            if room in audience.rooms:
                self.relay(link, outbound, audience.profile)

    # The end of the tick

    def seal(self) -> list[Delivery]:
        """Turn all that was said into final bytes, and begin the next tick.

        Who hears what is settled here for good, so that sealed ticks may
        wait and still be released as they were. Links that get nothing are
        absent.
        """
        sealing = _Sealing(self._active)
        deliveries = self._seal_shared(sealing)
        deliveries += self._seal_asides(sealing)
        self._begin()
        return deliveries

    def _seal_shared(self, sealing: "_Sealing") -> list[Delivery]:
        """Return the deliveries of all links without an aside."""
        asides = self._asides
        deliveries: list[Delivery] = []
        seen: set[Audience] = set()
        for room in self._active:
            for audience in self._audiences.in_room(room):
                if audience in seen:
                    continue
                seen.add(audience)
                data = sealing.batch(audience).data
                if data:
                    size = len(data)
                    deliveries += [
                        _make(Delivery, (link, data, size))
                        for link in audience.links
                        if link not in asides
                    ]
        return deliveries

    def _seal_asides(self, sealing: "_Sealing") -> list[Delivery]:
        """Return the deliveries of the links with an aside."""
        deliveries = []
        for link, aside in self._asides.items():
            data, relayed = aside.assemble(self._position, sealing.batch)
            if data:
                deliveries.append(Delivery(link, data, relayed))
        return deliveries

    # Filing

    def _require(self, room: RoomId) -> None:
        if room not in self._rooms:
            raise KeyError(room)

    def _move(self, link: LinkId, rooms: frozenset[RoomId], profile: int) -> None:
        before = self._audiences.of(link)
        if rooms == before.rooms and (profile == before.profile or not rooms):
            return
        # Before the tick's first line nobody has missed anything: no aside, the batch is shared.
        aside = self._aside(link) if self._position else self._asides.get(link)
        after = self._audiences.move(link, rooms, profile)
        if aside is not None:
            aside.move(self._position, after)

    def _aside(self, link: LinkId) -> Aside:
        return self._asides.get(link) or self._begin_aside(link)

    def _begin_aside(self, link: LinkId) -> Aside:
        aside = self._asides[link] = Aside(self._audiences.of(link))
        return aside

    def _begin_room(self, room: RoomId) -> RoomLines:
        self._require(room)
        lines = self._active[room] = RoomLines()
        return lines


class _Sealing:
    """The batches of one tick, each joined at the first wish for it."""

    def __init__(self, active: dict[RoomId, RoomLines]) -> None:
        self._active = active
        self._rooms = frozenset(active)
        self._by_audience: dict[Audience, Batch] = {}
        self._by_kind: dict[tuple[frozenset[RoomId], int], Batch] = {}

    def batch(self, audience: Audience) -> Batch:
        """Return what an audience hears: the lines of those of its rooms that were active."""
        batch = self._by_audience.get(audience)
        if batch is None:
            batch = self._by_audience[audience] = self._find(audience)
        return batch

    def _find(self, audience: Audience) -> Batch:
        """Return the batch that audiences share whose other rooms were silent."""
        rooms = audience.rooms & self._rooms
        if not rooms:
            return SILENCE
        key = rooms, audience.profile
        batch = self._by_kind.get(key)
        if batch is None:
            batch = self._by_kind[key] = self._join(rooms, audience.profile)
        return batch

    def _join(self, rooms: frozenset[RoomId], profile: int) -> Batch:
        if len(rooms) > 1:
            return merge([self._active[room] for room in rooms], profile)
        (room,) = rooms
        lines = self._active[room]
        return Batch(lines.positions, lines.encoded(profile))
