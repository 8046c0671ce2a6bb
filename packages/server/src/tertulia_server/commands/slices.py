"""Answers that take their time: written in slices, or waiting for work that is done aside.

The names of ten thousand people are no reason to hold 200 KiB per asker, nor
to let everybody wait while they are written. A command whose answer may be
long is a generator; it is taken step by step until the budget of a slice is
used up, and goes on when its link has taken what there is. A search that finds
little gives a step for everything it looked at, so that it pauses as well. A
step that is a ``Later`` pauses until its work is done, however long that takes.
"""

from collections.abc import KeysView
from itertools import count
from typing import Final, NamedTuple

from tertulia_core.ids import LinkId
from tertulia_server.commands.context import Busy, Context, Later, Steps, Workplace
from tertulia_server.inbox import WorkDone
from tertulia_server.model.session import Session

__all__ = ["NOTHING_DONE", "Answer", "Slices"]

_MOST_STEPS: Final = 2000
"""Steps of one slice, which take some milliseconds, however little is found."""

NOTHING_DONE: Final = WorkDone(0, None)
"""What the first step, and each one after a pause, is given."""


class Answer(NamedTuple):
    """An answer under way.

    Attributes:
        verb: the command that is answered.
    """

    ctx: Context
    steps: Steps
    verb: str


class Slices:
    """The answers that go on; owner: the network thread.

    Args:
        workplace: where ``Later`` is done.
    """

    def __init__(self, workplace: Workplace) -> None:
        self._workplace = workplace
        self._waiting: dict[LinkId, Answer] = {}
        self._working: dict[int, Answer] = {}
        self._tickets: dict[LinkId, int] = {}
        self._numbers = count(1)

    @property
    def links(self) -> KeysView[LinkId]:
        """The links whose answers go on once they have taken what there is; live."""
        return self._waiting.keys()

    def is_under_way(self, session: Session) -> bool:
        """Tell whether an answer to ``session`` goes on."""
        return session.link in self._waiting or session.link in self._tickets

    def advance(self, answer: Answer, budget: int, done: WorkDone = NOTHING_DONE) -> bool:
        """Write at most about ``budget`` bytes; whether the answer is complete.

        Args:
            answer: which one.
            budget: bytes.
            done: what became of the work the answer waited for, if it did.
        """
        reply, steps = answer.ctx.reply, answer.steps
        reply.written = 0
        try:
            step = steps.throw(done.error) if done.error else steps.send(done.value)
            count = 0
            while True:
                if isinstance(step, Later):
                    if self._begin(answer, step):
                        return False
                    step = steps.throw(Busy(answer.verb))
                    continue
                count += 1
                if reply.written >= budget or count >= _MOST_STEPS:
                    break
                step = next(steps)
        except StopIteration:
            return True
        reply.pause()
        self._waiting[answer.ctx.session.link] = answer
        return False

    def take(self, session: Session) -> Answer | None:
        """Return and forget what of ``session``'s answer is left, ``None`` for nothing."""
        ticket = self._tickets.pop(session.link, None)
        if ticket is not None:
            return self._working.pop(ticket)
        return self._waiting.pop(session.link, None)

    def take_worked(self, ticket: int) -> Answer | None:
        """Return and forget the answer that waited for some work; ``None`` if it is given up."""
        answer = self._working.pop(ticket, None)
        if answer is not None:
            del self._tickets[answer.ctx.session.link]
        return answer

    def _begin(self, answer: Answer, later: Later) -> bool:
        """Have work done; return whether it is taken."""
        ticket = next(self._numbers)
        if not self._workplace.submit(ticket, later.work):
            return False
        self._working[ticket] = answer
        self._tickets[answer.ctx.session.link] = ticket
        return True
