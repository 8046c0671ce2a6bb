"""The server is killed twenty times while a crowd talks: what was acknowledged is in history."""

import statistics
from pathlib import Path

from tests.support.checker import violations
from tests.support.crashes import Life, crash, lives

KILLS = 20
LONGEST = 0.3
"""Seconds that a server lives at most."""


def test_nothing_acknowledged_is_lost_doubled_or_reordered(tmp_path: Path) -> None:
    """By signals at any moment, and inside the store before and after a COMMIT.

    Nothing was shown that is not in history, and the server serves again within two seconds:
    half of the times at least, since a busy machine may be slow to start a program.
    """
    record = crash(tmp_path, lives(KILLS, seed=4, longest=LONGEST))

    assert violations(record.evidence) == []
    assert len(record.recoveries) == KILLS
    assert statistics.median(record.recoveries) < 2.0
    assert len(record.evidence.acknowledged) > 100 * KILLS
    assert record.refused == 0


def test_a_server_that_speaks_before_it_keeps_is_caught(tmp_path: Path) -> None:
    """The same crowd, a server with that fault, and the checker says what it broke."""
    plan = [Life("before-commit:stall=0.05,before-commit:die@10")] * 2
    record = crash(tmp_path, plan, base="release-early")

    broken = {problem.split()[0] for problem in violations(record.evidence)}
    assert {"I1", "I2"} <= broken
