"""A server that dies again and again under a crowd that never stops talking, and what is left.

Some lives end by SIGKILL at a moment that only chance knows; some end inside
the store, before or after a COMMIT; in some the disk is slow, so that much
waits when the end comes.
"""

import random
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.support.checker import Evidence
from tests.support.crowd import Crowd
from tests.support.history_reader import kept_in
from tests.support.processes import ServerProcess, clean_environment
from tests.support.sockets import free_port

__all__ = ["Life", "Record", "crash", "lives"]

CONFIG = "[limits]\nflood = false\n"
COMMITS = 50
"""Fewer than there are in a second, on a busy machine with a slow disk as well."""

LAST_WORDS = 50
"""Messages that are confirmed after the last restart, so that there is something behind it."""


class Life(NamedTuple):
    """How one run of the server goes.

    Attributes:
        failpoint: what its store does; see ``tertulia_server.store.failpoints``.
        seconds: after so long of serving it is killed; 0 where the store ends it.
    """

    failpoint: str = ""
    seconds: float = 0.0


@dataclass
class Record:
    """What is known in the end.

    Attributes:
        evidence: for the checker.
        recoveries: for each start, the seconds until the first message was confirmed.
        refused: messages that were refused, and said again.
    """

    evidence: Evidence = field(default_factory=Evidence)
    recoveries: list[float] = field(default_factory=list)
    refused: int = 0


def lives(count: int, seed: int, *, longest: float = 0.6) -> Iterator[Life]:
    """Return so many lives: half of them end by a signal, half inside the store.

    Args:
        count: how many.
        seed: for the moments.
        longest: seconds of serving after which the last signal comes; a store lives for
            about as long.
    """
    chance = random.Random(seed)
    for number in range(count):
        slow = "before-commit:stall=0.02" if number % 3 == 0 else ""
        if number % 2:
            moment = ("before-commit", "after-commit")[number // 2 % 2]
            end = f"{moment}:die@{20 + chance.randint(0, int(COMMITS * longest))}"
            yield Life(f"{slow},{end}".strip(","))
        else:
            yield Life(slow, chance.uniform(0.02, longest))


def crash(home: Path, plan: Iterable[Life], *, base: str = "", seed: int = 0) -> Record:
    """Let a server live those lives on one data folder, one more in peace, and read what is left.

    Args:
        home: its home.
        plan: the lives.
        base: a failpoint that all of them have.
        seed: for the crowd's keys.
    """
    config = home / "patient.toml"
    config.write_text(CONFIG, encoding="utf-8")
    record = Record()
    with Crowd(free_port(), seed=seed) as crowd:

        def start(failpoint: str = "") -> ServerProcess:
            faults = ",".join(filter(None, [base, failpoint]))
            return ServerProcess(
                home,
                *("--port", str(crowd.port), "--config", str(config)),
                environment=clean_environment(home, TERTULIA_FAILPOINT=faults),
            )

        for life in plan:
            started = time.monotonic()
            with start(life.failpoint) as server:
                crowd.await_more()
                record.recoveries.append(time.monotonic() - started)
                if life.seconds:
                    _kill_after(server, life.seconds)
                server.wait()
        with start() as server:
            crowd.await_more(LAST_WORDS)
            crowd.finish()
            record.evidence.kept = kept_in(server, crowd.rooms)
            server.stop()
    record.evidence.acknowledged = crowd.records.acknowledged
    record.evidence.shown = crowd.records.shown
    record.refused = crowd.records.refused
    return record


def _kill_after(server: ServerProcess, seconds: float) -> None:
    """Kill it by the clock, whatever it is doing then."""
    threading.Timer(seconds, server.send_signal, [9]).start()
