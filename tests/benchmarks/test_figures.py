"""Figures: medians, ratios of the same round, and what happens to rounds that failed."""

import pytest

from benchmarks.figures import Figures, Spread


def figures_of(**rates: list[float | None]) -> Figures:
    """Return figures of one shape from the rates of each server, ``None`` for a failed round."""
    figures = Figures()
    for server, values in rates.items():
        for value in values:
            figures.add("w64", server, None if value is None else {"rate": value})
    return figures


def test_a_spread_is_the_median_between_its_ends() -> None:
    """Of an even number of rounds it is the middle of the two in the middle."""
    assert Spread.of([5.0, 1.0, 2.0]) == Spread(2.0, 1.0, 5.0)
    assert Spread.of([1.0, 3.0]).median == 2.0


def test_a_ratio_is_taken_within_rounds() -> None:
    """A round in which the machine was slow for both says the same as the others."""
    figures = figures_of(ours=[10.0, 1.0, 20.0], other=[5.0, 0.5, 10.0])

    assert figures.ratio("w64", "ours", "other", "rate") == 2.0
    assert figures.median("w64", "ours", "rate") == 10.0


def test_a_failed_round_is_no_pair() -> None:
    """The others still are, each with its own."""
    figures = figures_of(ours=[10.0, 30.0, None], other=[None, 10.0, 1.0])

    assert figures.ratio("w64", "ours", "other", "rate") == 3.0
    assert figures.median("w64", "ours", "rate") == 20.0


@pytest.mark.parametrize("server", ["other", "nobody"])
def test_what_was_not_measured_has_no_figure(server: str) -> None:
    """Neither where all rounds failed nor where there was none."""
    figures = figures_of(ours=[1.0], other=[None])

    assert figures.spread("w64", server, "rate") is None
    assert figures.ratio("w64", "ours", server, "rate") is None


def test_figures_come_back_from_json() -> None:
    """So that a page can be written again without measuring."""
    figures = figures_of(ours=[1.0, None])
    figures.machine["Python"] = "3.11"
    figures.complain("It did not start.")
    figures.complain("It did not start.")

    again = Figures.from_json(figures.to_json())

    assert again == figures
    assert again.troubles == ["It did not start."]
