"""A program that runs while it is measured: its port, its processor time and its memory."""

import os
import re
import selectors
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Running", "StartError", "free_port", "running"]

START_SECONDS = 15.0
STOP_SECONDS = 5.0
KNOCK_SECONDS = 0.002


class StartError(Exception):
    """A server does not serve; says which and what it wrote."""


@dataclass(frozen=True)
class Running:
    """A server that serves on a loopback port.

    Attributes:
        started_in: seconds from its start until it said that it is ready, or could be reached.
    """

    pid: int
    port: int
    started_in: float

    def resident_bytes(self) -> int:
        """Return how much memory it has."""
        pages = Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")


def free_port() -> int:
    """Return a port that nobody listens on, for programs that cannot choose one themselves."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str], folder: Path, environ: Mapping[str, str], port: int, cpu: int | None
) -> Iterator[Running]:
    """Start a server, wait until it serves, and stop it afterwards.

    Args:
        command: the program and its arguments.
        folder: where it runs and what it writes goes.
        environ: all its variables.
        port: where it will listen; 0 if it says so itself, in its first line.
        cpu: the only processor it may use, ``None`` for any.

    Raises:
        StartError: it does not serve.
    """
    with (folder / "stderr").open("wb") as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if not port else errors,
            stderr=errors,
        )
        try:
            if cpu is not None:
                os.sched_setaffinity(process.pid, {cpu})
            port = port or _port_it_says(process)
            _await_listener(process, port)
            yield Running(process.pid, port, time.perf_counter() - start)
        finally:
            _stop(process)


def _port_it_says(process: subprocess.Popen[bytes]) -> int:
    assert process.stdout is not None, "started with a pipe"
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        line = process.stdout.readline() if selector.select(START_SECONDS) else b""
    found = re.search(rb":(\d+)\s*$", line)
    if found is None:
        raise StartError(f"{process.args!r} did not say where it listens, but {line!r}")
    return int(found[1])


def _await_listener(process: subprocess.Popen[bytes], port: int) -> None:
    """Knock until somebody opens; who said a port is there at the first knock."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as sock:
            if sock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(KNOCK_SECONDS)
    raise StartError(f"{process.args!r} cannot be reached at port {port}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
