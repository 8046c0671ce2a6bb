"""A server of ours is started once, looked at until it is ready, and ended with the client."""

from typing import cast

import pytest

from tertulia_core.address import TcpAddress
from tertulia_core.client.hosted_room import LOOK_SECONDS, HostedRoom
from tertulia_core.client.hosting import HostState, RoomHost
from tests.support.played_host import PlayedHost

HERE = TcpAddress("localhost", 12_345)


class Played(PlayedHost):
    """A server that is as far as the test says."""

    def __init__(self, address: TcpAddress, state: HostState) -> None:
        super().__init__(address)
        self._state = state

    def state(self) -> HostState:
        """See ``RoomHost``."""
        return self._state

    def problem(self) -> str:
        """See ``RoomHost``."""
        return "The port is taken."


def hosted(state: HostState) -> HostedRoom:
    """Return a room that was started at second 5."""
    room = HostedRoom(lambda address: cast("RoomHost", Played(address, state)))
    room.start(HERE, 5.0)
    return room


@pytest.mark.parametrize(
    ("state", "look_at", "is_running"),
    [
        (HostState.STARTING, 7.0 + LOOK_SECONDS, True),
        (HostState.READY, None, True),
        (HostState.ENDED, None, False),
    ],
)
def test_it_is_looked_at_until_it_is_ready_or_over(
    state: HostState, look_at: float | None, is_running: bool
) -> None:
    """One that ended is put away, with its problem."""
    room = hosted(state)
    assert (room.look_at, room.address) == (5.0, HERE)

    assert room.look(7.0) is state

    assert (room.look_at, room.is_running) == (look_at, is_running)
    assert bool(room.problem) == (state is HostState.ENDED)


def test_ending_it_twice_is_harmless() -> None:
    """As is ending one that never was."""
    room = hosted(HostState.READY)
    room.stop()
    room.stop()

    assert not room.is_running
