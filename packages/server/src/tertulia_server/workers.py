"""Work that takes time, done aside: hashing passwords, reading history, searching.

The network thread hands a callable over and goes on; what becomes of it comes
back through the inbox. The callable must touch nothing of the model.
"""

import logging
import queue
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Final

from tertulia_server.inbox import WorkDone

__all__ = ["PromptWorkers", "Workers"]

_log = logging.getLogger(__name__)

THREADS: Final = 2
"""As many as a small machine has processors; hashing lets go of the interpreter's lock."""

MOST_WAITING: Final = 64
"""More than these are refused: who asks then is told to ask again later."""

_Job = tuple[int, Callable[[], Any]]


class Workers:
    """A few threads and the queue before them; they begin with the first piece of work.

    Threads: ``submit`` and ``stop`` belong to the network thread; ``done`` is
    called in the worker's and MUST NOT block.

    Args:
        done: told what became of each piece of work.
        threads: how many at most.
    """

    def __init__(self, done: Callable[[WorkDone], None], threads: int = THREADS) -> None:
        self._done = done
        self._most = threads
        self._threads: list[threading.Thread] = []
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()

    def submit(self, ticket: int, work: Callable[[], Any], /) -> bool:
        """Have ``work`` done, to be reported under ``ticket``; ``False``: too much is waiting."""
        if self._jobs.qsize() >= MOST_WAITING:
            return False
        if len(self._threads) < self._most:
            name = f"worker-{len(self._threads) + 1}"
            thread = threading.Thread(target=self._serve, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()
        self._jobs.put((ticket, work))
        return True

    def stop(self, seconds: float) -> None:
        """Let the threads end; whoever is still busy after so long is left behind."""
        for _thread in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join(seconds)

    def _serve(self) -> None:
        """Be a worker."""
        while (job := self._jobs.get()) is not None:
            self._done(_do(*job))


class PromptWorkers:
    """The twin without threads: what was submitted is done when it is taken; owner: its user."""

    def __init__(self) -> None:
        self._jobs: deque[_Job] = deque()

    def __len__(self) -> int:
        """Return how much waits."""
        return len(self._jobs)

    def submit(self, ticket: int, work: Callable[[], Any], /) -> bool:
        """See ``Workers.submit``."""
        if len(self._jobs) >= MOST_WAITING:
            return False
        self._jobs.append((ticket, work))
        return True

    def take(self) -> WorkDone | None:
        """Do the oldest piece of work and return what became of it; ``None`` if there is none."""
        return _do(*self._jobs.popleft()) if self._jobs else None


def _do(ticket: int, work: Callable[[], Any]) -> WorkDone:
    try:
        return WorkDone(ticket, work())
    except Exception as error:  # noqa: BLE001 — it is raised where the work was asked for
        _log.debug("work failed", exc_info=True)
        return WorkDone(ticket, None, error)
