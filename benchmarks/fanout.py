"""How many messages reach how many people per second: ours next to a thread per client.

Run from the project's root::

    python -m benchmarks.fanout
    python -m benchmarks.fanout --shape all --rounds 7 --json figures.json

Servers take turns within each round, so that whatever else the machine does
meets all of them. Each figure is the median of the rounds; every delivery is
proven. W64 keeps 64 messages of each sender in flight, W1 a single one.
"""

import argparse
import json
import os
import platform
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.generator import Load, Measured, Shape
from benchmarks.servers import SERVERS, started

__all__ = ["main"]

SHAPES = {
    "w64": Shape("100 clients in 1 room, 10 senders, W64", 100, 1, 10, 64),
    "w1": Shape("100 clients in 1 room, all send, W1", 100, 1, 100, 1),
    "big": Shape("1,000 clients in 1 room, 10 senders, W64", 1_000, 1, 10, 64),
    "big-w1": Shape("1,000 clients in 1 room, 100 senders, W1", 1_000, 1, 100, 1),
    "rooms": Shape("1,000 clients in 100 rooms, 100 senders, W64", 1_000, 100, 100, 64),
}
DEFAULT_SHAPES = ("w64", "w1")
ONE_SMALL_ROOM = ("threads", "tutorial")
"""Servers without rooms, for which 1,000 threads are beyond their purpose."""


@dataclass(frozen=True)
class Figure:
    """The median of one server in one shape.

    Attributes:
        rate: deliveries per second; ``lowest`` and ``highest`` of all rounds.
        server_cpu: processor seconds of the server per million deliveries.
        capacity: deliveries per second that the generator could have checked.
    """

    server: str
    shape: str
    rounds: int
    rate: float
    lowest: float
    highest: float
    server_cpu: float | None
    capacity: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and write JSON where asked for."""
    options = _parse(arguments)
    names = list(SHAPES) if "all" in options.shape else options.shape
    own_cpu, server_cpu = _processors(pin=not options.no_pin)
    if own_cpu is not None:
        os.sched_setaffinity(0, {own_cpu})
    _raise_file_limit()
    figures = []
    for name in names:
        servers = [key for key in options.server if _suits(key, SHAPES[name])]
        figures += _measure(SHAPES[name], servers, options.rounds, options.seconds, server_cpu)
    print(_report(figures))
    if options.json is not None:
        options.json.write_text(json.dumps(_document(figures), indent=2) + "\n", encoding="utf-8")
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fanout", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--shape", action="append", choices=[*SHAPES, "all"])
    parser.add_argument("--server", action="append", choices=list(SERVERS))
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured")
    parser.add_argument("--seconds", type=float, default=1.5, help="how long each time")
    parser.add_argument("--no-pin", action="store_true", help="let the system place processes")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options = parser.parse_args(arguments)
    options.shape = options.shape or list(DEFAULT_SHAPES)
    options.server = options.server or list(SERVERS)
    return options


def _suits(server: str, shape: Shape) -> bool:
    return server not in ONE_SMALL_ROOM or (shape.rooms == 1 and shape.clients <= 100)


def _processors(*, pin: bool) -> tuple[int | None, int | None]:
    """Return one processor for the generator and another for the servers, where there are two."""
    if not pin or not hasattr(os, "sched_getaffinity"):
        return None, None
    available = sorted(os.sched_getaffinity(0))
    return (available[0], available[1]) if len(available) > 1 else (None, None)


def _raise_file_limit() -> None:
    """Let this process hold 1,000 connections where the system's default is lower."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _measure(
    shape: Shape, servers: Sequence[str], rounds: int, seconds: float, cpu: int | None
) -> list[Figure]:
    """Measure each server ``rounds`` times in turn."""
    results: dict[str, list[Measured]] = {key: [] for key in servers}
    for number in range(rounds):
        for key in servers if number % 2 else reversed(servers):
            results[key].append(_run_once(shape, key, seconds, cpu))
            rate = results[key][-1].rate / 1e6
            print(f"  round {number + 1}: {shape.name}: {key} {rate:.2f} M/s", file=sys.stderr)
    return [_figure(shape, key, runs) for key, runs in results.items()]


def _run_once(shape: Shape, key: str, seconds: float, cpu: int | None) -> Measured:
    program = SERVERS[key]
    with started(program, cpu) as server:
        load = Load(shape, program.door, server)
        try:
            load.enter()
            return load.run(seconds)
        finally:
            load.close()


def _figure(shape: Shape, key: str, runs: Sequence[Measured]) -> Figure:
    rates = [run.rate for run in runs]
    costs = [run.server_cpu / run.deliveries * 1e6 for run in runs if run.server_cpu is not None]
    return Figure(
        server=SERVERS[key].name,
        shape=shape.name,
        rounds=len(runs),
        rate=statistics.median(rates),
        lowest=min(rates),
        highest=max(rates),
        server_cpu=statistics.median(costs) if costs else None,
        capacity=statistics.median([run.capacity for run in runs]),
    )


def _report(figures: Sequence[Figure]) -> str:
    """Return the ratios, then the table they come from."""
    lines = []
    for shape in dict.fromkeys(figure.shape for figure in figures):
        ours, *others = sorted(
            (figure for figure in figures if figure.shape == shape),
            key=lambda figure: figure.server != SERVERS["tertulia"].name,
        )
        lines += [f"{shape}: {_ratio(ours, other)}" for other in others]
    lines += ["", "million deliveries per second (lowest to highest), CPU seconds per million", ""]
    lines += ["| shape | server | M/s | CPU s/M | the generator's own limit, M/s |"]
    lines += ["|---|---|---|---|---|"]
    lines += [_row(figure) for figure in figures]
    return "\n".join(lines)


def _ratio(ours: Figure, other: Figure) -> str:
    """Return by how much one is ahead; the processor's time depends less on what else runs."""
    ratio = f"{ours.rate / other.rate:.1f} × {other.server}"
    if ours.server_cpu and other.server_cpu:
        ratio += f" ({other.server_cpu / ours.server_cpu:.1f} × per processor second)"
    return ratio


def _row(figure: Figure) -> str:
    rates = [f"{rate / 1e6:.2f}" for rate in (figure.rate, figure.lowest, figure.highest)]
    cost = "–" if figure.server_cpu is None else f"{figure.server_cpu:.3f}"
    rate = f"{rates[0]} ({rates[1]}–{rates[2]})"
    return f"| {figure.shape} | {figure.server} | {rate} | {cost} | {figure.capacity / 1e6:.1f} |"


def _document(figures: Sequence[Figure]) -> dict[str, object]:
    machine = {"python": platform.python_version(), "system": platform.platform()}
    return {"machine": {**machine, "cpus": os.cpu_count()}, "figures": [*map(asdict, figures)]}


if __name__ == "__main__":
    sys.exit(main())
