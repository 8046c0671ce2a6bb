"""Everybody hears exactly its lines, in order; who hears the same shares the same bytes."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tertulia_core.broadcast import outbox as outbox_module
from tertulia_core.broadcast.burst import Burst
from tertulia_core.broadcast.outbound import Outbound
from tertulia_core.broadcast.outbox import Delivery, Outbox
from tertulia_core.broadcast.room import Batch
from tertulia_core.ids import LinkId, RoomId
from tertulia_core.wire.capabilities import AWAY_NOTIFY, MESSAGE_TAGS, PLAIN, SERVER_TIME
from tests.core.broadcast.model import Heard, NaiveOutbox

ANA, BOB, EVA, LUIS = (LinkId(number) for number in range(1, 5))
PROFILES = (0, PLAIN, SERVER_TIME, MESSAGE_TAGS | SERVER_TIME, AWAY_NOTIFY)


class CountedOutbound(Outbound):
    """A line that counts how often it is written, per profile."""

    __slots__ = ("written",)

    def __init__(self, text: str, *, plain: str | None = None, requires: int = 0) -> None:
        super().__init__(
            "PRIVMSG", ("#sala", text), "ana!ana@host", time=0.0, plain=plain, requires=requires
        )
        self.written: Counter[int] = Counter()

    def encode(self, profile: int) -> bytes:
        self.written[profile] += 1
        return super().encode(profile)


def line(text: str) -> Outbound:
    """Return what Ana says."""
    return Outbound("PRIVMSG", ("#sala", text), "ana!ana@host", time=0.0, plain=f"ana: {text}")


def wire(*texts: str) -> bytes:
    """Return what Ana says as a receiver without capabilities reads it."""
    return b"".join(line(text).encode(0) for text in texts)


def heard(deliveries: list[Delivery]) -> dict[LinkId, bytes]:
    """Return the bytes per link, having seen that no link has two deliveries."""
    assert len({delivery.link for delivery in deliveries}) == len(deliveries)
    return {delivery.link: delivery.data for delivery in deliveries}


@pytest.fixture
def outbox() -> Outbox:
    """Return an empty outbox."""
    return Outbox()


@pytest.fixture
def room(outbox: Outbox) -> RoomId:
    """Make a room with Ana, Bob and Eva, all without capabilities."""
    room = outbox.create_room()
    for link in (ANA, BOB, EVA):
        outbox.enter(room, link, 0)
    return room


def test_a_line_reaches_everybody_but_its_sender(outbox: Outbox, room: RoomId) -> None:
    """The sender's own line is left out, and it gets no empty delivery."""
    outbox.to_room(room, line("hola"), skip=ANA)

    assert heard(outbox.seal()) == {BOB: wire("hola"), EVA: wire("hola")}


def test_a_tick_says_its_lines_once(outbox: Outbox, room: RoomId) -> None:
    """After seal the next tick is empty."""
    outbox.to_room(room, line("hola"))
    outbox.seal()

    assert outbox.seal() == []


def test_an_echo_stands_at_its_place(outbox: Outbox, room: RoomId) -> None:
    """With echo-message the sender hears itself between the lines of the others."""
    outbox.to_room(room, line("1"))
    outbox.to_room(room, line("2"), skip=ANA)
    outbox.to_link(ANA, b"echo\r\n")
    outbox.to_room(room, line("3"))

    assert heard(outbox.seal())[ANA] == wire("1") + b"echo\r\n" + wire("3")


def test_a_newcomer_hears_from_its_entry_and_a_leaver_until_its_end(
    outbox: Outbox, room: RoomId
) -> None:
    """Membership counts at the moment a line is said."""
    outbox.to_room(room, line("1"))
    outbox.enter(room, LUIS, 0)
    outbox.to_room(room, line("2"))
    outbox.leave(room, EVA)
    outbox.to_room(room, line("3"))

    got = heard(outbox.seal())

    assert got[LUIS] == wire("2", "3")
    assert got[EVA] == wire("1", "2")


def test_lines_of_several_rooms_keep_the_order_of_the_calls(outbox: Outbox, room: RoomId) -> None:
    """Rooms do not come one after the other but as they spoke."""
    other = outbox.create_room()
    outbox.enter(other, ANA, 0)
    outbox.to_room(room, line("1"))
    outbox.to_room(other, line("2"))
    outbox.to_room(room, line("3"))

    assert heard(outbox.seal())[ANA] == wire("1", "2", "3")


def test_a_line_to_several_rooms_is_heard_once(outbox: Outbox, room: RoomId) -> None:
    """Who shares two rooms with somebody who quits reads one QUIT."""
    other = outbox.create_room()
    for link in (ANA, LUIS):
        outbox.enter(other, link, 0)
    outbox.to_rooms([room, other, room], line("adiós"), skip=BOB)

    assert heard(outbox.seal()) == {link: wire("adiós") for link in (ANA, EVA, LUIS)}


def test_only_some_members_hear_a_restricted_line(outbox: Outbox, room: RoomId) -> None:
    """``only`` never reaches beyond the room, nor the one to skip."""
    outbox.to_room(room, line("1"))
    outbox.to_room(room, line("ops"), skip=ANA, only=[ANA, BOB, LUIS])

    got = heard(outbox.seal())

    assert got == {ANA: wire("1"), BOB: wire("1", "ops"), EVA: wire("1")}


def test_what_others_caused_is_counted_apart(outbox: Outbox, room: RoomId) -> None:
    """Answers to one's own commands do not count against the send limit."""
    outbox.to_room(room, line("1"))
    outbox.to_link(ANA, b"answer\r\n")
    outbox.relay(ANA, line("private"), 0)

    relayed = {delivery.link: delivery.relayed for delivery in outbox.seal()}

    assert relayed[ANA] == len(wire("1", "private"))
    assert relayed[BOB] == len(wire("1"))


def test_a_deleted_room_is_heard_to_its_end_and_no_more(outbox: Outbox, room: RoomId) -> None:
    """What was said is delivered; what is said afterwards is our own mistake."""
    outbox.to_room(room, line("1"))
    outbox.delete_room(room)

    assert heard(outbox.seal()) == {link: wire("1") for link in (ANA, BOB, EVA)}
    with pytest.raises(KeyError):
        outbox.to_room(room, line("2"))
    with pytest.raises(KeyError):
        outbox.enter(room, ANA, 0)


def test_a_sealed_tick_is_final(outbox: Outbox, room: RoomId) -> None:
    """Held back, it stays what it was, whoever enters, leaves or changes afterwards."""
    outbox.to_room(room, line("1"))
    sealed = outbox.seal()
    before = list(sealed)
    outbox.enter(room, LUIS, PLAIN)
    outbox.set_profile(ANA, PLAIN)
    outbox.forget(BOB)
    outbox.to_room(room, line("2"))
    outbox.seal()

    assert sealed == before
    assert heard(sealed) == {link: wire("1") for link in (ANA, BOB, EVA)}


def test_a_thousand_members_cost_one_encode_per_profile_and_one_join(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The work does not grow with the members: two profiles, two joins, two texts per line."""
    joins: list[Batch] = []

    class CountedBatch(Batch):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            joins.append(self)

    monkeypatch.setattr(outbox_module, "Batch", CountedBatch)
    room = outbox.create_room()
    for number in range(1_000):
        outbox.enter(room, LinkId(number), PROFILES[number % 2])
    lines = [CountedOutbound(str(number), plain=str(number)) for number in range(10)]
    for number, said in enumerate(lines):
        outbox.to_room(room, said, skip=LinkId(number))

    deliveries = outbox.seal()

    assert len(deliveries) == 1_000
    assert len(joins) == 2
    assert all(said.written == {0: 1, PLAIN: 1} for said in lines)
    assert len({id(delivery.data) for delivery in deliveries[:-10]}) == 2


def test_members_of_the_same_several_rooms_share_one_join(outbox: Outbox, room: RoomId) -> None:
    """Sharing does not end where people are in more than one room."""
    other, silent = outbox.create_room(), outbox.create_room()
    for link in (BOB, EVA):
        outbox.enter(other, link, 0)
    outbox.enter(silent, EVA, 0)
    outbox.to_room(room, line("1"))
    outbox.to_room(other, line("2"))

    got = heard(outbox.seal())

    assert got[BOB] == wire("1", "2")
    assert got[BOB] is got[EVA]


# Any interleaving: the same calls on both, compared at each seal.

ROOMS = 3
LINKS = st.sampled_from([ANA, BOB, EVA, LUIS, LinkId(5)])
ROOM_INDEX = st.integers(0, ROOMS - 1)
OPERATIONS = st.one_of(
    st.tuples(st.just("enter"), ROOM_INDEX, LINKS, st.sampled_from(PROFILES)),
    st.tuples(st.just("leave"), ROOM_INDEX, LINKS),
    st.tuples(st.just("set_profile"), LINKS, st.sampled_from(PROFILES)),
    st.tuples(st.just("forget"), LINKS),
    st.tuples(st.just("to_room"), ROOM_INDEX, st.none() | LINKS),
    st.tuples(st.just("to_room"), ROOM_INDEX, st.none() | LINKS),
    st.tuples(st.just("burst"), ROOM_INDEX, st.none() | LINKS, st.integers(1, 3)),
    st.tuples(st.just("to_some"), ROOM_INDEX, st.none() | LINKS, st.sets(LINKS)),
    st.tuples(st.just("to_rooms"), st.sets(ROOM_INDEX), st.none() | LINKS),
    st.tuples(st.just("echo"), ROOM_INDEX, LINKS),
    st.tuples(st.just("relay"), LINKS, st.sampled_from(PROFILES)),
    st.tuples(st.just("to_link"), LINKS),
    st.tuples(st.just("replace_room"), ROOM_INDEX),
    st.tuples(st.just("seal")),
)


class Pair:
    """Our outbox and the naive one, told the same."""

    def __init__(self) -> None:
        self.ours = Outbox()
        self.naive = NaiveOutbox()
        self.rooms = [self._new_room() for _ in range(ROOMS)]
        self.said: list[CountedOutbound] = []

    def apply(self, name: str, *args: Any) -> None:
        getattr(self, f"do_{name}")(*args)

    def _new_room(self) -> RoomId:
        room = self.ours.create_room()
        self.naive.members[room] = set()
        return room

    def _both(self, method: str, *args: Any, **options: Any) -> None:
        getattr(self.ours, method)(*args, **options)
        getattr(self.naive, method)(*args, **options)

    def _line(self) -> CountedOutbound:
        number = len(self.said)
        plain = f"ana: {number}" if number % 3 else None
        said = CountedOutbound(f"{number}", plain=plain, requires=(number % 2) * AWAY_NOTIFY)
        self.said.append(said)
        return said

    def do_enter(self, index: int, link: LinkId, profile: int) -> None:
        self._both("enter", self.rooms[index], link, profile)

    def do_leave(self, index: int, link: LinkId) -> None:
        self._both("leave", self.rooms[index], link)

    def do_set_profile(self, link: LinkId, profile: int) -> None:
        self._both("set_profile", link, profile)

    def do_forget(self, link: LinkId) -> None:
        self._both("forget", link)

    def do_to_room(self, index: int, skip: LinkId | None) -> None:
        self._both("to_room", self.rooms[index], self._line(), skip=skip)

    def do_burst(self, index: int, skip: LinkId | None, size: int) -> None:
        bodies = [self._line().encode(0) or b"PING\r\n" for _ in range(size)]
        burst = Burst(line("before"), bodies, 0.0, len(self.said), str)
        self._both("burst_to_room", self.rooms[index], burst, skip=skip)

    def do_to_some(self, index: int, skip: LinkId | None, only: set[LinkId]) -> None:
        self._both("to_room", self.rooms[index], self._line(), skip=skip, only=only)

    def do_to_rooms(self, indexes: set[int], skip: LinkId | None) -> None:
        self._both("to_rooms", [self.rooms[index] for index in indexes], self._line(), skip=skip)

    def do_echo(self, index: int, origin: LinkId) -> None:
        said = self._line()
        self._both("to_room", self.rooms[index], said, skip=origin)
        self._both("to_link", origin, said.encode(0))

    def do_relay(self, link: LinkId, profile: int) -> None:
        self._both("relay", link, self._line(), profile)

    def do_to_link(self, link: LinkId) -> None:
        self._both("to_link", link, f"{len(self.said)} answer\r\n".encode())

    def do_replace_room(self, index: int) -> None:
        self._both("delete_room", self.rooms[index])
        self.rooms[index] = self._new_room()

    def do_seal(self) -> None:
        deliveries = self.ours.seal()
        expected = {link: got for link, got in self.naive.heard.items() if got.data}
        assert heard(deliveries) == {link: got.data for link, got in expected.items()}
        assert {delivery.link: delivery.relayed for delivery in deliveries} == {
            link: got.relayed for link, got in expected.items()
        }
        self._check_sharing(heard(deliveries), expected)
        self.naive.heard.clear()
        self.naive.active.clear()

    def _check_sharing(
        self, deliveries: dict[LinkId, bytes], expected: dict[LinkId, Heard]
    ) -> None:
        shared: dict[tuple[object, int], bytes] = {}
        for link, got in expected.items():
            if not got.differs:
                rooms = self.naive.rooms_of(link) & self.naive.active
                first = shared.setdefault((rooms, self.naive.profiles[link]), deliveries[link])
                assert deliveries[link] is first
        event(f"links that share: {min(len(shared), 3)}")


@settings(max_examples=400)
@given(st.lists(OPERATIONS, max_size=60))
def test_any_interleaving_delivers_what_the_naive_way_does(operations: list[Any]) -> None:
    """Byte for byte, in order, counted alike, and shared wherever two receivers are equal."""
    pair = Pair()
    for operation in operations:
        pair.apply(*operation)
    pair.apply("seal")


@settings(max_examples=100)
@given(
    st.lists(st.tuples(ROOM_INDEX, st.none() | LINKS), max_size=30),
    st.lists(st.tuples(ROOM_INDEX, LINKS, st.sampled_from(PROFILES)), max_size=15),
)
def test_a_line_is_written_once_per_profile(
    said: list[tuple[int, LinkId | None]], members: list[tuple[int, LinkId, int]]
) -> None:
    """However many receivers and rooms, ``encode`` is asked once per (line, profile)."""
    outbox = Outbox()
    rooms = [outbox.create_room() for _ in range(ROOMS)]
    for index, link, profile in members:
        outbox.enter(rooms[index], link, profile)
    lines = [CountedOutbound("x") for _ in said]
    for (index, skip), counted in zip(said, lines, strict=True):
        outbox.to_room(rooms[index], counted, skip=skip)

    outbox.seal()

    assert all(count == 1 for counted in lines for count in counted.written.values())
