"""The report: what is promised and not kept is said so, and notes are not lost."""

import re

from benchmarks.figures import Figures
from benchmarks.goals import GOALS
from benchmarks.report import page, tables
from benchmarks.shapes import SHAPES, Kind

TALK = {"rate": 8.0, "cpu": 0.05, "capacity": 40.0}


def measured(ours: float, theirs: float) -> Figures:
    """Return figures of one shape with two servers, by their rates."""
    figures = Figures(machine={"Python": "3.11"})
    figures.add("small-w64", "tertulia", {**TALK, "rate": ours})
    figures.add("small-w64", "inspircd", {**TALK, "rate": theirs})
    return figures


def row(text: str, beginning: str) -> list[str]:
    """Return the cells of the one line of a table that begins so."""
    (line,) = [line for line in text.splitlines() if line.startswith(f"| {beginning} |")]
    return [cell.strip() for cell in line.split("|")[1:-1]]


def test_a_goal_is_reached_or_missed() -> None:
    """By the ratio of the servers, at its bound too."""
    what = "100 in 1 room, W64: InspIRCd"

    assert row(tables(measured(9.0, 3.0)), what)[1:] == ["≥ 3 ×", "3 ×", "reached"]
    assert row(tables(measured(8.9, 3.0)), what)[3] == "**missed**"


def test_goals_that_were_not_measured_are_left_out() -> None:
    """A short run does not claim what it did not see."""
    text = tables(measured(9.0, 3.0))

    assert "p99" not in text.partition("## In")[0]
    assert "1,000 in 100 rooms" not in text


def test_every_figure_stands_with_its_spread_and_ratio() -> None:
    """The first with its ends; how far ours is ahead beside each other server."""
    figures = measured(9.0, 3.0)
    figures.add("small-w64", "tertulia", {**TALK, "rate": 7.0})
    figures.add("small-w64", "inspircd", None)

    text = tables(figures)

    ours = row(text, SHAPES["small-w64"].title)
    theirs = row(text, " | InspIRCd")
    assert ours[1:] == ["tertulia, history in memory", "8.00 (7.00–9.00)", "0.050", "40", "", "2"]
    assert theirs[2:] == ["3.00 (3.00–3.00)", "0.050", "40", "3 × (1 ×)", "2"]


def test_the_page_holds_machine_charts_troubles_and_notes() -> None:
    """What people wrote comes last, as they wrote it."""
    figures = measured(9.0, 3.0)
    figures.complain("ngIRCd was not measured: ngircd is not installed.")

    text = page(figures, "## Where time goes\nInto send.\n", {"Rates": "images/rates.svg"})

    assert "| Python | 3.11 |" in text
    assert "![Rates](images/rates.svg)" in text
    assert "- ngIRCd was not measured: ngircd is not installed." in text
    assert text.endswith("## Where time goes\nInto send.\n")


def test_every_goal_has_figures_to_come_from() -> None:
    """With all shapes measured none is left out, so none names a shape that does not exist."""
    names = {
        Kind.TALK: TALK,
        Kind.PACE: {"p50": 1.0, "p99": 2.0, "worst": 3.0},
        Kind.ARRIVE: {"registrations": 1.0, "cpu": 1.0, "bytes": 1.0},
        Kind.JOIN: {"seconds": 1.0, "cpu": 1.0},
        Kind.START: {"start": 0.1},
    }
    figures = Figures()
    for name, shape in SHAPES.items():
        for server in shape.servers:
            figures.add(name, server, names[shape.kind])

    assert [goal.what for goal in GOALS if goal.value(figures) is None] == []
    assert len(re.findall(r"reached|\*\*missed\*\*", tables(figures))) >= len(GOALS)
