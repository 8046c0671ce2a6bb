"""What a commit costs: ``python -m benchmarks.store``.

Writes as the server does, one run of lines per room and tick, and prints
commits and messages a second for one message a commit, for a busy room and
for a hundred rooms; then, through the writer's thread, how long a message
waits for its commit when a hundred come in a second.
"""

import argparse
import queue
import statistics
import tempfile
import time
from pathlib import Path

from tertulia_server.store.ports import Append
from tertulia_server.store.sqlite import SqliteStore
from tertulia_server.store.worker import Fatal, Outcome, Writer

LINE = b":medidora!user@host PRIVMSG #room :" + b"x" * 60 + b"\r\n"
SHAPES = ((1, 1), (1, 100), (100, 1), (100, 10))
"""Rooms in a tick, and messages in each."""
RATE = 100.0


def commits(store: SqliteStore, rooms: int, messages: int, seconds: float) -> int:
    """Write ticks of one shape for so long; return how many."""
    number = 1 + max(store.last_numbers().values(), default=0)
    lines = (LINE,) * messages
    count = 0
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        store.write([[Append(room, number, time.time(), lines) for room in range(1, rooms + 1)]])
        number += messages
        count += 1
    return count


def waits(store: SqliteStore, seconds: float) -> list[float]:
    """Return for how many ms each message waited, sorted, at a hundred a second."""
    outcomes: queue.Queue[Outcome | Fatal] = queue.Queue()
    writer = Writer(store, outcomes.put)
    number = 1 + max(store.last_numbers().values(), default=0)
    times = []
    start = time.perf_counter()
    for index in range(int(seconds * RATE)):
        time.sleep(max(0.0, start + index / RATE - time.perf_counter()))
        began = time.perf_counter()
        writer.submit([Append(1, number + index, time.time(), (LINE,))])
        outcomes.get()
        times.append((time.perf_counter() - began) * 1000)
    writer.stop()
    return sorted(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="for each figure")
    parser.add_argument("--folder", type=Path, help="on the disk that counts; else a temporary one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as temporary:
        store = SqliteStore(Path(temporary) / "store.db")
        for rooms, messages in SHAPES:
            rate = commits(store, rooms, messages, options.seconds) / options.seconds
            print(
                f"{rooms:4} rooms, {messages:4} messages each: {rate:9,.0f} commits/s"
                f" {rate * rooms * messages:11,.0f} messages/s"
            )
        times = waits(store, options.seconds)
        print(
            f"wait for the commit at {RATE:.0f} messages/s: p50 {statistics.median(times):.2f} ms"
            f"   p99 {times[int(len(times) * 0.99)]:.2f} ms   max {times[-1]:.2f} ms"
        )


if __name__ == "__main__":
    main()
