"""The charts of the page, drawn by matplotlib, which only the benchmarks' environment has."""

from collections.abc import Mapping
from pathlib import Path

from benchmarks.figures import Figures
from benchmarks.servers import SERVERS
from benchmarks.shapes import SHAPES

__all__ = ["draw"]

CHARTS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "throughput": (
        "Million deliveries a second", "rate",
        ("small-w64", "big-w64", "rooms-w64", "small-w1", "big-w1"),
    ),
    "processor": (
        "Processor seconds per million deliveries", "cpu",
        ("small-w64", "big-w64", "rooms-w64", "small-w1", "big-w1"),
    ),
    "latency": (
        "Milliseconds to the 99th of 100 deliveries, 100 messages a second", "p99",
        ("latency-100", "latency-100-prompt"),
    ),
    "registrations": ("Registrations a second", "registrations", ("arrive-2000", "arrive-10000")),
}  # fmt: skip
"""File name → title, figure and shapes."""

COLOURS: Mapping[str, str] = {
    "tertulia": "#b5451b",
    "durable": "#7d2f12",
    "tags": "#d98a5f",
    "durable-tags": "#a8683f",
    "tls": "#e9c2a6",
    "inspircd": "#2f6f8f",
    "ngircd": "#74a9c0",
    "threads": "#8a8a8a",
    "limit": "#c9c9c9",
}
"""Ours warm, peers cold, the two ends of the scale grey."""


def draw(figures: Figures, folder: Path) -> dict[str, str]:
    """Write the charts into ``folder``; return the file names by their titles."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "tertulia"  # the same figures give the same file
    mpl.rcParams["svg.fonttype"] = "none"  # letters stay letters
    mpl.rcParams["font.family"] = "sans-serif"
    names = {}
    for name, (title, figure, shapes) in CHARTS.items():
        measured = [shape for shape in shapes if shape in figures.rounds]
        if measured:
            file = folder / f"benchmarks-{name}.svg"
            _draw(figures, title, figure, measured, file)
            names[title] = file.name
    return names


def _draw(figures: Figures, title: str, figure: str, shapes: list[str], file: Path) -> None:
    """Draw a group of bars for each shape."""
    from matplotlib.figure import Figure

    picture = Figure(figsize=(9, 1 + 1.3 * len(shapes)), layout="constrained")
    axes = picture.subplots()
    height, ticks, shown = 0.0, [], set[str]()
    for shape in shapes:
        first = height
        for key in figures.rounds[shape]:
            value = figures.median(shape, key, figure)
            if value is None:
                continue
            label = "" if key in shown else SERVERS[key].name
            shown.add(key)
            bar = axes.barh(height, value, 0.9, color=COLOURS[key], label=label)
            axes.bar_label(bar, fmt="%.3g", padding=3, fontsize=7)
            height += 1
        ticks.append((first + height - 1) / 2)
        height += 1
    axes.set_yticks(ticks, [SHAPES[shape].title for shape in shapes], fontsize=7)
    axes.invert_yaxis()
    axes.set_title(title, fontsize=10)
    axes.legend(fontsize=7)
    axes.spines[["top", "right"]].set_visible(False)
    picture.savefig(file, metadata={"Date": None})
