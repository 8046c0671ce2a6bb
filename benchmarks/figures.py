"""Figures of many rounds: medians, and ratios of servers that were measured in the same round."""

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

__all__ = ["Figures", "Spread"]


@dataclass(frozen=True)
class Spread:
    """The median of some rounds, and how far they lie apart."""

    median: float
    lowest: float
    highest: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Return the spread of at least one value."""
        return cls(statistics.median(values), min(values), max(values))


@dataclass
class Figures:
    """All that was measured.

    Attributes:
        machine: what it was measured on, by name.
        rounds: shape → server → a sample for each round, ``None`` where it failed.
        troubles: what failed, in sentences, without repeats.
    """

    machine: dict[str, str] = field(default_factory=dict)
    rounds: dict[str, dict[str, list[Mapping[str, float] | None]]] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)

    def add(self, shape: str, server: str, sample: Mapping[str, float] | None) -> None:
        """Add what a round gave."""
        self.rounds.setdefault(shape, {}).setdefault(server, []).append(sample)

    def complain(self, sentence: str) -> None:
        """Note that something could not be measured."""
        if sentence not in self.troubles:
            self.troubles.append(sentence)

    def spread(self, shape: str, server: str, name: str) -> Spread | None:
        """Return a figure over all rounds, ``None`` if there is none."""
        samples = self.rounds.get(shape, {}).get(server, [])
        values = [sample[name] for sample in samples if sample is not None]
        return Spread.of(values) if values else None

    def median(self, shape: str, server: str, name: str) -> float | None:
        """Return the median of a figure."""
        spread = self.spread(shape, server, name)
        return None if spread is None else spread.median

    def ratio(self, shape: str, one: str, other: str, name: str) -> float | None:
        """Return how many times the other's figure is ``one``'s.

        It is the median of the rounds' own ratios: whatever else the machine did
        in a round met both of them.
        """
        servers = self.rounds.get(shape, {})
        pairs = zip(servers.get(one, []), servers.get(other, []), strict=False)
        ratios = [a[name] / b[name] for a, b in pairs if a and b and b[name]]
        return statistics.median(ratios) if ratios else None

    def to_json(self) -> str:
        """Return everything as text."""
        document = {
            "machine": self.machine,
            "troubles": self.troubles,
            "rounds": self.rounds,
        }
        return json.dumps(document, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Figures":
        """Return what ``to_json`` wrote."""
        document = json.loads(text)
        return cls(document["machine"], document["rounds"], document["troubles"])
