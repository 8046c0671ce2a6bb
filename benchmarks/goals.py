"""What is to be reached, as a table: each row a figure, its bound, and whether more is better."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.figures import Figures

__all__ = ["GOALS", "Goal"]

OURS = "tertulia"


@dataclass(frozen=True)
class Goal:
    """One promise.

    Attributes:
        what: in words.
        value: computes it, ``None`` where it was not measured.
        bound: what it is compared with.
        is_least: whether it must be at least that, else at most.
        unit: what stands behind the number.
    """

    what: str
    value: Callable[[Figures], float | None]
    bound: float
    is_least: bool = True
    unit: str = "×"

    def is_met(self, figures: Figures) -> bool | None:
        """Tell whether it is reached; ``None`` where it was not measured."""
        value = self.value(figures)
        if value is None:
            return None
        return value >= self.bound if self.is_least else value <= self.bound


def _faster(
    shape: str, other: str, ours: str = OURS, name: str = "rate"
) -> Callable[[Figures], float | None]:
    return lambda figures: figures.ratio(shape, ours, other, name)


def _cheaper(shape: str, other: str, name: str) -> Callable[[Figures], float | None]:
    """Return what tells how many times ours the other's time or processor time is."""
    return lambda figures: figures.ratio(shape, other, OURS, name)


def _plain(shape: str, name: str, ours: str = OURS) -> Callable[[Figures], float | None]:
    return lambda figures: figures.median(shape, ours, name)


def _fastest_peer(shape: str) -> Callable[[Figures], float | None]:
    """Return what tells how many times the best peer's rate of registrations ours is."""

    def ratio(figures: Figures) -> float | None:
        ratios = [
            figures.ratio(shape, OURS, peer, "registrations") for peer in ("inspircd", "ngircd")
        ]
        return min((each for each in ratios if each is not None), default=None)

    return ratio


def _added(shape: str) -> Callable[[Figures], float | None]:
    """Return what tells by how much later half of the messages are there, kept on the disk."""

    def difference(figures: Figures) -> float | None:
        memory = figures.median(shape, OURS, "p50")
        disk = figures.median(shape, "durable", "p50")
        return None if memory is None or disk is None else disk - memory

    return difference


def _falling(figures: Figures) -> float | None:
    """Return how many times fewer deliveries 10,000 receivers get than 100."""
    few = figures.median("small-w64", OURS, "rate")
    many = figures.median("huge-w64", OURS, "rate")
    return few / many if few and many else None


def _idle_cost(figures: Figures) -> float | None:
    """Return how many times the processor time is with 5,000 idle connections."""
    idle = figures.median("idle-w64", OURS, "cpu")
    alone = figures.median("small-w64", OURS, "cpu")
    return idle / alone if idle and alone else None


GOALS: tuple[Goal, ...] = (
    Goal("100 in 1 room, W64: InspIRCd", _faster("small-w64", "inspircd"), 3),
    Goal("100 in 1 room, W64: ngIRCd", _faster("small-w64", "ngircd"), 4),
    Goal("100 in 1 room, W64: a thread per client", _faster("small-w64", "threads"), 30),
    Goal(
        "processor time per delivery, the same: InspIRCd's",
        _cheaper("small-w64", "inspircd", "cpu"),
        3,
    ),
    Goal(
        "the same, ours with all tags: InspIRCd without",
        _faster("small-w64", "inspircd", "tags"),
        2,
    ),
    Goal(
        "the same, ours with history on the disk: InspIRCd without any",
        _faster("small-w64", "inspircd", "durable"),
        2,
    ),
    Goal("1,000 in 1 room, W64: InspIRCd", _faster("big-w64", "inspircd"), 4),
    Goal("1,000 in 1 room, W64: the limit in C", _faster("big-w64", "limit"), 0.8),
    Goal("1,000 in 100 rooms, W64: InspIRCd", _faster("rooms-w64", "inspircd"), 1.5),
    Goal("the same, with clients as they are", _faster("rooms-w64-delayed", "inspircd"), 1.5),
    Goal(
        "the same, ours with history on the disk",
        _faster("rooms-w64", "inspircd", "durable"),
        1.2,
    ),
    Goal("100 in 1 room, W1: InspIRCd", _faster("small-w1", "inspircd"), 1.5),
    Goal("the same, with clients as they are", _faster("small-w1-delayed", "inspircd"), 1.5),
    Goal(
        "the same, ours with history on the disk",
        _faster("small-w1-delayed", "inspircd", "durable"),
        0.9,
    ),
    Goal(
        "the same, acknowledged at once",
        _faster("small-w1", "inspircd", "durable"),
        0.9,
    ),
    Goal("1,000 in 1 room, W1: InspIRCd", _faster("big-w1", "inspircd"), 2.5),
    Goal("the same, with clients as they are", _faster("big-w1-delayed", "inspircd"), 2.5),
    Goal("100 messages a second: p99", _plain("latency-100", "p99"), 5, is_least=False, unit="ms"),
    Goal("the same: InspIRCd's p99", _cheaper("latency-100", "inspircd", "p99"), 5),
    Goal("the same: ngIRCd's p99", _cheaper("latency-100", "ngircd", "p99"), 5),
    Goal("added by the disk, p50", _added("latency-100"), 1, is_least=False, unit="ms"),
    Goal("the same at 1 message a second", _added("latency-1"), 1, is_least=False, unit="ms"),
    Goal("2,000 registrations: the best peer", _fastest_peer("arrive-2000"), 1.5),
    Goal("10,000 registrations: the best peer", _fastest_peer("arrive-10000"), 1.5),
    Goal(
        "10,000 into 100 rooms: InspIRCd's time", _cheaper("join-10000", "inspircd", "seconds"), 1
    ),
    Goal(
        "idle connection, of 2,000",
        _plain("arrive-2000", "bytes"),
        3072,
        is_least=False,
        unit="bytes",
    ),
    Goal(
        "idle connection, of 10,000",
        _plain("arrive-10000", "bytes"),
        3072,
        is_least=False,
        unit="bytes",
    ),
    Goal(
        "start to the ready line",
        _plain("start", "start", "durable"),
        0.25,
        is_least=False,
        unit="s",
    ),
    Goal("100 receivers to 10,000: rate falls", _falling, 2, is_least=False),
    Goal("5,000 idle connections: processor time", _idle_cost, 1.1, is_least=False),
)
