"""Listening sockets: which addresses, which port, and who is there already."""

import errno
import socket
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tertulia_core import platforms
from tertulia_core.address import Address, TcpAddress, UnixAddress
from tertulia_core.errors import ListenError
from tertulia_core.transport.binding import bind_all
from tests.support.sockets import LOOPBACKS

needs_unix = pytest.mark.skipif(
    platforms.unix_socket_family() is None, reason="there are no Unix sockets here"
)
needs_ipv6 = pytest.mark.skipif(len(LOOPBACKS) == 1, reason="there is no IPv6 here")


class Sockets:
    """Binds, and closes all of it at the end."""

    def __init__(self) -> None:
        self._open: list[socket.socket] = []

    def bind(self, address: Address) -> list[tuple[Any, ...]]:
        """Bind; return where."""
        sockets = bind_all(address)
        self._open += sockets
        return [sock.getsockname() for sock in sockets]

    def occupy(self, host: str, port: int = 0) -> int:
        """Listen as another program would; return the port."""
        sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        self._open.append(sock)
        sock.bind((host, port))
        sock.listen()
        return int(sock.getsockname()[1])

    def close(self) -> None:
        """Close everything."""
        for sock in self._open:
            sock.close()


@pytest.fixture
def sockets() -> Iterator[Sockets]:
    """Return what binds and closes."""
    with closing(Sockets()) as sockets:
        yield sockets


def test_localhost_is_both_loopbacks_with_one_port(sockets: Sockets) -> None:
    """IPv6 too, where the computer has it, at the port that 0 became."""
    names = sockets.bind(TcpAddress("localhost", 0))

    assert tuple(name[0] for name in names) == LOOPBACKS
    assert len({name[1] for name in names}) == 1


def test_localhost_works_without_ipv6(sockets: Sockets, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing ::1 is silent."""
    refuse_ipv6(monkeypatch, errno.EADDRNOTAVAIL)

    assert [name[0] for name in sockets.bind(TcpAddress("LOCALHOST", 0))] == ["127.0.0.1"]


def test_other_troubles_with_ipv6_are_not_silent(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only "there is none" is."""
    refuse_ipv6(monkeypatch, errno.EACCES)

    with pytest.raises(ListenError, match="not allowed"):
        sockets.bind(TcpAddress("localhost", 0))


@pytest.mark.parametrize("taken", LOOPBACKS)
def test_a_port_that_is_half_taken_is_busy(sockets: Sockets, taken: str) -> None:
    """Else half of the callers of localhost would speak with somebody else."""
    port = sockets.occupy(taken)

    with pytest.raises(ListenError, match=f"{port} is busy: another program"):
        sockets.bind(TcpAddress("localhost", port))

    other = next((host for host in LOOPBACKS if host != taken), None)
    if other:
        assert sockets.occupy(other, port) == port, "what was bound first is free again"


@needs_ipv6
def test_port_0_tries_until_both_are_free(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system picks a port for 127.0.0.1 without looking at ::1."""
    bind = socket.socket.bind
    refusals: list[int] = []

    def half_taken(self: socket.socket, address: Any) -> None:
        if self.family == socket.AF_INET6 and len(refusals) < 3:
            refusals.append(address[1])
            raise OSError(errno.EADDRINUSE, "taken")
        bind(self, address)

    monkeypatch.setattr(socket.socket, "bind", half_taken)

    names = sockets.bind(TcpAddress("localhost", 0))

    assert len(refusals) == 3
    assert names[0][1] == names[1][1]


@pytest.mark.parametrize(
    ("host", "problem"),
    [("192.0.2.1", "not an address of this computer"), ("no.such.host.invalid", "no such host")],
)
def test_addresses_of_others_are_refused(sockets: Sockets, host: str, problem: str) -> None:
    """With a sentence that names the address."""
    with pytest.raises(ListenError, match=problem) as caught:
        sockets.bind(TcpAddress(host, 0))

    assert host in str(caught.value)


def test_a_port_is_free_at_once_after_a_stop(sockets: Sockets) -> None:
    """Although a connection of before is not forgotten by the system yet (TIME_WAIT)."""
    (listening,) = bind_all(TcpAddress("127.0.0.1", 0))
    port = listening.getsockname()[1]
    with socket.create_connection(("127.0.0.1", port)) as client:
        listening.accept()[0].close()
        listening.close()
        client.recv(1)

    assert sockets.bind(TcpAddress("127.0.0.1", port)) == [("127.0.0.1", port)]


def test_a_port_in_use_is_not_shared(sockets: Sockets) -> None:
    """Two of us never listen on one port."""
    ((host, port),) = sockets.bind(TcpAddress("127.0.0.1", 0))

    with pytest.raises(ListenError, match="busy"):
        sockets.bind(TcpAddress(host, port))


@needs_ipv6
def test_all_of_ipv6_leaves_ipv4_alone(sockets: Sockets) -> None:
    """``::`` and ``0.0.0.0`` can be listened on side by side."""
    ((_, port, *_),) = sockets.bind(TcpAddress("::", 0))

    assert sockets.bind(TcpAddress("0.0.0.0", port)) == [("0.0.0.0", port)]


@needs_unix
def test_a_unix_socket_is_private(sockets: Sockets, tmp_path: Path) -> None:
    """Only its owner may connect."""
    path = tmp_path / "door"

    sockets.bind(UnixAddress(str(path)))

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.is_socket()


@needs_unix
def test_a_stale_unix_socket_is_replaced(sockets: Sockets, tmp_path: Path) -> None:
    """A server that was killed has left its file; a living one is not disturbed."""
    address = UnixAddress(str(tmp_path / "door"))
    for sock in bind_all(address):
        sock.close()

    sockets.bind(address)

    with pytest.raises(ListenError, match="busy"):
        sockets.bind(address)
    assert Path(address.path).is_socket()


@needs_unix
def test_other_files_are_left_alone(sockets: Sockets, tmp_path: Path) -> None:
    """What is not a socket was put there by somebody."""
    path = tmp_path / "notes.txt"
    path.write_text("important")

    with pytest.raises(ListenError, match="File exists"):
        sockets.bind(UnixAddress(str(path)))

    assert path.read_text() == "important"


@needs_unix
@pytest.mark.parametrize("path", ["x" * 300, "missing/folder/door"])
def test_impossible_paths_are_refused(sockets: Sockets, tmp_path: Path, path: str) -> None:
    """Too long for the system, or in a folder that does not exist."""
    with pytest.raises(ListenError, match="cannot be listened on"):
        sockets.bind(UnixAddress(str(tmp_path / path)))


def test_unix_sockets_may_not_exist(sockets: Sockets, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows."""
    monkeypatch.setattr(platforms, "unix_socket_family", lambda: None)

    with pytest.raises(ListenError, match="no Unix sockets"):
        sockets.bind(UnixAddress("/tmp/door"))


def refuse_ipv6(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """Let binding an IPv6 address fail."""
    bind = socket.socket.bind

    def refuse(self: socket.socket, address: Any) -> None:
        if self.family == socket.AF_INET6:
            raise OSError(code, "refused by the test")
        bind(self, address)

    monkeypatch.setattr(socket.socket, "bind", refuse)
