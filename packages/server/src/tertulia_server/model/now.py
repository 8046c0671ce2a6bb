"""The moment at which a tick happens, passed in so that no logic asks a clock."""

from typing import NamedTuple

__all__ = ["Now"]


class Now(NamedTuple):
    """One moment on both scales.

    Attributes:
        mono: seconds that never go back; for intervals and deadlines.
        wall: Unix seconds, UTC; for what people and tags are shown.
    """

    mono: float
    wall: float
