"""The pollers: the fast and the portable one report the same."""

import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from tertulia_core import platforms
from tertulia_core.transport.poller import READ, WRITE, Poller, SelectorsPoller, new_poller


@pytest.fixture(params=[new_poller, SelectorsPoller], ids=["fast", "portable"])
def poller(request: pytest.FixtureRequest) -> Iterator[Poller]:
    """Return each poller in turn."""
    make: Callable[[], Poller] = request.param
    poller = make()
    yield poller
    poller.close()


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Return two connected sockets."""
    left, right = socket.socketpair()
    with left, right:
        yield left, right


def test_readiness_is_reported_until_it_is_over(
    poller: Poller, pair: tuple[socket.socket, socket.socket]
) -> None:
    """Both are level-triggered: what was not read is reported again."""
    left, right = pair
    poller.register(left.fileno(), READ)
    assert poller.poll(0) == []

    right.send(b"x")

    assert poller.poll(0) == [(left.fileno(), READ)] == poller.poll(0)
    left.recv(1)
    assert poller.poll(0) == []


def test_interest_can_change(poller: Poller, pair: tuple[socket.socket, socket.socket]) -> None:
    """Only what is asked for is reported."""
    left, right = pair
    right.send(b"x")
    poller.register(left.fileno(), WRITE)
    assert poller.poll(0) == [(left.fileno(), WRITE)]

    poller.modify(left.fileno(), READ | WRITE)
    assert poller.poll(0) == [(left.fileno(), READ | WRITE)]

    poller.modify(left.fileno(), READ)
    assert poller.poll(0) == [(left.fileno(), READ)]

    poller.unregister(left.fileno())
    assert poller.poll(0) == []


def test_a_broken_connection_is_reported(
    poller: Poller, pair: tuple[socket.socket, socket.socket]
) -> None:
    """With whatever bits: there is something to read, namely the end."""
    left, right = pair
    poller.register(left.fileno(), READ)

    right.close()

    assert [fd for fd, _ in poller.poll(0)] == [left.fileno()]
    assert left.recv(1) == b""


def test_waiting_has_an_end(poller: Poller, pair: tuple[socket.socket, socket.socket]) -> None:
    """A timeout is in seconds; ``None`` waits until something happens."""
    left, right = pair
    poller.register(left.fileno(), READ)
    start = time.monotonic()
    assert poller.poll(0.02) == []
    assert time.monotonic() - start >= 0.019
    writer = threading.Timer(0.01, right.send, (b"x",))
    writer.start()

    assert poller.poll(None) == [(left.fileno(), READ)]

    writer.join()


@pytest.mark.skipif(sys.platform != "linux", reason="epoll is a system call of Linux")
def test_linux_gets_epoll() -> None:
    """The fast one is really used."""
    poller = new_poller()

    assert type(poller).__module__ == "select"
    poller.close()


def test_others_get_what_the_standard_library_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no epoll."""
    monkeypatch.setattr(platforms, "epoll", lambda: None)

    poller = new_poller()

    assert isinstance(poller, SelectorsPoller)
    poller.close()
