"""A client starts our server: "Start a room here"."""

import socket

from tertulia_core.address import TcpAddress
from tertulia_core.client.hosting import HostState, RoomHost, can_host
from tests.support.sockets import free_port
from tests.support.waiting import eventually


def test_it_is_offered_where_the_server_is_installed() -> None:
    """Client and server stand side by side here."""
    assert can_host()


def test_our_server_serves() -> None:
    """The real program, where a client looked for it."""
    port = free_port()
    host = RoomHost(TcpAddress("localhost", port))
    try:
        eventually(lambda: host.state() is not HostState.STARTING, "started")
        assert host.state() is HostState.READY, host.problem()
        with socket.create_connection(("127.0.0.1", port), timeout=10):
            pass
    finally:
        host.stop()

    assert host.state() is HostState.ENDED
