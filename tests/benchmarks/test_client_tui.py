"""The benchmark of the terminal client runs whole and tells its figures."""

import re

import pytest

from benchmarks import client_tui

FIGURES = (
    r"first paint: median (\d+) ms, worst \d+ ms of 1 runs",
    r"written at 120x40: (\d+) B per message \(most \d+\), \d+ B per key \(most \d+\)",
    r"flood: 2000 messages sent in 1 s, drawn in [\d.]+ s, longest stall (\d+) ms; .* a picture",
    r"memory: \d+ MB with 60 lines, (\d+) MB with 500",
    r"idle: ([\d.]+) % of a processor in 1 s",
)
BRIEFLY = "--runs 1 --pictures 5 --flood 2000 --lines 500 --idle 1"

BUDGETS = (5_000, 1_500, 5_000, 120, 50)
"""Times are promised for a machine at rest, tests run where it is not; bytes are the promise."""


def test_every_figure_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    """One line each, in ranges that a person would accept."""
    assert client_tui.main(BRIEFLY.split()) == 0

    lines = capsys.readouterr().out.splitlines()
    found = [re.fullmatch(figure, line) for figure, line in zip(FIGURES, lines, strict=True)]
    assert all(found), lines
    for each, budget in zip(found, BUDGETS, strict=True):
        assert each is not None
        assert 0 <= float(each[1]) < budget
