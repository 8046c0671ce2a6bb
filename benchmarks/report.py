"""The report as Markdown: what was to be reached, ratios, then the tables they come from."""

from collections.abc import Callable, Iterator, Mapping

from benchmarks.figures import Figures
from benchmarks.goals import GOALS, OURS, Goal
from benchmarks.servers import SERVERS
from benchmarks.shapes import SHAPES, Kind, Shape

__all__ = ["page", "tables"]

Column = tuple[str, str, Callable[[float], str]]
"""A heading, the figure below it, and how it is written."""


def _number(digits: int) -> Callable[[float], str]:
    return lambda value: f"{value:,.{digits}f}"


COLUMNS: Mapping[Kind, tuple[Column, ...]] = {
    Kind.TALK: (
        ("M/s", "rate", _number(2)),
        ("CPU s/M", "cpu", _number(3)),
        ("the generator could, M/s", "capacity", _number(0)),
    ),
    Kind.PACE: (
        ("p50, ms", "p50", _number(2)),
        ("p99, ms", "p99", _number(2)),
        ("worst, ms", "worst", _number(1)),
    ),
    Kind.ARRIVE: (
        ("registrations/s", "registrations", _number(0)),
        ("CPU µs each", "cpu", _number(0)),
        ("bytes per idle connection", "bytes", _number(0)),
    ),
    Kind.JOIN: (("s", "seconds", _number(3)), ("CPU s", "cpu", _number(2))),
    Kind.START: (("s", "start", _number(3)),),
}

COMPARED: Mapping[Kind, tuple[str, bool]] = {
    Kind.TALK: ("rate", True),
    Kind.PACE: ("p99", False),
    Kind.ARRIVE: ("registrations", True),
    Kind.JOIN: ("seconds", False),
    Kind.START: ("start", False),
}
"""The figure that decides, and whether more of it is better."""


def tables(figures: Figures) -> str:
    """Return everything that was measured, ratios first."""
    parts = [_goals(figures)]
    for kind in Kind:
        shapes = {
            name: SHAPES[name]
            for name in SHAPES
            if SHAPES[name].kind is kind and name in figures.rounds
        }
        if shapes:
            parts.append(_section(figures, kind, shapes))
    return "\n\n".join(parts)


def page(figures: Figures, notes: str, images: Mapping[str, str]) -> str:
    """Return the page of the documentation.

    Args:
        figures: what was measured.
        notes: what people wrote about it.
        images: title → path of each chart.
    """
    facts = "\n".join(f"| {name} | {value} |" for name, value in figures.machine.items())
    charts = "\n".join(f"![{title}]({path})" for title, path in images.items())
    troubles = "\n".join(f"- {sentence}" for sentence in figures.troubles)
    parts = [
        "# Benchmarks",
        "<!-- Written by `nox -s bench`; what people write about it is in benchmarks/notes.md. -->",
        "Written by `nox -s bench`; every round is in [benchmarks.json](benchmarks.json).",
        f"| | |\n|---|---|\n{facts}",
        charts,
        tables(figures),
        f"## What could not be measured\n{troubles}" if troubles else "",
        notes.strip(),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _goals(figures: Figures) -> str:
    rows = [_goal(figures, goal) for goal in GOALS]
    lines = [
        "## What was to be reached",
        "Ratios are ours to the one named: the median of the rounds' own ratios.",
        "",
        "| | to reach | measured | |",
        "|---|---|---|---|",
        *(row for row in rows if row),
    ]
    return "\n".join(lines)


def _goal(figures: Figures, goal: Goal) -> str:
    value = goal.value(figures)
    if value is None:
        return ""
    sign = "≥" if goal.is_least else "≤"
    verdict = "reached" if goal.is_met(figures) else "**missed**"
    bound, measured = f"{goal.bound:g}", f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"| {goal.what} | {sign} {bound} {goal.unit} | {measured} {goal.unit} | {verdict} |"


def _section(figures: Figures, kind: Kind, shapes: Mapping[str, Shape]) -> str:
    headings = "".join(f" {heading} |" for heading, _, _ in COLUMNS[kind])
    lines = [
        f"## In {kind.value}",
        f"| shape | server |{headings} {_heading(kind)} | rounds |",
        "|---|---|" + "---|" * (len(COLUMNS[kind]) + 2),
    ]
    for name, shape in shapes.items():
        lines += _rows(figures, name, shape)
    return "\n".join(lines)


def _heading(kind: Kind) -> str:
    return "ours is (by processor time)" if kind is Kind.TALK else "ours is"


def _rows(figures: Figures, name: str, shape: Shape) -> Iterator[str]:
    """Yield a line per server: medians, of the first figure also the lowest and the highest."""
    title = shape.title
    for key, samples in figures.rounds[name].items():
        cells = []
        for index, (_, figure, write) in enumerate(COLUMNS[shape.kind]):
            spread = figures.spread(name, key, figure)
            if spread is None:
                cells.append("–")
            elif index:
                cells.append(write(spread.median))
            else:
                ends = f"{write(spread.lowest)}–{write(spread.highest)}"
                cells.append(f"{write(spread.median)} ({ends})")
        cells += [_ratio(figures, name, shape.kind, key), str(len(samples))]
        yield f"| {title} | {SERVERS[key].name} | {' | '.join(cells)} |"
        title = ""


def _ratio(figures: Figures, name: str, kind: Kind, key: str) -> str:
    """Return how many times better ours is; where both are busy, by processor time as well."""
    figure, is_more_better = COMPARED[kind]
    pair = (OURS, key) if is_more_better else (key, OURS)
    ratio = None if key == OURS else figures.ratio(name, *pair, figure)
    if ratio is None:
        return ""
    cheaper = figures.ratio(name, key, OURS, "cpu") if kind is Kind.TALK else None
    return f"{ratio:.2g} ×" + (f" ({cheaper:.2g} ×)" if cheaper else "")
