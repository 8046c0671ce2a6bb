"""The servers that are measured, each a child process on a free loopback port."""

import os
import re
import selectors
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.doors import BareText, Door, Irc

__all__ = ["SERVERS", "Program", "Running", "started"]

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 10.0
STOP_SECONDS = 5.0

CONFIG = """\
[limits]
flood = false
channels = 1000
"""
"""Ours without throttling, as peers are configured too; everything else as it comes."""


@dataclass(frozen=True)
class Program:
    """A server that can be started.

    Attributes:
        name: as it stands in tables.
        door: how clients speak to it.
        command: its arguments after the interpreter, given an empty folder.
    """

    name: str
    door: Door
    command: Callable[[Path], list[str]]


def _tertulia(folder: Path) -> list[str]:
    config = folder / "config.toml"
    config.write_text(CONFIG, encoding="utf-8")
    options = ["--port", "0", "--config", str(config), "--data", str(folder / "data")]
    return ["-m", "tertulia_server", *options]


def _threads(folder: Path) -> list[str]:
    return [str(ROOT / "benchmarks/thread_server.py")]


def _tutorial(folder: Path) -> list[str]:
    return [str(ROOT / "tests/support/tutorial_server.py"), "localhost", "0"]


SERVERS: Mapping[str, Program] = {
    "tertulia": Program("tertulia", Irc(), _tertulia),
    "threads": Program("a thread per client, a send per message", BareText(), _threads),
    "tutorial": Program("a thread per client, recv(1024) as it comes", BareText(), _tutorial),
}


@dataclass(frozen=True)
class Running:
    """A server that serves, on a loopback port."""

    pid: int
    port: int

    def cpu_seconds(self) -> float | None:
        """Return the processor time it used so far; ``None`` where the system does not tell."""
        try:
            stat = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii")
        except OSError:
            return None
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def started(program: Program, cpu: int | None) -> Iterator[Running]:
    """Start a server with a private home, wait until it listens, and stop it afterwards.

    ``cpu`` is the processor it may use, ``None`` for any.
    """
    with tempfile.TemporaryDirectory(prefix="tertulia-bench-") as home:
        process = subprocess.Popen(
            [sys.executable, *program.command(Path(home))],
            env=_environment(home),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
        )
        try:
            if cpu is not None:
                os.sched_setaffinity(process.pid, {cpu})
            yield Running(process.pid, _listening_port(process))
        finally:
            _stop(process)


def _environment(home: str) -> dict[str, str]:
    sources = [str(path) for path in sorted((ROOT / "packages").glob("*/src"))]
    places = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
    return {
        **os.environ,
        **dict.fromkeys(places, home),
        "PYTHONPATH": os.pathsep.join(sources),
        "PYTHONIOENCODING": "utf-8",
    }


def _listening_port(process: subprocess.Popen[bytes]) -> int:
    """Return the port from the one line that the server prints when it is ready."""
    assert process.stdout is not None, "started with a pipe"
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        line = process.stdout.readline() if selector.select(START_SECONDS) else b""
    found = re.search(rb":(\d+)\s*$", line)
    if found is None:
        raise RuntimeError(f"the server did not say where it listens, but {line!r}")
    return int(found[1])


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
