"""What is measured: who talks to whom, who arrives, and at which servers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

__all__ = ["SHAPES", "Kind", "Shape"]


class Kind(Enum):
    """What a shape tells, with the figure its table is about."""

    TALK = "million deliveries a second"
    PACE = "milliseconds from the moment a message is due until it is there"
    ARRIVE = "registrations a second, and bytes per idle connection"
    JOIN = "seconds until everybody has entered and seen all who came later"
    START = "seconds until the ready line"


@dataclass(frozen=True)
class Shape:
    """One measurement.

    Attributes:
        title: what tables call it.
        kind: what it tells.
        servers: who is measured, in the order of the first round.
        load: what the generator is told, see ``load/main.c``.
        is_pinned: whether server and generator have a processor each.
        most_rounds: how often at most, where one takes long.
        is_long: whether the short form leaves it out.
    """

    title: str
    kind: Kind
    servers: tuple[str, ...]
    load: Mapping[str, str | int | float] = field(default_factory=dict)
    is_pinned: bool = True
    most_rounds: int = 99
    is_long: bool = False


PEERS = ("tertulia", "inspircd", "ngircd")
DURABLE = (*PEERS, "durable")
ALL = (*PEERS, "limit")

SMALL = {"clients": 100, "rooms": 1}
BIG = {"clients": 1000, "rooms": 1}
ROOMS = {"clients": 1000, "rooms": 100, "senders": 100, "window": 64}
W64 = {"senders": 10, "window": 64}
AT_ONCE = {"prompt": 1}
"""Clients acknowledge what they get at once, which is the best that can happen to the peers:
they leave Nagle's algorithm on, and by default a client's system waits up to 40 ms."""

STORM = {"arrive": 1, "seconds": 0}

SHAPES: Mapping[str, Shape] = {
    "small-w64": Shape(
        "100 in 1 room, 10 senders, W64", Kind.TALK,
        (*DURABLE, "tags", "durable-tags", "tls", "threads", "limit"), {**SMALL, **W64, **AT_ONCE},
    ),
    "big-w64": Shape(
        "1,000 in 1 room, 10 senders, W64", Kind.TALK, (*ALL, "durable"),
        {**BIG, **W64, **AT_ONCE},
    ),
    "rooms-w64": Shape(
        "1,000 in 100 rooms, 100 senders, W64", Kind.TALK, (*ALL, "durable"),
        {**ROOMS, **AT_ONCE},
    ),
    "small-w1": Shape(
        "100 in 1 room, all send, W1", Kind.TALK, (*ALL, "durable", "threads"),
        {**SMALL, "senders": 100, "window": 1, **AT_ONCE},
    ),
    "big-w1": Shape(
        "1,000 in 1 room, 100 senders, W1", Kind.TALK, ALL,
        {**BIG, "senders": 100, "window": 1, **AT_ONCE},
    ),
    "small-w64-delayed": Shape(
        "100 in 1 room, 10 senders, W64; delayed acknowledgements", Kind.TALK, PEERS,
        {**SMALL, **W64}, most_rounds=3,
    ),
    "small-w1-delayed": Shape(
        "100 in 1 room, all send, W1; delayed acknowledgements", Kind.TALK, DURABLE,
        {**SMALL, "senders": 100, "window": 1}, most_rounds=3,
    ),
    "big-w1-delayed": Shape(
        "1,000 in 1 room, 100 senders, W1; delayed acknowledgements", Kind.TALK, PEERS,
        {**BIG, "senders": 100, "window": 1}, most_rounds=3,
    ),
    "rooms-w64-delayed": Shape(
        "1,000 in 100 rooms, 100 senders, W64; delayed acknowledgements", Kind.TALK, DURABLE, ROOMS,
        most_rounds=3,
    ),
    "small-w64-unpinned": Shape(
        "100 in 1 room, 10 senders, W64; not pinned", Kind.TALK, PEERS,
        {**SMALL, **W64, **AT_ONCE}, is_pinned=False, most_rounds=3,
    ),
    "small-w1-unpinned": Shape(
        "100 in 1 room, all send, W1; not pinned", Kind.TALK, PEERS,
        {**SMALL, "senders": 100, "window": 1, **AT_ONCE}, is_pinned=False, most_rounds=3,
    ),
    "huge-w64": Shape(
        "10,000 in 1 room, 10 senders, W64", Kind.TALK, ("tertulia",),
        {"clients": 10_000, "rooms": 1, **W64, **AT_ONCE}, most_rounds=2, is_long=True,
    ),
    "idle-w64": Shape(
        "100 in 1 room, 10 senders, W64; 5,000 idle beside them", Kind.TALK, ("tertulia",),
        {**SMALL, **W64, "idle": 5000, **AT_ONCE}, is_long=True,
    ),
    "latency-100": Shape(
        "100 in 1 room, 100 messages a second", Kind.PACE, (*ALL, "durable", "threads"),
        {**SMALL, "senders": 100, "rate": 100, "seconds": 2.5},
    ),
    "latency-100-prompt": Shape(
        "100 in 1 room, 100 messages a second, acknowledged at once", Kind.PACE, PEERS,
        {**SMALL, "senders": 100, "rate": 100, "seconds": 2.5, **AT_ONCE}, most_rounds=3,
    ),
    "latency-1": Shape(
        "100 in 1 room, 1 message a second", Kind.PACE, ("tertulia", "durable"),
        {**SMALL, "senders": 100, "rate": 1, "seconds": 8}, most_rounds=3, is_long=True,
    ),
    "arrive-2000": Shape("2,000 at once", Kind.ARRIVE, PEERS, {"clients": 2000, **STORM}),
    "arrive-10000": Shape(
        "10,000 at once", Kind.ARRIVE, PEERS, {"clients": 10_000, **STORM},
        most_rounds=3, is_long=True,
    ),
    "join-1000": Shape(
        "1,000 into 1 room", Kind.JOIN, ALL, {**BIG, "seconds": 0}, most_rounds=3,
    ),
    "join-10000": Shape(
        "10,000 into 100 rooms", Kind.JOIN, ("tertulia", "inspircd", "durable", "limit"),
        {"clients": 10_000, "rooms": 100, "seconds": 0}, most_rounds=3, is_long=True,
    ),
    "start": Shape("from nothing", Kind.START, DURABLE),
}  # fmt: skip
"""By the name it has on the command line. W64, W1: so many messages of each are in flight."""
