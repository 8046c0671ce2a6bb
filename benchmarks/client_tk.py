"""What the window promises, measured on a screen in memory (Xvfb).

    python -m benchmarks.client_tk [--runs 10] [MEASUREMENT …]

``paint``    from the start of the program to its first picture, with no server there
``keys``     from a key to its letter on screen, while 100 messages a second arrive
``flood``    the longest time in which nothing else is done while 10,000 messages come at once
``history``  memory after paging back through 100,000 messages
``idle``     processor time while nothing happens

Each runs in a process of its own. What the X server still draws counts: a picture is
there when the server has answered a question that was asked after it.
"""

import argparse
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import tkinter as tk
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

__all__ = ["MEASUREMENTS", "main"]

DEADLINE = 180.0
RATE = 100
KEYS = 1_000
FLOOD = 10_000
BEAT = 0.002
"""Seconds between two looks at whether the window answers, while it is flooded."""

IDLE_SECONDS = 20.0
SIZE = "1180x760+0+0"


# The window under measurement


class Stage:
    """A window of the program's own making on a talker; owner: the UI thread.

    Args:
        target: where it connects.
    """

    def __init__(self, target: str) -> None:
        from tertulia_core.client.options import read_options
        from tertulia_core.client.servers import Servers
        from tertulia_core.clock import SystemClock
        from tertulia_core.session.theme import LIGHT
        from tertulia_tk.app import App
        from tertulia_tk.desktop import Desktop
        from tertulia_tk.theme import Look

        options = read_options("bench", [target, "--nick", "medidora"], os.environ)
        self.root = tk.Tk(className="Tertulia")
        clock = SystemClock()
        look = Look(self.root, LIGHT)
        self.app = App(self.root, look, Servers(options, clock), clock, Desktop())
        self.root.geometry(SIZE)
        self.app.start()

    def lines(self) -> int:
        """Return how many lines the room holds."""
        room = self.app.window.current_room()
        return len(room.lines) if room is not None else 0

    def until(self, ask: Callable[[], object]) -> None:
        """Let the window live until something is true."""
        deadline = time.monotonic() + DEADLINE
        while not ask():
            if time.monotonic() > deadline:
                raise TimeoutError("the window did not get there")
            alarm = self.root.after(20, lambda: None)
            self.root.tk.dooneevent(0)
            self.root.after_cancel(alarm)

    def live(self, seconds: float) -> None:
        """Let the window live for a while, doing nothing itself."""
        self.root.after(round(seconds * 1000), self.root.quit)
        self.root.mainloop()

    def painted(self) -> None:
        """Return when everything drawn so far is on the screen."""
        self.root.update_idletasks()
        self.root.winfo_pointerxy()  # a question to the X server, which answers in order


class Bell:
    """Wakes Tk from another thread as the keyboard does: through a descriptor; owner: the caller.

    Args:
        root: the window.
        ring: called in Tk's loop with the time at which it was rung.
    """

    def __init__(self, root: tk.Tk, ring: Callable[[float], None]) -> None:
        self._reader, self._writer = socket.socketpair()
        self._times: list[float] = []
        self._ring = ring
        root.tk.createfilehandler(self._reader.fileno(), tk.READABLE, self._rung)

    def __call__(self) -> None:
        """Ring; from any thread."""
        self._times.append(time.perf_counter())
        self._writer.send(b".")

    def _rung(self, *_event: object) -> None:
        for _signal in self._reader.recv(4096):
            self._ring(self._times.pop(0))


@contextmanager
def talker() -> Iterator[tuple[str, Callable[[str], None]]]:
    """Run a talker; yield where it is and what gives it orders."""
    command = [sys.executable, "-m", "benchmarks.talker"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        orders = process.stdin

        def order(words: str) -> None:
            orders.write(f"{words}\n")
            orders.flush()

        try:
            yield f"127.0.0.1:{process.stdout.readline().strip()}", order
        finally:
            process.kill()


# The measurements


def measure_paint(runs: int) -> str:
    """Start the program and wait for its picture, again and again."""
    times = [_first_paint() for _run in range(runs + 1)][1:]  # the first one compiles
    middle, worst = statistics.median(times) * 1000, max(times) * 1000
    return f"first paint: median {middle:.0f} ms, worst {worst:.0f} ms of {runs} runs"


def measure_keys(_runs: int) -> str:
    """Press keys at random moments and note when each letter is on screen."""
    with talker() as (target, order):
        stage = Stage(target)
        text = stage.app.window.composer.text
        latencies: list[float] = []

        def press(pressed: float) -> None:
            text.event_generate("<Key>", keysym="a")
            stage.painted()
            latencies.append(time.perf_counter() - pressed)
            if len(latencies) % 80 == 0:
                text.delete("1.0", "end")

        stage.until(lambda: stage.lines() > 0)
        order(f"rate {RATE}")
        stage.live(2)
        before = stage.lines()
        bell, started = Bell(stage.root, press), time.monotonic()
        _in_background(bell, KEYS, lambda: random.uniform(0.01, 0.05))
        stage.until(lambda: len(latencies) == KEYS)
        heard = (stage.lines() - before) / (time.monotonic() - started)
        stage.app.close()
    latencies.sort()
    p50, p99 = latencies[KEYS // 2] * 1000, latencies[KEYS * 99 // 100] * 1000
    return (
        f"key to paint: p50 {p50:.1f} ms, p99 {p99:.1f} ms of {KEYS} keys"
        f" at {heard:.0f} messages a second"
    )


def measure_flood(_runs: int) -> str:
    """Let ten thousand messages come at once and note how long the window does not answer."""
    with talker() as (target, order):
        stage = Stage(target)
        waits: list[float] = []
        stage.until(lambda: stage.lines() > 0)
        stage.live(1)
        bell = Bell(stage.root, lambda rung: waits.append(time.perf_counter() - rung))
        stop = threading.Event()
        beats = threading.Thread(target=_beat, args=(bell, stop), daemon=True)
        beats.start()
        order(f"flood {FLOOD}")
        begun = time.monotonic()
        last = f"{FLOOD - 1} "
        stage.until(lambda: stage.app.window.current_room().lines[-1].text.startswith(last))  # type: ignore[union-attr]
        stage.painted()
        took = time.monotonic() - begun
        stop.set()
        beats.join()
        stage.live(0.5)
        stage.app.close()
    return f"flood of {FLOOD}: longest stall {max(waits) * 1000:.0f} ms, all drawn in {took:.1f} s"


def measure_history(_runs: int) -> str:
    """Page back to the first message and note the memory."""
    from benchmarks.talker import HISTORY

    with talker() as (target, _order):
        stage = Stage(target)
        stage.until(lambda: stage.lines() >= 100)
        empty, begun = _resident(), time.monotonic()
        timeline = stage.app.window.timeline
        while stage.lines() < HISTORY:
            before = stage.lines()
            timeline.sheet.yview_moveto(0)
            timeline.scroll_pages(-1)
            stage.until(lambda before=before: stage.lines() > before or stage.lines() >= HISTORY)  # type: ignore[misc]
        took, most = time.monotonic() - begun, _resident()
        stage.app.close()
    return (
        f"history of {HISTORY}: {most / 1e6:.0f} MB, {empty / 1e6:.0f} MB before,"
        f" {took:.0f} s to page through"
    )


def measure_idle(_runs: int) -> str:
    """Do nothing and note what it costs."""
    with talker() as (target, _order):
        stage = Stage(target)
        stage.until(lambda: stage.lines() >= 100)
        stage.live(3)
        spent, begun = time.process_time(), time.monotonic()
        stage.live(IDLE_SECONDS)
        share = (time.process_time() - spent) / (time.monotonic() - begun)
        stage.app.close()
    return f"idle: {share * 100:.2f} % of a processor over {IDLE_SECONDS:.0f} s"


MEASUREMENTS: dict[str, Callable[[int], str]] = {
    "paint": measure_paint,
    "keys": measure_keys,
    "flood": measure_flood,
    "history": measure_history,
    "idle": measure_idle,
}

_WATCH = """
import sys, time, tkinter
from tertulia_tk.__main__ import main

def until_painted(root, n=0):
    while not [w for w in root.winfo_children() if w.winfo_viewable()]:
        root.update()
    root.update()
    root.winfo_pointerxy()
    print(time.monotonic(), flush=True)

tkinter.Tk.mainloop = until_painted
sys.exit(main())
"""
"""Runs the program up to its event loop, then until its widgets are drawn, and says when."""


def _first_paint() -> float:
    started = time.monotonic()
    command = [sys.executable, "-c", _WATCH, "localhost:9", "--nick", "medidora"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return float(told) - started


def _in_background(bell: Bell, count: int, pause: Callable[[], float]) -> None:
    def ring() -> None:
        for _time in range(count):
            time.sleep(pause())
            bell()

    threading.Thread(target=ring, daemon=True).start()


def _beat(bell: Bell, stop: threading.Event) -> None:
    while not stop.wait(BEAT):
        bell()


def _resident() -> int:
    """Return how much memory this process has, in bytes."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def _screen() -> Iterator[str]:
    """Run a screen in memory and yield its name."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=(writer,), stderr=subprocess.DEVNULL) as server:
        os.close(writer)
        with os.fdopen(reader) as answer:
            display = f":{answer.readline().strip()}"
        try:
            yield display
        finally:
            server.terminate()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, each in a process of its own, and print a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="MEASUREMENT", choices=[*MEASUREMENTS, []])
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--here", action="store_true", help="measure in this process")
    words = parser.parse_args(arguments)
    names = words.names or [*MEASUREMENTS]
    if words.here:
        for name in names:
            print(MEASUREMENTS[name](words.runs), flush=True)
        return 0
    with tempfile.TemporaryDirectory() as home, _screen() as display:
        environ = {
            **os.environ, "DISPLAY": display, "HOME": home, "XDG_STATE_HOME": home,
            "XDG_CONFIG_HOME": home,
        }  # fmt: skip
        environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
        for name in names:
            command = [sys.executable, "-m", "benchmarks.client_tk", "--here", name]
            subprocess.run([*command, "--runs", str(words.runs)], env=environ, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
