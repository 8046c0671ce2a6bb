"""The server is killed hundreds of times under half a million messages."""

import statistics
from pathlib import Path

from tests.support.checker import violations
from tests.support.crashes import crash, lives

LONGEST = 4.0
"""Seconds that a server lives at most; about 2,500 messages are acknowledged in half of that."""


def test_nothing_acknowledged_is_lost_doubled_or_reordered(tmp_path: Path, rounds: int) -> None:
    """See the short one in ``tests/integration/test_crashes.py``."""
    record = crash(tmp_path, lives(rounds, seed=44, longest=LONGEST), seed=44)

    acknowledged = len(record.evidence.acknowledged)
    median, worst = statistics.median(record.recoveries), max(record.recoveries)
    print(f"\n{rounds} kills, {acknowledged:,} acknowledged, {len(record.evidence.shown):,} shown;")
    print(f"confirming again after {median:.2f} s, at worst {worst:.2f} s")
    assert violations(record.evidence) == []
    assert acknowledged >= 2_500 * rounds
    assert median < 2.0
