"""Twenty of our clients behind a link that breaks a thousand times."""

from pathlib import Path

from tests.support.checker import violations
from tests.support.flapping import STUCK_SECONDS, flap, storms

CLIENTS = 20


def test_whatever_the_link_does_each_message_is_kept_and_shown_once(
    tmp_path: Path, rounds: int
) -> None:
    """See the short one in ``tests/integration/test_flapping.py``."""
    record = flap(tmp_path, CLIENTS, storms(rounds // 2, seed=66), seed=66)

    print(f"\n{record.reconnects:,} reconnects, {len(record.evidence.kept):,} messages,")
    print(f"everybody served again after {record.longest:.1f} s at worst")
    assert violations(record.evidence) == []
    assert record.reconnects >= 5 * rounds
    assert record.longest < STUCK_SECONDS
