"""What the server counts about itself, for STATS."""

from collections import Counter
from collections.abc import Callable

from tertulia_core.ids import LinkId

__all__ = ["Figures"]


def _nothing_waits(_link: LinkId) -> int:
    """Stand for a transport where there is none."""
    return 0


class Figures:
    """Counts and ways to measure; owner: the network thread.

    Attributes:
        commands: how often each command of the table was used.
        queued: returns how many bytes wait to be written to a link; the hub sets it.
    """

    __slots__ = ("commands", "queued")

    def __init__(self) -> None:
        self.commands: Counter[str] = Counter()
        self.queued: Callable[[LinkId], int] = _nothing_waits
