"""How long the terminal client takes from its start to its first picture.

    python -m benchmarks.client_tui [--runs 10]

It runs as a person would start it, on a terminal of its own of 120×40 cells and
with no server there; the clock stops when the composer has been drawn.
"""

import argparse
import os
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

__all__ = ["main"]

DEADLINE = 20.0
SIGNS = (b"#sala", b"medidora")
"""The room's name and the nick beside the composer: everything is on screen then."""


def first_paint(home: str) -> float:
    """Start the client once and return the seconds until its screen is drawn."""
    terminal, inside = os.openpty()
    environ = {
        **os.environ,
        "HOME": home, "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home, "TERM": "xterm-256color",
        "LINES": "40", "COLUMNS": "120",
    }  # fmt: skip
    command = [sys.executable, "-m", "tertulia_tui", "localhost:9", "--nick", "medidora"]
    start = time.perf_counter()
    with subprocess.Popen(command, stdin=inside, stdout=inside, stderr=inside, env=environ) as run:
        try:
            _read_until_drawn(terminal, start + DEADLINE)
            return time.perf_counter() - start
        finally:
            run.kill()
            os.close(inside)
            os.close(terminal)


def _read_until_drawn(terminal: int, deadline: float) -> None:
    written = b""
    while not all(sign in written for sign in SIGNS):
        ready, _, _ = select.select([terminal], [], [], max(deadline - time.perf_counter(), 0))
        if not ready:
            raise TimeoutError("the client drew nothing")
        written += os.read(terminal, 65536)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=10)
    runs = parser.parse_args(arguments).runs
    with tempfile.TemporaryDirectory() as home:
        first_paint(home)  # compiles what is not compiled yet
        times = [first_paint(home) for _ in range(runs)]
    middle, worst = statistics.median(times), max(times)
    print(f"first paint: median {middle * 1000:.0f} ms, worst {worst * 1000:.0f} ms of {runs} runs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
