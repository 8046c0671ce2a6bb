"""Our real clients behind a link that flaps: everything said arrives once, in order, everywhere."""

from pathlib import Path

from tests.support.checker import violations
from tests.support.flapping import STUCK_SECONDS, flap, storms

CLIENTS = 4
STORMS = 6


def test_whatever_the_link_does_each_message_is_kept_and_shown_once(tmp_path: Path) -> None:
    """Late, in pieces, silent, half closed, reset, refused: and soon everybody is served again."""
    record = flap(tmp_path, CLIENTS, storms(STORMS, seed=6), seed=6)

    assert violations(record.evidence) == []
    assert record.reconnects >= CLIENTS
    assert record.longest < STUCK_SECONDS
