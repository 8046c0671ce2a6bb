"""The channels there are: made, found by look, renamed, removed."""

import pytest

from tertulia_core.broadcast.outbox import Outbox
from tertulia_core.wire.casemap import fold_ascii
from tertulia_server.model.archives import Archives
from tertulia_server.model.channels import Channels
from tertulia_server.model.keeping import keep_nothing
from tertulia_server.model.now import Now
from tertulia_server.model.registered import Registered

NOW = Now(1.0, 1e9)


@pytest.fixture
def registered() -> Registered:
    """Return what is kept of channels: nothing yet."""
    return Registered(fold_ascii, keep_nothing)


@pytest.fixture
def channels(registered: Registered) -> Channels:
    """Return no channels yet."""
    archives = Archives("store", "", fold_ascii, keep_nothing)
    return Channels(fold_ascii, Outbox(), archives, registered)


def test_a_channel_is_found_by_name_and_look(channels: Channels) -> None:
    """As long as it is there; it does not stand in its own way."""
    sala = channels.make("#Sala", NOW)

    assert channels["#SALA"] is sala
    assert channels.has_like("#sa1a")
    assert not channels.has_like("#sa1a", sala)
    channels.remove(sala)
    assert not channels.has_like("#sa1a")
    assert list(channels) == []


def test_a_new_name_takes_the_place_of_the_old(channels: Channels, registered: Registered) -> None:
    """For who looks it up, and for who keeps it."""
    sala = channels.make("#sala", NOW)
    sala.founder = "ana"
    registered.keep(sala)

    channels.rename(sala, "#bar")

    assert (list(channels), list(registered)) == (["#bar"], ["#bar"])
    assert not channels.has_like("#sa1a")
    assert channels.has_like("#ban") is False
    assert channels.has_like("#bаr")


def test_what_was_kept_comes_back(channels: Channels, registered: Registered) -> None:
    """When the channel is made again, in a room nobody heard before."""
    before = channels.make("#sala", NOW)
    before.founder = "ana"
    registered.keep(before)
    channels.remove(before)

    after = channels.make("#SALA", NOW)

    assert after.founder == "ana"
    assert after.room != before.room
    assert channels.has_like("#sa1a", after)
