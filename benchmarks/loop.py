"""What the transport by itself costs: lines echoed per second, and memory per idle link.

Run from the project's root, on Linux::

    python -m benchmarks.loop
    python -m benchmarks.loop --rounds 9 --links 10000

``loop`` is ours; ``bare`` does the same with nothing but ``epoll``, ``recv``,
``split`` and ``send``, and is the limit of what Python can do. They take turns; each figure
is the median of the rounds. Every echoed byte is counted.
"""

import argparse
import os
import select
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tertulia_core import platforms
from tertulia_core.address import TcpAddress
from tertulia_core.clock import SystemClock
from tertulia_core.transport.events import LinesReceived
from tertulia_core.transport.loop import SelectorLoop

__all__ = ["main"]

LINE = b"PRIVMSG #sala :a line as people write them, neither long nor short\r\n"
SERVE = "--serve"


class Echo(NamedTuple):
    """One measured run: lines per second, and CPU seconds of the server per million lines."""

    rate: float
    cpu: float


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured")
    parser.add_argument("--seconds", type=float, default=1.0, help="how long each run lasts")
    parser.add_argument("--links", type=int, default=5_000, help="how many idle links to weigh")
    parser.add_argument(SERVE, choices=sorted(_SERVERS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    platforms.raise_fd_limit()
    if options.serve:
        _SERVERS[options.serve]()
        return
    for clients, window in ((1, 1), (100, 1), (100, 64)):
        print(f"{clients} clients, each with {window} lines in flight:")
        runs = _compare(clients, window, options.rounds, options.seconds)
        for name, echoes in runs.items():
            rate = statistics.median(echo.rate for echo in echoes)
            cpu = statistics.median(echo.cpu for echo in echoes)
            print(f"  {name:5} {rate:>11,.0f} lines/s   {cpu:6.2f} CPU s per million")
    print(f"memory per idle link, of {options.links:,}:")
    for name in _SERVERS:
        print(f"  {name:5} {_weigh(name, options.links):>11,.0f} bytes")


def _compare(clients: int, window: int, rounds: int, seconds: float) -> dict[str, list[Echo]]:
    """Let the servers take turns."""
    runs: dict[str, list[Echo]] = {name: [] for name in _SERVERS}
    for _ in range(rounds):
        for name, echoes in runs.items():
            echoes.append(_echo(name, clients, window, seconds))
    return runs


def _echo(server: str, clients: int, window: int, seconds: float) -> Echo:
    """Keep ``window`` lines of each client in flight for a while; count what comes back."""
    with _started(server) as (process, port):
        sockets = {sock.fileno(): sock for sock in _connected(port, clients)}
        poller = select.epoll()
        for fd, sock in sockets.items():
            poller.register(fd, select.EPOLLIN)
            sock.sendall(LINE * window)
        returned, cpu = 0, _cpu_seconds(process.pid)
        start = time.perf_counter()
        while (elapsed := time.perf_counter() - start) < seconds:
            for fd, _ in poller.poll(1.0):
                data = sockets[fd].recv(65_536)
                returned += len(data)
                sockets[fd].sendall(data)
        lines = returned / len(LINE)
        cpu = _cpu_seconds(process.pid) - cpu
    poller.close()
    for sock in sockets.values():
        sock.close()
    return Echo(lines / elapsed, cpu / lines * 1e6)


def _weigh(server: str, links: int) -> float:
    """Return by how many bytes each idle connection makes the server grow."""
    with _started(server) as (process, port):
        for sock in _connected(port, 100):  # What is allocated once is not counted.
            sock.close()
        before = _resident_bytes(process.pid)
        sockets = _connected(port, links)
        for sock in sockets:  # Each has said something, as registered ones have.
            sock.sendall(LINE)
        for sock in sockets:
            sock.recv(len(LINE))
        grown = _resident_bytes(process.pid) - before
    for sock in sockets:
        sock.close()
    return grown / links


def _serve_loop() -> None:
    """Echo lines with our loop."""
    loop = SelectorLoop(SystemClock())
    (address,) = loop.listen(TcpAddress("127.0.0.1", 0), name="echo")
    print(str(address).rpartition(":")[2], flush=True)
    while True:
        for event in loop.poll(None):
            if isinstance(event, LinesReceived):
                loop.send(event.link, b"\r\n".join([*event.lines, b""]))


def _serve_bare() -> None:
    """Echo lines with the system's calls and no care for anything."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
    print(listener.getsockname()[1], flush=True)
    poller, links = select.epoll(), dict[int, socket.socket]()
    poller.register(listener, select.EPOLLIN)
    while True:
        for fd, _ in poller.poll():
            if fd == listener.fileno():
                sock = listener.accept()[0]
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                links[sock.fileno()] = sock
                poller.register(sock, select.EPOLLIN)
            elif data := links[fd].recv(65_536):
                lines = data.replace(b"\r\n", b"\n").split(b"\n")
                links[fd].send(b"\r\n".join(lines))
            else:
                links.pop(fd).close()


_SERVERS: dict[str, Callable[[], None]] = {"loop": _serve_loop, "bare": _serve_bare}


@contextmanager
def _started(server: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run a server in a process of its own; give the process and its port."""
    command = [sys.executable, "-m", "benchmarks.loop", SERVE, server]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process, int(process.stdout.readline())
        finally:
            process.kill()


def _connected(port: int, count: int) -> list[socket.socket]:
    """Return connected sockets that do not wait for more to send."""
    sockets = [socket.create_connection(("127.0.0.1", port)) for _ in range(count)]
    for sock in sockets:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sockets


def _cpu_seconds(pid: int) -> float:
    """Return what a process has used of the processor, in user and kernel mode."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident_bytes(pid: int) -> int:
    """Return how much memory a process has."""
    pages = Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
