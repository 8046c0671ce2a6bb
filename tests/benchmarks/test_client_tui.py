"""The benchmark of the terminal client runs whole and tells its figure."""

import re

import pytest

from benchmarks import client_tui

BUDGET = 5_000
"""Milliseconds; the promise is 700 on a machine at rest, tests run where it is not."""


def test_the_first_paint_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    """One line with the median, in a range that a person would accept."""
    assert client_tui.main(["--runs", "1"]) == 0

    found = re.fullmatch(
        r"first paint: median (\d+) ms, worst \d+ ms of 1 runs\n", capsys.readouterr().out
    )
    assert found is not None
    assert 0 < int(found[1]) < BUDGET
