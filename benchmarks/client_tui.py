"""What the terminal client costs: time to its first picture, bytes, stalls, memory, idling.

    python -m benchmarks.client_tui [--runs 10] [--pictures 20] [--flood 10000]
        [--lines 100000] [--idle 10]

It runs as a person would start it, on a terminal of its own of 120×40 cells, connected to a
server that this program plays. Every figure is taken from outside: from what the client
writes to its terminal and from what the system says of its process.
"""

import argparse
import contextlib
import fcntl
import os
import select
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self

__all__ = ["main"]

DEADLINE: Final = 20.0
SIGNS: Final = (b"#sala", b"medidora")
"""The room's name and the nick beside the composer: everything is on screen then."""

COLUMNS, ROWS = 120, 40
QUIET: Final = 0.25
"""Seconds without a byte after which a picture is complete."""

TEXT: Final = "un mensaje de longitud normal, como los que se escriben en una charla"


class Screen:
    """A running client and the terminal it draws on.

    Args:
        target: where it connects.
        home: its home folder.
    """

    def __init__(self, target: str, home: str) -> None:
        self._terminal, inside = os.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        environ = {
            **os.environ, "HOME": home, "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home,
            "TERM": "xterm-256color", "COLORTERM": "truecolor",
        }  # fmt: skip
        command = [sys.executable, "-m", "tertulia_tui", target, "--nick", "medidora"]
        self.started = time.perf_counter()
        self._run = subprocess.Popen(
            command, stdin=inside, stdout=inside, stderr=inside, env=environ
        )
        os.close(inside)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._run.kill()
        self._run.wait()
        os.close(self._terminal)

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self._terminal, text.encode())

    def read(self, timeout: float) -> bytes:
        """Return what was written since, ``b""`` if nothing is within ``timeout`` seconds."""
        ready, _, _ = select.select([self._terminal], [], [], max(timeout, 0))
        return os.read(self._terminal, 65_536) if ready else b""

    def read_picture(self) -> bytes:
        """Return everything up to the first pause."""
        written = b""
        while block := self.read(QUIET):
            written += block
        return written

    def wait_for(self, *signs: bytes) -> float:
        """Wait until all signs were written; return the seconds since the start."""
        written, end = b"", time.perf_counter() + DEADLINE
        while not all(sign in written for sign in signs):
            block = self.read(end - time.perf_counter())
            if not block:
                raise TimeoutError("the client drew nothing")
            written += block
        return time.perf_counter() - self.started

    def cpu_seconds(self) -> float:
        """Return for how long it has been computing (Linux)."""
        fields = Path(f"/proc/{self._run.pid}/stat").read_text(encoding="ascii").split()
        return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """Return its resident memory (Linux)."""
        status = Path(f"/proc/{self._run.pid}/status").read_text(encoding="ascii")
        (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


class Server:
    """A server for one client, played by a thread; it lets in, and says what it is told to."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._thread.join(DEADLINE)  # it ends with the client
        self._listener.close()

    def send(self, data: bytes) -> None:
        """Write anything at all, once the client is in the room."""
        assert self._ready.wait(DEADLINE), "nobody came"
        self._peer.sendall(data)

    def say(self, count: int, seconds: float = 0.0) -> None:
        """Let somebody say ``count`` things, spread over some seconds."""
        share = max(count // 20, 1)
        for first in range(0, count, share):
            numbers = range(first, min(first + share, count))
            lines = (f":rosa!r@h PRIVMSG #sala :{TEXT} {number}\r\n" for number in numbers)
            self.send("".join(lines).encode())
            if seconds:
                time.sleep(seconds / 20)

    def _serve(self) -> None:
        self._peer, _ = self._listener.accept()
        with self._peer, self._peer.makefile("rb") as lines, contextlib.suppress(OSError):
            self._answer(lines)

    def _answer(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            command, _space, rest = line.decode().strip().partition(" ")
            match command:
                case "CAP" if rest.startswith("LS"):
                    self._write(":s CAP * LS :")
                case "CAP" if rest.startswith("END"):
                    self._write(":s 001 medidora :hi", ":s 005 medidora CHANTYPES=# :are supported")
                    self._write(":s 422 medidora :none")
                case "PING":
                    self._write(f":s PONG s {rest}")
                case "JOIN":
                    self._write(":medidora!m@h JOIN #sala")
                    self._write(":s 353 medidora = #sala :rosa medidora")
                    self._write(":s 366 medidora #sala :End")
                    self._ready.set()

    def _write(self, *lines: str) -> None:
        self._peer.sendall("".join(f"{line}\r\n" for line in lines).encode())


@contextmanager
def talking() -> Iterator[tuple[Server, Screen]]:
    """Run a client in a room with somebody else."""
    with (
        tempfile.TemporaryDirectory() as home,
        Server() as server,
        Screen(f"localhost:{server.port}", home) as screen,
    ):
        screen.wait_for(*SIGNS)
        server.say(60)
        screen.read_picture()
        yield server, screen


def first_paint(runs: int) -> str:
    """Return how long it takes until everything is on screen, with no server there."""
    with tempfile.TemporaryDirectory() as home:

        def once() -> float:
            with Screen("localhost:9", home) as screen:
                return screen.wait_for(*SIGNS)

        once()  # compiles what is not compiled yet
        times = [once() for _ in range(runs)]
    middle, worst = statistics.median(times) * 1000, max(times) * 1000
    return f"first paint: median {middle:.0f} ms, worst {worst:.0f} ms of {runs} runs"


def written(count: int) -> str:
    """Return how much is written to the terminal for a message and for a key."""
    with talking() as (server, screen):
        messages = []
        for _ in range(count):
            server.say(1)
            messages.append(len(screen.read_picture()))
        keys = []
        for letter in "escribo esto"[:count]:
            screen.type(letter)
            keys.append(len(screen.read_picture()))
    return (
        f"written at {COLUMNS}x{ROWS}: {statistics.mean(messages):.0f} B per message"
        f" (most {max(messages)}), {statistics.mean(keys):.0f} B per key (most {max(keys)})"
    )


def flood(count: int) -> str:
    """Return the longest pause between two pictures while so many messages come in a second."""
    with talking() as (server, screen):
        told = threading.Thread(target=server.say, args=(count, 1.0))
        began = last = time.perf_counter()
        told.start()
        longest, tail, computed, pictures = 0.0, b"", screen.cpu_seconds(), 0
        while f"{count - 1}".encode() not in tail:
            block = screen.read(DEADLINE)
            if not block:
                raise TimeoutError("the flood never ended")
            now = time.perf_counter()
            longest, last, pictures = max(longest, now - last), now, pictures + 1
            tail = (tail + block)[-65_536:]
        told.join()
        computed = screen.cpu_seconds() - computed
    return (
        f"flood: {count} messages sent in 1 s, drawn in {last - began:.1f} s,"
        f" longest stall {longest * 1000:.0f} ms; {computed:.1f} s of a processor,"
        f" {1000 * computed / pictures:.0f} ms a picture"
    )


def memory(lines: int) -> str:
    """Return the memory of a client that holds many lines."""
    with talking() as (server, screen):
        before = screen.megabytes()
        threading.Thread(target=server.say, args=(lines,)).start()
        tail, end = b"", time.perf_counter() + max(lines / 500, DEADLINE)
        while f"{lines - 1}".encode() not in tail and time.perf_counter() < end:
            tail = (tail + screen.read(1))[-65_536:]
        after = screen.megabytes()
    return f"memory: {before:.0f} MB with 60 lines, {after:.0f} MB with {lines}"


def idle(seconds: float) -> str:
    """Return how much of a processor a client takes that nobody uses."""
    with talking() as (_server, screen):
        screen.read_picture()
        before = screen.cpu_seconds()
        time.sleep(seconds)
        spent = screen.cpu_seconds() - before
    return f"idle: {100 * spent / seconds:.2f} % of a processor in {seconds:.0f} s"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--pictures", type=int, default=20)
    parser.add_argument("--flood", type=int, default=10_000)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--idle", type=float, default=10.0)
    words = parser.parse_args(arguments)
    print(first_paint(words.runs), flush=True)
    print(written(words.pictures), flush=True)
    print(flood(words.flood), flush=True)
    print(memory(words.lines), flush=True)
    print(idle(words.idle), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
