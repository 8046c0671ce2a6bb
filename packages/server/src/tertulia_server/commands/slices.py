"""Long answers, written in slices: as much ahead as the link takes, the rest later.

The names of ten thousand people are no reason to hold 200 KiB per asker, nor
to let everybody wait while they are written. A command whose answer may be
long is a generator; it is taken step by step until the budget of a slice is
used up, and goes on when its link has taken what there is. A search that finds
little gives a step for everything it looked at, so that it pauses as well.
"""

from collections.abc import KeysView
from typing import Final

from tertulia_core.ids import LinkId
from tertulia_server.commands.context import Context, Steps
from tertulia_server.model.session import Session

__all__ = ["Slices"]

_MOST_STEPS: Final = 2000
"""Steps of one slice, which take some milliseconds, however little is found."""


class Slices:
    """The answers that go on; owner: the network thread."""

    def __init__(self) -> None:
        self._waiting: dict[LinkId, tuple[Context, Steps]] = {}

    @property
    def links(self) -> KeysView[LinkId]:
        """The links whose answers go on; live."""
        return self._waiting.keys()

    def advance(self, ctx: Context, steps: Steps, budget: int) -> bool:
        """Write at most about ``budget`` bytes; whether the answer is complete."""
        ctx.reply.written = 0
        for count, _step in enumerate(steps, 1):
            if ctx.reply.written >= budget or count >= _MOST_STEPS:
                ctx.reply.pause()
                self._waiting[ctx.session.link] = ctx, steps
                return False
        return True

    def take(self, session: Session) -> tuple[Context, Steps] | None:
        """Return and forget what of ``session``'s answer is left, ``None`` for nothing."""
        return self._waiting.pop(session.link, None)
