"""The server as a real process, started as a person starts it, in a home of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from tertulia_core.address import TcpAddress
from tests.support.sockets import LineClient

__all__ = ["LAUNCHER", "READY", "ROOT", "Ended", "ServerProcess", "clean_environment", "run_server"]

ROOT = Path(__file__).parents[2]
LAUNCHER = ROOT / "servidor.py"
READY = "Servidor escuchando en "
SECONDS = 15.0
"""How long anything may take before the test fails; generous, test machines are busy."""

_LOCALE = ("LANGUAGE", "LANG", "LC_ALL", "LC_MESSAGES")


class Ended(NamedTuple):
    """How a process ended, and everything it wrote; ``seconds`` counts from being asked to."""

    code: int
    output: str
    errors: str
    seconds: float


def clean_environment(home: Path, **changes: str) -> dict[str, str]:
    """Return the test's environment with another, empty home and English messages."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("XDG_") and name not in _LOCALE
    }
    return {**kept, "HOME": str(home), "LANG": "en_GB.UTF-8", **changes}


def run_server(
    home: Path,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    entered: str = "",
) -> Ended:
    """Run ``servidor.py`` to its end, for what ends by itself; ``entered`` is what it may read."""
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-S", str(LAUNCHER), *arguments],
        env=environment or clean_environment(home),
        cwd=home,
        input=entered,
        capture_output=True,
        timeout=SECONDS,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr, time.monotonic() - started)


class ServerProcess:
    """A running server; its ready line has been read.

    Args:
        home: its HOME, in which it finds and makes its files.
        arguments: its command line, ``--port 0`` if none is given.
        environment: its variables, ``clean_environment(home)`` by default.
        command: what runs it, ``servidor.py`` without the site module by default.

    Attributes:
        ready: the ready line.
        address: what the ready line names.
        port: the port of it, 0 for a Unix socket.
        seconds: how long it took to be ready.
    """

    def __init__(
        self,
        home: Path,
        *arguments: str,
        environment: Mapping[str, str] | None = None,
        command: Sequence[str] = (sys.executable, "-S", str(LAUNCHER)),
    ) -> None:
        started = time.monotonic()
        self._process = subprocess.Popen(
            [*command, *(arguments or ("--port", "0"))],
            env=environment or clean_environment(home),
            cwd=home,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        assert self._process.stdout is not None
        self.ready = self._process.stdout.readline()
        self.seconds = time.monotonic() - started
        if not self.ready.startswith(READY):
            _output, errors = self._process.communicate(timeout=SECONDS)
            raise AssertionError(f"not ready but {self.ready!r}; {errors}")
        self.address = self.ready.removeprefix(READY).strip()
        port = self.address.rpartition(":")[2]
        self.port = int(port) if port.isdigit() else 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._process.returncode is None:
            self._process.kill()
            self._process.communicate(timeout=SECONDS)

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def cpu_seconds(self) -> float:
        """Return for how long it has been computing, in all its threads (Linux)."""
        tasks = Path(f"/proc/{self.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9

    def connect(self, host: str = "127.0.0.1") -> LineClient:
        """Open a bare socket to it; the caller closes it."""
        return LineClient(TcpAddress(host, self.port))

    def irc(self, nick: str, room: str = "#sala") -> LineClient:
        """Open a registered connection that is in a room and has read all of that."""
        client = self.connect()
        for line in (f"NICK {nick}", f"USER {nick} 0 * :{nick}", f"JOIN {room}"):
            client.send_line(line)
        client.read_until(lambda line: f" 366 {nick} " in line)
        return client

    def close_input(self) -> None:
        """Close its standard input."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.stdin = None

    def close_output(self) -> None:
        """Stop reading its standard output, as a program does that wanted the ready line only."""
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._process.stdout = None

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    def stop(self, number: int = signal.SIGTERM) -> Ended:
        """Ask it to stop and wait until it has."""
        self.send_signal(number)
        return self.wait()

    def wait(self) -> Ended:
        """Wait until it ends by itself."""
        started = time.monotonic()
        output, errors = self._process.communicate(timeout=SECONDS)
        seconds = time.monotonic() - started
        return Ended(self._process.returncode, self.ready + (output or ""), errors, seconds)

    def kill(self) -> None:
        """End it without a chance to say anything."""
        with suppress(ProcessLookupError):
            self._process.kill()
        self._process.communicate(timeout=SECONDS)
