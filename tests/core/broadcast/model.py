"""The naive twin of ``Outbox``: one list per receiver, appended to as things happen."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from tertulia_core.broadcast.burst import Burst
from tertulia_core.broadcast.outbound import Outbound
from tertulia_core.ids import LinkId, RoomId


@dataclass
class Heard:
    """What one link got in this tick."""

    data: bytes = b""
    relayed: int = 0
    differs: bool = False
    """Whether it cannot share: it skipped a line, was told something, or moved midway."""


@dataclass
class NaiveOutbox:
    """Same methods as ``Outbox``; every line is written to every receiver at once."""

    members: dict[RoomId, set[LinkId]] = field(default_factory=dict)
    profiles: dict[LinkId, int] = field(default_factory=dict)
    heard: dict[LinkId, Heard] = field(default_factory=dict)
    active: set[RoomId] = field(default_factory=set)

    def rooms_of(self, link: LinkId) -> frozenset[RoomId]:
        return frozenset(room for room, links in self.members.items() if link in links)

    def enter(self, room: RoomId, link: LinkId, profile: int) -> None:
        self._note_move(link, link not in self.members[room] or self.profiles[link] != profile)
        self.members[room].add(link)
        self.profiles[link] = profile

    def leave(self, room: RoomId, link: LinkId) -> None:
        self._note_move(link, link in self.members[room])
        self.members[room].discard(link)

    def set_profile(self, link: LinkId, profile: int) -> None:
        self._note_move(link, bool(self.rooms_of(link)) and self.profiles[link] != profile)
        self.profiles[link] = profile

    def forget(self, link: LinkId) -> None:
        for room in self.rooms_of(link):
            self.leave(room, link)

    def delete_room(self, room: RoomId) -> None:
        for link in list(self.members[room]):
            self.leave(room, link)
        del self.members[room]

    def to_room(
        self,
        room: RoomId,
        outbound: Outbound,
        *,
        skip: LinkId | None = None,
        only: Collection[LinkId] | None = None,
    ) -> None:
        if only is None:
            self.to_rooms([room], outbound, skip=skip)
            return
        for link in only:
            if link in self.members[room] and link != skip:
                self.relay(link, outbound, self.profiles[link])

    def to_rooms(
        self, rooms: Iterable[RoomId], outbound: Outbound, *, skip: LinkId | None = None
    ) -> None:
        rooms = set(rooms)
        self.active |= rooms
        for link in set().union(*(self.members[room] for room in rooms)):
            if link != skip:
                self._write(link, outbound.encode(self.profiles[link]), relayed=True)
        if skip is not None:
            self._of(skip).differs = True

    def burst_to_room(self, room: RoomId, burst: Burst, *, skip: LinkId | None = None) -> None:
        self.active.add(room)
        for link in self.members[room]:
            if link != skip:
                lines = burst.encoded(self.profiles[link])
                self._write(link, b"".join(lines), relayed=True)
        if skip is not None:
            self._of(skip).differs = True

    def relay(self, link: LinkId, outbound: Outbound, profile: int) -> None:
        data = outbound.encode(profile)
        self._write(link, data, relayed=True)
        self._of(link).differs |= bool(data)

    def to_link(self, link: LinkId, data: bytes) -> None:
        self._write(link, data, relayed=False)
        self._of(link).differs |= bool(data)

    def _write(self, link: LinkId, data: bytes, *, relayed: bool) -> None:
        heard = self._of(link)
        heard.data += data
        heard.relayed += len(data) if relayed else 0

    def _note_move(self, link: LinkId, moved: bool) -> None:
        if moved and self.active:
            self._of(link).differs = True

    def _of(self, link: LinkId) -> Heard:
        return self.heard.setdefault(link, Heard())
