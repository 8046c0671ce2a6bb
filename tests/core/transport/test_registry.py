"""The books of a loop: what is dropped leaves no trace, and is reported if anybody knew it."""

import socket
from collections.abc import Iterator

import pytest

from tertulia_core.clock import ManualClock
from tertulia_core.transport.events import CloseReason, LinkClosed
from tertulia_core.transport.link import Link, LinkState
from tertulia_core.transport.poller import READ, WRITE
from tertulia_core.transport.registry import Registry
from tertulia_core.transport.sendqueue import SendQueue


@pytest.fixture
def registry() -> Iterator[Registry]:
    """Return an empty registry."""
    registry = Registry(ManualClock())
    yield registry
    registry.close()


@pytest.fixture
def link(registry: Registry) -> Iterator[Link]:
    """Return an open link of the registry."""
    near, far = socket.socketpair()
    near.setblocking(False)
    link = Link(registry.new_id(), near)
    registry.add(link)
    link.move(LinkState.OPEN)
    with near, far:
        yield link


def test_what_a_link_waits_for_is_what_is_watched(registry: Registry, link: Link) -> None:
    """From nothing to both and back."""
    fd = link.stream.fileno()
    registry.watch(link)
    assert registry.poller.poll(0) == []

    link.queue = SendQueue(b"x", written=0, relayed=0)
    registry.watch(link)
    assert registry.poller.poll(0) == [(fd, WRITE)]
    assert link.interest == READ | WRITE

    link.queue, link.is_paused = None, True
    registry.watch(link)
    assert registry.poller.poll(0) == []
    assert link.interest == 0


def test_a_dropped_link_leaves_no_trace(registry: Registry, link: Link) -> None:
    """Its socket, its backlog, its deadline."""
    link.queue = SendQueue(b"x" * 10, written=0, relayed=7)
    registry.relayed = 7
    registry.watch(link)
    registry.deadlines.set(link, 5_000.0)

    registry.drop(link, CloseReason.ERROR, "broke")

    assert registry.events == [LinkClosed(link.id, CloseReason.ERROR, "broke")]
    assert not registry.links
    assert not registry.by_fd
    assert registry.relayed == 0
    assert registry.deadlines.next() is None
    assert registry.poller.poll(0) == []
    assert link.stream.fileno() == -1


def test_who_was_never_announced_is_not_missed(registry: Registry, link: Link) -> None:
    """A handshake that fails is nobody's business."""
    registry.unannounced.add(link.id)

    registry.drop(link, CloseReason.TLS)

    assert registry.events == []
    assert not registry.unannounced


def test_names_are_never_used_again(registry: Registry) -> None:
    """Whoever holds an old one talks to nobody."""
    assert len({registry.new_id() for _ in range(100)}) == 100


def test_closing_twice_is_harmless(registry: Registry) -> None:
    """As at the end of a program that failed."""
    registry.close()

    registry.close()
