"""Sockets as tests need them: a port that is free, and a client that reads and writes lines."""

import contextlib
import socket
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

from tertulia_core.address import Address, TcpAddress

__all__ = ["LOOPBACKS", "LineClient", "closed_port", "free_port"]

SECONDS = 15.0
"""How long a client waits before the test fails; generous, test machines are busy."""


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as sock:
            sock.bind(("::1", 0))
    except OSError:
        return False
    return True


LOOPBACKS = ("127.0.0.1", "::1") if _has_ipv6() else ("127.0.0.1",)
"""The addresses of this computer for itself; not every one has IPv6."""


def free_port(host: str = "127.0.0.1") -> int:
    """Return a port on which nobody listens at the moment; prefer port 0 where it is possible."""
    with closed_port(host) as port:
        return port


@contextlib.contextmanager
def closed_port(host: str = "127.0.0.1") -> Iterator[int]:
    """Hold a port that refuses connections: it is taken, and nobody listens."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as sock:
        sock.bind((host, 0))
        yield int(sock.getsockname()[1])


class LineClient:
    """A blocking client, as simple scripts are: connects at once, fails after ``SECONDS``.

    Args:
        address: a TCP or Unix address, or a socket that is connected already.
    """

    def __init__(self, address: Address | socket.socket) -> None:
        self.socket = address if isinstance(address, socket.socket) else _connected(address)
        self.socket.settimeout(SECONDS)
        self._received = bytearray()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def send(self, data: bytes | str) -> None:
        """Write ``data`` as it is, text as UTF-8."""
        self.socket.sendall(data.encode() if isinstance(data, str) else data)

    def send_line(self, line: str) -> None:
        """Write ``line`` and CRLF."""
        self.send(f"{line}\r\n")

    def finish(self) -> None:
        """Say that no more is sent, and go on reading, as ``nc -N`` does."""
        self.socket.shutdown(socket.SHUT_WR)

    def read_line(self) -> str:
        """Return the next line without its end.

        Raises:
            EOFError: the server closed; the error holds what came without a line end.
        """
        while b"\n" not in self._received:
            data = self.socket.recv(65_536)
            if not data:
                raise EOFError(bytes(self._received))
            self._received += data
        line, _, self._received = self._received.partition(b"\n")
        return line.removesuffix(b"\r").decode(errors="replace")

    def read_until(self, is_last: Callable[[str], bool]) -> list[str]:
        """Return the lines up to the first for which ``is_last``, that one included."""
        lines = [self.read_line()]
        while not is_last(lines[-1]):
            lines.append(self.read_line())
        return lines

    def read_to_end(self) -> bytes:
        """Return all that comes until the server closes, in order or by a reset."""
        with contextlib.suppress(ConnectionError):
            while data := self.socket.recv(65_536):
                self._received += data
        received, self._received = self._received, bytearray()
        return bytes(received)

    def close(self) -> None:
        """Close the connection."""
        self.socket.close()


def _connected(address: Address) -> socket.socket:
    if isinstance(address, TcpAddress):
        return socket.create_connection((address.host, address.port), timeout=SECONDS)
    sock = socket.socket(socket.AF_UNIX)
    try:
        sock.connect(address.path)
    except OSError:
        sock.close()
        raise
    return sock
