"""Rounds: the servers of a shape take turns, so that what else the machine does meets all."""

import sys
from collections.abc import Collection, Mapping

from benchmarks.building import Built
from benchmarks.figures import Figures
from benchmarks.measuring import MeasuringError, measure
from benchmarks.processes import StartError
from benchmarks.servers import SERVERS, why_not
from benchmarks.shapes import Shape

__all__ = ["run"]


def run(
    figures: Figures,
    shapes: Mapping[str, Shape],
    servers: Collection[str],
    rounds: int,
    seconds: float,
    built: Built,
) -> None:
    """Measure every shape at its servers and add to ``figures`` what comes of it."""
    for name, shape in shapes.items():
        keys = []
        for key in shape.servers:
            reason = why_not(key, built)
            if reason:
                figures.complain(f"{SERVERS[key].name} was not measured: {reason}.")
            elif key in servers:
                keys.append(key)
        for number in range(min(rounds, shape.most_rounds)):
            for key in keys if number % 2 == 0 else reversed(keys):
                _turn(figures, name, shape, key, seconds, built)


def _turn(
    figures: Figures, name: str, shape: Shape, key: str, seconds: float, built: Built
) -> None:
    """Measure once; what fails is told and leaves a gap, so that rounds stay pairs."""
    try:
        sample = measure(shape, key, seconds, built)
    except (MeasuringError, StartError) as error:
        figures.complain(f"{shape.title}, {SERVERS[key].name}: {error}")
        figures.add(name, key, None)
        print(f"  {name}: {key}: {error}", file=sys.stderr, flush=True)
        return
    figures.add(name, key, sample)
    told = ", ".join(f"{word} {value:.4g}" for word, value in sample.items())
    print(f"  {name}: {key}: {told}", file=sys.stderr, flush=True)
