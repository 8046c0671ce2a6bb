"""A server, and two IRC clients in its room."""

from typing import NamedTuple

import pytest

from tests.support.switchboard import Switchboard, Wire


class Pair(NamedTuple):
    """Two registered clients in ``#sala``; what they read so far is forgotten."""

    ana: Wire
    eva: Wire


@pytest.fixture
def board() -> Switchboard:
    """A server with nobody in it."""
    return Switchboard()


@pytest.fixture
def pair(board: Switchboard) -> Pair:
    """Two clients in the room."""
    pair = Pair(board.irc("ana"), board.irc("eva"))
    pair.ana.read()
    return pair
